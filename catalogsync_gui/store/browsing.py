# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads for whoever browses the catalogues: playlists, their tracks in order, one track from near.

A page of a list costs what its rows cost: the positions come from an index alone, and only the
rows that are shown are joined with the rest.
"""

from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.browsing import (
    PlaylistSummary,
    TrackFacts,
    TrackPart,
    TrackRow,
    TrackScope,
)
from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.listing import ListingStore
from catalogsync_gui.store.values import info_value, media_value

_PARTS = {
    TrackPart.HERE: "i.state = 'done'",
    TrackPart.ABSENT: "i.state <> 'done'",
    TrackPart.FAILED: "i.state = 'failed'",
}
_LISTED = " FROM playlists p JOIN entries e ON e.playlist_id = p.id AND e.generation = p.generation"
_ITEM = " JOIN items i ON i.track_id = e.track_id"
_ITEM_OF_ENTRY = "(SELECT i.id FROM items i WHERE i.track_id = e.track_id)"
_TRACK = " JOIN tracks t ON t.id = i.track_id"
_MOST_PLAYLISTS = 20


class BrowseStore:
    """Queries about lists of tracks. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._items = ListingStore(connection)

    def playlists(self, source: int) -> list[PlaylistSummary]:
        """The playlists of a source in the order in which they were found."""
        return [
            PlaylistSummary(
                id=row[0],
                source=source,
                title=row[1],
                entries=row[2],
                here=row[3],
                failed=row[4],
                path=row[5] or "",
                exported_at=None if row[6] is None else row[6] / 1e9,
                listed=row[7] or 0,
                stale=row[8] > 0,
            )
            for row in self._db.execute(
                "SELECT p.id, p.title, COUNT(e.position), COUNT(i.file_id),"
                " COALESCE(SUM(i.state = 'failed'), 0), x.path, x.mtime_ns, x.entries, p.dirty"
                " FROM playlists p LEFT JOIN entries e ON e.playlist_id = p.id"
                " AND e.generation = p.generation LEFT JOIN items i ON i.track_id = e.track_id"
                " LEFT JOIN playlist_exports x ON x.playlist_id = p.id"
                " WHERE p.source_id = ? GROUP BY p.id ORDER BY p.id",
                (source,),
            )
        ]

    def count(self, scope: TrackScope) -> int:
        """How many lines :meth:`page` would show in all."""
        if scope.playlist is None and not scope.text:
            counts = self._items.counts(scope.source)
            return sum(n for state, n in counts.items() if _shows(scope.part, state))
        inner, values = _rows(scope, "COUNT(*)")
        return int(self._db.execute(inner, values).fetchone()[0])

    def page(self, scope: TrackScope, offset: int, limit: int) -> list[TrackRow]:
        """Some lines of a list, from the ``offset``-th that passes on."""
        what, order = ("e.position, i.id", "e.position")
        if scope.playlist is None:
            what, order = "0, i.id", "i.id"
        inner, values = _rows(scope, what)
        found = self._db.execute(
            f"{inner} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, offset)
        ).fetchall()
        ids = sorted({item for _, item in found})
        items = {row.id: row for row in self._items.items(ids)}
        durations = self._durations(ids)
        return [
            TrackRow(
                position if scope.playlist is not None else offset + n,
                items[item],
                durations.get(item),
            )
            for n, (position, item) in enumerate(found)
            if item in items
        ]

    def _durations(self, items: Sequence[int]) -> dict[int, float | None]:
        marks = ", ".join("?" * len(items))
        return dict(
            self._db.execute(
                "SELECT i.id, CAST(json_extract(t.info, '$.duration') AS REAL) FROM items i"
                f" JOIN tracks t ON t.id = i.track_id WHERE i.id IN ({marks})",
                tuple(items),
            ).fetchall()
        )

    def facts(self, item: int) -> TrackFacts:
        """Everything that is on record of an item's track.

        :raises UnknownThing: there is no such item (any more).
        """
        rows = self._items.items([item])
        found = self._db.execute(
            "SELECT t.info, t.keep, i.media, f.sha256, f.added_at, f.verified_at, f.ours,"
            " (SELECT d.kind FROM damage d WHERE d.file_id = f.id), i.track_id FROM items i"
            " JOIN tracks t ON t.id = i.track_id LEFT JOIN files f ON f.id = i.file_id"
            " WHERE i.id = ?",
            (item,),
        ).fetchone()
        if not rows or found is None:
            raise UnknownThing(f'there is no item {item}; "catalogsync-gui items" lists them')
        info, keep, media, sha256, added_at, verified_at, ours, damage, track = found
        ref = media_value(media)
        return TrackFacts(
            item=rows[0],
            info=info_value(info),
            address="" if ref is None else _address(ref.address, local=ref.local),
            digest="" if ref is None else ref.digest,
            sha256=sha256 or "",
            added_at=added_at,
            verified_at=verified_at,
            ours=bool(ours),
            damage=damage or "",
            cover=self._cover(track),
            playlists=self._playlists_of(track),
            kept=bool(keep),
        )

    def _cover(self, track: int) -> str:
        """A track's own picture tells more than its album's."""
        row = self._db.execute(
            "SELECT f.path FROM sidecars s JOIN sidecar_files f ON f.id = s.file_id"
            " WHERE s.track_id = ? AND s.state = 'done'"
            " AND json_extract(s.ref, '$.kind') = 'cover'"
            " ORDER BY COALESCE(json_extract(s.ref, '$.album'), 0), s.id LIMIT 1",
            (track,),
        ).fetchone()
        return "" if row is None else str(row[0])

    def _playlists_of(self, track: int) -> tuple[str, ...]:
        return tuple(
            row[0]
            for row in self._db.execute(
                "SELECT DISTINCT p.title, p.id FROM entries e JOIN playlists p"
                " ON p.id = e.playlist_id AND p.generation = e.generation"
                f" WHERE e.track_id = ? ORDER BY p.id LIMIT {_MOST_PLAYLISTS}",
                (track,),
            )
        )


def _address(address: str, *, local: bool) -> str:
    return address if local else shown(without_secrets(address))


def _shows(part: TrackPart, state: ItemState) -> bool:
    match part:
        case TrackPart.HERE:
            return state is ItemState.DONE
        case TrackPart.ABSENT:
            return state is not ItemState.DONE
        case TrackPart.FAILED:
            return state is ItemState.FAILED
        case _:
            return True


def _rows(scope: TrackScope, what: str) -> tuple[str, tuple[Any, ...]]:
    """The query for what of a scope's lines, without an order."""
    values: list[Any]
    if scope.playlist is None:
        tables, where, values = " FROM items i", ["i.source_id = ?"], [scope.source]
    else:
        # Joined only where something is asked of the item: rows that are skipped cost by their
        # joins, and nothing by the columns of the answer.
        plain = scope.part is TrackPart.ALL and not scope.text
        what = what.replace("i.id", _ITEM_OF_ENTRY) if plain else what
        tables = _LISTED if plain else _LISTED + _ITEM
        where, values = ["p.id = ?"], [scope.playlist]
    if scope.part is not TrackPart.ALL:
        where.append(_PARTS[scope.part])
    if scope.text:
        tables += _TRACK
        pattern = "%" + scope.text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        where.append(
            "(t.title LIKE ? ESCAPE '!' OR t.artist LIKE ? ESCAPE '!' OR t.album LIKE ? ESCAPE '!')"
        )
        values += [pattern] * 3
    return f"SELECT {what}{tables} WHERE {' AND '.join(where)}", tuple(values)
