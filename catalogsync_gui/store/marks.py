# SPDX-License-Identifier: GPL-3.0-or-later
"""Which playlists a change of an item touches, within the transaction that changes it."""

from catalogsync_gui.store.connection import Connection


def mark_playlists(db: Connection, item: int) -> tuple[int, ...]:
    """Marks the playlists that hold an item's track as to be written again; their ids."""
    return tuple(
        row[0]
        for row in db.execute(
            "UPDATE playlists SET dirty = dirty + 1 WHERE id IN (SELECT e.playlist_id"
            " FROM items i JOIN entries e ON e.track_id = i.track_id"
            " JOIN playlists p ON p.id = e.playlist_id AND p.generation = e.generation"
            " WHERE i.id = ?) RETURNING id",
            (item,),
        ).fetchall()
    )


def mark_pictured(
    db: Connection, *, sidecar: int | None = None, file: int | None = None
) -> tuple[int, ...]:
    """Marks the playlists with tracks that a cover belongs to; their ids.

    :param sidecar: the cover's id. :param file: id of its file, which many tracks may share.
    """
    return tuple(
        row[0]
        for row in db.execute(
            "UPDATE playlists SET dirty = dirty + 1 WHERE id IN (SELECT e.playlist_id"
            " FROM sidecars s JOIN entries e ON e.track_id = s.track_id"
            " JOIN playlists p ON p.id = e.playlist_id AND p.generation = e.generation"
            f" WHERE {'s.id' if file is None else 's.file_id'} = ?"
            " AND json_extract(s.ref, '$.kind') = 'cover') RETURNING id",
            (sidecar if file is None else file,),
        ).fetchall()
    )
