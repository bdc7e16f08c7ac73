# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that tell what was: the items of a job, and errors by cause."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import batches, show_array, show_table
from catalogsync_gui.control.wording import count, duration, moment, plain, size
from catalogsync_gui.core.history import CauseGroup, JobWhy, Outcome, mean_speed, took
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.commands import find_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.history_commands import JobDetails, details

_LONGEST_WORDS = 1000

WHY_WORDS = {
    JobWhy.SCHEDULED: "by schedule",
    JobWhy.DUE: "failed tracks were due",
    JobWhy.ASKED: "asked for",
    JobWhy.RETRY: "tried again",
    JobWhy.UNKNOWN: "-",
}


def one_job(desk: Desk, call: Call) -> int:
    """A job: its figures, and how its items ended; the last one first."""
    job = call.args.job
    found = details(desk, job)
    state = ItemState(call.args.state) if call.args.state else None
    rows: Iterator[Outcome] = batches(partial(desk.store.history.page, job, state=state))
    if call.args.json:
        show_array(map(_outcome_object, rows), call.out)
        return 0
    for line in _figures(found, desk.clock.now()):
        call.out(line)
    show_table(
        ("ITEM>", "RESULT", "ENDED", "BYTES>", "TOOK>", "ARTIST", "TITLE", "FILE OR REASON"),
        (
            (
                "-" if row.item is None else str(row.item),
                row.state.value,
                moment(row.at),
                size(row.bytes) if row.bytes else "-",
                duration(row.seconds) if row.tries else "-",
                row.artist or "-",
                row.title or "-",
                row.error.message if row.error else row.path or "-",
            )
            for row in rows
        ),
        call.out,
    )
    return 0


def _figures(found: JobDetails, now: float) -> Iterator[str]:
    job = found.job
    counts = job.counts
    names = ", ".join(plain(name) or "a removed source" for name in found.names)
    why = WHY_WORDS[JobWhy(job.why)]
    yield f"sync {job.id}: {job.state.value}, {why}, began {moment(job.started_at)}, " + (
        f"took {duration(took(job, now))}"
    )
    speed = mean_speed(job, now)
    yield (
        f"{counts.done} done, {counts.failed} failed, {counts.skipped} skipped, "
        f"{size(counts.bytes)}" + (f", {size(speed)}/s on average" if speed else "")
    )
    if names:
        yield f"of {names}"
    if job.error is not None:
        yield f"ended by: {plain(job.error.message, _LONGEST_WORDS)}"
    for reading in found.readings:
        if reading.error is not None:
            name = plain(reading.source_name) or "a removed source"
            yield f"{name} could not be read: {plain(reading.error.message, _LONGEST_WORDS)}"


def _outcome_object(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome) | {"speed": outcome.speed}


def errors(desk: Desk, call: Call) -> int:
    """What has failed now, or failed in a job, by cause; the largest group first."""
    job = call.args.job
    if job is not None:
        desk.store.jobs.one(job)
    groups = desk.store.history.causes(job)
    if call.args.json:
        show_array(map(_group_object, groups), call.out)
        return 0
    show_table(
        ("ITEMS>", "OPEN>", "KIND", "SOURCE", "SERVER", "NEXT TRY", "FOR EXAMPLE"),
        (
            (
                str(group.count),
                str(group.open),
                group.cause.kind,
                group.source_name or "-",
                group.cause.host,
                moment(group.next_at),
                f"{group.title}: {group.example}",
            )
            for group in groups
        ),
        call.out,
    )
    return 0


def _group_object(group: CauseGroup) -> dict[str, Any]:
    data = asdict(group)
    cause: dict[str, Any] = data.pop("cause")
    return cause | data


def retry_kind(desk: Desk, call: Call) -> int:
    """Puts what has failed now by an error of one kind back to pending."""
    args = call.args
    source = find_source(desk, args.source) if args.source else None
    history = desk.store.history
    number = sum(
        history.retry(group.cause)
        for group in history.causes()
        if args.kind in (None, group.cause.kind)
        and source in (None, group.cause.source)
        and args.server in (None, group.cause.host)
    )
    call.out(f"{count(number, 'item')} put back to pending")
    return 0
