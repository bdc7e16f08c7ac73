# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of an engine as a person reads it."""

import math
from collections.abc import Iterator

from catalogsync_gui.control.wording import duration, moment, plain, size
from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.core.week_grid import HourState


def status_lines(status: EngineStatus) -> Iterator[str]:
    """First what it does, then each download, then what is wrong and what comes next."""
    yield _headline(status)
    if status.waking_until is not None:
        yield f"waits for the library's computer to wake up, until {moment(status.waking_until)}"
    for row in status.workers:
        yield "  " + _worker(row)
    pace = pace_text(status.pace)
    if pace:
        yield pace
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
        waits = ", as soon as the network is not metered" if status.syncs_wait else ""
        yield f"next sync: {moment(following)}{waits}"


_WHO = {
    PaceCause.ASKED: ", as you asked",
    PaceCause.SCHEDULE: " by your schedule",
    PaceCause.METERED: " on this metered network",
    PaceCause.SETTING: "",
}


def pace_text(pace: Pace) -> str:
    """How fast downloads may be; empty for the usual full speed."""
    until = f" until {moment(pace.until)}" if pace.until is not None else ""
    match pace.state:
        case HourState.OFF:
            return f"downloads are off{until}{_WHO[pace.cause]}"
        case HourState.LIMITED:
            return f"downloads are limited to {pace.kbps} kB/s{until}{_WHO[pace.cause]}"
    asked = pace.cause is PaceCause.ASKED
    return f"downloads go at full speed{until}, as you asked" if asked else ""


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
