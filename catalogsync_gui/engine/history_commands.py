# SPDX-License-Identifier: GPL-3.0-or-later
"""The history, as the window and the command line ask for it. Runs on a desk."""

from dataclasses import dataclass

from catalogsync_gui.core.history import Cause, CauseGroup, OutcomeCounts, Reading
from catalogsync_gui.core.models import Job
from catalogsync_gui.engine.desk import Desk


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job with what is on record of it.

    :ivar names: of its sources, in their order; empty for one that nothing is known of.
    """

    job: Job
    names: tuple[str, ...]
    outcomes: OutcomeCounts
    readings: tuple[Reading, ...]
    causes: tuple[CauseGroup, ...]


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job and the names of its sources, in their order; empty for one that is not known."""

    job: Job
    names: tuple[str, ...]


def listed(desk: Desk, offset: int, limit: int) -> tuple[ListedJob, ...]:
    """Some jobs, the last one first."""
    names = desk.store.history.source_names()
    return tuple(
        ListedJob(job, tuple(names.get(source, "") for source in job.sources))
        for job in desk.store.jobs.recent(limit, offset)
    )


def details(desk: Desk, job: int) -> JobDetails:
    """What is on record of a job.

    :raises UnknownThing: there is no such job, or not any more.
    """
    history = desk.store.history
    found = desk.store.jobs.one(job)
    names = history.source_names()
    return JobDetails(
        found,
        tuple(names.get(source, "") for source in found.sources),
        history.counts(job),
        tuple(history.readings(job)),
        tuple(history.causes(job)),
    )


def retry_causes(desk: Desk, causes: tuple[Cause, ...], job: int | None = None) -> int:
    """Puts what failed by these causes back to pending; how many items.

    :param job: only what failed by them in this job, and has failed still.
    """
    return sum(desk.store.history.retry(cause, job) for cause in causes)


def clear(desk: Desk) -> int:
    """Takes all syncs that have ended out of the history; how many. Tracks and files stay."""
    return desk.store.pruning.hide()
