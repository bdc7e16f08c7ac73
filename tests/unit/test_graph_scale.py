# SPDX-License-Identifier: GPL-3.0-or-later
"""Round numbers at the axes."""

import pytest

from catalogsync_gui.ui.graph_scale import scale_for, time_marks


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [
        (0, 1000, 250),
        (999, 1000, 250),
        (1000, 1000, 250),
        (1001, 1500, 500),
        (3_200_000, 4_000_000, 1_000_000),
        (8_000_000, 8_000_000, 2_000_000),
        (8_100_000, 10_000_000, 2_500_000),
        (11_000_000, 15_000_000, 5_000_000),
        (118_000_000, 150_000_000, 50_000_000),
    ],
)
def test_the_highest_has_its_place_below_a_round_top(
    highest: float, top: float, step: float
) -> None:
    scale = scale_for(highest)
    assert (scale.top, scale.step) == (top, step)


def test_every_speed_fits_and_uses_more_than_a_third() -> None:
    speed = 1000.0
    while speed < 1e12:
        for lines in range(1, 6):
            scale = scale_for(speed, lines)
            assert speed <= scale.top * 1.000001
            assert scale.top < 3 * speed
            assert len(scale.lines) <= lines + 1
            assert scale.lines[0] == 0
            assert scale.lines[-1] == pytest.approx(scale.top)
        speed *= 1.37


def test_marks_of_each_span() -> None:
    assert time_marks(60) == (60, 45, 30, 15, 0)
    assert time_marks(300) == (300, 240, 180, 120, 60, 0)
    assert time_marks(3600) == (3600, 2700, 1800, 900, 0)
    assert time_marks(21_600)[:2] == (21_600, 18_000)
    assert time_marks(86_400)[0] == 86_400


def test_where_there_is_little_room_there_are_few_marks() -> None:
    assert time_marks(300, 2) == (300, 0)
    assert time_marks(86_400, 3) == (86_400, 43_200, 0)
    assert time_marks(60, 0) == (60, 0)
