# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue as a list of ids, in any order and filtered.

Whoever shows a long list asks for all its ids once and for rows by their ids: a page costs the
same wherever it is, what is selected is known by its ids, and what is done to all rows is done to
those that are shown.
"""

import json
from array import array

from catalogsync_gui.core.edits import Numbers
from catalogsync_gui.core.queueing import Order, View
from catalogsync_gui.store.claims import OWN_PRIORITY
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.listing import SAYS, pattern_of

_RANK = "CASE i.priority WHEN 0 THEN o.rank ELSE i.priority END"
_PLACE = "COALESCE(i.place, i.id)"
_GROUP = (
    "CASE i.state WHEN 'running' THEN 0 WHEN 'placing' THEN 0 WHEN 'pending' THEN 1"
    " WHEN 'held' THEN 1 WHEN 'failed' THEN 2 WHEN 'done' THEN 4 ELSE 3 END"
)
_BY = {
    Order.QUEUE: f"{_GROUP}, {_RANK}, {_PLACE}",
    Order.STATE: "i.state",
    Order.PRIORITY: _RANK,
    Order.TITLE: "t.title COLLATE NOCASE",
    Order.ARTIST: "t.artist COLLATE NOCASE",
    Order.ALBUM: "t.album COLLATE NOCASE",
    Order.SOURCE: "o.name COLLATE NOCASE",
    Order.SIZE: "COALESCE(f.size, json_extract(i.media, '$.size'))",
}
_OF_TRACK = frozenset({Order.TITLE, Order.ARTIST, Order.ALBUM})


class QueueListStore:
    """Reads of the whole queue. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def ids(self, view: View) -> Numbers:
        """The ids of all items that a view shows, in its order. Takes a second for a million."""
        where: list[str] = []
        values: list[object] = []
        if view.states:
            where.append(f"i.state IN ({','.join('?' * len(view.states))})")
            values += view.states
        if view.source is not None:
            where.append("i.source_id = ?")
            values.append(view.source)
        if view.text:
            where.append(SAYS)
            values += [pattern_of(view.text)] * 3
        joined = "items i JOIN own o ON o.id = i.source_id"
        if view.text or view.order in _OF_TRACK:
            joined += " JOIN tracks t ON t.id = i.track_id"
        if view.order is Order.SIZE:
            joined += " LEFT JOIN files f ON f.id = i.file_id"
        # What is not known comes last, whichever way round.
        order = (
            f"{_BY[view.order]} IS NULL, {_BY[view.order]} {'DESC' if view.descending else 'ASC'}"
            if view.order is Order.SIZE
            else f"{_BY[view.order]}{' DESC' if view.descending else ''}"
        )
        # As one text: 200,000 rows would keep the interpreter busy, and the window with it.
        text = self._db.execute(
            f"WITH own AS MATERIALIZED (SELECT s.id, s.name, {OWN_PRIORITY} AS rank FROM sources s)"
            f" SELECT json_group_array(id) FROM (SELECT i.id AS id FROM {joined}"
            f"{' WHERE ' + ' AND '.join(where) if where else ''} ORDER BY {order}, i.id)",
            values,
        ).fetchone()[0]
        return array("q", json.loads(text))
