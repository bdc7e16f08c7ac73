# SPDX-License-Identifier: GPL-3.0-or-later
"""The week's hours: as text, and along a clock on the wall that is put forward and back."""

import random
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from catalogsync_gui.core.week_grid import DAYS, HOURS, HourState, WeekGrid
from tests.unit.core.summer import Summer

WINTER = datetime(2026, 3, 27, 12, tzinfo=UTC).timestamp()  # a Friday


def test_no_text_is_full_at_all_hours() -> None:
    grid = WeekGrid.parse("  ")
    assert set(grid.hours) == {HourState.FULL}
    assert grid.text() == ""
    assert grid.until(WINTER, UTC) is None


def test_what_comes_later_wins() -> None:
    grid = WeekGrid.parse("daily 08-18 limited; sat,sun 00-24 full; fri-mon 23-24 off")
    assert grid.of(0, 8) is HourState.LIMITED
    assert grid.of(0, 18) is HourState.FULL
    assert grid.of(5, 9) is HourState.FULL
    assert [grid.of(day, 23) is HourState.OFF for day in range(7)] == [
        *(True, False, False, False),
        *(True, True, True),
    ]


@pytest.mark.parametrize(
    "text",
    ["mon 8 limited", "mon 18-08 off", "mon 00-25 off", "someday 00-01 off", "mon 00-01 slow", "x"],
)
def test_what_is_no_grid_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        WeekGrid.parse(text)


def test_every_grid_survives_its_text() -> None:
    chance = random.Random(6)
    for _ in range(200):
        runs = [chance.choice(list(HourState)) for _ in range(len(DAYS) * HOURS // 4)]
        grid = WeekGrid(tuple(state for state in runs for _ in range(4)))
        assert WeekGrid.parse(grid.text()) == grid


def test_the_usual_ones_have_short_texts() -> None:
    for text in ("mon-fri 08-18 limited", "daily 07-23 off", "mon,wed 00-24 off"):
        assert WeekGrid.parse(text).text() == text


@pytest.mark.parametrize("zone", [UTC, Summer()])
def test_a_state_ends_at_the_wall_clocks_hour(zone: tzinfo) -> None:
    grid = WeekGrid.parse("daily 00-07 off")
    evening = datetime(2026, 3, 28, 23, 59, 59, tzinfo=zone)
    assert grid.at(evening.timestamp(), zone) is HourState.FULL
    midnight = grid.until(evening.timestamp(), zone)
    assert midnight == (evening + timedelta(seconds=1)).timestamp()
    # The clock is put forward in this night: 07:00 comes after six hours.
    seven = grid.until(midnight or 0.0, zone)
    assert seven == datetime(2026, 3, 29, 7, tzinfo=zone).timestamp()
    assert (seven - (midnight or 0.0)) / 3600 == (7 if zone is UTC else 6)


def test_an_hour_that_comes_twice_is_off_twice() -> None:
    zone = Summer()
    grid = WeekGrid.parse("sun 02-03 off")
    two = datetime(2026, 10, 25, 2, tzinfo=zone).timestamp()
    assert grid.at(two + 3700, zone) is HourState.OFF
    assert grid.until(two, zone) == two + 7200
