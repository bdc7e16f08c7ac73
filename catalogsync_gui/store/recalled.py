# SPDX-License-Identifier: GPL-3.0-or-later
"""What was finished after the copy that the database was restored from."""

from collections.abc import Iterable

from catalogsync_gui.core.models import Placing
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.ledger import PLAYLIST, TRACK, Finished, Ledger
from catalogsync_gui.store.marks import mark_playlists

_OF_ITEM = (
    "SELECT s.kind, s.location, t.key, (SELECT id FROM library) FROM items i"
    " JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id WHERE i.id = ?"
)
_OF_PLAYLIST = (
    "SELECT s.kind, s.location, p.key, (SELECT id FROM library) FROM playlists p"
    " JOIN sources s ON s.id = p.source_id WHERE p.id = ?"
)
_FOUND = (
    "SELECT path, size, sha256, content_sha256, ours FROM recalled WHERE what = ? AND kind = ?"
    " AND location = ? AND key = ? AND library = ?"
)
_ITEMS_AT = (
    "SELECT i.id, f.path, f.size, f.sha256, f.content_sha256, f.ours FROM files f"
    " JOIN items i ON i.file_id = f.id WHERE f.path_key = ?"
)
_MOVED = (
    "SELECT r.path FROM files f JOIN items i ON i.file_id = f.id"
    " JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id"
    " JOIN recalled r ON r.what = 'track' AND r.kind = s.kind AND r.location = s.location"
    " AND r.key = t.key AND r.sha256 = f.sha256 AND r.library = (SELECT id FROM library)"
    " WHERE f.path_key = ? LIMIT 1"
)

Names = tuple[str, ...]
"""The kind and location of a source, the key of a track or playlist, the id of the library."""


class RecallStore:
    """Notes what is finished, and recalls it. Belongs to its connection's thread."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._db = connection
        self._ledger = ledger

    def note_item(self, item: int, placing: Placing, *, ours: bool, content: str) -> None:
        """An item is done: a line for the ledger, and nothing has to be recalled of it."""
        names = self._names(_OF_ITEM, item)
        if names is not None:
            path, size, sha256 = placing.path, placing.size, placing.sha256
            self._ledger.note(_finished(TRACK, names, (path, size, sha256, content, ours)))

    def note_moved(self, path: str) -> None:
        """A file has this name now: noted for every item that it belongs to."""
        for item, *file in self._db.execute(_ITEMS_AT, (collision_key(path),)).fetchall():
            names = self._names(_OF_ITEM, item)
            if names is not None:
                self._ledger.note(_finished(TRACK, names, tuple(file)))

    def note_playlist(self, playlist: int, path: str, size: int, sha256: str) -> None:
        """A playlist's file was written."""
        names = self._names(_OF_PLAYLIST, playlist)
        if names is not None:
            self._ledger.note(_finished(PLAYLIST, names, (path, size, sha256, "", True)))

    def item(self, item: int) -> Finished | None:
        """The file that was finished for this item's track in the current library."""
        return self._found(TRACK, _OF_ITEM, item)

    def playlist(self, playlist: int) -> Finished | None:
        """The file that was written for this playlist in the current library."""
        return self._found(PLAYLIST, _OF_PLAYLIST, playlist)

    def _names(self, query: str, number: int) -> Names | None:
        """By what the catalogue calls it; None when it is gone, or belongs to no library yet."""
        row = self._db.execute(query, (number,)).fetchone()
        return None if row is None or row[3] is None else tuple(row)

    def _found(self, what: str, query: str, number: int) -> Finished | None:
        if self._db.execute("SELECT 1 FROM recalled LIMIT 1").fetchone() is None:
            return None
        names = self._names(query, number)
        row = None if names is None else self._db.execute(_FOUND, (what, *names)).fetchone()
        return None if names is None or row is None else _finished(what, names, row)

    def track_key(self, item: int) -> str:
        """The identity of an item's track within its source."""
        return str(
            self._db.execute(
                "SELECT key FROM tracks WHERE id = (SELECT track_id FROM items WHERE id = ?)",
                (item,),
            ).fetchone()[0]
        )

    def missing(self) -> list[tuple[int, str]]:
        """Items without a file of which one is recalled: id and the file's path."""
        return self._db.execute(
            "SELECT i.id, r.path FROM recalled r JOIN sources s ON s.kind = r.kind"
            " AND s.location = r.location JOIN tracks t ON t.source_id = s.id AND t.key = r.key"
            " JOIN items i ON i.track_id = t.id AND i.state = 'missing'"
            " WHERE r.what = 'track' AND r.library = (SELECT id FROM library)"
        ).fetchall()

    def moved_to(self, path: str) -> str | None:
        """The name that the ledger knows of the file that a record has under this one."""
        row = self._db.execute(_MOVED, (collision_key(path),)).fetchone()
        return None if row is None else row[0]

    def follow(self, path: str, moved: str) -> None:
        """The file of this name has that one; its playlists are to be written."""
        with self._db.write() as db:
            (file,) = db.execute(
                "UPDATE files SET path = ?, path_key = ? WHERE path_key = ? RETURNING id",
                (moved, collision_key(moved), collision_key(path)),
            ).fetchone()
            items = db.execute("SELECT id FROM items WHERE file_id = ?", (file,)).fetchall()
            for (item,) in items:
                mark_playlists(db, item)

    def unreconciled(self) -> bool:
        """Whether the database was restored and not compared with the library since."""
        return (
            self._db.execute("SELECT 1 FROM restores WHERE reconciled_at IS NULL").fetchone()
            is not None
        )

    def reconciled(self, now: float) -> None:
        """The database was compared with the library."""
        with self._db.write() as db:
            db.execute("UPDATE restores SET reconciled_at = ? WHERE reconciled_at IS NULL", (now,))


def _finished(what: str, names: Names, file: tuple[str, int, str, str, bool]) -> Finished:
    kind, location, key, library = names
    path, size, sha256, content, ours = file
    return Finished(
        what, kind, location, key, library, path, size, sha256, content, ours=bool(ours)
    )


def take_in(db: Connection, finished: Iterable[Finished], now: float) -> None:
    """Makes a copy the database again: what is certain of it only for its own time is taken out.

    Parts may have been fetched anew since, and a validator of theirs would vouch for other bytes.
    """
    with db.write():
        db.execute("UPDATE items SET part_validator = '', part_total = NULL")
        db.execute("DELETE FROM recalled")
        for entry in finished:
            db.execute(
                "INSERT OR REPLACE INTO recalled (what, kind, location, key, library, path, size,"
                " sha256, content_sha256, ours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.what,
                    entry.kind,
                    entry.location,
                    entry.key,
                    entry.library,
                    entry.path,
                    entry.size,
                    entry.sha256,
                    entry.content_sha256,
                    entry.ours,
                ),
            )
        db.execute("INSERT INTO restores (restored_at) VALUES (?)", (now,))
