# SPDX-License-Identifier: GPL-3.0-or-later
"""When a failed attempt is made again."""

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import (
    CatalogSyncError,
    MediaGone,
    NotAudio,
    SourceUnreachable,
    TransferBroken,
    TransferRefused,
)
from catalogsync_gui.core.retry import (
    LONGEST_IN_JOB,
    LONGEST_RETRY_AFTER,
    WAITS,
    GiveUp,
    TryAgain,
    asked_wait,
    decide,
    resets_attempts,
)

NOW = 1_000_000.0
BROKEN = TransferBroken("it broke")


def wait(error: CatalogSyncError, attempts: int, jitter: float) -> float:
    decision = decide(error, attempts, NOW, jitter)
    at = decision.at if isinstance(decision, TryAgain) else decision.retry_at
    assert at is not None
    return at - NOW


def test_waits_grow_from_seconds_to_a_day() -> None:
    assert list(WAITS) == sorted(WAITS)
    longest = [wait(BROKEN, attempts, 1.0) for attempts in range(1, len(WAITS) + 1)]
    assert longest == list(WAITS)
    assert decide(BROKEN, len(WAITS) + 1, NOW, 0.5) == GiveUp(None)


def test_short_waits_are_served_in_the_job_and_long_ones_are_not() -> None:
    kinds = [type(decide(BROKEN, n, NOW, 1.0)) for n in range(1, len(WAITS) + 1)]
    assert kinds == [TryAgain] * 4 + [GiveUp] * 4


@given(attempts=st.integers(1, 8), jitter=st.floats(0, 1, exclude_max=True))
def test_jitter_spreads_the_wait_and_never_does_away_with_it(attempts: int, jitter: float) -> None:
    whole = WAITS[attempts - 1]
    least = 0.1 if whole <= LONGEST_IN_JOB else 0.5
    # Sums of large numbers lose their last digits.
    assert whole * least - 1e-6 <= wait(BROKEN, attempts, jitter) <= whole + 1e-6


@given(
    attempts=st.integers(1, 8),
    jitter=st.floats(0, 1, exclude_max=True),
    asked=st.floats(0, 1e9),
)
def test_nobody_comes_back_before_the_server_asked_for(
    attempts: int, jitter: float, asked: float
) -> None:
    error = SourceUnreachable("busy", retry_after=asked)
    decision = decide(error, attempts, NOW, jitter)
    least = min(asked, LONGEST_RETRY_AFTER)
    waited = wait(error, attempts, jitter)
    assert waited >= least - 1e-6
    assert waited <= max(WAITS[attempts - 1], least) + 1e-6
    if isinstance(decision, TryAgain):
        assert waited <= LONGEST_IN_JOB + 1e-6


@pytest.mark.parametrize(
    "error", [NotAudio("a page"), MediaGone("404"), TransferRefused("403"), CatalogSyncError("x")]
)
def test_what_no_time_mends_is_not_tried_again(error: CatalogSyncError) -> None:
    assert decide(error, 1, NOW, 0.5) == GiveUp(None)


@pytest.mark.parametrize(
    ("progressed", "size", "reset"),
    [
        (1 << 20, None, True),
        ((1 << 20) - 1, None, False),
        ((1 << 20) - 1, 1 << 30, False),
        (50, 1_000, True),
        (49, 1_000, False),
        (0, 0, False),
        (0, None, False),
    ],
)
def test_progress_makes_the_next_attempt_a_first_one(
    progressed: int, size: int | None, reset: bool
) -> None:
    assert resets_attempts(progressed, size) is reset


@pytest.fixture(params=["UTC0", "JST-9", "NST3:30"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be set here")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield os.environ["TZ"]
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        # The three forms of RFC 9110, section 5.6.7
        ("Sun, 06 Nov 1994 08:49:37 GMT", 60.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 60.0),
        ("Sun Nov  6 08:49:37 1994", 60.0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 60.0),
        ("Sun, 06 Nov 1994 08:40:00 GMT", 0.0),
        ("9" * 400, 999_999_999.0),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("Sun, 99 Nov 1994 99:49:37 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert asked_wait(value, 784_111_777.0 - 60) == seconds
