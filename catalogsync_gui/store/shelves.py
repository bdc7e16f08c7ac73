# SPDX-License-Identifier: GPL-3.0-or-later
"""Which library the database speaks of, and what it knows of others.

Files, sidecars, playlist files and the trash are those of one library: of the one whose marker
has the id on record here. When another one takes its place, all of that is put on a shelf under
the old id, and what lies on the shelf of the new one is taken down: a library that is set again is
as it was left. What was done in one library is to be done again in another.
"""

from dataclasses import dataclass

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.store.connection import Connection

_FILE = "path, path_key, size, sha256, ours, added_at, content_sha256, mtime_ns"
_SIDECAR = "path, path_key, size, sha256, ours"
_EXPORT = "playlist_id, path, path_key, format, sha256, size, mtime_ns, entries, missing"

_SHELVE = (
    f"INSERT INTO shelved_files (library, was, {_FILE}) SELECT :old, id, {_FILE} FROM files",
    "INSERT INTO shelved_items (file_id, item_id) SELECT s.id, i.id FROM items i"
    " JOIN shelved_files s ON s.was = i.file_id AND s.library = :old",
    f"INSERT INTO shelved_sidecar_files (library, was, {_SIDECAR})"
    f" SELECT :old, id, {_SIDECAR} FROM sidecar_files",
    "INSERT INTO shelved_sidecars (file_id, sidecar_id) SELECT s.id, c.id FROM sidecars c"
    " JOIN shelved_sidecar_files s ON s.was = c.file_id AND s.library = :old"
    " WHERE c.state = 'done'",
    f"INSERT INTO shelved_exports (library, {_EXPORT}) SELECT :old, {_EXPORT}"
    " FROM playlist_exports",
    "INSERT OR IGNORE INTO litter (library, path) SELECT :old, part_path FROM items"
    " WHERE part_path <> ''",
    "UPDATE trash SET library = :old WHERE library = ''",
    # Of an item in ``placing`` nobody knows yet whether its file is there; fetched again for that
    # library it is found by its content.
    "UPDATE items SET state = CASE WHEN media IS NULL THEN 'skipped' ELSE 'pending' END,"
    " file_id = NULL, attempts = 0, not_before = 0, retry_at = NULL, worker_id = NULL,"
    " error_kind = '', error_message = '', place_path = '', place_key = NULL, place_size = NULL,"
    " place_sha256 = '' WHERE state IN ('done', 'placing')",
    "UPDATE items SET part_path = '', part_validator = '', part_total = NULL WHERE part_path <> ''",
    "UPDATE sidecars SET state = 'pending', attempts = 0, error = '', file_id = NULL"
    " WHERE state <> 'pending'",
    "DELETE FROM playlist_exports",
    "DELETE FROM sidecar_files",
    "DELETE FROM files",
)

_TAKE_DOWN = (
    f"INSERT INTO files ({_FILE}) SELECT {_FILE} FROM shelved_files WHERE library = :new",
    "UPDATE items SET state = 'done', attempts = 0, not_before = 0, retry_at = NULL,"
    " error_kind = '', error_message = '', file_id = (SELECT f.id FROM shelved_items l"
    " JOIN shelved_files s ON s.id = l.file_id AND s.library = :new"
    " JOIN files f ON f.path_key = s.path_key WHERE l.item_id = items.id)"
    " WHERE id IN (SELECT l.item_id FROM shelved_items l JOIN shelved_files s"
    " ON s.id = l.file_id AND s.library = :new)",
    f"INSERT INTO sidecar_files ({_SIDECAR}) SELECT {_SIDECAR} FROM shelved_sidecar_files"
    " WHERE library = :new",
    "UPDATE sidecars SET state = 'done', file_id = (SELECT f.id FROM shelved_sidecars l"
    " JOIN shelved_sidecar_files s ON s.id = l.file_id AND s.library = :new"
    " JOIN sidecar_files f ON f.path_key = s.path_key WHERE l.sidecar_id = sidecars.id)"
    " WHERE id IN (SELECT l.sidecar_id FROM shelved_sidecars l JOIN shelved_sidecar_files s"
    " ON s.id = l.file_id AND s.library = :new)",
    f"INSERT INTO playlist_exports ({_EXPORT}) SELECT {_EXPORT} FROM shelved_exports"
    " WHERE library = :new",
    "UPDATE trash SET library = '' WHERE library = :new",
    "DELETE FROM shelved_files WHERE library = :new",
    "DELETE FROM shelved_sidecar_files WHERE library = :new",
    "DELETE FROM shelved_exports WHERE library = :new",
    "UPDATE playlists SET dirty = dirty + 1",
    "UPDATE library SET id = :new",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Another library took the place of the former one.

    :ivar left: tracks that are done in the former one. :ivar back: tracks done in the new one.
    """

    left: int
    back: int


class ShelfStore:
    """Queries about libraries. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def current(self) -> str | None:
        """The id of the library that the database speaks of; None before there was one."""
        row = self._db.execute("SELECT id FROM library").fetchone()
        return None if row is None else str(row[0])

    def use(self, library: str) -> Turn | None:
        """Has the database speak of this library from now on; None when it did already.

        :param library: the id in its marker.
        :raises CannotRun: a job is open; it belongs to the library it was opened for.
        """
        if self.current() == library or not library:
            return None
        with self._db.write() as db:
            if self.current() is None:
                db.execute("INSERT INTO library (one, id) VALUES (1, ?)", (library,))
                return None
            if db.execute("SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')").fetchone()[
                0
            ]:
                raise CannotRun(
                    "another library was set while a sync is running; it is used when the sync "
                    "has ended",
                    kind="library_changed",
                )
            names = {"old": self.current(), "new": library}
            left = self._done(db)
            for statement in _SHELVE:
                db.execute(statement, names)
            for statement in _TAKE_DOWN:
                db.execute(statement, names)
            return Turn(left, self._done(db))

    @staticmethod
    def _done(db: Connection) -> int:
        row = db.execute("SELECT COALESCE(SUM(n), 0) FROM item_counts WHERE state = 'done'")
        return int(row.fetchone()[0])

    def drop_litter(self, paths: list[str]) -> None:
        """Notes part files of the current library that belong to no item and are to be deleted."""
        with self._db.write() as db:
            for path in paths:
                db.execute(
                    "INSERT OR IGNORE INTO litter (library, path) SELECT id, ? FROM library",
                    (path,),
                )

    def litter(self) -> list[str]:
        """The part files of the current library that are to be deleted."""
        return [
            row[0]
            for row in self._db.execute(
                "SELECT path FROM litter WHERE library = (SELECT id FROM library)"
            )
        ]

    def swept(self, path: str) -> None:
        """A part file of the current library is gone."""
        with self._db.write(durable=False) as db:
            db.execute(
                "DELETE FROM litter WHERE path = ? AND library = (SELECT id FROM library)", (path,)
            )
