# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks that have no file, and files of the library that become theirs.

A file becomes a track's in one transaction, with the marks of its playlists: whenever a process
ends, each adoption is made or is not.
"""

import json
from collections.abc import Iterable, Iterator

from catalogsync_gui.core.adopting import WantedTrack
from catalogsync_gui.core.matching import isrc_key, match_key, recording_key
from catalogsync_gui.core.models import Placing, TrackInfo
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_playlists
from catalogsync_gui.store.refresh import REMOVED
from catalogsync_gui.store.values import info_value, media_value

_MOST_ALIKE = 200
_WANTED = (
    "i.state IN ('pending', 'held', 'failed', 'missing', 'skipped') AND i.file_id IS NULL"
    f" AND i.error_kind <> '{REMOVED}'"
)
_COLUMNS = "i.id, i.source_id, t.info, i.media"
# A name that is somebody's: an item's file, a sidecar, or one that is about to be given.
_TAKEN = (
    "EXISTS (SELECT 1 FROM files f JOIN items o ON o.file_id = f.id WHERE f.path_key = :key)"
    " OR EXISTS (SELECT 1 FROM sidecar_files WHERE path_key = :key)"
    " OR EXISTS (SELECT 1 FROM items WHERE place_key = :key)"
    " OR EXISTS (SELECT 1 FROM rename_moves WHERE state = 'moving' AND :path IN (path, target))"
    " OR EXISTS (SELECT 1 FROM trash t JOIN trash_files f ON f.trash_id = t.id"
    " WHERE t.state <> 'kept' AND f.target = :path)"
)


class AdoptStore:
    """Queries about adoption. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def hashed(self) -> Iterator[tuple[int, str, int | None]]:
        """Item, hash (``algorithm:hex``) and size of every wanted track whose hash is known."""
        yield from self._db.execute(
            "SELECT i.id, json_extract(i.media, '$.digest'), json_extract(i.media, '$.size')"
            f" FROM items i WHERE {_WANTED} AND json_extract(i.media, '$.digest') <> ''"
        )

    def wanted(self, items: Iterable[int]) -> list[WantedTrack]:
        """Those of these items that have no file (yet)."""
        return self._read(
            f"SELECT {_COLUMNS} FROM json_each(?) k CROSS JOIN items i ON i.id = k.value"
            f" JOIN tracks t ON t.id = i.track_id WHERE {_WANTED}",
            json.dumps(list(items)),
        )

    def alike(self, info: TrackInfo) -> list[WantedTrack]:
        """What is wanted, of any source, and has this recording id, ISRC, or key by name."""
        found: dict[int, WantedTrack] = {}
        for column, value in (
            ("recording_id", recording_key(info.recording_id)),
            ("isrc", isrc_key(info.isrc)),
            ("match_key", match_key(info)),
        ):
            if value:
                rows = self._read(
                    f"SELECT {_COLUMNS} FROM tracks t CROSS JOIN items i ON i.track_id = t.id"
                    f" WHERE t.{column} = ? AND t.{column} <> '' AND {_WANTED}"
                    f" LIMIT {_MOST_ALIKE}",
                    value,
                )
                found |= {row.item: row for row in rows}
        return list(found.values())

    def _read(self, sql: str, value: str) -> list[WantedTrack]:
        return [
            WantedTrack(item, source, info_value(info), media_value(media))
            for item, source, info, media in self._db.execute(sql, (value,))
        ]

    def is_taken(self, path: str) -> bool:
        """Whether a path (relative to the library) is that of some item or sidecar."""
        row = self._db.execute(
            f"SELECT {_TAKEN}", {"key": collision_key(path), "path": path}
        ).fetchone()
        return bool(row[0])

    def take(
        self, item: int, file: Placing, now: float, *, shared: bool = False
    ) -> tuple[int, ...] | None:
        """Makes a file an item's. We have not written it, unless it is on record that we have.

        :param shared: another item was given this very file just now.
        :returns: the playlists to be written for it; None when the item has a file, or the file an
            item, meanwhile.
        """
        key = collision_key(file.path)
        with self._db.write() as db:
            row = db.execute(
                f"SELECT i.part_path FROM items i WHERE i.id = ? AND {_WANTED}", (item,)
            ).fetchone()
            if row is None or (not shared and self.is_taken(file.path)):
                return None
            number = db.execute(
                "INSERT INTO files (path, path_key, size, sha256, ours, added_at, mtime_ns)"
                " VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT (path_key) DO UPDATE SET"
                " path = excluded.path, size = excluded.size, sha256 = excluded.sha256,"
                " mtime_ns = excluded.mtime_ns, content_sha256 = CASE"
                " WHEN sha256 = excluded.sha256 THEN content_sha256 ELSE '' END RETURNING id",
                (file.path, key, file.size, file.sha256, now, file.mtime_ns),
            ).fetchone()[0]
            # What was half downloaded is not needed any more.
            db.execute(
                "INSERT OR IGNORE INTO litter (library, path) SELECT id, ? FROM library"
                " WHERE ? <> ''",
                (row[0], row[0]),
            )
            db.execute(
                "UPDATE items SET state = 'done', file_id = ?, attempts = 0, not_before = 0,"
                " retry_at = NULL, error_kind = '', error_message = '', warning = '',"
                " part_path = '', part_validator = '', part_total = NULL WHERE id = ?",
                (number, item),
            )
            return mark_playlists(db, item)
