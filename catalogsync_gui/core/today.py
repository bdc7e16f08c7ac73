# SPDX-License-Identifier: GPL-3.0-or-later
"""When a day began. Pure."""

from datetime import UTC, datetime, time


def midnight(now: float) -> float:
    """When the present day began where this machine is, epoch seconds.

    :param now: epoch seconds.
    """
    day = datetime.fromtimestamp(now, UTC).astimezone().date()
    # Without a zone of its own, it takes the one that is in force on that day.
    return datetime.combine(day, time.min).timestamp()
