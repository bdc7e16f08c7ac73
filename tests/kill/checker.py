# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a profile and its library from the outside.

It shares no code with the application: its own SQL, its own reading of files. Run it on a profile
whose process is dead or idle.
"""

import hashlib
import sqlite3
from collections.abc import Collection
from pathlib import Path


def violations(
    profile: Path, library: Path, *, settled: bool, foreign: Collection[Path] = ()
) -> list[str]:
    """What does not hold; empty when all is well.

    :param settled: a sync came to its end: nothing may be open, left over or out of date.
    :param foreign: files of the library that were there before.
    """
    database = sqlite3.connect(f"file:{profile / 'catalog-sync.db'}?mode=rw", uri=True)
    try:
        found = _database(database)
        found += _files(database, library, foreign)
        found += _playlists(database, library)
        if settled:
            found += _settled(database, library)
        return found
    finally:
        database.close()


def _database(db: sqlite3.Connection) -> list[str]:
    found = []
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        found.append("integrity_check is not ok")
    if db.execute("PRAGMA foreign_key_check").fetchall():
        found.append("foreign_key_check finds something")
    counted = dict(db.execute("SELECT state, COUNT(*) FROM items GROUP BY state"))
    kept = dict(db.execute("SELECT state, SUM(n) FROM item_counts GROUP BY state HAVING SUM(n)"))
    if counted != kept:
        found.append(f"counts by state: {kept}, counted {counted}")
    if db.execute(
        "SELECT 1 FROM items WHERE state IN ('pending', 'done', 'failed') AND worker_id IS NOT NULL"
    ).fetchall():
        found.append("a worker holds an item that is not running")
    # One that is fetched again keeps its damaged file until the new one is there.
    if db.execute(
        "SELECT 1 FROM items WHERE (state = 'done') <> (file_id IS NOT NULL) AND NOT EXISTS"
        " (SELECT 1 FROM damage d WHERE d.file_id = items.file_id AND d.asked)"
    ).fetchall():
        found.append("an item is done without a file, or the other way round")
    if db.execute(
        "SELECT 1 FROM jobs j JOIN stages s ON s.job_id = j.id"
        " WHERE j.state <> 'running' AND s.state = 'open'"
    ).fetchall():
        found.append("an ended job has an open stage")
    if db.execute(
        "SELECT 1 FROM jobs j JOIN stages s ON s.job_id = j.id JOIN items i ON i.job_id = j.id"
        " WHERE j.state IN ('done', 'partial') AND s.name = 'download' AND s.state = 'finished'"
        " AND i.state IN ('pending', 'running', 'placing')"
    ).fetchall():
        found.append("a finished download stage has open items")
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(db: sqlite3.Connection, library: Path, foreign: Collection[Path]) -> list[str]:
    """Every file under a final name is as recorded, or belongs to an item being placed."""
    found = []
    recorded = {
        path: (size, sha256)
        for path, size, sha256 in db.execute(
            "SELECT path, size, sha256 FROM files UNION ALL"
            " SELECT place_path, place_size, place_sha256 FROM items WHERE state = 'placing'"
        )
    }
    done = {row[0] for row in db.execute("SELECT path FROM files")}
    parts = {row[0] for row in db.execute("SELECT part_path FROM items WHERE part_path <> ''")}
    for path in sorted(library.rglob("*")):
        name = path.relative_to(library).as_posix()
        if path.is_dir() or path in foreign or name.startswith(".catalog-sync/"):
            continue
        if name.startswith("Playlists/") and path.suffix in {".m3u", ".m3u8"}:
            continue
        if path.name.startswith(".catalog-sync-") and path.suffix == ".part":
            if name not in parts:
                found.append(f"litter: {name}")
        elif name not in recorded:
            found.append(f"a file nobody knows: {name}")
        elif (path.stat().st_size, _hash(path)) != recorded[name]:
            found.append(f"not as recorded: {name}")
    found += [f"gone: {name}" for name in sorted(done) if not (library / name).is_file()]
    return found


def _playlists(db: sqlite3.Connection, library: Path) -> list[str]:
    """Every playlist file is whole and names only what is there."""
    found = []
    folder = library / "Playlists"
    for path in sorted(folder.glob("*")):
        if path.name.startswith("."):
            continue
        lines = path.read_bytes().decode("utf-8").split("\n")
        if lines[0] != "#EXTM3U" or lines[-1] != "":
            found.append(f"not whole: {path.name}")
        entries = [line for line in lines if line and not line.startswith("#")]
        if sum(line.startswith("#EXTINF:") for line in lines) != len(entries):
            found.append(f"lines without a pair: {path.name}")
        found += [f"{path.name} names {line}" for line in entries if not (folder / line).is_file()]
    return found


def _settled(db: sqlite3.Connection, library: Path) -> list[str]:
    found = []
    left = db.execute("SELECT state, COUNT(*) FROM items WHERE state <> 'done' GROUP BY state")
    found += [f"{count} items are {state}" for state, count in left]
    if db.execute("SELECT 1 FROM jobs WHERE state = 'running'").fetchall():
        found.append("a job is open")
    if db.execute("SELECT 1 FROM playlists WHERE dirty > 0").fetchall():
        found.append("a playlist is out of date")
    found += [f"a part is left: {path.name}" for path in library.rglob("*.part")]
    for playlist, path in db.execute("SELECT playlist_id, path FROM playlist_exports"):
        wanted = [
            f"../{row[0]}"
            for row in db.execute(
                "SELECT f.path FROM playlists p JOIN entries e ON e.playlist_id = p.id"
                " AND e.generation = p.generation JOIN items i ON i.track_id = e.track_id"
                " JOIN files f ON f.id = i.file_id WHERE p.id = ? ORDER BY e.position",
                (playlist,),
            )
        ]
        text = (library / path).read_text("utf-8").splitlines()
        if [line for line in text if not line.startswith("#")] != wanted:
            found.append(f"not what the database says: {path}")
    return found
