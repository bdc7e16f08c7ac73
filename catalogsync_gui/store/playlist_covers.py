# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures beside playlist files, and the covers of albums that they are copies of."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_pictured

# Tracks of a playlist in order (e), and what of their sidecars is a cover that is there (c).
_COVERS = (
    " FROM playlists p JOIN entries e ON e.playlist_id = p.id AND e.generation = p.generation"
    " JOIN items i ON i.track_id = e.track_id AND i.file_id IS NOT NULL"
    " JOIN sidecars s ON s.track_id = e.track_id AND s.state = 'done'"
    " AND json_extract(s.ref, '$.kind') = 'cover' JOIN sidecar_files c ON c.id = s.file_id"
)
_ALBUM = "COALESCE(json_extract(s.ref, '$.album'), 0)"


@dataclass(frozen=True, slots=True)
class PlaylistCover:
    """A picture beside a playlist file.

    :ivar library: id of the library it is in; empty for one outside, whose path is absolute.
    """

    id: int
    library: str
    path: str
    sha256: str
    size: int
    mtime_ns: int


class PlaylistCoverStore:
    """Queries about pictures of playlists. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_playlist(self, playlist: int) -> tuple[str, str] | None:
        """Path and hash of the cover of the first track that has one, its album's rather."""
        row = self._db.execute(
            f"SELECT c.path, c.sha256{_COVERS} WHERE p.id = ?"
            f" ORDER BY e.position, {_ALBUM} DESC LIMIT 1",
            (playlist,),
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def of_tracks(self, playlist: int) -> dict[str, str]:
        """Path of every track's file -> path of its cover, its own rather than its album's."""
        return dict(
            self._db.execute(
                f"SELECT f.path, c.path{_COVERS} JOIN files f ON f.id = i.file_id WHERE p.id = ?"
                f" ORDER BY {_ALBUM} DESC",
                (playlist,),
            ).fetchall()
        )

    def mark_for(self, sidecar: int) -> tuple[int, ...]:
        """Marks the playlists whose tracks a cover belongs to; their ids."""
        with self._db.write(durable=False) as db:
            return mark_pictured(db, sidecar=sidecar)

    def files(self, playlist: int, variant: str) -> list[PlaylistCover]:
        """The pictures beside the files of a playlist and a variant."""
        return self._files("WHERE playlist_id = ? AND variant = ?", (playlist, variant))

    def orphans(self, variants: Iterable[str]) -> list[PlaylistCover]:
        """Those of playlists that are no more, and of all variants but the ones named."""
        kept = ("", *variants)
        marks = ", ".join("?" * len(kept))
        return self._files(f"WHERE playlist_id IS NULL OR variant NOT IN ({marks})", kept)

    def _files(self, where: str, values: tuple[object, ...]) -> list[PlaylistCover]:
        rows = self._db.execute(
            f"SELECT id, library, path, sha256, size, mtime_ns FROM playlist_covers {where}"
            " ORDER BY id",
            values,
        )
        return [PlaylistCover(*row) for row in rows]

    def written(
        self, playlist: int, variant: str, cover: PlaylistCover, *, durable: bool = False
    ) -> None:
        """Notes what was written, or is about to be; the picture's id does not count."""
        values = (
            cover.library,
            variant,
            cover.path,
            collision_key(cover.path),
            cover.sha256,
            cover.size,
            cover.mtime_ns,
        )
        statement = (
            "INSERT OR REPLACE INTO playlist_covers (playlist_id, library, variant, path, path_key,"
            " sha256, size, mtime_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        with self._db.write(durable=durable) as db:
            try:
                db.execute(statement, (playlist, *values))
            except sqlite3.IntegrityError:
                # The playlist was removed meanwhile: on record as an orphan, to be cleared.
                db.execute(statement, (None, *values))

    def forget(self, row: int) -> None:
        """The file is gone, or is not ours any more."""
        with self._db.write(durable=False) as db:
            db.execute("DELETE FROM playlist_covers WHERE id = ?", (row,))
