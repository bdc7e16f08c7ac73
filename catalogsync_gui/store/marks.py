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
