# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker gives no sign for so long that its item is given to another, and then wakes up."""

import queue
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress

from tests.chaos.driver import SETTLES_WITHIN, Found, Lane, Process

_LEASE = 0.3
"""Seconds for which an item's first claim holds."""

_PATIENCE = 20.0


def late_worker(lane: Lane, results: Counter[str]) -> None:
    """The late one changes nothing: neither the item's row nor what the other makes of it.

    :raises Found: it does.
    """
    lane.go_back()
    lane.far.hold = path = next(iter(lane.far.sounds))
    process = lane.start("sync", "--json", lease=_LEASE)
    try:
        with suppress(queue.Empty):
            # Both have half of the track.
            late, other = (lane.far.held.get(timeout=_PATIENCE) for _ in range(2))
            item, before = _claim(lane, path)
            late.set()
            told = _end_of_the_late(process, item)
            _, after = _claim(lane, path)
            other.set()
            status = process.wait(SETTLES_WITHIN)
            lane.note(process)
            results["late workers"] += 1
            if before != after or status != 0:
                raise Found(
                    f"a late worker ({told})",
                    [f"the claim was {before} and is {after}; the sync ended with {status}"],
                )
            lane.check("a late worker", settled=True)
            return
        raise Found("a late worker", [f"its item was not given to another: {process.said()}"])
    finally:
        lane.far.hold = None
        while not lane.far.held.empty():
            lane.far.held.get().set()
        if process.wait(0) is None:
            process.kill()


def _claim(lane: Lane, path: str) -> tuple[int, tuple[str, int, int]]:
    """An item, and its state, worker and claim."""
    with closing(sqlite3.connect(lane.profile / "catalog-sync.db")) as db:
        row = db.execute(
            "SELECT id, state, worker_id, claim FROM items"
            " WHERE json_extract(media, '$.address') = ?",
            (f"{lane.far.address}{path}",),
        ).fetchone()
    return row[0], row[1:]


def _end_of_the_late(process: Process, item: int) -> str:
    """What was told of the end of the item's first worker; empty if nothing in time."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.wait(0.01) is None:
        events = [event for event in process.events() if event.get("item") == item]
        for event in events:
            if event["event"] == "item_finished" and event["worker"] == events[0]["worker"]:
                return f"{event['state']}: {event['error'] or event['path']}"
    return ""
