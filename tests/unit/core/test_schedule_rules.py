# SPDX-License-Identifier: GPL-3.0-or-later
"""When a sync is due by its rule, and until when one pauses."""

from datetime import UTC, datetime, time

import pytest

from catalogsync_gui.core.schedule import Rule, next_time, parse_times, times_text, tomorrow
from tests.unit.core.summer import Summer

ZONE = Summer()
HOUR = 3600.0


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> float:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).timestamp()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("every 6h", "every 6h"),
        (" Every 1.5 hours", "every 1.5h"),
        ("daily 18:30, 6:00", "daily 06:00, 18:30"),
        ("daily 06:00 06:00", "daily 06:00"),
        ("NEVER", "never"),
    ],
)
def test_a_rule_has_one_text(text: str, canonical: str) -> None:
    assert Rule.parse(text).text() == canonical
    assert Rule.parse(canonical) == Rule.parse(text)


@pytest.mark.parametrize(
    "text", ["", "every 0h", "every 9000h", "daily", "daily 24:00", "daily x", "6", "hourly"]
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Rule.parse(text)


def test_times_of_day_take_the_place_of_hours() -> None:
    assert Rule.of_settings(6.0, "07:00") == Rule(times=(time(7),))
    assert Rule.of_settings(6.0, "") == Rule(hours=6.0)
    assert Rule.of_settings(0.0, "").never
    assert times_text(parse_times("23:59;00:00")) == "00:00, 23:59"


def test_hours_are_counted_and_never_is_never() -> None:
    assert Rule(hours=6.0).after(at(1, 12), ZONE) == at(1, 18)
    assert Rule().after(at(1, 12), ZONE) is None


def test_the_next_time_of_day_is_strictly_later() -> None:
    rule = Rule.parse("daily 06:00, 18:30")
    assert rule.after(at(1, 5, 59), ZONE) == at(1, 6)
    assert rule.after(at(1, 6), ZONE) == at(1, 18, 30)
    assert rule.after(at(1, 18, 30), ZONE) == at(2, 6)


def test_a_clock_put_forward_skips_no_day() -> None:
    rule = Rule.parse("daily 02:30")
    first = rule.after(at(28, 12), ZONE)
    assert first == at(29, 3, 30), "what does not exist comes an hour later"
    assert rule.after(first or 0.0, ZONE) == at(30, 2, 30)


def test_a_clock_put_back_runs_nothing_twice() -> None:
    rule = Rule.parse("daily 02:30")
    first = rule.after(at(24, 12, month=10), ZONE)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()
    assert rule.after(first, ZONE) == at(26, 2, 30, month=10)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (at(1, 12), at(2, 6)),
        (at(1, 23, 59), at(2, 6)),
        (at(1, 1), at(1, 6)),
        (at(1, 3, 59), at(1, 6)),
        (at(1, 4), at(2, 6)),
        (at(28, 20), at(29, 6)),
    ],
)
def test_tomorrow_begins_at_six(now: float, morning: float) -> None:
    assert tomorrow(now, ZONE) == morning


def test_the_next_time_the_clock_shows_it() -> None:
    assert next_time(at(1, 12), time(12, 30), ZONE) == at(1, 12, 30)
    assert next_time(at(1, 12), time(12), ZONE) == at(2, 12)
