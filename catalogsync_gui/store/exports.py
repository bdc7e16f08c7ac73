# SPDX-License-Identifier: GPL-3.0-or-later
"""What a playlist's file should hold, and what was last written."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from catalogsync_gui.core.exporting import ExportEntry, ExportRecord
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import info_value

_RECORD = "path, format, sha256, size, mtime_ns, entries, missing"


@dataclass(frozen=True, slots=True)
class ExportState:
    """A playlist as the exporter needs to see it first.

    :ivar dirty: how often it was marked since its file was last written; 0 means up to date.
    :ivar record: what was last written, if anything.
    """

    playlist: int
    title: str
    dirty: int
    record: ExportRecord | None


class ExportStore:
    """Queries about exports. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def state(self, playlist: int) -> ExportState | None:
        """How a playlist's file stands; None when the playlist is gone."""
        row = self._db.execute(
            f"SELECT p.title, p.dirty, x.id, {_RECORD} FROM playlists p"
            " LEFT JOIN playlist_exports x ON x.playlist_id = p.id WHERE p.id = ?",
            (playlist,),
        ).fetchone()
        if row is None:
            return None
        record = ExportRecord(*row[3:]) if row[2] is not None else None
        return ExportState(playlist, row[0], row[1], record)

    def content(self, playlist: int) -> tuple[list[ExportEntry], int]:
        """The entries whose file is there, in order, and the number of those whose is not."""
        rows = self._db.execute(
            "SELECT f.path, t.info FROM playlists p JOIN entries e ON e.playlist_id = p.id"
            " AND e.generation = p.generation JOIN tracks t ON t.id = e.track_id"
            " LEFT JOIN items i ON i.track_id = e.track_id"
            " LEFT JOIN files f ON f.id = i.file_id WHERE p.id = ? ORDER BY e.position",
            (playlist,),
        ).fetchall()
        there = [ExportEntry(path, info_value(info)) for path, info in rows if path is not None]
        return there, len(rows) - len(there)

    def dirty(self) -> tuple[int, ...]:
        """The playlists whose file is not up to date."""
        return tuple(
            row[0]
            for row in self._db.execute("SELECT id FROM playlists WHERE dirty > 0 ORDER BY id")
        )

    def mark(self, playlists: Iterable[int]) -> None:
        """Marks playlists as to be written again."""
        with self._db.write(durable=False) as db:
            for playlist in playlists:
                db.execute("UPDATE playlists SET dirty = dirty + 1 WHERE id = ?", (playlist,))

    def path_free(self, path: str, playlist: int) -> bool:
        """Whether no other playlist's file is called that, whatever the case."""
        row = self._db.execute(
            "SELECT playlist_id FROM playlist_exports WHERE path_key = ?", (collision_key(path),)
        ).fetchone()
        return row is None or row[0] == playlist

    def writing(self, playlist: int, path: str, size: int, sha256: str) -> None:
        """Commits what is about to be written, so that it is known as ours whatever dies then."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO playlist_writing (playlist_id, path, size, sha256)"
                " SELECT id, ?, ?, ? FROM playlists WHERE id = ?",
                (path, size, sha256, playlist),
            )

    def begun(self, playlist: int) -> ExportRecord | None:
        """What was about to be written and is not on record; only path, size and hash are known."""
        row = self._db.execute(
            "SELECT path, size, sha256 FROM playlist_writing WHERE playlist_id = ?", (playlist,)
        ).fetchone()
        if row is None:
            return None
        return ExportRecord(row[0], "", row[2], row[1], mtime_ns=0, entries=0, missing=0)

    def written(self, playlist: int, record: ExportRecord, dirty: int) -> None:
        """Notes what was written, and takes the marks off that were there when it was rendered.

        A mark set meanwhile stays: the file lacks what it stands for.
        """
        with self._db.write(durable=False) as db:
            try:
                db.execute(
                    "INSERT INTO playlist_exports (playlist_id, path, path_key, format, sha256,"
                    " size, mtime_ns, entries, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (playlist_id) DO UPDATE SET path = excluded.path,"
                    " path_key = excluded.path_key, format = excluded.format,"
                    " sha256 = excluded.sha256, size = excluded.size,"
                    " mtime_ns = excluded.mtime_ns, entries = excluded.entries,"
                    " missing = excluded.missing",
                    (
                        playlist,
                        record.path,
                        collision_key(record.path),
                        record.format,
                        record.sha256,
                        record.size,
                        record.mtime_ns,
                        record.entries,
                        record.missing,
                    ),
                )
            except sqlite3.IntegrityError:
                # The playlist was removed meanwhile; its file is an orphan to be cleared.
                return
            db.execute("DELETE FROM playlist_writing WHERE playlist_id = ?", (playlist,))
            self._unmark(db, playlist, dirty)

    def cleared(self, playlist: int, dirty: int) -> None:
        """Notes that the playlist has no file now."""
        with self._db.write(durable=False) as db:
            db.execute("DELETE FROM playlist_exports WHERE playlist_id = ?", (playlist,))
            db.execute("DELETE FROM playlist_writing WHERE playlist_id = ?", (playlist,))
            self._unmark(db, playlist, dirty)

    def unmark(self, playlist: int, count: int) -> None:
        """Takes so many marks off."""
        with self._db.write(durable=False) as db:
            self._unmark(db, playlist, count)

    @staticmethod
    def _unmark(db: Connection, playlist: int, dirty: int) -> None:
        db.execute("UPDATE playlists SET dirty = MAX(0, dirty - ?) WHERE id = ?", (dirty, playlist))

    def orphans(self) -> list[tuple[int, ExportRecord]]:
        """Files of playlists that are no more: row id and record."""
        return [
            (row[0], ExportRecord(*row[1:]))
            for row in self._db.execute(
                f"SELECT id, {_RECORD} FROM playlist_exports WHERE playlist_id IS NULL"
            )
        ]

    def forget(self, row: int) -> None:
        """The file of an orphan is gone."""
        with self._db.write(durable=False) as db:
            db.execute("DELETE FROM playlist_exports WHERE id = ?", (row,))
