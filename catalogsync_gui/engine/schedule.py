# SPDX-License-Identifier: GPL-3.0-or-later
"""When the next syncs start by themselves."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.retry import LONGEST
from catalogsync_gui.core.schedule import Rule, ScheduleFacts, SourceTimes
from catalogsync_gui.pipeline.clock_jumps import ClockWatch

_LOOK_EVERY_MS = 30_000
_SETTLE = 60.0
"""Seconds after a start, or after a sleep, before a sync that was missed begins: the network may
still come up."""


class Schedule(QObject):
    """Looks at the clock instead of counting down, so that a sleep or a changed clock is noticed.

    Lives in the main thread.
    """

    due = Signal(object)
    """JobSpec: a sync is due, of some sources or of all; without a refresh when only items are."""

    def __init__(
        self, clock: Clock, held: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """Takes what it looks at.

        :param held: whether nothing may start by itself now; what is due then starts afterwards.
        """
        super().__init__(parent)
        self._clock = clock
        self._held = held
        self._watch = ClockWatch(clock)
        self._general = Rule()
        self._sources: dict[int, SourceTimes] = {}
        self._last: dict[int, float] = {}
        # Times of day that went by before somebody chose them were not missed.
        self._since: dict[int, float] = {}
        self._started = clock.now()
        self._retry_at: float | None = None
        self._network_at: float | None = None
        self._waiting: JobSpec | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begins to look."""
        self._started = self._clock.now()
        self._timer.start()

    def stop(self) -> None:
        """Ends the looking."""
        self._timer.stop()

    @property
    def general(self) -> Rule:
        """The rule of the sources that have none of their own."""
        return self._general

    @property
    def sources(self) -> tuple[SourceTimes, ...]:
        """What is known of every source."""
        return tuple(self._sources.values())

    def go_by(self, rule: Rule) -> None:
        """Sets the rule of the sources that have none of their own."""
        before, self._general = self._general, rule
        if before != rule and self._timer.isActive():
            now = self._clock.now()
            self._since |= {key: now for key, one in self._sources.items() if one.rule is None}
        if not self._active():
            self._waiting = None

    def know(self, facts: ScheduleFacts) -> None:
        """Takes what the database knows now: at the start, after a job, after a change."""
        now = self._clock.now()
        before, self._sources = self._sources, {source.id: source for source in facts.sources}
        for key, source in self._sources.items():
            known = before.get(key)
            if known is not None and known.rule != source.rule:
                self._since[key] = now
            # A time in the future was told by a clock that has been set right meanwhile.
            tried = source.tried_at if source.tried_at <= now else 0.0
            self._last[key] = max(tried, self._last.get(key, 0.0))
        for times in (self._last, self._since):
            for key in times.keys() - self._sources.keys():
                del times[key]
        self._retry_at, self._network_at = facts.retry_at, facts.network_at

    def finished(self, facts: ScheduleFacts) -> None:
        """A job ended, and this is what the database knows now."""
        self._waiting = None
        self.know(facts)

    def put_off(self, spec: JobSpec) -> None:
        """What was due could not begin, for the library is not there: asks again at every look."""
        self._waiting = spec if self._waiting is None else _together(self._waiting, spec)

    def next_of(self, source: int) -> float | None:
        """When a source is synced next by itself, epoch seconds; None for never."""
        known = self._sources.get(source)
        if known is None or known.resting or not self._timer.isActive():
            return None
        rule = known.rule or self._general
        last = self._last[source]
        at = rule.after(max(last, self._since.get(source, 0.0)) if rule.times else last)
        if at is None:
            return None
        rests = known.not_before
        if rests is not None and rests <= self._clock.now() + LONGEST:
            at = max(at, rests)
        return max(at, self._started + _SETTLE)

    def next_times(self) -> dict[int, float | None]:
        """When each source is synced next by itself; None for those that never are."""
        return {source: self.next_of(source) for source in self._sources}

    @property
    def next_refresh(self) -> float | None:
        """When the next scheduled sync is due, epoch seconds; None when none is."""
        times = [at for at in map(self.next_of, self._sources) if at is not None]
        return min(times, default=None)

    def look(self) -> None:
        """Looks at the clock; emits ``due`` when it is time."""
        now = self._clock.now()
        if self._watch.jump():
            self._started = now
        # A clock that was set back must not put the next sync years away.
        self._started = min(self._started, now)
        for times in (self._last, self._since):
            times.update({key: min(at, now) for key, at in times.items()})
        if self._held():
            return
        active = self._active()
        refresh = [key for key in active if _has_come(self.next_of(key), now)]
        if refresh:
            self._last |= dict.fromkeys(refresh, now)
            self._emit(JobSpec(self._named(refresh), automatic=True))
        elif self._waiting is not None:
            self._emit(self._waiting)
        elif active and _is_due(self._retry_at, now):
            self._retry_at = self._network_at = None
            self._emit(JobSpec(self._named(active), automatic=True, refresh=False))
        elif _is_due(self._network_at, now):
            self._network_at = None
            self._emit(JobSpec(automatic=True, refresh=False))

    def _active(self) -> list[int]:
        return [k for k, one in self._sources.items() if not (one.rule or self._general).never]

    def _named(self, sources: list[int]) -> tuple[int, ...]:
        return () if len(sources) == len(self._sources) else tuple(sources)

    def _emit(self, spec: JobSpec) -> None:
        if self._waiting is not None:
            spec, self._waiting = _together(self._waiting, spec), None
        self.due.emit(spec)


def _together(one: JobSpec, other: JobSpec) -> JobSpec:
    everything = not one.sources or not other.sources
    return JobSpec(
        () if everything else tuple(sorted({*one.sources, *other.sources})),
        automatic=True,
        refresh=one.refresh or other.refresh,
    )


def _has_come(at: float | None, now: float) -> bool:
    return at is not None and at <= now


def _is_due(at: float | None, now: float) -> bool:
    """Later than the longest wait: a clock that ran ahead said so."""
    return at is not None and not now < at <= now + LONGEST
