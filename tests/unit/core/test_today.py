# SPDX-License-Identifier: GPL-3.0-or-later
"""When the day began, also where it has 23 hours."""

import time
from collections.abc import Iterator

import pytest

from catalogsync_gui.core.today import midnight


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its zone for a test")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "began"),
    [
        (1_764_460_800, 1_764_457_200),  # 30 November 2025, 01:00
        (1_764_457_200, 1_764_457_200),  # midnight itself
        (1_764_457_199, 1_764_370_800),  # a second before
        (1_774_785_600, 1_774_738_800),  # 29 March 2026, 14:00: an hour was left out
        (1_761_480_000, 1_761_429_600),  # 26 October 2025, 13:00: there was one twice
    ],
)
def test_midnight(berlin: None, now: float, began: float) -> None:
    assert midnight(now) == began
