# SPDX-License-Identifier: GPL-3.0-or-later
"""The files in the library that the database answers for."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalogsync_gui.core.matching import recording_key
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_playlists

_COLUMNS = "id, path, size, sha256, ours, mtime_ns, added_at"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file. ``path`` is relative to the library; ``ours`` tells that we wrote it.

    :ivar mtime_ns: its modification time when it was hashed, or None. :ivar added_at: when it came
        on record, epoch seconds.
    """

    id: int
    path: str
    size: int
    sha256: str
    ours: bool
    mtime_ns: int | None = None
    added_at: float = 0.0


class LibraryStore:
    """Queries about files. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def at(self, path: str) -> FileRow | None:
        """The file of that name, whatever its case or normalisation."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM files WHERE path_key = ?", (collision_key(path),)
        ).fetchone()
        return None if row is None else file_row(row)

    def files(self) -> Iterator[FileRow]:
        """All files by path, in batches, so that no read transaction is held open for long."""
        last = ""
        while True:
            rows = self._db.execute(
                f"SELECT {_COLUMNS}, path_key FROM files WHERE path_key > ?"
                f" ORDER BY path_key LIMIT {_BATCH}",
                (last,),
            ).fetchall()
            if not rows:
                return
            yield from (file_row(row[:-1]) for row in rows)
            last = rows[-1][-1]

    def of_content(self, sha256: str) -> FileRow | None:
        """The file that holds a content, by the hash it had before tags were filled in."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM files WHERE content_sha256 = ?"
            " AND content_sha256 <> '' LIMIT 1",
            (sha256,),
        ).fetchone()
        return None if row is None else file_row(row)

    def of_recording(self, recording: str) -> FileRow | None:
        """The file of a track that was fetched, by its MusicBrainz recording id.

        Not that of a track without an address: a match by name is no reason to fetch less.
        """
        row = self._db.execute(
            "SELECT f.id, f.path, f.size, f.sha256, f.ours FROM tracks t"
            " JOIN items i ON i.track_id = t.id AND i.state = 'done' AND i.media IS NOT NULL"
            " JOIN files f ON f.id = i.file_id"
            " WHERE t.recording_id = ? AND t.recording_id <> '' LIMIT 1",
            (recording_key(recording),),
        ).fetchone()
        return None if row is None else file_row(row)

    def only_of(self, source: int) -> list[FileRow]:
        """The files we wrote for this source's items and for no other source's."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM files f WHERE ours AND EXISTS"
            " (SELECT 1 FROM items i WHERE i.file_id = f.id AND i.source_id = ?1)"
            " AND NOT EXISTS"
            " (SELECT 1 FROM items i WHERE i.file_id = f.id AND i.source_id <> ?1)",
            (source,),
        ).fetchall()
        return [file_row(row) for row in rows]

    def leave_to_the_person(self, source: int) -> None:
        """The files of :meth:`only_of` outlive their source: we never touch them again."""
        kept = json.dumps([row.id for row in self.only_of(source)])
        with self._db.write() as db:
            db.execute(
                "UPDATE files SET ours = 0 WHERE id IN (SELECT value FROM json_each(?))", (kept,)
            )

    def forget(self, file: int) -> None:
        """The file is gone."""
        with self._db.write() as db:
            db.execute("DELETE FROM files WHERE id = ?", (file,))

    def mark_missing(self, paths: Iterable[str]) -> Counter[int]:
        """The person removed these files: their items are ``missing``.

        Those without an address, which had theirs by a match, are to be matched again.

        :returns: the playlists that are to be written for it, and how often each was marked.
        """
        marks: Counter[int] = Counter()
        with self._db.write() as db:
            for path in paths:
                key = collision_key(path)
                # One that is being fetched again goes on being so.
                items = db.execute(
                    "UPDATE items SET file_id = NULL, state = CASE WHEN state <> 'done' THEN state"
                    " WHEN media IS NULL THEN 'skipped' ELSE 'missing' END"
                    " WHERE file_id = (SELECT id FROM files WHERE path_key = ?) RETURNING id",
                    (key,),
                ).fetchall()
                for (item,) in items:
                    marks.update(mark_playlists(db, item))
                db.execute("DELETE FROM files WHERE path_key = ?", (key,))
        return marks

    def parts(self) -> list[tuple[int, str]]:
        """Item id and path (relative to the library) of every part on record."""
        return self._db.execute("SELECT id, part_path FROM items WHERE part_path <> ''").fetchall()

    def parts_of(self, source: int) -> list[str]:
        """The parts of one source's items."""
        return [
            row[0]
            for row in self._db.execute(
                "SELECT part_path FROM items WHERE source_id = ? AND part_path <> ''", (source,)
            )
        ]


def file_row(row: tuple[Any, ...]) -> FileRow:
    """A row of ``id, path, size, sha256, ours``, and what else of a file was asked for."""
    number, path, size, sha256, ours, *rest = row
    return FileRow(number, path, size, sha256, bool(ours), *rest)
