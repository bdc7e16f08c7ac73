# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of past syncs: why a job ran, how each of its items ended, and by what causes."""

from dataclasses import dataclass
from enum import StrEnum

from catalogsync_gui.core.models import Counts, ErrorInfo, Job, JobSpec
from catalogsync_gui.core.states import ItemState, StageName

MOST_OUTCOMES = 1_000_000
"""Outcomes that are kept at most, however short a time ago; the figures of their jobs stay."""

PROCESS_GONE = "process_gone"
"""Kind of the error of a job whose program ended before it did."""


class JobWhy(StrEnum):
    """Why a job ran.

    ``scheduled`` and ``due`` (failed items whose time had come) began by themselves; ``asked`` and
    ``retry`` (only what waits, without reading the catalogues) a person started. Empty is not
    known: an earlier version of the program ran it.
    """

    SCHEDULED = "scheduled"
    DUE = "due"
    ASKED = "asked"
    RETRY = "retry"
    UNKNOWN = ""

    @classmethod
    def of(cls, spec: JobSpec) -> "JobWhy":
        """Why a job runs that is asked to do this."""
        if spec.automatic:
            return cls.SCHEDULED if spec.refresh else cls.DUE
        return cls.ASKED if spec.refresh else cls.RETRY


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended in a job. What has become of it since changes nothing of that.

    :ivar item: its id; None when the track is no more.
    :ivar state: done, failed or skipped.
    :ivar at: when it ended, epoch seconds.
    :ivar bytes: transferred by the last attempt. :ivar seconds: how long that took.
    :ivar tries: attempts in a row, the last one included; 0 where none was made.
    :ivar path: where its file is now, relative to the library; empty where there is none.
    :ivar now: the item's present state; None when the track is no more.
    """

    id: int
    job: int
    item: int | None
    source: int
    source_name: str
    state: ItemState
    at: float
    bytes: int
    seconds: float
    tries: int
    title: str
    artist: str
    host: str
    error: ErrorInfo | None
    path: str = ""
    now: ItemState | None = None

    @property
    def speed(self) -> float | None:
        """Bytes a second on average; None where nothing was transferred."""
        return self.bytes / self.seconds if self.bytes and self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Cause:
    """By what items failed: the kind of the error, and where."""

    kind: str
    source: int
    host: str


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """The items that failed by one cause.

    :ivar count: how many failed by it. :ivar open: how many of them have failed still.
    :ivar example: what the error of one of them says. :ivar title: that one's title.
    :ivar next_at: when the first of them is tried again, epoch seconds; None where that has no
        time, and for the causes within a job.
    """

    cause: Cause
    source_name: str
    count: int
    open: int
    example: str
    title: str
    next_at: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a source's catalogue brought in a job; nothing is noted of an unchanged one."""

    source: int
    source_name: str
    playlists: int
    tracks: int
    new: int
    error: ErrorInfo | None = None


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """The outcomes on record of a job, by state."""

    done: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.done + self.failed + self.skipped


def mean_speed(job: Job, now: float) -> float | None:
    """Bytes a second on average while the download stage was open; None if nothing came.

    :param now: epoch seconds; for a job that still runs.
    """
    stage = next((stage for stage in job.stages if stage.name is StageName.DOWNLOAD), None)
    if stage is None or not stage.counts.bytes:
        return None
    seconds = (now if stage.finished_at is None else stage.finished_at) - stage.opened_at
    return stage.counts.bytes / seconds if seconds > 0 else None


def took(job: Job, now: float) -> float:
    """Seconds from a job's beginning to its end, or to ``now`` while it runs."""
    return max(0.0, (now if job.finished_at is None else job.finished_at) - job.started_at)


def total(counts: Counts) -> int:
    """The items that ended."""
    return counts.done + counts.failed + counts.skipped
