# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an item is not there yet, and when something is done about it. Pure.

The facts come from three sides: the item as the database has it, its source, and what the engine
of the profile does now. No message holds a time of day: front ends write :attr:`Reason.next_at`
as their reader expects it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from catalogsync_gui.core.models import ErrorInfo, ItemRow, Source
from catalogsync_gui.core.pace import Pace
from catalogsync_gui.core.queueing import Wish
from catalogsync_gui.core.retry import WAITS
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.week_grid import HourState

ATTEMPTS = len(WAITS) + 1
"""After so many failed attempts an item has failed for good."""


class RestCause(StrEnum):
    """Why a host is left alone."""

    ASKED = "retry_after"
    FAILURES = "host_rests"
    NO_NETWORK = "no_network"


@dataclass(frozen=True, slots=True)
class HostFacts:
    """A host that delivers something now, or rests.

    :ivar running: downloads from it. :ivar most: so many may run at a time.
    :ivar rests_until: epoch seconds until which it is left alone, for ``cause``; None if it is not.
    :ivar why: what went wrong with it last; empty when it delivered since.
    """

    host: str
    running: int = 0
    most: int = 1
    rests_until: float | None = None
    cause: RestCause | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an engine does now, as far as items wait for it.

    :ivar running: whether there is an engine that works by itself (a window or a service).
    :ivar sources: of the job that is open; None while none is.
    :ivar busy: items that run. :ivar crew: so many may run at a time, 0 before workers started.
    :ivar paused_until: epoch seconds, infinite for a pause without a time; None when not paused.
    :ivar held: why the library's volume holds everything up, if it does.
    :ivar problem: what kept the last job from opening, or ended it.
    :ivar next_sync: when the schedule starts a job, epoch seconds; None when it is off.
    :ivar hosts: by name. :ivar pace: how fast downloads may be.
    :ivar syncs_wait: no sync starts by itself on this network, as it is metered.
    :ivar own_schedule: ``next_sync`` is that of one source, and not that of all.
    :ivar next_syncs: when each source is synced next by itself; None for those that never are.
    """

    running: bool = False
    sources: tuple[int, ...] | None = None
    busy: int = 0
    crew: int = 0
    paused_until: float | None = None
    held: ErrorInfo | None = None
    problem: ErrorInfo | None = None
    next_sync: float | None = None
    hosts: Mapping[str, HostFacts] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    syncs_wait: bool = False
    own_schedule: bool = False
    next_syncs: Mapping[int, float | None] = field(default_factory=dict)

    def of(self, source: int) -> "Circumstances":
        """The same for items of one source, which may have a schedule of its own."""
        if source not in self.next_syncs or self.next_syncs[source] == self.next_sync:
            return self
        return replace(self, next_sync=self.next_syncs[source], own_schedule=True)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is not there.

    :ivar kind: short stable word for scripts.
    :ivar message: in words for a person, and what to do where somebody has to do something.
    :ivar next_at: when it is looked at next, epoch seconds; None where that has no time.
    """

    kind: str
    message: str
    next_at: float | None = None


def reason_of(
    item: ItemRow, source: Source | None, around: Circumstances, now: float
) -> Reason | None:
    """Why an item is not there; None for one that is.

    :param source: the item's source as the database has it.
    :param now: epoch seconds.
    """
    around = around.of(item.source)
    match item.state:
        case ItemState.DONE:
            return None
        case ItemState.PLACING if around.sources is None:
            words = "its file is there; the next sync makes sure that it is whole"
            return _waits(around, "placing", words)
        case ItemState.SKIPPED if item.wish is Wish.UNWANTED:
            return _CANCELLED
        case ItemState.SKIPPED:
            error = item.error or ErrorInfo("rule", "it is left out")
            reason = Reason(error.kind, error.message)
        case ItemState.FAILED:
            reason = _failed(item, around, now)
        case ItemState.PENDING:
            reason = _pending(item, around, now)
        case state:
            return _AS_IT_IS[state]
    return _with_source(reason, source)


_CANCELLED = Reason(
    "cancelled_by_you", "you cancelled it, so it is left out; try it again to have it after all"
)

_AS_IT_IS = {
    ItemState.HELD: Reason("held_by_you", "you hold it back; resume it to have it downloaded"),
    ItemState.RUNNING: Reason("running", "it is being downloaded"),
    ItemState.PLACING: Reason("placing", "its file is being put in its place"),
    ItemState.MISSING: Reason(
        "removed_by_you",
        "its file was removed from the library, so it is not fetched again unasked; try it again "
        "to have it back",
    ),
    ItemState.TRASHED: Reason(
        "unlisted", "its catalogue does not list it any more, and its file lies in the trash"
    ),
}


def _pending(item: ItemRow, around: Circumstances, now: float) -> Reason:
    if around.paused_until is not None:
        return Reason("paused", "Catalog Sync is paused", _resumes_at(around))
    if around.sources is None:
        return _no_job(item, around, now)
    return _in_job(item, around, around.sources, now)


def _in_job(item: ItemRow, around: Circumstances, sources: tuple[int, ...], now: float) -> Reason:
    if around.held is not None:
        return Reason(around.held.kind, around.held.message)
    if around.pace.state is HourState.OFF:
        return Reason("downloads_off", around.pace.off_words, around.pace.until)
    if item.source not in sources:
        return _waits(around, "other_job", "the sync that runs now is one of other sources")
    host = around.hosts.get(item.host) if item.host else None
    if host is not None and host.rests_until is not None:
        return _rests(host)
    if item.retry_at is not None and item.retry_at > now:
        return Reason(*_attempt(item), item.retry_at)
    if host is not None and host.running >= host.most:
        return Reason(
            "host_busy",
            f"it waits for its turn at {item.host}: {_downloads(host.running)} from there "
            "(the most at a time)",
        )
    if around.crew and around.busy >= around.crew:
        return Reason(
            "workers_busy",
            f"it waits for its turn: {_downloads(around.busy)} (the setting workers is the limit)",
        )
    return Reason("next", "it is about to be downloaded")


def _no_job(item: ItemRow, around: Circumstances, now: float) -> Reason:
    problem = around.problem
    if problem is not None and _keeps_from_running(problem):
        return Reason(problem.kind, problem.message, around.next_sync)
    if item.error is not None and item.retry_at is not None and item.retry_at > now:
        kind, message = _attempt(item)
        return _waits(around, kind, message)
    return _waits(around, "schedule", "it waits for the next sync")


def _failed(item: ItemRow, around: Circumstances, now: float) -> Reason:
    error = item.error or ErrorInfo("failed", "it failed for a reason that is not on record")
    if item.with_next_sync:
        words = f"{_sentence(error.message)} The next sync asks again"
        return _waits(around, "credentials", words)
    if item.retry_at is None:
        tries = f" after {item.attempts} attempts" if item.attempts >= ATTEMPTS else ""
        return Reason(
            "gave_up",
            f"{_sentence(error.message)} It is not tried again by itself{tries}. "
            f"{_GONE_ADVICE if error.kind in _GONE else _ANY_ADVICE}",
        )
    kind, message = _attempt(item)
    if not around.running or around.paused_until is not None:
        return _waits(around, kind, message)
    if around.next_sync is None and error.kind != "no_network":
        # Only what a missing network cut short goes on by itself while the schedule is off.
        return _waits(around, kind, message)
    return Reason(kind, message, max(item.retry_at, now))


# Kinds of MediaGone.
_GONE = frozenset({"gone", "http_404", "http_410"})
_GONE_ADVICE = "Should it be back at the server, try it again by hand"
_ANY_ADVICE = "See to the cause, then try it again by hand"


def _attempt(item: ItemRow) -> tuple[str, str]:
    """Kind and words of what an item waits for that was tried before."""
    error = item.error or ErrorInfo("retry", "it is tried again")
    if not item.attempts:
        # No try was lost: it was nobody's fault, or the host's.
        return ("host_rests" if error.kind == "host_silent" else error.kind), error.message
    return "retry", f"attempt {item.attempts} of {ATTEMPTS} failed: {error.message}"


def _rests(host: HostFacts) -> Reason:
    cause = host.cause or RestCause.FAILURES
    match cause:
        case RestCause.ASKED:
            words = f"{host.host} asks to be left alone for a while"
        case RestCause.NO_NETWORK:
            words = "this machine has no network connection"
        case _:
            words = f"{host.host} is left alone for a while after several failures"
    return Reason(cause.value, f"{words} ({host.why})" if host.why else words, host.rests_until)


def _resumes_at(around: Circumstances) -> float | None:
    return None if around.paused_until == float("inf") else around.paused_until


def _waits(around: Circumstances, kind: str, message: str) -> Reason:
    """Something that only the next sync sees to."""
    message = message.rstrip(".")
    if not around.running:
        return Reason(
            "not_running" if kind == "schedule" else kind,
            f"{message}; no sync starts by itself, as Catalog Sync is not running",
        )
    if around.paused_until is not None:
        return Reason(kind, f"{message}; Catalog Sync is paused", _resumes_at(around))
    if around.next_sync is None and around.own_schedule:
        return Reason(
            "schedule_off" if kind == "schedule" else kind,
            f"{message}; its source is not synced by itself, as its schedule says or as it cannot "
            "be read",
        )
    if around.next_sync is None:
        return Reason(
            "schedule_off" if kind == "schedule" else kind,
            f"{message}; no sync starts by itself (the setting refresh_hours says so)",
        )
    if around.syncs_wait:
        return Reason(
            "metered" if kind == "schedule" else kind,
            f"{message}; none starts by itself on this metered network (the setting on_metered "
            "says so)",
        )
    return Reason(kind, message, around.next_sync)


def _with_source(reason: Reason, source: Source | None) -> Reason:
    """Says so where the source itself is in trouble: new addresses do not come either."""
    trouble = (source.paused or source.error) if source is not None else ""
    if source is None or not trouble:
        return reason
    words = f"{_sentence(reason.message)} Its source {source.name!r} could not be read"
    return Reason(reason.kind, f"{words}: {trouble}", reason.next_at)


def _keeps_from_running(problem: ErrorInfo) -> bool:
    """Whether a problem is one that no job can begin with; others are of a job that has ended."""
    return problem.kind in _NO_START or problem.kind.startswith("storage")


_NO_START = frozenset({"no_library", "library_changed", "cannot_run", "database"})


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _downloads(count: int) -> str:
    return "1 download runs" if count == 1 else f"{count} downloads run"


def circumstances_json(around: Circumstances) -> dict[str, Any]:
    """What ``status --json`` says for the ``items`` and ``why`` of other processes."""
    held = around.held
    return {
        "sources": None if around.sources is None else list(around.sources),
        "crew": around.crew,
        "pace": around.pace.to_json(),
        "syncs_wait": around.syncs_wait,
        "next_syncs": [{"source": source, "at": at} for source, at in around.next_syncs.items()],
        "held": {"kind": held.kind, "message": held.message} if held else None,
        "hosts": [
            {
                "host": host.host,
                "running": host.running,
                "most": host.most,
                "rests_until": host.rests_until,
                "cause": host.cause.value if host.cause else None,
                "message": host.why,
            }
            for host in around.hosts.values()
        ],
    }


def circumstances_from(data: Mapping[str, Any]) -> Circumstances:
    """The circumstances in an answer of ``status --json``.

    :raises KeyError, TypeError, ValueError: it is none; another version may have written it.
    """
    paused = data["paused_until"] if data["paused"] else None
    hosts = (
        HostFacts(
            host=host["host"],
            running=host["running"],
            most=host["most"],
            rests_until=host["rests_until"],
            cause=RestCause(host["cause"]) if host["cause"] else None,
            why=host["message"],
        )
        for host in data["hosts"]
    )
    return Circumstances(
        running=True,
        sources=None if data["sources"] is None else tuple(data["sources"]),
        busy=len(data["workers"]),
        crew=data["crew"],
        paused_until=float("inf") if data["paused"] and paused is None else paused,
        held=ErrorInfo(**data["held"]) if data["held"] else None,
        problem=ErrorInfo(**data["problem"]) if data["problem"] else None,
        next_sync=data["next_sync"],
        hosts={host.host: host for host in hosts},
        pace=Pace.from_json(data.get("pace")),
        syncs_wait=data.get("syncs_wait", False),
        next_syncs={one["source"]: one["at"] for one in data.get("next_syncs", ())},
    )
