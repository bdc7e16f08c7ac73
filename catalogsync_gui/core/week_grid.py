# SPDX-License-Identifier: GPL-3.0-or-later
"""The week's hours, each with what downloads may do in it. Pure.

As text a grid is a list of ``DAYS FROM-TO STATE``, such as ``mon-fri 08-18 limited; daily 00-06
off``. What comes later in the text wins, and hours that nobody names are full.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import groupby
from typing import Self

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = 24

_STEP = 900.0
"""Seconds. The offsets of all time zones in use are whole quarters of an hour."""

_RULE = re.compile(r"([a-z,-]+)\s+(\d{1,2})\s*-\s*(\d{1,2})\s+([a-z]+)")


class HourState(StrEnum):
    """What downloads may do in an hour."""

    FULL = "full"
    LIMITED = "limited"
    OFF = "off"


def local(at: float, zone: tzinfo | None = None) -> datetime:
    """Epoch seconds as a clock on the wall shows them.

    :param zone: None for the machine's own.
    """
    return datetime.fromtimestamp(at, zone) if zone else datetime.fromtimestamp(at).astimezone()


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """Seven days from Monday on, of 24 hours each, by the clock on the wall."""

    hours: tuple[HourState, ...] = (HourState.FULL,) * (len(DAYS) * HOURS)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The grid that a text tells; an empty one is full at all hours.

        :raises ValueError: it tells none.
        """
        hours = list(cls().hours)
        for rule in filter(None, (part.strip().lower() for part in text.split(";"))):
            match = _RULE.fullmatch(rule)
            if match is None:
                raise ValueError(f"{rule!r} has not the form DAYS FROM-TO STATE")
            first, end = int(match[2]), int(match[3])
            if not 0 <= first < end <= HOURS:
                raise ValueError(f"{rule!r} has no hours from 00 to 24")
            for day in _days(match[1]):
                for hour in range(first, end):
                    hours[day * HOURS + hour] = HourState(match[4])
        return cls(tuple(hours))

    def text(self) -> str:
        """The shortest text this kind of list gives; ``parse`` makes the same grid of it."""
        spans: dict[tuple[int, int, HourState], list[int]] = {}
        for day in range(len(DAYS)):
            hour = 0
            for state, run in groupby(self.hours[day * HOURS : (day + 1) * HOURS]):
                length = len(list(run))
                if state is not HourState.FULL:
                    spans.setdefault((hour, hour + length, state), []).append(day)
                hour += length
        return "; ".join(
            f"{_named(days)} {first:02}-{end:02} {state}"
            for (first, end, state), days in spans.items()
        )

    def of(self, day: int, hour: int) -> HourState:
        """What an hour is. ``day``: 0 for Monday."""
        return self.hours[day * HOURS + hour]

    def with_hours(self, cells: Iterable[tuple[int, int]], state: HourState) -> "WeekGrid":
        """The grid with some hours set, each named by day and hour."""
        hours = list(self.hours)
        for day, hour in cells:
            hours[day * HOURS + hour] = state
        return WeekGrid(tuple(hours))

    def at(self, at: float, zone: tzinfo | None = None) -> HourState:
        """What the hour is at a time, epoch seconds."""
        wall = local(at, zone)
        return self.of(wall.weekday(), wall.hour)

    def until(self, at: float, zone: tzinfo | None = None) -> float | None:
        """When the state of that time ends, epoch seconds; None when it never does.

        Looked for along the real time, so that clocks being put forward or back does not matter.
        """
        state = self.at(at, zone)
        if all(hour is state for hour in self.hours):
            return None
        step = (at // _STEP + 1) * _STEP
        while self.at(step, zone) is state:
            step += _STEP
        return step


def _days(text: str) -> list[int]:
    """:raises ValueError: these are no days."""
    found: list[int] = []
    for part in text.split(","):
        if part == "daily":
            found += range(len(DAYS))
            continue
        first, dash, last = part.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise ValueError(f"{part!r} is no day; days are {', '.join(DAYS)} and daily")
        begin = DAYS.index(first)
        length = (DAYS.index(last) - begin) % len(DAYS) if dash else 0
        found += [(begin + step) % len(DAYS) for step in range(length + 1)]
    return found


def _named(days: list[int]) -> str:
    if len(days) == len(DAYS):
        return "daily"
    names = []
    for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0]):
        together = [day for _, day in run]
        if len(together) > 2:
            names.append(f"{DAYS[together[0]]}-{DAYS[together[-1]]}")
        else:
            names += [DAYS[day] for day in together]
    return ",".join(names)
