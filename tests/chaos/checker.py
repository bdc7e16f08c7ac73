# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a profile and its library from the outside.

It shares no code with the application: its own SQL, its own reading of files, its own M3U. Run it
on a profile whose process is dead or idle.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

MARKER = ".catalog-sync"


def violations(
    profile: Path,
    library: Path,
    *,
    settled: bool,
    foreign: Mapping[Path, bytes] = MappingProxyType({}),
    sounds: Collection[bytes] = (),
    acknowledged: Mapping[int, str] | None = None,
    secret: str = "",
) -> list[str]:
    """What does not hold; empty when all is well.

    :param settled: a sync came to its end: nothing may be open, left over or out of date.
    :param foreign: files that were there before, in the library or elsewhere, and their content.
    :param sounds: what the far end serves as tracks; no other sound may be in the library.
    :param acknowledged: items that were told to be done, and where their files are (from the root
        of the library).
    :param secret: a text that may be in no file but the database and its copies.
    """
    found = [f"{path} was changed" for path, data in foreign.items() if _read(path) != data]
    with closing(_opened(profile)) as database:
        found += _database(database)
        found += _claims(database)
        found += _stages(database)
        found += _history(database)
        found += _files(database, library, foreign)
        found += _sounds(database, library, sounds)
        found += _playlists(library)
        found += _acknowledged(database, library, acknowledged or {})
        if settled:
            found += _settled(database, library)
    return found + _secrets(profile, library, secret)


def done_addresses(profile: Path) -> set[str]:
    """The paths at the server of what the database says is done."""
    with closing(_opened(profile)) as db:
        rows = db.execute(
            "SELECT json_extract(media, '$.address') FROM items WHERE state = 'done'"
        ).fetchall()
    return {f"/{address.rpartition('/')[2]}" for (address,) in rows}


def _opened(profile: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{profile / 'catalog-sync.db'}?mode=rw", uri=True)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


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
    return found


_IMPOSSIBLE = {
    "a worker holds an item that is not running": (
        "SELECT id FROM items WHERE state NOT IN ('running', 'placing') AND worker_id IS NOT NULL"
    ),
    "a running item has no worker": (
        "SELECT id FROM items WHERE state = 'running' AND worker_id IS NULL"
    ),
    "a worker holds several items": (
        "SELECT worker_id FROM items WHERE worker_id IS NOT NULL"
        " GROUP BY worker_id HAVING COUNT(*) > 1"
    ),
    "a claim of a worker that has ended": (
        "SELECT i.id FROM items i JOIN workers w ON w.id = i.worker_id WHERE w.ended_at IS NOT NULL"
    ),
    # One that is fetched again keeps its damaged file until the new one is there.
    "done without a file, or the other way round": (
        "SELECT id FROM items WHERE (state = 'done') <> (file_id IS NOT NULL) AND NOT EXISTS"
        " (SELECT 1 FROM damage d WHERE d.file_id = items.file_id AND d.asked)"
    ),
    "placing without a place, or the other way round": (
        "SELECT id FROM items WHERE (state = 'placing') <> (place_key IS NOT NULL)"
    ),
    "to be tried again without a reason": (
        "SELECT id || ': ' || error_kind FROM items WHERE state = 'pending' AND attempts > 0"
        " AND (error_kind = '' OR error_message = '')"
    ),
    "failed without a reason": (
        "SELECT id FROM items WHERE state = 'failed' AND (error_kind = '' OR error_message = '')"
    ),
}


def _claims(db: sqlite3.Connection) -> list[str]:
    return [
        f"{words}: {rows}"
        for words, query in _IMPOSSIBLE.items()
        if (rows := [row[0] for row in db.execute(query)])
    ]


def _history(db: sqlite3.Connection) -> list[str]:
    """What a job counts as ended is on record, item by item: one transaction writes both."""
    found = []
    for job, *counted in db.execute(
        "SELECT j.id, SUM(s.done), SUM(s.failed), SUM(s.skipped) FROM jobs j"
        " JOIN stages s ON s.job_id = j.id WHERE j.why <> '' GROUP BY j.id"
    ).fetchall():
        kept = [
            db.execute(
                "SELECT COUNT(*) FROM outcomes WHERE job_id = ? AND state = ?", (job, state)
            ).fetchone()[0]
            for state in ("done", "failed", "skipped")
        ]
        if kept != counted:
            found.append(f"job {job} counted {counted} ends and has {kept} on record")
    return found


def _stages(db: sqlite3.Connection) -> list[str]:
    """No ended job has an open stage, no finished download stage an open item of its job."""
    found = []
    if db.execute(
        "SELECT 1 FROM jobs j JOIN stages s ON s.job_id = j.id"
        " WHERE j.state <> 'running' AND s.state = 'open'"
    ).fetchall():
        found.append("an ended job has an open stage")
    if db.execute(
        "SELECT 1 FROM jobs j JOIN stages s ON s.job_id = j.id JOIN items i ON i.job_id = j.id"
        " WHERE s.name = 'download' AND s.state = 'finished' AND i.worker_id IS NOT NULL"
        " AND i.state IN ('running', 'placing')"
    ).fetchall():
        found.append("a finished download stage has running items")
    if db.execute(
        "SELECT 1 FROM jobs j JOIN stages s ON s.job_id = j.id JOIN items i ON i.job_id = j.id"
        " WHERE j.state IN ('done', 'partial') AND s.name = 'download' AND s.state = 'finished'"
        " AND i.state IN ('pending', 'running', 'placing')"
    ).fetchall():
        found.append("a finished job has open items")
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files(db: sqlite3.Connection, library: Path, foreign: Mapping[Path, bytes]) -> list[str]:
    """Every file under a final name is as recorded, or belongs to an item being placed."""
    found = []
    recorded: dict[str, set[tuple[int, str]]] = {}
    for path, size, sha256 in db.execute(
        "SELECT path, size, sha256 FROM files UNION ALL SELECT path, size, sha256"
        " FROM sidecar_files UNION ALL"
        " SELECT place_path, place_size, place_sha256 FROM items WHERE state = 'placing'"
    ):
        recorded.setdefault(path, set()).add((size, sha256))
    items = {row[0] for row in db.execute("SELECT id FROM items")}
    sidecars = {row[0] for row in db.execute("SELECT id FROM sidecars WHERE state <> 'done'")}
    playlists = {row[0] for row in db.execute("SELECT id FROM playlists")}
    pictures = {row[0] for row in db.execute("SELECT path FROM playlist_covers")}
    parts = {
        *(f"{MARKER}-{item}.part" for item in items),
        *(f"{MARKER}-s{sidecar}.part" for sidecar in sidecars),
        *(f"{MARKER}-{of}-{number}.part" for number in playlists for of in ("playlist", "cover")),
    }
    for path in sorted(library.rglob("*")):
        name = path.relative_to(library).as_posix()
        if path.is_dir() or path in foreign or name.startswith(f"{MARKER}/"):
            continue
        if path.suffix == ".part" and path.name.startswith(MARKER):
            if path.name not in parts:
                found.append(f"litter: {name}")
        elif (name.startswith("Playlists/") and path.suffix == ".m3u") or name in pictures:
            # Written anew in one step; what they have to hold is looked at when all is settled.
            continue
        elif name not in recorded:
            found.append(f"a file nobody knows: {name}")
        elif (path.stat().st_size, _hash(path.read_bytes())) not in recorded[name]:
            found.append(f"not as recorded: {name}")
    for table in (
        "SELECT path FROM files",
        "SELECT f.path FROM sidecar_files f JOIN sidecars s ON s.file_id = f.id"
        " WHERE s.state = 'done'",
    ):
        found += [f"gone: {name}" for (name,) in db.execute(table) if not (library / name).exists()]
    return found


def _sounds(db: sqlite3.Connection, library: Path, sounds: Collection[bytes]) -> list[str]:
    """What follows the tag is what the server has: tags are ours, the sound never is.

    An ID3v2 tag is ten bytes and a length of four times seven bits (id3.org, ID3v2.4, 3.1).
    """
    if not sounds:
        return []
    found = []
    for (name,) in db.execute(
        "SELECT DISTINCT f.path FROM files f JOIN items i ON i.file_id = f.id"
    ):
        data = _read(library / name) or b""
        if data[:3] == b"ID3":
            a, b, c, d = data[6:10]
            data = data[10 + (a << 21 | b << 14 | c << 7 | d) :]
        if data not in sounds:
            found.append(f"not what the server has: {name} ({len(data)} bytes of sound)")
    return found


def _playlists(library: Path) -> list[str]:
    """Every playlist file is whole and names only what is there."""
    found = []
    folder = library / "Playlists"
    for path in sorted(folder.glob("[!.]*.m3u")):
        try:
            lines = path.read_bytes().decode("utf-8").split("\n")
        except UnicodeDecodeError:
            found.append(f"not text: {path.name}")
            continue
        if lines[0] != "#EXTM3U" or lines[-1] != "":
            found.append(f"not whole: {path.name}")
        entries = [line for line in lines if line and not line.startswith("#")]
        if sum(line.startswith("#EXTINF:") for line in lines) != len(entries):
            found.append(f"lines without a pair: {path.name}")
        found += [f"{path.name} names {line}" for line in entries if not (folder / line).is_file()]
    return found


def _acknowledged(
    db: sqlite3.Connection, library: Path, acknowledged: Mapping[int, str]
) -> list[str]:
    """What was once told to be done is done, and its file is there."""
    done = {row[0] for row in db.execute("SELECT id FROM items WHERE state = 'done'")}
    found = [f"told to be done, and is not: item {item}" for item in acknowledged.keys() - done]
    return found + [
        f"told to be done, and has no file: item {item}, {path}"
        for item, path in acknowledged.items()
        if not (library / path).is_file()
    ]


def _settled(db: sqlite3.Connection, library: Path) -> list[str]:
    found = []
    left = db.execute("SELECT state, COUNT(*) FROM items WHERE state <> 'done' GROUP BY state")
    found += [f"{count} items are {state}" for state, count in left]
    left = db.execute(
        "SELECT state, COUNT(*) FROM sidecars WHERE state NOT IN ('done', 'left') GROUP BY state"
    )
    found += [f"{count} sidecars are {state}" for state, count in left]
    if db.execute("SELECT 1 FROM jobs WHERE state = 'running'").fetchall():
        found.append("a job is open")
    if db.execute("SELECT 1 FROM stages WHERE state = 'open'").fetchall():
        found.append("a stage is open")
    if db.execute("SELECT 1 FROM playlists WHERE dirty > 0").fetchall():
        found.append("a playlist is out of date")
    if db.execute("SELECT 1 FROM items WHERE part_path <> ''").fetchall():
        found.append("an item remembers a part")
    found += [f"a part is left: {path.name}" for path in library.rglob("*.part")]
    found += [
        f"not as recorded: {path}"
        for path, size, sha256 in db.execute("SELECT path, size, sha256 FROM playlist_covers")
        if len(data := _read(library / path) or b"") != size or _hash(data) != sha256
    ]
    exported = dict(db.execute("SELECT playlist_id, path FROM playlist_exports"))
    there = {f"Playlists/{path.name}" for path in (library / "Playlists").glob("*.m3u")}
    if there != set(exported.values()):
        found.append(f"playlist files: {sorted(there)}, on record {sorted(exported.values())}")
    for playlist, path in exported.items():
        if _read(library / path) != _rendered(db, playlist):
            found.append(f"not what the database says: {path}")
    with_tracks = {row[0] for row in db.execute("SELECT DISTINCT playlist_id FROM entries")}
    found += [f"playlist {playlist} has no file" for playlist in with_tracks - exported.keys()]
    return found


def _rendered(db: sqlite3.Connection, playlist: int) -> bytes:
    """The playlist's file as it should be."""
    (title,) = db.execute("SELECT title FROM playlists WHERE id = ?", (playlist,)).fetchone()
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for path, text in db.execute(
        "SELECT f.path, t.info FROM playlists p JOIN entries e ON e.playlist_id = p.id"
        " AND e.generation = p.generation JOIN tracks t ON t.id = e.track_id"
        " JOIN items i ON i.track_id = t.id AND i.state = 'done' JOIN files f ON f.id = i.file_id"
        " WHERE p.id = ? ORDER BY e.position",
        (playlist,),
    ):
        info: dict[str, Any] = json.loads(text)
        length = max(1, round(info["duration"])) if info.get("duration") else -1
        artist = ", ".join(info.get("artists") or [])
        title = info.get("title") or path.rpartition("/")[2].rpartition(".")[0]
        shown = f"{artist} - {title}" if artist else title
        lines += [f"#EXTINF:{length},{shown}", f"../{path}"]
    return ("\n".join(lines) + "\n").encode()


def _secrets(profile: Path, library: Path, secret: str) -> list[str]:
    if not secret:
        return []
    return [
        f"the secret is in {path}"
        for folder in (profile, library)
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith("catalog-sync.db")
        and path.parent != profile / "backups"
        and os.fsencode(secret) in path.read_bytes()
    ]
