# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of an engine as a person reads it."""

import math
from collections.abc import Iterator

from catalogsync_gui.control.wording import duration, moment, plain, size
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.status import EngineStatus


def status_lines(status: EngineStatus) -> Iterator[str]:
    """First what it does, then each download, then what is wrong and what comes next."""
    yield _headline(status)
    for row in status.workers:
        yield "  " + _worker(row)
    for host in status.hosts:
        if host.rests_until is not None:
            why = f" ({plain(host.why)})" if host.why else ""
            yield f"waits for {plain(host.host)} until {moment(host.rests_until)}{why}"
    if status.problem is not None:
        yield f"problem: {plain(status.problem.message)}"
    last = status.last_job
    if status.job is None and last is not None:
        yield (
            f"last sync: {last.state.value}, {last.done} done, {last.failed} failed, "
            f"ended {moment(last.at)}"
        )
    following = max((at for at in (status.next_sync, status.paused_until) if at), default=0.0)
    if status.next_sync is not None and math.isfinite(following):
        yield f"next sync: {moment(following)}"


def _headline(status: EngineStatus) -> str:
    words = status.state.value
    if status.paused_until is not None and math.isfinite(status.paused_until):
        words += f" until {moment(status.paused_until)}"
    if status.job is None:
        return words
    counts = status.counts
    return (
        f"{words}: sync {status.job}, {status.stage or 'starting'}; {counts.done} done, "
        f"{counts.failed} failed, {counts.skipped} skipped; {size(status.speed)}/s"
    )


def _worker(row: WorkerRow) -> str:
    share = f"{100 * row.received // row.total:3d} %" if row.total else "  -  "
    left = f", {duration(row.eta)} left" if row.eta is not None else ""
    return (
        f"{share} {plain(row.title)}, {row.phase}, {size(row.received)}, {size(row.speed)}/s{left}"
    )
