# SPDX-License-Identifier: GPL-3.0-or-later
"""What was last written for the export variants."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection

_WRITTEN = "path, format, sha256, size, mtime_ns, entries, missing FROM variant_exports"
_BEGUN = "path, format, sha256, size, 0, entries, missing FROM variant_writing"


@dataclass(frozen=True, slots=True)
class VariantFile:
    """A file of a variant.

    :ivar library: id of the library it is in; empty for one outside, whose path is absolute.
    :ivar rules: the variant as it was when the file was written.
    """

    id: int
    library: str
    variant: str
    rules: str
    record: ExportRecord


class VariantExportStore:
    """Queries about the files of export variants. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def files(self, playlist: int, variant: str) -> list[VariantFile]:
        """All files of a variant and a playlist, those in other libraries included."""
        return self._read(_WRITTEN, "playlist_id = ? AND variant = ?", (playlist, variant))

    def orphans(self, variants: Iterable[str]) -> list[VariantFile]:
        """Files of playlists that are no more, and of all variants but the ones named."""
        return self._orphans(_WRITTEN, tuple(variants))

    def _orphans(self, what: str, kept: tuple[str, ...]) -> list[VariantFile]:
        marks = ", ".join("?" * len(kept))
        return self._read(what, f"playlist_id IS NULL OR variant NOT IN ({marks})", kept)

    def _read(self, what: str, where: str, values: tuple[object, ...]) -> list[VariantFile]:
        rows = self._db.execute(
            f"SELECT id, library, variant, rules, {what} WHERE {where} ORDER BY id", values
        )
        return [VariantFile(row[0], row[1], row[2], row[3], ExportRecord(*row[4:])) for row in rows]

    def path_free(self, library: str, path: str, variant: str, playlist: int) -> bool:
        """Whether no other file on record is called that, whatever the case."""
        row = self._db.execute(
            "SELECT variant, playlist_id FROM variant_exports WHERE library = ? AND path_key = ?",
            (library, collision_key(path)),
        ).fetchone()
        return row is None or (row[0], row[1]) == (variant, playlist)

    def writing(
        self, library: str, variant: str, rules: str, playlist: int, record: ExportRecord
    ) -> None:
        """Commits what is about to be written, so that it is known as ours whatever dies then."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO variant_writing (library, variant, rules, playlist_id,"
                " path, path_key, format, sha256, size, entries, missing)"
                " VALUES (?, ?, ?, (SELECT id FROM playlists WHERE id = ?), ?, ?, ?, ?, ?, ?, ?)",
                (
                    library,
                    variant,
                    rules,
                    playlist,
                    record.path,
                    collision_key(record.path),
                    record.format,
                    record.sha256,
                    record.size,
                    record.entries,
                    record.missing,
                ),
            )

    def begun(self, playlist: int, variant: str) -> list[VariantFile]:
        """What was about to be written and is not on record; its time is not known."""
        return self._read(_BEGUN, "playlist_id = ? AND variant = ?", (playlist, variant))

    def begun_orphans(self, variants: Iterable[str]) -> list[VariantFile]:
        """The same of playlists that are no more, and of all variants but the ones named."""
        return self._orphans(_BEGUN, tuple(variants))

    def not_begun(self, row: int) -> None:
        """What was about to be written is not there, or is there no more."""
        with self._db.write(durable=False) as db:
            db.execute("DELETE FROM variant_writing WHERE id = ?", (row,))

    def written(
        self, library: str, variant: str, rules: str, playlist: int, record: ExportRecord
    ) -> None:
        """Notes what was written."""
        with self._db.write(durable=False) as db:
            try:
                db.execute(
                    "INSERT INTO variant_exports (library, variant, rules, playlist_id, path,"
                    " path_key, format, sha256, size, mtime_ns, entries, missing)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (library, path_key) DO UPDATE SET variant = excluded.variant,"
                    " rules = excluded.rules, playlist_id = excluded.playlist_id,"
                    " path = excluded.path, format = excluded.format, sha256 = excluded.sha256,"
                    " size = excluded.size, mtime_ns = excluded.mtime_ns,"
                    " entries = excluded.entries, missing = excluded.missing",
                    (
                        library,
                        variant,
                        rules,
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
                # The playlist was removed meanwhile: on record as an orphan, to be cleared.
                db.execute(
                    "INSERT OR REPLACE INTO variant_exports (library, variant, rules, playlist_id,"
                    " path, path_key, format, sha256, size, mtime_ns, entries, missing)"
                    " VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        library,
                        variant,
                        rules,
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
            db.execute(
                "DELETE FROM variant_writing WHERE library = ? AND path_key = ?",
                (library, collision_key(record.path)),
            )

    def forget(self, row: int) -> None:
        """The file is gone, or is not ours any more."""
        with self._db.write(durable=False) as db:
            db.execute("DELETE FROM variant_exports WHERE id = ?", (row,))

    def mark(self, folder: str) -> str:
        """The mark that was made in a folder outside the library; empty where none was."""
        row = self._db.execute(
            "SELECT mark FROM export_folders WHERE folder = ?", (folder,)
        ).fetchone()
        return "" if row is None else str(row[0])

    def put_mark(self, folder: str, mark: str) -> None:
        """A mark was made in a folder outside the library, or found there."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO export_folders (folder, mark) VALUES (?, ?)"
                " ON CONFLICT (folder) DO UPDATE SET mark = excluded.mark",
                (folder, mark),
            )
