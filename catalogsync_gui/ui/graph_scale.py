# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands at the axes of a graph of speeds: round numbers. Pure."""

import math
from dataclasses import dataclass

_LEAST = 1000.0
"""Bytes a second at the top of a graph at least: noise is not drawn as mountains."""

_DAY = 86_400
_TIMES = {
    60: (15, 30, 60),
    300: (60, 300),
    3600: (900, 1800, 3600),
    21_600: (3600, 7200, 21_600),
    86_400: (14_400, 21_600, 43_200, 86_400),
}
"""For each span the steps between marks, in seconds; each divides the span."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of speeds: from 0 to ``top``, a line every ``step`` (bytes a second)."""

    top: float
    step: float

    @property
    def lines(self) -> tuple[float, ...]:
        """Where lines are drawn, from the lowest; the one at 0 is among them."""
        return tuple(self.step * n for n in range(round(self.top / self.step) + 1))


def scale_for(highest: float, lines: int = 4) -> Scale:
    """A scale on which the highest speed has its place.

    :param lines: how many steps there may be at most; at least 1.
    """
    wanted = max(highest, _LEAST) / max(1, lines)
    power = 10.0 ** math.floor(math.log10(wanted))
    # What rounding leaves of a number that is round must not cost a step.
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= wanted * (1 - 1e-9))
    return Scale(step * max(1, math.ceil(max(highest, _LEAST) / step - 1e-9)), step)


def time_marks(span: float, most: int = 6) -> tuple[float, ...]:
    """Ages (seconds) at which the axis of times has a mark, from the oldest to 0.

    :param most: marks there is room for, beside that of now.
    """
    steps = next((steps for limit, steps in _TIMES.items() if span <= limit), (_DAY,))
    step = next((step for step in steps if span / step <= most), steps[-1])
    return tuple(float(step * n) for n in range(int(span // step), -1, -1))
