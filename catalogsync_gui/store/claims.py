# SPDX-License-Identifier: GPL-3.0-or-later
"""Which item a worker gets: the queue's order, fair to hosts, by index look-ups only.

What is due lies in the index (priority, source, host, place). A claim begins with the first
priority that anything has, walks its distinct (source, host) pairs by skipping from one to the
next, starts behind the pair that was served last at that priority, and takes the first item of the
first host that has room; of what a person put before everything else, the very first. Its cost
grows with the hosts it has to pass over and never with the number of items. An item whose time
comes moves into that index when something is claimed.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from catalogsync_gui.core.queueing import LEVELS, Priority
from catalogsync_gui.store.connection import Connection

Pair = tuple[int, str]
"""A source id and a host."""

_Line = Mapping[int, frozenset[int]]
"""The priorities to look for, by source."""

OWN_PRIORITY = (
    "CASE json_extract(s.options, '$.priority')"
    f" WHEN 'high' THEN {Priority.HIGH.rank} WHEN 'low' THEN {Priority.LOW.rank}"
    f" ELSE {Priority.NORMAL.rank} END"
)
"""The priority of a source ``s``, as a number."""

_NEXT_HOST = """
    SELECT host FROM items INDEXED BY items_pending
    WHERE state = 'pending' AND source_id = ? AND host > ? ORDER BY host LIMIT 1
"""
_FIRST_HOST = """
    SELECT host FROM items INDEXED BY items_pending
    WHERE state = 'pending' AND source_id = ? ORDER BY host LIMIT 1
"""
_COME_DUE = """
    UPDATE items SET not_before = 0 WHERE id IN (SELECT id FROM items INDEXED BY items_waiting
    WHERE state = 'pending' AND not_before > 0 AND not_before <= ? ORDER BY not_before LIMIT 500)
"""
_READY = "FROM items INDEXED BY items_ready WHERE state = 'pending' AND not_before = 0"
_NEXT_PRIORITY = f"SELECT priority {_READY} AND priority > ? ORDER BY priority LIMIT 1"
_READY_HOST = f"SELECT host {_READY} AND priority = ? AND source_id = ? ORDER BY host LIMIT 1"
_NEXT_READY_HOST = (
    f"SELECT host {_READY} AND priority = ? AND source_id = ? AND host > ? ORDER BY host LIMIT 1"
)
_FIRST = (
    f"SELECT COALESCE(place, id), id {_READY} AND priority = ? AND source_id = ? AND host = ?"
    " ORDER BY COALESCE(place, id), id LIMIT 1"
)


class Turns:
    """Which pair was served last, for each priority. Not to be used by two threads at a time."""

    def __init__(self, first: Pair | None = None) -> None:
        self._first = first
        self._served: dict[Priority, Pair] = {}

    def last(self, level: Priority) -> Pair | None:
        """The pair that was served last; None when none was."""
        return self._served.get(level, self._first)

    def serve(self, level: Priority, pair: Pair) -> None:
        """Notes that it was this pair's turn."""
        self._served[level] = pair


def pairs(db: Connection, sources: Sequence[int]) -> Iterator[Pair]:
    """The distinct (source, host) pairs that have pending items."""
    for source in sources:
        row = db.execute(_FIRST_HOST, (source,)).fetchone()
        while row is not None:
            yield source, row[0]
            row = db.execute(_NEXT_HOST, (source, row[0])).fetchone()


def find_due(
    db: Connection,
    sources: Sequence[int],
    now: float,
    may: Callable[[str], bool],
    turns: Turns,
) -> tuple[int, Pair] | None:
    """The item to claim next, and its pair; None when nothing is due on a host with room.

    To be called within a write transaction.

    :param may: whether the host can take one more download now.
    """
    db.execute(_COME_DUE, (now,))
    there = _priorities(db)
    if not there:
        return None
    own = _own_priorities(db, sources) if Priority.SAME.rank in there else {}
    for level in LEVELS:
        line = {
            source: ranks for source in sources if (ranks := _ranks(level, own.get(source)) & there)
        }
        found = (
            (first, pair)
            for pair in _pairs_after(db, sources, line, turns.last(level))
            if may(pair[1]) and (first := _first(db, pair, line[pair[0]])) is not None
        )
        # What a person chose comes in the order they gave it, whoever's turn it is.
        best = min(found, default=None) if level is Priority.FIRST else next(found, None)
        if best is not None:
            turns.serve(level, best[1])
            return best[0][1], best[1]
    return None


def _priorities(db: Connection) -> frozenset[int]:
    """Those that anything has which is due."""
    found: list[int] = []
    row = db.execute(_NEXT_PRIORITY, (-1,)).fetchone()
    while row is not None:
        found.append(row[0])
        row = db.execute(_NEXT_PRIORITY, row).fetchone()
    return frozenset(found)


def _own_priorities(db: Connection, sources: Sequence[int]) -> dict[int, int]:
    return dict(
        db.execute(
            f"SELECT s.id, {OWN_PRIORITY} FROM json_each(?) CROSS JOIN sources s"
            " ON s.id = json_each.value",
            (json.dumps(list(sources)),),
        ).fetchall()
    )


def _ranks(level: Priority, own: int | None) -> frozenset[int]:
    """What items of a source have that come to a level: its name, or none where it is theirs."""
    same = {Priority.SAME.rank} if level.rank == own else set()
    return frozenset({level.rank} | same)


def _hosts(db: Connection, source: int, ranks: frozenset[int], after: str | None) -> Iterator[str]:
    """The hosts of a source that have something of these priorities, behind ``after``."""
    while True:
        rows = [
            db.execute(_READY_HOST, (rank, source)).fetchone()
            if after is None
            else db.execute(_NEXT_READY_HOST, (rank, source, after)).fetchone()
            for rank in ranks
        ]
        hosts = [row[0] for row in rows if row is not None]
        if not hosts:
            return
        after = min(hosts)
        yield after


def _pairs_after(
    db: Connection, sources: Sequence[int], line: _Line, last: Pair | None
) -> Iterator[Pair]:
    """All pairs of a line once, round from behind the last one."""
    here = sources.index(last[0]) if last is not None and last[0] in sources else -1
    if last is not None and last[0] in line:
        for host in _hosts(db, last[0], line[last[0]], last[1]):
            yield last[0], host
    for source in (*sources[here + 1 :], *sources[: max(here, 0)]):
        if source in line:
            for host in _hosts(db, source, line[source], None):
                yield source, host
    if last is not None and last[0] in line:
        for host in _hosts(db, last[0], line[last[0]], None):
            yield last[0], host
            if host >= last[1]:
                return


def _first(db: Connection, pair: Pair, ranks: frozenset[int]) -> tuple[float, int] | None:
    """Place and id of the first item of a pair."""
    rows = [db.execute(_FIRST, (rank, *pair)).fetchone() for rank in ranks]
    return min((row for row in rows if row is not None), default=None)


def last_due(db: Connection, pair: Pair) -> float | None:
    """When the last pending item of a source on a host is due, epoch seconds; None if none."""
    row = db.execute(
        "SELECT not_before FROM items INDEXED BY items_pending WHERE state = 'pending'"
        " AND source_id = ? AND host = ? ORDER BY not_before DESC LIMIT 1",
        pair,
    ).fetchone()
    return None if row is None else float(row[0])


def next_due(db: Connection, sources: Sequence[int], may: Callable[[str], bool]) -> float | None:
    """When the earliest pending item on a host with room is due, epoch seconds; None if none."""
    rows = (
        db.execute(
            "SELECT not_before FROM items INDEXED BY items_pending WHERE state = 'pending'"
            " AND source_id = ? AND host = ? ORDER BY not_before LIMIT 1",
            pair,
        ).fetchone()
        for pair in pairs(db, sources)
        if may(pair[1])
    )
    # Another worker may have claimed the last one of a pair since the pair was found.
    times = (float(row[0]) for row in rows if row is not None)
    return min(times, default=None)
