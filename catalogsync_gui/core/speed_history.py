# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast it was in the last day, in a few rings of numbers. Pure; nothing grows.

What it is told is the sum of the rows that ran (``core.progress.total_speed``), and nothing is
asked of the database. Where nobody looked, as in a machine that slept, there is a gap and no zero.
"""

import math
from array import array
from dataclasses import dataclass

_RINGS = ((1, 300), (10, 360), (120, 720))
"""Seconds of a step and number of steps: five minutes, an hour, a day."""

LONGEST = _RINGS[-1][0] * _RINGS[-1][1]
"""Seconds that are remembered."""


@dataclass(frozen=True, slots=True)
class SpeedSeries:
    """The speeds of a span, oldest first; the last step may be one that is not over yet.

    :ivar step: seconds of a step. :ivar until: when the last step ends, in seconds after now;
        negative where it ended before.
    :ivar speeds: bytes a second on average in each step; None where it is not known.
    """

    step: int
    until: float
    speeds: tuple[float | None, ...]

    @property
    def known(self) -> tuple[float, ...]:
        """Those that are known."""
        return tuple(speed for speed in self.speeds if speed is not None)

    @property
    def highest(self) -> float:
        """The highest; 0 where nothing is known."""
        return max(self.known, default=0.0)

    @property
    def now(self) -> float | None:
        """The last one that is known."""
        return next((speed for speed in reversed(self.speeds) if speed is not None), None)

    def age(self, index: int) -> float:
        """Seconds since the middle of a step; 0 while that is still to come."""
        return max(0.0, (len(self.speeds) - index - 0.5) * self.step - self.until)


class SpeedHistory:
    """One thread's. A record costs a few additions."""

    def __init__(self) -> None:
        self._rings = tuple(_Ring(step, count) for step, count in _RINGS)
        self._last: float | None = None

    def record(self, at: float, speed: float, longest: float) -> None:
        """It has been that fast since the last record.

        :param at: seconds of a clock that never runs backwards and goes on while one sleeps.
        :param speed: bytes a second.
        :param longest: seconds after which nobody can tell what was since the last record.
        """
        last, self._last = self._last, at
        if last is None or at <= last:
            self._last = at if last is None else last
            return
        known = at - last <= longest
        for ring in self._rings:
            ring.add(max(last, at - ring.step * ring.count), at, speed if known else math.nan)

    def series(self, span: float) -> SpeedSeries:
        """The last ``span`` seconds, in the finest steps that reach back so far."""
        ring = next((r for r in self._rings if r.step * r.count >= span), self._rings[-1])
        return ring.series(min(ring.count, math.ceil(span / ring.step)), self._last)


class _Ring:
    """Averages of steps of one length. A step of which only a part is known counts by that."""

    __slots__ = ("_head", "_seconds", "_sums", "count", "step")

    def __init__(self, step: int, count: int) -> None:
        self.step = step
        self.count = count
        self._sums = array("d", bytes(8 * count))
        self._seconds = array("d", bytes(8 * count))
        self._head: int | None = None

    def add(self, start: float, end: float, speed: float) -> None:
        """Adds a stretch; of an unknown speed where that is not a number."""
        position = int(start // self.step)
        while True:
            self._turn_to(position)
            edge = (position + 1) * self.step
            seconds = min(end, edge) - max(start, position * self.step)
            if not math.isnan(speed) and seconds > 0:
                self._sums[position % self.count] += speed * seconds
                self._seconds[position % self.count] += seconds
            if edge >= end:
                return
            position += 1

    def _turn_to(self, position: int) -> None:
        head = position - 1 if self._head is None else self._head
        for passed in range(max(head + 1, position - self.count + 1), position + 1):
            self._sums[passed % self.count] = self._seconds[passed % self.count] = 0.0
        self._head = max(head, position)

    def series(self, number: int, last: float | None) -> SpeedSeries:
        if self._head is None or last is None:
            return SpeedSeries(self.step, 0.0, (None,) * number)
        end = self._head
        if (
            self._seconds[end % self.count] < self.step / 2
            and self._seconds[(end - 1) % self.count]
        ):
            # What has only begun says little: a burst would stand there like a mountain.
            end -= 1
        steps = range(end - number + 1, end + 1)
        return SpeedSeries(
            self.step,
            (end + 1) * self.step - last,
            tuple(self._speed(step) for step in steps),
        )

    def _speed(self, step: int) -> float | None:
        if self._head is None or step <= self._head - self.count:
            return None  # Its place has been taken by a later one.
        index = step % self.count
        seconds = self._seconds[index]
        return self._sums[index] / seconds if seconds > 0 else None
