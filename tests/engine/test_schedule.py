# SPDX-License-Identifier: GPL-3.0-or-later
"""When the next sync starts by itself, by a clock that may jump."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.schedule import Rule, ScheduleFacts, SourceTimes
from catalogsync_gui.engine.schedule import Schedule
from tests.unit.pipeline.clock import FakeClock

HOUR = 3_600.0
NOW = 1_700_000_000.0


class Watched:
    """A schedule, and what it asked for: True with a refresh."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.paused = False
        self.schedule = Schedule(self.clock, lambda: self.paused)
        self.due: list[bool] = []
        self.specs: list[JobSpec] = []
        self.schedule.due.connect(self._take, Qt.ConnectionType.DirectConnection)
        self.schedule.go_by(Rule(hours=6))

    def _take(self, spec: JobSpec) -> None:
        assert spec.automatic
        self.due.append(spec.refresh)
        self.specs.append(spec)

    def start(
        self, last_sync: float, retry_at: float | None, network_at: float | None = None
    ) -> None:
        """Begins to look after the one source there is."""
        self.schedule.start()
        self.schedule.know(
            ScheduleFacts((SourceTimes(1, "S", None, last_sync),), retry_at, network_at)
        )

    def finished(self, at: float, retry_at: float | None, network_at: float | None = None) -> None:
        """A job of the one source ended."""
        self.schedule.finished(
            ScheduleFacts((SourceTimes(1, "S", None, at),), retry_at, network_at)
        )

    def look(self, after: float = 0.0) -> list[bool]:
        """What is asked for when the schedule looks after so many seconds."""
        self.clock.time += after
        self.due.clear()
        self.schedule.look()
        return list(self.due)

    def wait(self, seconds: float) -> float | None:
        """Seconds until a sync is asked for, looking every minute; None within that time."""
        for minute in range(int(seconds // 60) + 1):
            if self.look(60.0 if minute else 0.0):
                return minute * 60.0
        return None


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    made = Watched()
    yield made
    made.schedule.stop()
    shiboken6.delete(made.schedule)


def test_a_sync_is_due_so_long_after_the_last_one(watched: Watched) -> None:
    watched.start(NOW - HOUR, None)
    assert watched.schedule.next_refresh == NOW + 5 * HOUR
    assert watched.look(5 * HOUR - 1) == []
    assert watched.look(1) == [True]
    assert watched.look() == [], "once"
    assert watched.wait(5.9 * HOUR) is None
    assert watched.look(0.1 * HOUR) == [True], "though that one never ran"


@pytest.mark.parametrize("last", [0.0, NOW - 48 * HOUR])
def test_one_that_was_missed_comes_soon_after_the_start(watched: Watched, last: float) -> None:
    watched.start(last, None)
    assert watched.look() == []
    assert watched.look(59) == []
    assert watched.look(1) == [True]


def test_a_machine_that_slept_through_it_makes_up_for_it_once(watched: Watched) -> None:
    watched.start(NOW, None)
    assert watched.look(100 * HOUR) == [True]
    watched.finished(watched.clock.time, None)
    assert watched.look(HOUR) == []


@pytest.mark.parametrize("years", [1, 14])
def test_a_clock_that_was_set_back_puts_nothing_off_for_years(watched: Watched, years: int) -> None:
    watched.start(NOW - HOUR, None)
    watched.clock.time -= years * 365 * 24 * HOUR
    waited = watched.wait(7 * HOUR)
    assert waited is not None
    assert waited <= 6 * HOUR
    assert watched.wait(5.9 * HOUR) is None, "and then as always"


def test_a_last_sync_in_the_future_is_no_reason_to_wait_for_it(watched: Watched) -> None:
    watched.start(NOW + 14 * 365 * 24 * HOUR, None)
    assert watched.wait(HOUR) == 60.0


def test_items_come_back_at_their_time(watched: Watched) -> None:
    watched.start(NOW, NOW + 600)
    assert watched.look(599) == []
    assert watched.look(1) == [False]
    assert watched.look(1) == []
    watched.finished(watched.clock.time, watched.clock.time + 60)
    assert watched.look(60) == [False]


def test_what_the_network_cut_short_goes_on_though_the_schedule_is_off(watched: Watched) -> None:
    watched.schedule.go_by(Rule())
    watched.start(NOW, NOW + 60, NOW + 600)
    assert watched.look(599) == []
    assert watched.look(1) == [False]
    assert watched.look(HOUR) == [], "once"
    watched.finished(watched.clock.time, None, watched.clock.time + 900)
    assert watched.look(900) == [False]
    watched.finished(watched.clock.time, watched.clock.time + 900)
    assert watched.look(HOUR) == []


def test_a_refresh_has_the_items_with_it(watched: Watched) -> None:
    watched.start(NOW - 6 * HOUR, NOW)
    assert watched.look(60) == [True]


def test_what_is_due_in_a_pause_comes_after_it(watched: Watched) -> None:
    watched.paused = True
    watched.start(NOW - HOUR, NOW + 60, NOW + 60)
    assert watched.look(120) == []
    watched.paused = False
    assert watched.look() == [False]
    watched.paused = True
    assert watched.look(7 * HOUR) == []
    watched.paused = False
    assert watched.look() == [True]


def test_what_could_not_begin_is_asked_for_again_until_it_did(watched: Watched) -> None:
    watched.start(NOW - 6 * HOUR, None)
    assert watched.look(60) == [True]
    for _ in range(3):
        watched.schedule.put_off(watched.specs[-1])
        assert watched.look(30) == [True]
    watched.finished(watched.clock.time, None)
    assert watched.look(30) == []


def test_switched_off_nothing_comes_by_itself(watched: Watched) -> None:
    watched.schedule.go_by(Rule())
    watched.start(0.0, NOW)
    assert watched.schedule.next_refresh is None
    assert watched.look(1_000 * HOUR) == []
    watched.schedule.go_by(Rule(hours=1))
    assert watched.look() == [True]
    watched.schedule.stop()
    assert watched.schedule.next_refresh is None


def test_items_that_a_clock_ahead_put_off_for_years_come_back_now(watched: Watched) -> None:
    watched.start(NOW, NOW + 365 * 24 * HOUR)
    assert watched.look(60) == [False]
    watched.finished(watched.clock.time, watched.clock.time + 24 * HOUR)
    assert watched.look(60) == [], "the longest wait is one"
    watched.schedule.go_by(Rule())
    watched.finished(watched.clock.time, None, NOW + 365 * 24 * HOUR)
    assert watched.look(60) == [False]


def known(watched: Watched, *sources: SourceTimes, retry_at: float | None = None) -> None:
    watched.schedule.know(ScheduleFacts(sources, retry_at))


def test_a_source_goes_by_its_own_rule(watched: Watched) -> None:
    watched.schedule.start()
    known(
        watched,
        SourceTimes(1, "follows", None, NOW),
        SourceTimes(2, "hourly", Rule(hours=1), NOW),
        SourceTimes(3, "never", Rule(), NOW),
    )
    assert watched.schedule.next_of(3) is None
    assert watched.schedule.next_refresh == watched.schedule.next_of(2) == NOW + HOUR
    assert watched.look(HOUR) == [True]
    assert watched.specs[-1].sources == (2,)
    known(watched, *(SourceTimes(key, "", None, NOW + HOUR) for key in (1, 2)))
    assert watched.look(6 * HOUR) == [True]
    assert not watched.specs[-1].sources, "all there are"


def test_what_the_schedule_leaves_alone_is_never_due(watched: Watched) -> None:
    watched.schedule.start()
    known(
        watched,
        SourceTimes(1, "resting", None, 0.0, resting=True),
        SourceTimes(2, "asked to wait", None, NOW - 9 * HOUR, not_before=NOW + HOUR),
    )
    assert watched.look(HOUR - 1) == []
    assert watched.schedule.next_of(2) == NOW + HOUR
    assert watched.look(1) == [True]
    assert watched.specs[-1].sources == (2,)


def test_items_of_a_source_that_is_never_synced_do_not_come_back_by_themselves(
    watched: Watched,
) -> None:
    watched.schedule.start()
    known(
        watched,
        SourceTimes(1, "", None, NOW),
        SourceTimes(2, "", Rule(), NOW),
        retry_at=NOW + 600,
    )
    assert watched.look(600) == [False]
    assert watched.specs[-1].sources == (1,)


def test_times_of_day_that_were_missed_are_made_up_for_once(watched: Watched) -> None:
    watched.schedule.go_by(Rule.parse("daily 06:00, 18:00"))
    watched.start(NOW, None)
    assert watched.look(5 * 24 * HOUR) == [True]
    assert watched.look() == []
    next_ = watched.schedule.next_refresh
    assert next_ is not None
    assert watched.clock.time < next_ <= watched.clock.time + 12 * HOUR


def test_a_time_of_day_that_went_by_before_it_was_chosen_was_not_missed(watched: Watched) -> None:
    watched.start(NOW, None)
    watched.clock.time += 5 * HOUR
    watched.schedule.go_by(Rule.parse("daily 00:00, 04:00, 08:00, 12:00, 16:00, 20:00"))
    assert watched.look() == []
    known(watched, SourceTimes(1, "S", Rule.parse("daily 00:00, 02:00, 04:00"), NOW))
    watched.clock.time += 60
    assert watched.look() == []


class SleepyClock(FakeClock):
    """What a machine slept is in the time of day alone."""

    slept = 0.0

    def now(self) -> float:
        return self.time + self.slept


def test_after_a_sleep_the_network_has_time_to_come_up(qtbot: QtBot) -> None:
    clock = SleepyClock(NOW)
    schedule = Schedule(clock, lambda: False)
    due: list[JobSpec] = []
    schedule.due.connect(due.append, Qt.ConnectionType.DirectConnection)
    schedule.go_by(Rule(hours=6))
    schedule.start()
    schedule.know(ScheduleFacts((SourceTimes(1, "S", None, NOW),)))
    clock.slept = 48 * HOUR
    schedule.look()
    assert due == []
    clock.time += 60
    schedule.look()
    schedule.look()
    assert len(due) == 1, "and what was missed comes once"
    schedule.stop()
    shiboken6.delete(schedule)


def test_what_was_put_off_comes_with_what_is_due(watched: Watched) -> None:
    watched.schedule.start()
    sources = (SourceTimes(1, "", None, NOW), SourceTimes(2, "", Rule(hours=7), NOW))
    known(watched, *sources, SourceTimes(3, "", Rule(), NOW))
    assert watched.look(6 * HOUR) == [True]
    watched.schedule.put_off(watched.specs[-1])
    assert watched.look(HOUR) == [True]
    assert watched.specs[-1].sources == (1, 2)
