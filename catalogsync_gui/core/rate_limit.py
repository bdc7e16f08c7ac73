# SPDX-License-Identifier: GPL-3.0-or-later
"""One rate for the bytes of all downloads together."""

import threading

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.ports import Clock

_BURST = 0.25
"""Seconds' worth of bytes that may come at once after a rest."""

_TURNS = 16
"""Reads a second, of all workers together: each gets its turn soon, and none reads byte by byte."""

_LEAST, _MOST = 1 << 10, 1 << 20


class Bucket:
    """A token bucket as arithmetic: who has taken bytes is told at which time they are paid for.

    Bytes are numbered in the order in which they are taken; what is let through grows with time.
    Not safe for several threads.
    """

    def __init__(self, rate: float, now: float) -> None:
        """``rate`` in bytes a second; ``now`` in seconds of a clock that nobody sets."""
        self._rate = rate
        self._now = now
        self._taken = 0.0
        self._passed = 0.0

    def _look(self, now: float) -> None:
        self._passed += max(0.0, now - self._now) * self._rate
        self._passed = min(self._passed, self._taken + self._rate * _BURST)
        self._now = now

    def change(self, rate: float, now: float) -> None:
        """Another rate from now on, for what was taken already too."""
        self._look(now)
        self._rate = rate

    def take(self, count: int, now: float) -> float:
        """Takes bytes; returns the number of the last of them."""
        self._look(now)
        self._taken += count
        return self._taken

    def wait(self, number: float, now: float) -> float:
        """Seconds until the byte of that number is paid for; 0 when it is."""
        self._look(now)
        return max(0.0, (number - self._passed) / self._rate)


class RateLimiter:
    """Holds readers up so that all together keep to a rate. Safe from every thread.

    A reader asks :attr:`chunk` how much to read at once, reads, and then takes what came: the
    waiting is after the bytes, and by not reading on, the sender is slowed down (RFC 9293, 3.8).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._bucket: Bucket | None = None
        self.limited = False
        """Whether there is a rate to keep to. Read without a lock, once for every chunk."""
        self.chunk = _MOST
        """Bytes to be read at once."""

    def limit(self, rate: float | None) -> None:
        """Sets the rate in bytes a second, None for none; whoever waits goes by it at once."""
        with self._condition:
            now = self._clock.monotonic()
            if rate is None:
                self._bucket = None
            elif self._bucket is None:
                self._bucket = Bucket(rate, now)
            else:
                self._bucket.change(rate, now)
            self.limited = rate is not None
            self.chunk = _MOST if rate is None else int(min(_MOST, max(_LEAST, rate / _TURNS)))
            self._condition.notify_all()

    def take(self, count: int, stop: StopToken) -> None:
        """Waits until so many bytes may have come.

        :raises Interrupted: ``stop`` was set.
        """
        with self._condition:
            bucket = self._bucket
            if bucket is None:
                return
            number = bucket.take(count, self._clock.monotonic())
            if not bucket.wait(number, self._clock.monotonic()):
                return
        unsubscribe = stop.subscribe(self._wake)
        try:
            with self._condition:
                while self._bucket is bucket and not stop.is_set():
                    seconds = bucket.wait(number, self._clock.monotonic())
                    if not seconds:
                        break
                    self._condition.wait(seconds)
        finally:
            unsubscribe()
        stop.check()

    def _wake(self) -> None:
        with self._condition:
            self._condition.notify_all()
