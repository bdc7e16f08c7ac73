# SPDX-License-Identifier: GPL-3.0-or-later
"""The rings of the last day's speeds."""

import time

import pytest

from catalogsync_gui.core.speed_history import LONGEST, SpeedHistory, SpeedSeries

MINUTE, HOUR, DAY = 60, 3600, 86_400


def fed(*records: tuple[float, float], longest: float = 90.0) -> SpeedHistory:
    history = SpeedHistory()
    for at, speed in records:
        history.record(at, speed, longest)
    return history


def test_nothing_is_known_before_anything_was_recorded() -> None:
    series = SpeedHistory().series(MINUTE)
    assert series.speeds == (None,) * 60
    assert (series.highest, series.now, series.known) == (0.0, None, ())


def test_a_step_holds_the_average_of_what_fell_into_it() -> None:
    history = fed((100.0, 0), (100.2, 10), (100.6, 20), (101.0, 30))
    assert history.series(MINUTE).now == pytest.approx(0.2 * 10 + 0.4 * 20 + 0.4 * 30)


def test_a_step_of_which_a_part_is_known_counts_by_that_part() -> None:
    history = fed((100.75, 0), (101.0, 40))
    assert history.series(MINUTE).now == 40


def test_a_step_that_has_only_begun_is_left_out_where_there_is_one_before() -> None:
    history = fed((100.0, 0), (101.0, 5), (101.1, 900))
    series = history.series(MINUTE)
    assert series.now == 5
    assert series.until == pytest.approx(-0.1)
    history.record(101.5, 5, 90)
    assert history.series(MINUTE).now == pytest.approx((0.1 * 900 + 0.4 * 5) / 0.5)


def test_a_stretch_over_many_steps_fills_them_all() -> None:
    history = fed((100.0, 0), (110.0, 7), (111.0, 0))
    assert history.series(MINUTE).speeds[-11:] == (7,) * 10 + (0,)


def test_each_span_comes_in_steps_that_reach_back_so_far() -> None:
    history = fed((0.0, 0), (60.0, 5))
    for span, step, count in (
        (MINUTE, 1, 60),
        (5 * MINUTE, 1, 300),
        (HOUR, 10, 360),
        (6 * HOUR, 120, 180),
        (DAY, 120, 720),
        (7 * DAY, 120, 720),
    ):
        series = history.series(span)
        assert (series.step, len(series.speeds)) == (step, count)
        assert series.now == 5


def test_where_nobody_looked_is_a_gap_and_no_zero() -> None:
    history = fed((100.0, 0), (101.0, 8), (201.0, 0), (202.0, 4))
    speeds = history.series(5 * MINUTE).speeds
    assert speeds[-1] == 4
    assert speeds[-102:-1] == (8, *(None,) * 100)


def test_what_is_older_than_a_ring_is_gone() -> None:
    history = fed((0.0, 0), (1.0, 9), (61.0, 0), (400.0, 0), longest=1000)
    assert history.series(5 * MINUTE).highest == 0
    assert history.series(HOUR).highest > 0


def test_a_step_that_has_only_begun_does_not_show_at_the_other_end() -> None:
    history = SpeedHistory()
    for second in range(400):
        history.record(float(second), 1.0, 90)
    history.record(399.2, 9.0, 90)
    assert set(history.series(5 * MINUTE).speeds) == {None, 1.0}
    assert history.series(5 * MINUTE).speeds.count(None) == 1


def test_after_a_night_nothing_of_the_day_before_shows() -> None:
    history = fed((0.0, 0), (1.0, 9), (1.0 + 2 * DAY, 0), (2.0 + 2 * DAY, 3))
    series = history.series(DAY)
    assert series.known == (3,)


def test_a_clock_that_stands_still_adds_nothing() -> None:
    history = fed((5.0, 1), (5.0, 100), (4.0, 100), (6.0, 2))
    assert history.series(MINUTE).known == (2,)


def test_the_age_of_a_step() -> None:
    series = SpeedSeries(10, 4.0, (1.0, 2.0, 3.0))
    # Six seconds of the last step are over.
    assert [series.age(n) for n in range(3)] == [21.0, 11.0, 1.0]


def test_a_day_at_five_a_second_costs_next_to_nothing_and_grows_nothing() -> None:
    history = SpeedHistory()
    began = time.process_time()
    for tick in range(50_000):
        history.record(tick * 0.2, 1.0, 5.0)
    each = (time.process_time() - began) / 50_000
    assert each < 0.0002, "five a second are a thousandth of one core at most"
    assert sum(ring.count for ring in history._rings) == 1380
    assert LONGEST == DAY
