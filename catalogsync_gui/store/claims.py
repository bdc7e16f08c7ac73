# SPDX-License-Identifier: GPL-3.0-or-later
"""Which item a worker gets: an order that is fair to hosts, by index look-ups only.

The pending items of a source lie in the index (source, host, not_before, id). A claim walks the
distinct (source, host) pairs by skipping from one to the next, starts behind the pair that was
served last, and takes the first item that is due on the first host that has room. Its cost grows
with the hosts it has to pass over and never with the number of items.
"""

from collections.abc import Callable, Iterator, Sequence

from catalogsync_gui.store.connection import Connection

Pair = tuple[int, str]
"""A source id and a host."""

_NEXT_HOST = """
    SELECT host FROM items INDEXED BY items_pending
    WHERE state = 'pending' AND source_id = ? AND host > ? ORDER BY host LIMIT 1
"""
_FIRST_HOST = """
    SELECT host FROM items INDEXED BY items_pending
    WHERE state = 'pending' AND source_id = ? ORDER BY host LIMIT 1
"""
_DUE = """
    SELECT id FROM items INDEXED BY items_pending
    WHERE state = 'pending' AND source_id = ? AND host = ? AND not_before <= ?
    ORDER BY not_before, id LIMIT 1
"""


def pairs(db: Connection, sources: Sequence[int]) -> Iterator[Pair]:
    """The distinct (source, host) pairs that have pending items."""
    for source in sources:
        row = db.execute(_FIRST_HOST, (source,)).fetchone()
        while row is not None:
            yield source, row[0]
            row = db.execute(_NEXT_HOST, (source, row[0])).fetchone()


def _pairs_after(db: Connection, sources: Sequence[int], last: Pair | None) -> Iterator[Pair]:
    if last is None or last[0] not in sources:
        yield from pairs(db, sources)
        return
    here = sources.index(last[0])
    row = db.execute(_NEXT_HOST, last).fetchone()
    while row is not None:
        yield last[0], row[0]
        row = db.execute(_NEXT_HOST, (last[0], row[0])).fetchone()
    yield from pairs(db, [*sources[here + 1 :], *sources[:here]])
    for pair in pairs(db, [last[0]]):
        yield pair
        if pair[1] >= last[1]:
            return


def find_due(
    db: Connection,
    sources: Sequence[int],
    now: float,
    may: Callable[[str], bool],
    last: Pair | None,
) -> tuple[int, Pair] | None:
    """The item to claim next, and its pair; None when nothing is due on a host with room.

    :param may: whether the host can take one more download now.
    """
    for pair in _pairs_after(db, sources, last):
        if may(pair[1]):
            row = db.execute(_DUE, (*pair, now)).fetchone()
            if row is not None:
                return row[0], pair
    return None


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
