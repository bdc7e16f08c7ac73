# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks that their catalogue does not list any more, whose files wait in the trash.

The order of commits: the entry first, together with the item that lets go of its file; then the
rename; then the entry's state. On the way back the same. So that whenever a process ends, no item
that is done lacks its file, and every file in the trash is on record.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from catalogsync_gui.core.damage import Damage
from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.states import TrashState
from catalogsync_gui.core.trashed import TrashEntry, TrashFile
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.damage import let_go
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.marks import mark_playlists
from catalogsync_gui.store.refresh import LISTED, REMOVED

_BATCH = 200
_OTHER_LISTED = LISTED.replace("i.track_id", "o.track_id")
_ENTRY = "t.id, t.state, t.track_id, t.source, t.title, t.artist, t.trashed_at, t.expires_at"


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A done item whose track is not listed any more, and whose file is its alone."""

    item: int
    track: int
    file: FileRow


class TrashStore:
    """Queries about the trash. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def unlisted(self, source: int) -> Iterator[Unlisted]:
        """What of a source may go to the trash: files that we wrote and nobody else wants.

        Several unlisted tracks may share one file; it goes with the first of them.
        """
        last = 0
        while True:
            rows = self._db.execute(
                "SELECT i.id, i.track_id, f.id, f.path, f.size, f.sha256, f.ours FROM items i"
                " JOIN tracks t ON t.id = i.track_id JOIN files f ON f.id = i.file_id"
                " WHERE i.source_id = ? AND i.id > ? AND i.state = 'done' AND f.ours"
                f" AND NOT t.keep AND NOT {LISTED} AND NOT EXISTS (SELECT 1 FROM items o"
                " JOIN tracks k ON k.id = o.track_id WHERE o.file_id = f.id AND o.id <> i.id"
                f" AND (o.source_id <> i.source_id OR k.keep OR {_OTHER_LISTED}))"
                f" ORDER BY i.id LIMIT {_BATCH}",
                (source, last),
            ).fetchall()
            if not rows:
                return
            for item, track, file, path, size, sha256, ours in rows:
                last = item
                yield Unlisted(item, track, FileRow(file, path, size, sha256, bool(ours)))

    def keep(self, track: int) -> None:
        """The track's file is a person's now; it never goes to the trash."""
        with self._db.write(durable=False) as db:
            db.execute("UPDATE tracks SET keep = 1 WHERE id = ?", (track,))

    def put(self, found: Unlisted, folder: str, now: float, expires_at: float) -> TrashEntry | None:
        """Records that a track goes to the trash; None when it is another one by now.

        :param folder: of the trash, relative to the library.
        """
        with self._db.write() as db:
            gone = db.execute(
                "UPDATE items SET state = 'trashed', file_id = NULL"
                " WHERE id = ? AND state = 'done' AND file_id = ?",
                (found.item, found.file.id),
            ).rowcount
            if not gone:
                return None
            # The others that shared it: forgotten, or fetched again should they be listed again.
            db.execute(
                "UPDATE items SET state = 'skipped', file_id = NULL, error_kind = ?,"
                " error_message = 'the catalogue does not list this track any more'"
                " WHERE file_id = ? AND state = 'done'",
                (REMOVED, found.file.id),
            )
            entry = db.execute(
                "INSERT INTO trash (state, track_id, source, title, artist, trashed_at, expires_at)"
                " SELECT 'moving', t.id, s.name, t.title, t.artist, ?, ? FROM tracks t"
                " JOIN sources s ON s.id = t.source_id WHERE t.id = ? RETURNING id",
                (now, expires_at, found.track),
            ).fetchone()[0]
            place = f"{folder}/{entry}/"
            db.execute(
                "INSERT INTO trash_files (trash_id, path, original, size, sha256, content_sha256)"
                " SELECT ?, ? || path, path, size, sha256, content_sha256 FROM files WHERE id = ?",
                (entry, place, found.file.id),
            )
            db.execute("DELETE FROM files WHERE id = ?", (found.file.id,))
            # A cover that other tracks share stays with them.
            sidecars = json.dumps(
                [
                    row[0]
                    for row in db.execute(
                        "SELECT s.id FROM sidecars s JOIN sidecar_files f ON f.id = s.file_id"
                        " WHERE s.track_id = ?1 AND f.ours AND NOT EXISTS (SELECT 1 FROM sidecars"
                        " o WHERE o.file_id = f.id AND o.id <> s.id)",
                        (found.track,),
                    )
                ]
            )
            db.execute(
                "INSERT INTO trash_files (trash_id, path, original, size, sha256, content_sha256,"
                " sidecar_id) SELECT ?, ? || f.path, f.path, f.size, f.sha256, '', s.id"
                " FROM sidecars s JOIN sidecar_files f ON f.id = s.file_id"
                " WHERE s.id IN (SELECT value FROM json_each(?))",
                (entry, place, sidecars),
            )
            db.execute(
                "DELETE FROM sidecar_files WHERE id IN (SELECT file_id FROM sidecars"
                " WHERE id IN (SELECT value FROM json_each(?)))",
                (sidecars,),
            )
        return self.entry(entry)

    def put_damaged(self, damage: Damage, folder: str, now: float, expires_at: float) -> TrashEntry:
        """Records that a damaged file goes to the trash; its items let go of it.

        The entry belongs to no track: it never comes back by itself.

        :param folder: of the trash, relative to the library.
        """
        found = damage.difference
        with self._db.write() as db:
            entry = db.execute(
                "INSERT INTO trash (state, source, title, artist, trashed_at, expires_at)"
                " VALUES ('moving', ?, ?, ?, ?, ?) RETURNING id",
                (damage.source, damage.title, damage.artist, now, expires_at),
            ).fetchone()[0]
            db.execute(
                "INSERT INTO trash_files (trash_id, path, original, size, sha256, content_sha256)"
                " VALUES (?, ?, ?, ?, ?, '')",
                (entry, f"{folder}/{entry}/{found.path}", found.path, found.size, found.sha256),
            )
            let_go(db, damage.items, damage.file)
        return self.entry(entry)

    def entries(self, where: str = "1", parameters: tuple[object, ...] = ()) -> list[TrashEntry]:
        """All entries of the current library's trash, oldest first."""
        with self._db.read() as db:
            rows = db.execute(
                f"SELECT {_ENTRY} FROM trash t WHERE t.library = '' AND ({where}) ORDER BY t.id",
                parameters,
            ).fetchall()
            return [
                TrashEntry(
                    number,
                    TrashState(state),
                    track,
                    source,
                    title,
                    artist,
                    trashed_at,
                    expires_at,
                    _files(db, number),
                )
                for number, state, track, source, title, artist, trashed_at, expires_at in rows
            ]

    def is_empty(self) -> bool:
        """Whether there is nothing in the current library's trash."""
        row = self._db.execute("SELECT EXISTS (SELECT 1 FROM trash WHERE library = '')").fetchone()
        return not row[0]

    def entry(self, entry: int) -> TrashEntry:
        """One entry.

        :raises UnknownThing: there is none of that id.
        """
        found = self.entries("t.id = ?", (entry,))
        if not found:
            raise UnknownThing(
                f'there is nothing {entry} in the trash; "catalogsync-gui trash" lists it'
            )
        return found[0]

    def is_kept(self, entry: int) -> bool:
        """Whether the entry is there and lies still."""
        row = self._db.execute("SELECT state FROM trash WHERE id = ?", (entry,)).fetchone()
        return row is not None and row[0] == TrashState.KEPT

    def unsettled(self) -> list[TrashEntry]:
        """Those on their way, there or back, when a process ended."""
        return self.entries("t.state <> 'kept'")

    def listed_again(self) -> list[TrashEntry]:
        """Those whose track is listed again."""
        return self.entries(
            "t.state = 'kept' AND EXISTS (SELECT 1 FROM items i WHERE i.track_id = t.track_id"
            f" AND i.state = 'trashed' AND {LISTED})"
        )

    def expired(self, now: float) -> list[TrashEntry]:
        """Those whose time is over."""
        return self.entries("t.state = 'kept' AND t.expires_at <= ?", (now,))

    def turn(self, entry: int, state: TrashState) -> None:
        """The entry stands there now."""
        with self._db.write() as db:
            db.execute("UPDATE trash SET state = ? WHERE id = ?", (state, entry))

    def aim(self, file: TrashFile, target: str) -> None:
        """Commits where a file is put back to, before it is."""
        with self._db.write() as db:
            db.execute("UPDATE trash_files SET target = ? WHERE id = ?", (target, file.id))

    def lost(self, file: TrashFile) -> None:
        """The file is neither in the trash nor where it was."""
        with self._db.write() as db:
            db.execute("DELETE FROM trash_files WHERE id = ?", (file.id,))

    def path_free(self, path: str) -> bool:
        """Whether no file of the library, nor one on its way, is called that."""
        key = collision_key(path)
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM files WHERE path_key = ?1) OR EXISTS (SELECT 1 FROM"
            " sidecar_files WHERE path_key = ?1) OR EXISTS (SELECT 1 FROM items"
            " WHERE place_key = ?1)",
            (key,),
        ).fetchone()
        return not row[0]

    def restored(self, entry: TrashEntry, now: float) -> None:
        """The files are back: the item is done again, with its file, and the entry goes.

        :param entry: with its targets. Without a file of the track itself it is to be fetched
            again where the catalogue lists it, and forgotten where it does not. One that the
            catalogue does not list was taken back by a person: it stays theirs from now on.
        """
        with self._db.write() as db:
            item = db.execute(
                f"SELECT i.id, {LISTED} FROM items i WHERE i.track_id = ? AND i.state = 'trashed'",
                (entry.track,),
            ).fetchone()
            # Of a source that was removed meanwhile: the files are the person's.
            for file in entry.files if item is not None else ():
                if file.sidecar is None:
                    row = db.execute(
                        "INSERT INTO files (path, path_key, size, sha256, content_sha256, added_at)"
                        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                        (
                            file.target,
                            collision_key(file.target),
                            file.size,
                            file.sha256,
                            file.content_sha256,
                            now,
                        ),
                    ).fetchone()
                    db.execute(
                        "UPDATE items SET state = 'done', file_id = ?, error_kind = '',"
                        " error_message = '' WHERE id = ?",
                        (row[0], item[0]),
                    )
                    db.execute(
                        "UPDATE tracks SET keep = ? WHERE id = ?", (not item[1], entry.track)
                    )
                    mark_playlists(db, item[0])
                else:
                    row = db.execute(
                        "INSERT INTO sidecar_files (path, path_key, size, sha256)"
                        " VALUES (?, ?, ?, ?) RETURNING id",
                        (file.target, collision_key(file.target), file.size, file.sha256),
                    ).fetchone()
                    db.execute(
                        "UPDATE sidecars SET file_id = ?, state = 'done' WHERE id = ?",
                        (row[0], file.sidecar),
                    )
            db.execute("DELETE FROM trash WHERE id = ?", (entry.id,))
            self._settle(db, entry.track)

    def dropped(self, entry: TrashEntry) -> None:
        """The files are deleted; the track is forgotten, or fetched again if it is listed."""
        with self._db.write() as db:
            db.execute("DELETE FROM trash WHERE id = ?", (entry.id,))
            self._settle(db, entry.track)

    @staticmethod
    def _settle(db: Connection, track: int | None) -> None:
        """What is in the trash no more and, as it may be, not in the library either."""
        db.execute(
            "DELETE FROM tracks WHERE id IN (SELECT i.track_id FROM items i WHERE i.track_id = ?"
            f" AND i.state = 'trashed' AND NOT {LISTED})",
            (track,),
        )
        db.execute(
            "UPDATE items SET state = CASE WHEN media IS NULL THEN 'skipped' ELSE 'pending' END,"
            " attempts = 0, not_before = 0 WHERE track_id = ? AND state = 'trashed'",
            (track,),
        )
        # Sidecars that did not come back are fetched again.
        db.execute(
            "UPDATE sidecars SET state = 'pending', attempts = 0"
            " WHERE track_id = ? AND state = 'done' AND file_id IS NULL",
            (track,),
        )


def _files(db: Connection, entry: int) -> tuple[TrashFile, ...]:
    return tuple(
        TrashFile(*row)
        for row in db.execute(
            "SELECT id, path, original, size, sha256, content_sha256, sidecar_id, target"
            " FROM trash_files WHERE trash_id = ? ORDER BY id",
            (entry,),
        )
    )
