# SPDX-License-Identifier: GPL-3.0-or-later
"""(A) At every single call that changes a file: killed there, and refused there.

The calls are counted by a library in LD_PRELOAD (shim.c), because that is exact and costs nothing:
one count for the program and its tag processes, SQLite's calls among them. ``strace -e inject``
counts for each thread by itself, so that "every k-th of all" cannot be said with it, and stops the
process twice at every call. What a library cannot see is a call that bypasses the C library;
neither CPython, Qt nor SQLite does that for these calls.

A commit of SQLite is its writes to the write-ahead log and the fsync that follows: both are among
the calls.
"""

import errno
from collections import Counter

from tests.chaos.driver import SETTLES_WITHIN, TRACE, Found, Lane, Process

REFUSALS = (errno.EIO, errno.ENOSPC)


def calls_of_a_sync(lane: Lane) -> list[str]:
    """The calls that a sync of this lane makes, in their order: what, and on which file."""
    lane.go_back()
    return lane.must("sync", "--json", at=TRACE).calls()


def kill_at(lane: Lane, at: int, results: Counter[str], only: str = "") -> None:
    """One sync killed at a call, and one that converges.

    :param only: a pattern for the calls that are counted; empty: all.
    """
    lane.go_back()
    process = lane.start("sync", "--json", at=at, only=only)
    status = process.wait(SETTLES_WITHIN)
    where = f"killed at call {at} ({process.fate()})"
    if status == 0:
        results["ended before the call"] += 1
    elif status == -9:
        results["kills"] += 1
    else:
        raise _not_ended(where, process, status)
    _go_on(lane, process, where)


def refuse_at(lane: Lane, at: int, error: int, results: Counter[str]) -> None:
    """One sync in which one call fails, which has to come to its end, and one that converges."""
    lane.go_back()
    process = lane.start("sync", "--json", at=at, error=error)
    status = process.wait(SETTLES_WITHIN)
    where = f"{errno.errorcode[error]} at call {at} ({process.fate()})"
    if status not in {0, 1, 3}:
        raise _not_ended(where, process, status)
    results[f"refusals, ended with {status}"] += 1
    _go_on(lane, process, where)


def _go_on(lane: Lane, process: Process, where: str) -> None:
    lane.note(process)
    lane.check(where)
    lane.converge(f"{where}, then a sync")


def _not_ended(where: str, process: Process, status: int | None) -> Found:
    if status is None:
        process.kill()
    return Found(where, [f"ended with {status} (None: not within a minute): {process.said()}"])
