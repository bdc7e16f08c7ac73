# SPDX-License-Identifier: GPL-3.0-or-later
"""Who says how fast downloads may be."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.pace import Override, Pace, PaceCause, pace_at
from catalogsync_gui.core.settings import Settings, with_text
from catalogsync_gui.core.week_grid import HourState

MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC).timestamp()
SEVEN = MONDAY + 4 * 3600
HOURS = Settings(download_hours="daily 00-07 off; daily 07-20 limited", limited_kbps=200)


def test_nothing_is_limited_by_itself() -> None:
    assert pace_at(MONDAY, Settings(), zone=UTC) == Pace()


def test_the_weeks_hours_say_until_when() -> None:
    off = pace_at(MONDAY, HOURS, zone=UTC)
    assert off == Pace(HourState.OFF, 0, SEVEN, PaceCause.SCHEDULE)
    limited = pace_at(SEVEN, HOURS, zone=UTC)
    assert limited == Pace(HourState.LIMITED, 200, SEVEN + 13 * 3600, PaceCause.SCHEDULE)


@pytest.mark.parametrize(("general", "kbps"), [(0, 200), (100, 100), (900, 200)])
def test_the_lower_limit_counts(general: int, kbps: int) -> None:
    settings = replace(HOURS, limit_kbps=general)
    assert pace_at(SEVEN, settings, zone=UTC).kbps == kbps
    evening = pace_at(SEVEN + 13 * 3600, settings, zone=UTC)
    assert evening.kbps == general
    assert evening.cause is PaceCause.SETTING


def test_a_persons_word_comes_first_until_it_ends() -> None:
    word = Override(0, MONDAY + 60)
    assert pace_at(MONDAY, HOURS, override=word, zone=UTC) == Pace(
        HourState.FULL, 0, MONDAY + 60, PaceCause.ASKED
    )
    assert pace_at(MONDAY + 60, HOURS, override=word, zone=UTC).state is HourState.OFF
    assert pace_at(MONDAY, HOURS, override=Override(50), metered=True, zone=UTC).kbps == 50


@pytest.mark.parametrize("asked", [False, True])
def test_a_metered_network_is_off_but_for_what_a_person_asks(asked: bool) -> None:
    settings = Settings(on_metered="off")
    pace = pace_at(MONDAY, settings, metered=True, asked=asked, zone=UTC)
    assert pace == (Pace() if asked else Pace(HourState.OFF, cause=PaceCause.METERED))
    assert pace_at(MONDAY, Settings(on_metered="wait"), metered=True, zone=UTC) == Pace()


def test_json_brings_it_back() -> None:
    for pace in (Pace(), Pace(HourState.LIMITED, 5, 7.0, PaceCause.ASKED)):
        assert Pace.from_json(pace.to_json()) == pace
    assert Pace.from_json(None) == Pace(), "an older version says nothing"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("download_hours", "mon 9-8 off"),
        ("refresh_at", "25:00"),
        ("limit_kbps", "-1"),
        ("limited_kbps", "0"),
        ("on_metered", "maybe"),
    ],
)
def test_a_setting_says_what_it_takes(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"{name} takes "):
        with_text(Settings(), name, text)
