# SPDX-License-Identifier: GPL-3.0-or-later
"""The item lists of the window and the command line."""

import json
from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.addresses import stem_of
from catalogsync_gui.core.matching import percent
from catalogsync_gui.core.models import ErrorInfo, ItemRow
from catalogsync_gui.core.queueing import Wish, priority_of_rank
from catalogsync_gui.core.retry import WITH_NEXT_SYNC
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.claims import OWN_PRIORITY
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import NO_ADDRESS, media_value

_FROM = " FROM items i JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id"
_SELECT = (
    "SELECT i.id, i.state, i.source_id, s.name, t.title, t.artist, t.album, i.host,"
    " i.media, i.attempts, i.error_kind, i.error_message, i.retry_at, i.not_before,"
    f" f.path, f.size, m.item_id IS NOT NULL, m.track_id, m.confidence,"
    f" i.warning, i.wish, i.priority, {OWN_PRIORITY}{_FROM}"
    " LEFT JOIN files f ON f.id = i.file_id LEFT JOIN matches m ON m.item_id = i.id"
)

SAYS = "(t.title LIKE ? ESCAPE '!' OR t.artist LIKE ? ESCAPE '!' OR t.album LIKE ? ESCAPE '!')"
"""Whether a track ``t`` has a text in it, by its pattern three times."""

PLAYLIST = (
    "(SELECT p.title FROM entries e JOIN playlists p ON p.id = e.playlist_id"
    " WHERE e.track_id = t.id ORDER BY p.id LIMIT 1)"
)
"""The title of the first playlist that lists a track ``t``, while it is being read as well."""


class ListingStore:
    """Reads for lists. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def page(
        self,
        offset: int,
        limit: int,
        *,
        state: ItemState | None = None,
        source: int | None = None,
        text: str = "",
        licenses: Sequence[str] | None = None,
    ) -> list[ItemRow]:
        """Some items by id, filtered. The text is looked for in title, artist and album.

        :param licenses: what their catalogue says of their licence is one of these.
        """
        where, values = _where(state, source, text, licenses)
        of_track = text or licenses is not None
        # The ids first, from an index alone: skipping rows that are joined costs ten times more.
        inner = (
            f"SELECT i.id{_FROM if of_track else ' FROM items i'}{where}"
            " ORDER BY i.id LIMIT ? OFFSET ?"
        )
        rows = self._db.execute(
            f"{_SELECT} WHERE i.id IN ({inner}) ORDER BY i.id",
            (*values, limit, offset),
        ).fetchall()
        return [_row(row) for row in rows]

    def items(self, ids: Sequence[int]) -> list[ItemRow]:
        """The items of these ids, by id; those that do not exist are left out."""
        rows = self._db.execute(
            f"{_SELECT} WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id",
            (json.dumps(list(ids)),),
        ).fetchall()
        return [_row(row) for row in rows]

    def addresses(self, ids: Sequence[int]) -> list[str]:
        """Where the tracks of these items are fetched from, as stored: not to be shown as it is."""
        rows = self._db.execute(
            "SELECT media FROM items WHERE id IN (SELECT value FROM json_each(?))"
            " AND media IS NOT NULL ORDER BY id",
            (json.dumps(list(ids)),),
        ).fetchall()
        return [ref.address for row in rows if (ref := media_value(row[0])) is not None]

    def count(
        self, *, state: ItemState | None = None, source: int | None = None, text: str = ""
    ) -> int:
        """How many items :meth:`page` would show in all."""
        if not text:
            return sum(
                n for kind, n in self.counts(source).items() if state is None or kind is state
            )
        where, values = _where(state, source, text)
        return int(self._db.execute(f"SELECT COUNT(*){_FROM}{where}", values).fetchone()[0])

    def playlist_of(self, item: int) -> str:
        """The title of the first playlist that lists an item's track, empty if none does."""
        row = self._db.execute(
            f"SELECT {PLAYLIST} FROM items i JOIN tracks t ON t.id = i.track_id WHERE i.id = ?",
            (item,),
        ).fetchone()
        return "" if row is None or row[0] is None else str(row[0])

    def counts(self, source: int | None = None) -> dict[ItemState, int]:
        """Items by state, of all sources or of one. Flat in the number of items."""
        return {
            ItemState(state): n
            for state, n in self._db.execute(
                "SELECT state, SUM(n) FROM item_counts WHERE ?1 IS NULL OR source_id = ?1"
                " GROUP BY state HAVING SUM(n) > 0",
                (source,),
            )
        }


def pattern_of(text: str) -> str:
    """What LIKE takes for texts that have this one in them (with the escape character ``!``)."""
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _where(
    state: ItemState | None, source: int | None, text: str, licenses: Sequence[str] | None = None
) -> tuple[str, Sequence[object]]:
    parts: list[str] = []
    values: list[object] = []
    if state is not None:
        parts.append("i.state = ?")
        values.append(state)
    if source is not None:
        parts.append("i.source_id = ?")
        values.append(source)
    if text:
        parts.append(SAYS)
        values += [pattern_of(text)] * 3
    if licenses is not None:
        parts.append("t.license IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(licenses))
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _unmatched(reason: str, candidate: int | None, confidence: float) -> str:
    """Why a track without an address is not there."""
    if candidate is not None:
        return f"a possible match waits for your answer ({percent(confidence)} %)"
    words = "no source: nothing that is there is like it"
    return f"{words} ({reason})" if reason else words


def _row(row: tuple[Any, ...]) -> ItemRow:
    (item, state, source, name, title, artist, album, host, media, attempts) = row[:10]
    kind, message, retry_at, not_before, path, size, compared, candidate = row[10:18]
    confidence, warning, wish, rank, of_source = row[18:]
    if compared:
        kind, message = kind or NO_ADDRESS, _unmatched(message, candidate, confidence)
    ref = media_value(media)
    there = state == ItemState.DONE
    return ItemRow(
        id=item,
        state=ItemState(state),
        source=source,
        source_name=name,
        # What the queue shows of a track without a title is what its file will be called.
        title=title or (stem_of(ref.address) if ref else ""),
        artist=artist,
        album=album,
        host=host,
        # One that is fetched again still has its damaged file.
        size=(size if there else None) or (ref.size if ref else None),
        attempts=attempts,
        error=ErrorInfo(kind, message) if kind else None,
        retry_at=retry_at or not_before or None,
        path=path if path and there else "",
        with_next_sync=state == ItemState.FAILED and retry_at == WITH_NEXT_SYNC,
        warning=warning,
        priority=priority_of_rank(rank or of_source),
        ranked=rank > 0,
        wish=Wish(wish),
    )
