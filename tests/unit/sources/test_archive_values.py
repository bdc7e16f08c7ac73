# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of the Internet Archive: lengths, dates and numbers as people wrote them."""

import pytest

from catalogsync_gui.sources import archive_values as values


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("337.18", 337.18), ("05:37", 337.0), ("1:02:03", 3723.0), ("1:02:03.5", 3723.5),
        (" 7 ", 7.0), (["61"], 61.0), (61, 61.0), ("0", None), ("0:00", None), ("", None),
        ("-5", None), ("1:2:3:4", None), ("a", None), ("1e9", None), ("nan", None), (None, None),
        ("374491.55", None), ("٣", None), ("9" * 100, None), (True, None), ({}, None),
    ],
)  # fmt: skip
def test_lengths(text: object, duration: float | None) -> None:
    assert values.length(text) == duration


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("1970-10-23", "1970-10-23"), ("1970-10-23T00:00:00Z", "1970-10-23"), ("1953", "1953"),
        ("1953-00-00", "1953"), ("1953-05-00", "1953-05"), ("[1953]", "1953"), ("c. 1953", "1953"),
        (["1953-07"], "1953-07"), (1953, "1953"), ("19531", ""), ("unknown", ""), (None, ""),
    ],
)  # fmt: skip
def test_dates(value: object, date: str) -> None:
    assert values.date(value) == date


@pytest.mark.parametrize(
    ("value", "number"),
    [("1", (1, None)), ("01", (1, None)), ("1/15", (1, 15)), (["3"], (3, None)), (4, (4, None)),
     ("A1", (None, None)), ("0", (None, None)), ("", (None, None)), ({}, (None, None))],
)  # fmt: skip
def test_track_numbers(value: object, number: tuple[int | None, int | None]) -> None:
    assert values.number(value) == number
