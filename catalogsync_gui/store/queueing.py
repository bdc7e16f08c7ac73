# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does to the queue: its order, what is held back, what is not wanted.

No transition of a claimed item happens here (see ``store.items``): what is wanted of one is noted,
and the worker that is told to let go of it carries that out. Everything takes any number of items,
in transactions of a bearable size between which workers get their turn.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence

from catalogsync_gui.core.queueing import Changed, Priority, Wish
from catalogsync_gui.store.claims import OWN_PRIORITY
from catalogsync_gui.store.connection import Connection

_BATCH = 2_000
_THESE = "id IN (SELECT value FROM json_each(:items))"
_CLAIMED = "state IN ('running', 'placing')"
_FRESH = "attempts = 0, not_before = 0, retry_at = NULL"
_LEAST_GAP = 1e-6

_HOLD = (
    f"UPDATE items SET state = 'held' WHERE {_THESE} AND state IN ('pending', 'failed')",
    f"UPDATE items SET wish = 'held' WHERE {_THESE} AND {_CLAIMED} RETURNING id, claim",
)
_RESUME = (
    f"UPDATE items SET state = 'pending', {_FRESH} WHERE {_THESE} AND state = 'held'",
    f"UPDATE items SET wish = '' WHERE {_THESE} AND {_CLAIMED} AND wish = 'held'",
)
# What is fetched again has its old file all the while, and that is what it would fall back to.
_CANCEL = (
    f"UPDATE items SET was = state, wish = 'unwanted', state = 'skipped' WHERE {_THESE}"
    " AND state IN ('pending', 'held', 'failed') AND media IS NOT NULL AND file_id IS NULL",
    f"UPDATE items SET was = 'pending', wish = 'unwanted' WHERE {_THESE} AND {_CLAIMED}"
    " AND file_id IS NULL RETURNING id, claim",
)
_REINSTATE = (
    f"UPDATE items SET state = was WHERE {_THESE} AND state = 'skipped' AND wish = 'unwanted'"
    " AND was <> ''",
    f"UPDATE items SET wish = '', was = '' WHERE {_THESE} AND {_CLAIMED} AND wish = 'unwanted'",
)
_AGAIN = (
    f"UPDATE items SET state = 'pending', {_FRESH} WHERE {_THESE} AND media IS NOT NULL"
    " AND state IN ('failed', 'missing', 'skipped', 'held')",
    f"UPDATE items SET wish = '', was = '' WHERE {_THESE} AND {_CLAIMED} AND wish <> ''",
)
_AT_ONCE = (f"UPDATE items SET {_FRESH} WHERE {_THESE} AND state = 'pending' AND not_before > 0",)
_TO_COME = "state IN ('pending', 'held', 'failed')"
_EDGE = (
    "SELECT COALESCE({least}(at), 0) FROM (SELECT {least}(place) AS at FROM items"
    " WHERE place IS NOT NULL UNION ALL SELECT {least}(id) FROM items)"
)


class QueueStore:
    """Queries about the queue's order and its items. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def hold(self, items: Sequence[int]) -> Changed:
        """Holds items back that wait, failed or run, until a person resumes them."""
        return self._change(_HOLD, items)

    def resume(self, items: Sequence[int]) -> Changed:
        """Has items wait for their turn again that are held back."""
        return self._change(_RESUME, items)

    def cancel(self, items: Sequence[int]) -> Changed:
        """Leaves items out that wait, are held, failed or run: nobody wants them."""
        return self._change(_CANCEL, items)

    def reinstate(self, items: Sequence[int]) -> Changed:
        """Takes :meth:`cancel` back: what it left out is what it was before."""
        return self._change(_REINSTATE, items)

    def again(self, items: Sequence[int]) -> Changed:
        """Has items wait for their turn that failed, are held, or were left out or removed."""
        return self._change(_AGAIN, items)

    def later(self, items: Sequence[int]) -> Changed:
        """Puts items behind all others of their priority; those that run are put back."""
        running: list[tuple[int, int]] = []
        count = self._place(items, f"({_TO_COME} OR {_CLAIMED})", None, first=False)
        for batch in _batches(items):
            rows = self._db.execute(
                f"SELECT id, claim FROM items WHERE {_THESE} AND {_CLAIMED}",
                {"items": json.dumps(batch)},
            )
            running += rows.fetchall()
        return Changed(count, tuple(running))

    def start_now(self, items: Sequence[int]) -> Changed:
        """Puts items before everything else, and has them wait for their turn whatever they were.

        One that runs stays as it is, and so does one that is done. One that was to be tried again
        later is tried now.
        """
        self._change(_AGAIN + _AT_ONCE, items)
        return Changed(self._place(items, "state = 'pending'", Priority.FIRST, first=True))

    def to_top(self, items: Sequence[int]) -> Changed:
        """Puts items that are still to come before everything else, in this order."""
        return Changed(self._place(items, _TO_COME, Priority.FIRST, first=True))

    def to_bottom(self, items: Sequence[int]) -> Changed:
        """Puts items that are still to come behind everything else, in this order."""
        return Changed(self._place(items, _TO_COME, Priority.LOW, first=False))

    def set_priority(self, items: Sequence[int], priority: Priority) -> Changed:
        """Gives items that are not done a priority; within it they keep their place."""
        return self._change(
            (f"UPDATE items SET priority = {priority.rank} WHERE {_THESE} AND state <> 'done'",),
            items,
        )

    def move(self, items: Sequence[int], anchor: int, *, before: bool) -> Changed:
        """Puts items next to another one, in this order and with its priority.

        :param before: else behind it.
        """
        moved = [item for item in items if item != anchor]
        for _ in range(2):
            found = self._gap(anchor, before=before)
            if found is None:
                return Changed()
            level, low, high = found
            step = (high - low) / (len(moved) + 1)
            if step >= _LEAST_GAP:
                return Changed(self._spread(moved, _TO_COME, low + step, step, level))
            self._renumber()
        return Changed()

    def is_unwanted(self, item: int) -> bool:
        """Whether an item that a worker holds is not wanted any more."""
        row = self._db.execute("SELECT wish FROM items WHERE id = ?", (item,)).fetchone()
        return row is not None and row[0] == Wish.UNWANTED

    def parts(self) -> list[tuple[int, str]]:
        """Item and part file (relative to the library) of what nobody wants."""
        return self._db.execute(
            "SELECT id, part_path FROM items WHERE part_path <> '' AND state = 'skipped'"
            " AND wish = 'unwanted'"
        ).fetchall()

    def forget_part(self, item: int) -> None:
        """The part file of an item that nobody wants is gone."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE items SET part_path = '', part_validator = '', part_total = NULL"
                " WHERE id = ? AND state = 'skipped'",
                (item,),
            )

    def _change(self, statements: Iterable[str], items: Sequence[int]) -> Changed:
        count, running = 0, list[tuple[int, int]]()
        for batch in _batches(items):
            values = {"items": json.dumps(batch)}
            with self._db.write() as db:
                for statement in statements:
                    cursor = db.execute(statement, values)
                    rows = cursor.fetchall()
                    running += rows
                    count += len(rows) if "RETURNING" in statement else cursor.rowcount
        return Changed(count, tuple(running))

    def _place(
        self, items: Sequence[int], which: str, priority: Priority | None, *, first: bool
    ) -> int:
        """Puts items at an end of the queue; how many."""
        edge = self._db.execute(_EDGE.format(least="MIN" if first else "MAX")).fetchone()[0]
        start = float(edge - len(items) if first else edge + 1)
        rank = None if priority is None else priority.rank
        return self._spread(items, which, start, 1.0, rank)

    def _spread(
        self, items: Sequence[int], which: str, start: float, step: float, rank: int | None
    ) -> int:
        count = done = 0
        for batch in _batches(items):
            with self._db.write() as db:
                count += db.execute(
                    "UPDATE items SET place = :start + :step * (:done + j.key),"
                    " priority = COALESCE(:rank, priority)"
                    f" FROM json_each(:items) j WHERE items.id = j.value AND {which}",
                    {
                        "items": json.dumps(batch),
                        "start": start,
                        "step": step,
                        "done": done,
                        "rank": rank,
                    },
                ).rowcount
            done += len(batch)
        return count

    def _gap(self, anchor: int, *, before: bool) -> tuple[int, float, float] | None:
        """The priority of an item, and between which places there is room beside it."""
        row = self._db.execute(
            f"SELECT CASE i.priority WHEN 0 THEN {OWN_PRIORITY} ELSE i.priority END,"
            " COALESCE(i.place, i.id) FROM items i JOIN sources s ON s.id = i.source_id"
            " WHERE i.id = ?",
            (anchor,),
        ).fetchone()
        if row is None:
            return None
        order, sign, least = ("DESC", "<", "MAX") if before else ("ASC", ">", "MIN")
        places = [
            found[0]
            for statement in (
                f"SELECT {least}(place) FROM items WHERE place IS NOT NULL AND place {sign} ?",
                # By id those that were moved are passed over, one by one.
                f"SELECT id FROM items WHERE id {sign} ? AND place IS NULL"
                f" ORDER BY id {order} LIMIT 1",
            )
            if (found := self._db.execute(statement, (row[1],)).fetchone()) is not None
            and found[0] is not None
        ]
        if before:
            return row[0], max(places, default=row[1] - 2.0), row[1]
        return row[0], row[1], min(places, default=row[1] + 2.0)

    def _renumber(self) -> None:
        """Gives all items places with room between them; the order stays."""
        with self._db.write() as db:
            db.execute(
                "UPDATE items SET place = o.place FROM (SELECT id, 1.0 * ROW_NUMBER() OVER"
                " (ORDER BY COALESCE(place, id), id) AS place FROM items) o WHERE items.id = o.id"
            )


def _batches(items: Sequence[int]) -> Iterator[list[int]]:
    left = iter(items)
    while batch := list(itertools.islice(left, _BATCH)):
        yield batch
