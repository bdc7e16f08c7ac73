# SPDX-License-Identifier: GPL-3.0-or-later
"""When a failed attempt is made again. Pure.

Waits grow with the count of failed attempts and carry full jitter, so that items that failed
together do not return together. The short waits are served within the job; from ten minutes on the
item leaves the job as failed and carries the time of its next try.
"""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from catalogsync_gui.core.errors import CatalogSyncError

WAITS = (2.0, 8.0, 30.0, 120.0, 600.0, 3600.0, 5 * 3600.0, 24 * 3600.0)
"""Seconds before attempt 2, 3, ...; after the last one the item has failed for good."""

LONGEST = WAITS[-1] + 60.0
"""Nothing is put off for more seconds; what seems to be was so by a clock that ran ahead."""

LONGEST_IN_JOB = 120.0
"""Waits up to this many seconds are served while the job stays open."""

WITH_NEXT_SYNC = 0.0
"""The time of the next try of what is refused: other credentials or rights may come without a
word, so the next sync tries. None starts for it alone: some servers lock who keeps asking."""

LONGEST_RETRY_AFTER = 3600.0
"""A server may ask for at most this many seconds."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Back to pending, not before ``at`` (epoch seconds), within the same job."""

    at: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Failed. ``retry_at`` says when a scheduled job takes it up again; None: only on request."""

    retry_at: float | None


Decision = TryAgain | GiveUp


def asked_wait(value: str, now: float) -> float | None:
    """The seconds a Retry-After header asks to wait (RFC 9110 section 10.2.3: seconds or a date).

    :param value: the header's value, empty when there is none.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
        # One of the three forms names no zone; all of them are in UTC (RFC 9110 section 5.6.7).
        return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None


def decide(error: CatalogSyncError, attempts: int, now: float, jitter: float) -> Decision:
    """What becomes of an item after a failed attempt.

    :param attempts: failed attempts, this one included (progress resets the count before).
    :param now: epoch seconds.
    :param jitter: a random number in [0, 1).
    """
    if not error.retryable or attempts > len(WAITS):
        return GiveUp(None)
    wait = WAITS[attempts - 1]
    # Full jitter, but never at once: a tenth of a short wait, half of a long one is the least.
    least = 0.1 if wait <= LONGEST_IN_JOB else 0.5
    delay = wait * (least + (1 - least) * jitter)
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        delay = max(delay, min(float(asked), LONGEST_RETRY_AFTER))
    return TryAgain(now + delay) if delay <= LONGEST_IN_JOB else GiveUp(now + delay)


def resets_attempts(progressed: int, size: int | None) -> bool:
    """Whether an attempt that brought the part ``progressed`` bytes on counts as a fresh start.

    1 MiB or 5 % of the whole is progress: a slow line that always breaks still gets there.
    """
    return progressed >= 1 << 20 or (size is not None and size > 0 and progressed >= 0.05 * size)
