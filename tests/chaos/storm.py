# SPDX-License-Identifier: GPL-3.0-or-later
"""(B) Killed at random, again and again, while the far end fails at random; then all is well."""

import time
from collections import Counter

from tests.chaos.driver import Found, Lane

KILLS_AN_EPISODE = 10
_LONGEST = 0.4
"""Seconds within which a process is killed."""

_MOST_CALLS = 1400
"""About what a sync of a dozen tracks makes; later calls are reached less often."""


def episode(lane: Lane, kills: int, results: Counter[str]) -> None:
    """So many kills in a row on one profile, and a sync that converges.

    Where a sync gets to its end before it is killed, the next one begins with nothing again.
    """
    lane.go_back()
    done = 0
    while done < kills:
        lane.far.chance = lane.random.choice((0.0, 0.2, 0.5))
        kind = lane.random.choice(("call", "call", "moment", "moment", "service"))
        if kind == "service":
            killed, fate = _kill_service(lane)
        elif kind == "call":
            at = int(_MOST_CALLS * lane.random.random() ** 2) + 1
            killed, fate = _sync(lane, at, 30.0)
        else:
            killed, fate = _sync(lane, 0, lane.random.uniform(0.02, _LONGEST))
        done += killed
        results["kills" if killed else "syncs that ended before"] += 1
        lane.check(f"kill {done} of {kills} ({fate})" if killed else f"a sync after kill {done}")
        if not killed:
            lane.converge(f"after {done} kills")
            lane.go_back()
    lane.converge(f"after {kills} kills")
    results["converged"] += 1


def _sync(lane: Lane, at: int, seconds: float) -> tuple[bool, str]:
    """Whether it was killed, and where."""
    process = lane.start("sync", "--json", at=at)
    status = process.wait(seconds)
    if status is None:
        process.kill()
        status = process.wait(0)
    lane.note(process)
    if status not in {0, 1, 3, -9}:
        raise Found("sync", [f"ended with {status}: {process.said()}"])
    return status == -9, process.fate() or f"after {seconds:.3f} s"


def _kill_service(lane: Lane) -> tuple[bool, str]:
    """Kills an instance without a window while a command waits for its sync."""
    service = lane.start("--headless")
    deadline = time.monotonic() + 30
    while b"running without a window" not in service.output.read_bytes():
        if service.wait(0.005) is not None or time.monotonic() > deadline:
            service.kill()
            raise Found("service", [f"did not come up: {service.said()}"])
    sync = lane.start("sync", "--json", beside=True)
    seconds = lane.random.uniform(0.02, _LONGEST)
    sync.wait(seconds)
    service.kill()
    # Whoever asked is told, and does not wait for ever.
    if sync.wait(10) is None:
        sync.kill()
        raise Found("service", ["whoever asked for the sync was not told of its end"])
    lane.note(sync)
    return True, f"the service, {seconds:.3f} s after it was asked"
