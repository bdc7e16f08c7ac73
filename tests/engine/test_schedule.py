# SPDX-License-Identifier: GPL-3.0-or-later
"""When the next sync starts by itself, by a clock that may jump."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

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
        self.schedule.due.connect(self.due.append, Qt.ConnectionType.DirectConnection)
        self.schedule.every(6)

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
    watched.schedule.start(NOW - HOUR, None)
    assert watched.schedule.next_refresh == NOW + 5 * HOUR
    assert watched.look(5 * HOUR - 1) == []
    assert watched.look(1) == [True]
    assert watched.look() == [], "once"
    assert watched.wait(5.9 * HOUR) is None
    assert watched.look(0.1 * HOUR) == [True], "though that one never ran"


@pytest.mark.parametrize("last", [0.0, NOW - 48 * HOUR])
def test_one_that_was_missed_comes_soon_after_the_start(watched: Watched, last: float) -> None:
    watched.schedule.start(last, None)
    assert watched.look() == []
    assert watched.look(59) == []
    assert watched.look(1) == [True]


def test_a_machine_that_slept_through_it_makes_up_for_it_once(watched: Watched) -> None:
    watched.schedule.start(NOW, None)
    assert watched.look(100 * HOUR) == [True]
    watched.schedule.finished(watched.clock.time, None)
    assert watched.look(HOUR) == []


@pytest.mark.parametrize("years", [1, 14])
def test_a_clock_that_was_set_back_puts_nothing_off_for_years(watched: Watched, years: int) -> None:
    watched.schedule.start(NOW - HOUR, None)
    watched.clock.time -= years * 365 * 24 * HOUR
    waited = watched.wait(7 * HOUR)
    assert waited is not None
    assert waited <= 6 * HOUR
    assert watched.wait(5.9 * HOUR) is None, "and then as always"


def test_a_last_sync_in_the_future_is_no_reason_to_wait_for_it(watched: Watched) -> None:
    watched.schedule.start(NOW + 14 * 365 * 24 * HOUR, None)
    assert watched.wait(HOUR) == 60.0


def test_items_come_back_at_their_time(watched: Watched) -> None:
    watched.schedule.start(NOW, NOW + 600)
    assert watched.look(599) == []
    assert watched.look(1) == [False]
    assert watched.look(1) == []
    watched.schedule.finished(watched.clock.time, watched.clock.time + 60)
    assert watched.look(60) == [False]


def test_what_the_network_cut_short_goes_on_though_the_schedule_is_off(watched: Watched) -> None:
    watched.schedule.every(0)
    watched.schedule.start(NOW, NOW + 60, NOW + 600)
    assert watched.look(599) == []
    assert watched.look(1) == [False]
    assert watched.look(HOUR) == [], "once"
    watched.schedule.finished(watched.clock.time, None, watched.clock.time + 900)
    assert watched.look(900) == [False]
    watched.schedule.finished(watched.clock.time, watched.clock.time + 900)
    assert watched.look(HOUR) == []


def test_a_refresh_has_the_items_with_it(watched: Watched) -> None:
    watched.schedule.start(NOW - 6 * HOUR, NOW)
    assert watched.look(60) == [True]


def test_what_is_due_in_a_pause_comes_after_it(watched: Watched) -> None:
    watched.paused = True
    watched.schedule.start(NOW - HOUR, NOW + 60, NOW + 60)
    assert watched.look(120) == []
    watched.paused = False
    assert watched.look() == [False]
    watched.paused = True
    assert watched.look(7 * HOUR) == []
    watched.paused = False
    assert watched.look() == [True]


def test_what_could_not_begin_is_asked_for_again_until_it_did(watched: Watched) -> None:
    watched.schedule.start(NOW - 6 * HOUR, None)
    assert watched.look(60) == [True]
    for _ in range(3):
        watched.schedule.put_off(refresh=True)
        assert watched.look(30) == [True]
    watched.schedule.finished(watched.clock.time, None)
    assert watched.look(30) == []


def test_switched_off_nothing_comes_by_itself(watched: Watched) -> None:
    watched.schedule.every(0)
    watched.schedule.start(0.0, NOW)
    assert watched.schedule.next_refresh is None
    assert watched.look(1_000 * HOUR) == []
    watched.schedule.every(1)
    assert watched.look() == [True]
    watched.schedule.stop()
    assert watched.schedule.next_refresh is None


def test_items_that_a_clock_ahead_put_off_for_years_come_back_now(watched: Watched) -> None:
    watched.schedule.start(NOW, NOW + 365 * 24 * HOUR)
    assert watched.look(60) == [False]
    watched.schedule.finished(watched.clock.time, watched.clock.time + 24 * HOUR)
    assert watched.look(60) == [], "the longest wait is one"
    watched.schedule.every(0)
    watched.schedule.finished(watched.clock.time, None, NOW + 365 * 24 * HOUR)
    assert watched.look(60) == [False]
