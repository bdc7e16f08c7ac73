# SPDX-License-Identifier: GPL-3.0-or-later
"""Sidecars: what catalogues offer with their tracks, and the files that came of it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.plan import PlannedItem
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.values import sidecar_text, sidecar_value

MOST_ATTEMPTS = 5
"""After so many failed attempts a sidecar is left alone until the catalogue offers another."""

_BATCH = 200
_FILE = "f.id, f.path, f.size, f.sha256, f.ours"


@dataclass(frozen=True, slots=True)
class WantedSidecar:
    """A sidecar whose track is there and which is not.

    :ivar track_path: the track's file, relative to the library.
    :ivar placing: the file that a former process was about to put in place.
    """

    id: int
    source: int
    ref: SidecarRef
    track_path: str
    placing: FileRow | None


class SidecarStore:
    """Queries about sidecars. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def wanted(self, sources: Sequence[int]) -> Iterator[WantedSidecar]:
        """What is to be fetched for tracks that are done, source by source, in batches."""
        for source in sources:
            last = 0
            while True:
                rows = self._db.execute(
                    f"SELECT s.id, s.ref, t.path, {_FILE} FROM items i"
                    " JOIN sidecars s ON s.track_id = i.track_id"
                    " JOIN files t ON t.id = i.file_id"
                    " LEFT JOIN sidecar_files f ON f.id = s.file_id"
                    " WHERE s.state IN ('pending', 'placing') AND i.source_id = ?"
                    f" AND i.state = 'done' AND s.id > ? ORDER BY s.id LIMIT {_BATCH}",
                    (source, last),
                ).fetchall()
                for number, ref, path, *file in rows:
                    placing = None if file[0] is None else _file(file)
                    yield WantedSidecar(number, source, sidecar_value(ref), path, placing)
                if not rows:
                    break
                last = rows[-1][0]

    def offered(self, item: int) -> list[SidecarRef]:
        """What the catalogue offers with an item's track and may be had, whether it is there."""
        rows = self._db.execute(
            "SELECT ref FROM sidecars WHERE track_id = (SELECT track_id FROM items WHERE id = ?)"
            " AND state <> 'failed' ORDER BY id",
            (item,),
        )
        return [sidecar_value(ref) for (ref,) in rows]

    def at(self, path: str) -> FileRow | None:
        """The sidecar's file of that name, whatever its case or normalisation."""
        row = self._db.execute(
            f"SELECT {_FILE} FROM sidecar_files f WHERE f.path_key = ?", (collision_key(path),)
        ).fetchone()
        return None if row is None else _file(row)

    def place(self, sidecar: int, path: str, size: int, sha256: str) -> None:
        """Commits where a file goes and what it is, before the rename."""
        with self._db.write() as db:
            file = db.execute(
                "INSERT INTO sidecar_files (path, path_key, size, sha256) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (path_key) DO UPDATE SET size = excluded.size,"
                " sha256 = excluded.sha256 RETURNING id",
                (path, collision_key(path), size, sha256),
            ).fetchone()[0]
            db.execute(
                "UPDATE sidecars SET state = 'placing', file_id = ? WHERE id = ?", (file, sidecar)
            )

    def done(self, sidecar: int, file: int | None = None) -> None:
        """The file is there.

        :param file: one that was there already, for another track.
        """
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE sidecars SET state = 'done', error = '', file_id = COALESCE(?, file_id)"
                " WHERE id = ?",
                (file, sidecar),
            )

    def left(self, sidecar: int, reason: str) -> None:
        """Nothing is to be had, or its name is somebody else's; it is not asked for again."""
        with self._db.write(durable=False) as db:
            file = db.execute(
                "SELECT file_id FROM sidecars WHERE id = ? AND state = 'placing'", (sidecar,)
            ).fetchone()
            db.execute(
                "UPDATE sidecars SET state = 'left', error = ?, file_id = NULL WHERE id = ?",
                (reason, sidecar),
            )
            if file is not None:
                db.execute(
                    "DELETE FROM sidecar_files WHERE id = ? AND NOT EXISTS"
                    " (SELECT 1 FROM sidecars WHERE file_id = sidecar_files.id)",
                    file,
                )

    def failed(self, sidecar: int, reason: str) -> None:
        """An attempt failed; there are more until :data:`MOST_ATTEMPTS`.

        One that was about to be put in place stays so: the file may be there, and the next job
        looks.
        """
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE sidecars SET attempts = attempts + 1, error = ?, state = CASE"
                " WHEN state = 'placing' THEN state"
                " WHEN attempts + 1 >= ? THEN 'failed' ELSE 'pending' END WHERE id = ?",
                (reason, MOST_ATTEMPTS, sidecar),
            )

    def files(self) -> Iterator[FileRow]:
        """All files by path, in batches."""
        last = ""
        while True:
            rows = self._db.execute(
                f"SELECT {_FILE}, f.path_key FROM sidecar_files f WHERE f.path_key > ?"
                f" ORDER BY f.path_key LIMIT {_BATCH}",
                (last,),
            ).fetchall()
            yield from (_file(row[:5]) for row in rows)
            if not rows:
                return
            last = rows[-1][5]

    def only_of(self, source: int) -> list[FileRow]:
        """The files that came with this source's tracks and with no other source's."""
        rows = self._db.execute(
            f"SELECT {_FILE} FROM sidecar_files f WHERE EXISTS (SELECT 1 FROM sidecars s"
            " JOIN tracks t ON t.id = s.track_id WHERE s.file_id = f.id AND t.source_id = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM sidecars s JOIN tracks t ON t.id = s.track_id"
            " WHERE s.file_id = f.id AND t.source_id <> ?1)",
            (source,),
        ).fetchall()
        return [_file(row) for row in rows]

    def forget(self, file: int) -> None:
        """The file is gone."""
        with self._db.write() as db:
            db.execute("DELETE FROM sidecar_files WHERE id = ?", (file,))


def write_sidecars(db: Connection, source: int, planned: Iterable[PlannedItem]) -> None:
    """Takes over what a catalogue offers with these tracks now, within the caller's transaction.

    What is offered no more is forgotten, unless its file is there.
    """
    for item in planned:
        track = db.execute(
            "SELECT id FROM tracks WHERE source_id = ? AND key = ?", (source, item.key)
        ).fetchone()[0]
        offered = [sidecar_text(ref) for ref in item.sidecars]
        db.execute(
            "DELETE FROM sidecars WHERE track_id = ? AND file_id IS NULL"
            " AND ref NOT IN (SELECT value FROM json_each(?))",
            (track, json.dumps(offered)),
        )
        db.execute(
            "INSERT OR IGNORE INTO sidecars (track_id, ref) SELECT ?, value FROM json_each(?)",
            (track, json.dumps(offered)),
        )


def known_sidecars(db: Connection, source: int, keys: str) -> dict[str, frozenset[SidecarRef]]:
    """What was offered with these tracks when they were last written.

    :param keys: a JSON array of track keys.
    """
    found: dict[str, set[SidecarRef]] = {}
    for key, ref in db.execute(
        "SELECT t.key, s.ref FROM json_each(?) k CROSS JOIN tracks t ON t.source_id = ?"
        " AND t.key = k.value JOIN sidecars s ON s.track_id = t.id",
        (keys, source),
    ):
        found.setdefault(key, set()).add(sidecar_value(ref))
    return {key: frozenset(refs) for key, refs in found.items()}


def _file(row: Sequence[Any]) -> FileRow:
    number, path, size, sha256, ours = row
    return FileRow(number, path, size, sha256, bool(ours))
