# SPDX-License-Identifier: GPL-3.0-or-later
"""What the names of the library's files are made from, and which names are taken."""

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from catalogsync_gui.core.addresses import stem_of
from catalogsync_gui.core.renaming import KeptSidecar, NamedTrack
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.listing import PLAYLIST
from catalogsync_gui.store.values import info_value, media_value, sidecar_value

_BATCH = 500
_FROM = (
    "FROM files f JOIN items i ON i.id = (SELECT o.id FROM items o WHERE o.file_id = f.id"
    " AND o.state = 'done' ORDER BY o.media IS NULL, o.id LIMIT 1)"
    " JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id"
)
_TRACK = (
    "SELECT f.id, f.path, f.size, f.sha256, f.ours, s.id, s.name, t.info, i.media,"
    f" COALESCE({PLAYLIST}, ''), f.path_key"
    f" {_FROM}"
)


class NamingStore:
    """Queries about names. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def tracks(self) -> Iterator[NamedTrack]:
        """The files of all tracks by path, in batches. The oldest of its tracks names a file."""
        last = ""
        while True:
            rows = self._db.execute(
                f"{_TRACK} WHERE f.path_key > ? ORDER BY f.path_key LIMIT {_BATCH}", (last,)
            ).fetchall()
            if not rows:
                return
            for *row, key in rows:
                last = key
                yield _track(row)

    def sample(self, most: int, source: int | None) -> list[NamedTrack]:
        """A few tracks that we wrote, from here and there in the library.

        :param source: of this source only; None for those of all.
        """
        found = [
            row[0]
            for row in self._db.execute(
                f"SELECT f.id {_FROM} WHERE f.ours AND (?1 IS NULL OR s.id = ?1)"
                " ORDER BY f.path_key",
                (source,),
            )
        ]
        chosen = found[:: max(1, len(found) // most)][:most]
        rows = self._db.execute(
            f"{_TRACK} WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY f.path_key",
            (json.dumps(chosen),),
        )
        return [_track(row[:10]) for row in rows]

    def sidecars(self) -> list[KeptSidecar]:
        """The sidecars' files that we wrote."""
        rows = self._db.execute(
            "SELECT f.path, f.size, f.sha256, MAX(s.ref), json_group_array(i.file_id)"
            " FROM sidecar_files f JOIN sidecars s ON s.file_id = f.id AND s.state = 'done'"
            " JOIN items i ON i.track_id = s.track_id AND i.state = 'done'"
            " WHERE f.ours GROUP BY f.id ORDER BY f.path_key"
        ).fetchall()
        return [
            KeptSidecar(
                path, size, sha256, sidecar_value(ref).album, tuple(sorted(set(json.loads(files))))
            )
            for path, size, sha256, ref, files in rows
        ]

    def keys(self) -> set[str]:
        """The collision keys of everything on record in the library, items being placed included.

        Sidecars and files that are to be renamed are among them.
        """
        return {
            row[0]
            for row in self._db.execute(
                "SELECT path_key FROM files UNION ALL SELECT path_key FROM sidecar_files"
                " UNION ALL SELECT place_key FROM items WHERE place_key IS NOT NULL"
            )
        }


def _track(row: Sequence[Any]) -> NamedTrack:
    file, path, size, sha256, ours, source, name, info, media, playlist = row
    ref = media_value(media)
    fallback = stem_of(ref.address) if ref else PurePosixPath(path).stem
    return NamedTrack(
        file=file,
        path=path,
        size=size,
        sha256=sha256,
        ours=bool(ours),
        source=source,
        source_name=name,
        info=info_value(info),
        fallback=fallback,
        playlist=playlist,
    )
