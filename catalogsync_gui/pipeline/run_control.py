# SPDX-License-Identifier: GPL-3.0-or-later
"""Pause, stop, and the waiting of workers."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import VolumeError
from catalogsync_gui.core.ports import Clock


class RunControl:
    """What may hold the workers of a process up. Safe from every thread.

    Everything a worker can wait for notifies one condition, so that no worker ever polls.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._version = 0
        self._paused_until: float | None = None
        self._volume_error: VolumeError | None = None
        self._downloads_off = False
        self._waking_until: float | None = None
        self._tokens: dict[StopToken, tuple[int, int]] = {}
        self._let_go: dict[int, int] = {}

    @property
    def version(self) -> int:
        """Grows with every change; to be read before looking for work."""
        with self._condition:
            return self._version

    def changed(self) -> None:
        """Something happened that a waiting worker may care about."""
        with self._condition:
            self._version += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float | None) -> None:
        """Waits until the version is another one than ``seen``, at most so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._version != seen, seconds)

    def pause(self, seconds: float | None = None) -> None:
        """Interrupts what runs and starts nothing more, for a time or until ``resume``."""
        with self._condition:
            self._paused_until = (
                float("inf") if seconds is None else self._clock.now() + max(0.0, seconds)
            )
        self.interrupt()

    def resume(self) -> None:
        """Ends a pause."""
        with self._condition:
            self._paused_until = None
        self.changed()

    @property
    def paused_until(self) -> float | None:
        """When the pause ends, epoch seconds; infinite without a time; None when not paused."""
        with self._condition:
            until = self._paused_until
            if until is not None and until <= self._clock.now():
                until = self._paused_until = None
            return until

    def hold_volume(self, error: VolumeError) -> bool:
        """The volume cannot be used: nothing starts until it is released. True the first time."""
        with self._condition:
            first = self._volume_error is None
            self._volume_error = error
        self.interrupt()
        return first

    def release_volume(self) -> None:
        """The volume can be used again."""
        with self._condition:
            self._volume_error = None
        self.changed()

    @property
    def volume_error(self) -> VolumeError | None:
        """Why the volume holds the workers up, if it does."""
        with self._condition:
            return self._volume_error

    def wait_for_waking(self, until: float | None) -> None:
        """The next job waits for a computer to wake up, at most until then; None: it does not."""
        with self._condition:
            self._waking_until = until

    @property
    def waking_until(self) -> float | None:
        """Until when the next job waits for its library's computer, epoch seconds, if it does."""
        with self._condition:
            return self._waking_until

    def hold_downloads(self, *, off: bool) -> None:
        """By the schedule nothing may be downloaded now, or may be again."""
        with self._condition:
            if self._downloads_off is off:
                return
            self._downloads_off = off
        if off:
            self.interrupt()
        else:
            self.changed()

    def wait_for_volume(self, stop: StopToken) -> None:
        """Returns when no volume holds anything up.

        :raises Interrupted: ``stop`` was set.
        """
        unsubscribe = stop.subscribe(self.changed)
        with self._condition:
            self._condition.wait_for(lambda: self._volume_error is None or stop.is_set())
        unsubscribe()
        stop.check()

    def may_start(self) -> bool:
        """Whether a worker may claim an item now."""
        with self._condition:
            if self._downloads_off:
                return False
        return self.paused_until is None and self.volume_error is None

    def interrupt(self) -> None:
        """Interrupts every running item; they go back to pending with what they have."""
        with self._condition:
            tokens = list(self._tokens)
        for token in tokens:
            token.set()
        self.changed()

    def let_go(self, claims: Collection[tuple[int, int]]) -> None:
        """Interrupts these items, which workers hold; what is wanted of them is on record.

        :param claims: item and claim, as they were when that was put on record.
        """
        wanted = frozenset(claims)
        with self._condition:
            tokens = {token: claim for token, claim in self._tokens.items() if claim in wanted}
            # A worker that has just claimed one has no token yet. One that has just ended will
            # have none, and the next claim is not what was meant.
            self._let_go.update(wanted - frozenset(tokens.values()))
        for token in tokens:
            token.set()
        self.changed()

    @contextmanager
    def item_token(self, stop: StopToken, item: int = 0, claim: int = 0) -> Iterator[StopToken]:
        """A token for one item, set by a pause, off hours, a lost volume and by ``stop``.

        :param item: its id, by which :meth:`let_go` finds it.
        :param claim: the number of its claim.
        """
        token = StopToken()
        unsubscribe = stop.subscribe(token.set)
        with self._condition:
            self._tokens[token] = item, claim
            asked = self._let_go.pop(item, None) == claim
        try:
            if asked or not self.may_start():
                # The pause or the wish came between the claim and this token.
                token.set()
            yield token
        finally:
            unsubscribe()
            with self._condition:
                del self._tokens[token]
