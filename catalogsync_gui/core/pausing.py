# SPDX-License-Identifier: GPL-3.0-or-later
"""When the schedule leaves a source alone that keeps failing. Pure."""

import math

MOST_FAILURES = 10
"""Refreshes that may fail in a row."""

MOST_REFUSALS = 3
"""Refreshes in a row that the server may refuse: some lock an account that keeps asking."""

LONGEST_REST = 24 * 3600.0
"""Seconds for which a server's Retry-After may hold a refresh up."""

_AGAIN = "It is not refreshed by itself any more; sync it by hand to try again."


def pause_reason(kind: str, message: str, failures: int, refusals: int) -> str:
    """Why a source is to be paused after a failed refresh, in words; empty when it is not.

    :param kind: of the error that the refresh ended with.
    :param failures: refreshes that failed in a row, this one included.
    :param refusals: those of them, up to this one, that failed as ``refused``.
    """
    if kind == "gone_for_good":
        return f"the catalogue is gone for good: {message}. {_AGAIN}"
    if kind == "refused" and refusals >= MOST_REFUSALS:
        return f"the server refused {refusals} times in a row: {message}. {_AGAIN}"
    if failures >= MOST_FAILURES:
        return f"{failures} refreshes in a row have failed, the last one so: {message}. {_AGAIN}"
    return ""


def rests_until(retry_after: float | None, now: float) -> float | None:
    """Until when (epoch seconds) a server that named so many seconds is not asked by itself."""
    if retry_after is None or math.isnan(retry_after) or retry_after <= 0:
        return None
    return now + min(retry_after, LONGEST_REST)
