# SPDX-License-Identifier: GPL-3.0-or-later
"""When syncs are due: rules as values, and times computed from them. Pure.

Times of day are those of the clock on the wall. One that a clock put forward leaves out comes as
much later as the clock was put forward; one that comes twice counts the first time (PEP 495).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

from catalogsync_gui.core.week_grid import local

NEVER = "never"

LONGEST_HOURS = 24 * 365
MORNING = time(6, 0)
"""When ``tomorrow`` begins for whoever pauses until then."""

_STILL_NIGHT = time(4, 0)
"""Before this time, tomorrow is what comes after getting up."""

_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_EVERY = re.compile(r"every\s+(\d+(?:\.\d+)?)\s*h(?:ours?)?")
_MOST_TIMES = 24


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is synced by itself: every so many hours, or at times of day, or never.

    :ivar hours: between two syncs; 0 where ``times`` count. :ivar times: of day, ascending.
    """

    hours: float = 0.0
    times: tuple[time, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """``every 6h``, ``daily 06:00, 18:30`` or ``never``.

        :raises ValueError: it is none of them.
        """
        words = text.strip().lower()
        if words == NEVER:
            return cls()
        every = _EVERY.fullmatch(words)
        if every is not None and 0 < float(every[1]) <= LONGEST_HOURS:
            return cls(hours=float(every[1]))
        if words.startswith("daily "):
            return cls(times=parse_times(words.removeprefix("daily ")))
        raise ValueError(
            f'{text!r} is no schedule such as "every 6h", "daily 06:00, 18:30" or "never"'
        )

    @classmethod
    def of_settings(cls, hours: float, times: str) -> Self:
        """The rule of the settings ``refresh_hours`` and ``refresh_at``."""
        return cls(times=parse_times(times)) if times.strip() else cls(hours=hours)

    @property
    def never(self) -> bool:
        """Whether nothing is synced by itself."""
        return not self.hours and not self.times

    def text(self) -> str:
        """The form that ``parse`` reads."""
        if self.times:
            return f"daily {times_text(self.times)}"
        return f"every {self.hours:g}h" if self.hours else NEVER

    def after(self, last: float, zone: tzinfo | None = None) -> float | None:
        """When the next one is due after that of ``last``, epoch seconds; None for never."""
        if not self.times:
            return last + self.hours * 3600.0 if self.hours else None
        return _first_after(last, self.times, zone)


@dataclass(frozen=True, slots=True)
class SourceTimes:
    """What the schedule knows of a source.

    :ivar rule: its own, None where it goes by the settings.
    :ivar tried_at: when its catalogue was last read or tried to be, epoch seconds; 0 for never.
    :ivar resting: it is not refreshed by itself until somebody has seen to it.
    :ivar not_before: until when (epoch seconds) its server wants to be left alone, or None.
    """

    id: int
    name: str = ""
    rule: Rule | None = None
    tried_at: float = 0.0
    resting: bool = False
    not_before: float | None = None


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """What the schedule goes by.

    :ivar retry_at: when the first failed item is to be tried again, epoch seconds, of the sources
        that are synced by themselves.
    :ivar network_at: when the first one is that the missing network cut short. It is what somebody
        asked for, and so goes on by itself though the schedule is off.
    """

    sources: tuple[SourceTimes, ...] = ()
    retry_at: float | None = None
    network_at: float | None = None


def parse_times(text: str) -> tuple[time, ...]:
    """``06:00, 18:30``, in whatever order.

    :raises ValueError: one of them is no time of day.
    """
    found = set()
    for part in filter(None, re.split(r"[,;\s]+", text.strip())):
        match = _TIME.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no time of day such as 06:00")
        found.add(time(int(match[1]), int(match[2])))
    if not 0 < len(found) <= _MOST_TIMES:
        raise ValueError(f"{text!r} names no times of day, or more than {_MOST_TIMES}")
    return tuple(sorted(found))


def times_text(times: tuple[time, ...]) -> str:
    """``06:00, 18:30``."""
    return ", ".join(f"{moment:%H:%M}" for moment in times)


def tomorrow(now: float, zone: tzinfo | None = None) -> float:
    """The next morning, epoch seconds; in the small hours that is the one of the same day."""
    wall = local(now, zone)
    ahead = 0 if wall.time() < _STILL_NIGHT else 1
    return _at(wall.date() + timedelta(days=ahead), MORNING, zone)


def next_time(now: float, moment: time, zone: tzinfo | None = None) -> float:
    """When the clock on the wall next shows that time, epoch seconds."""
    return _first_after(now, (moment,), zone)


def _first_after(last: float, times: tuple[time, ...], zone: tzinfo | None) -> float:
    day = local(last, zone).date()
    while True:
        for moment in times:
            at = _at(day, moment, zone)
            if at > last:
                return at
        day += timedelta(days=1)


def _at(day: date, moment: time, zone: tzinfo | None) -> float:
    return datetime.combine(day, moment, zone).timestamp()
