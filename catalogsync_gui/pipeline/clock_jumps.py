# SPDX-License-Identifier: GPL-3.0-or-later
"""Jumps of the clock: a machine that slept, a clock that was set."""

from catalogsync_gui.core.ports import Clock

LEAST = 30.0
"""Seconds. A clock that is steered by the network's time runs a little faster or slower."""


class ClockWatch:
    """Compares the time of day with one that nobody can set. One thread.

    Linux and macOS leave sleep out of the latter, so that waking up shows as a jump (time(3)).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._difference = clock.now() - clock.monotonic()

    def jump(self) -> float:
        """By how many seconds the time of day has jumped since the last look; 0.0 for none."""
        difference = self._clock.now() - self._clock.monotonic()
        jumped = difference - self._difference
        if abs(jumped) < LEAST:
            return 0.0
        self._difference = difference
        return jumped
