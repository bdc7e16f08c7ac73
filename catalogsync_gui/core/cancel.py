# SPDX-License-Identifier: GPL-3.0-or-later
"""Stopping work from another thread."""

import threading
from collections.abc import Callable

from catalogsync_gui.core.errors import Interrupted


class StopToken:
    """A flag that is set once, can be waited for, and can close what blocks.

    Safe from every thread.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._next = 0

    def set(self) -> None:
        """Sets the flag and calls what was hung on it, once each, in the calling thread."""
        with self._lock:
            self._event.set()
            callbacks = list(self._callbacks.values())
            self._callbacks.clear()
        for callback in callbacks:
            callback()

    def is_set(self) -> bool:
        """Whether the flag is set."""
        return self._event.is_set()

    def wait(self, seconds: float | None) -> bool:
        """Waits until the flag is set, at most so many seconds; returns whether it is set."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raises :class:`Interrupted` when the flag is set."""
        if self._event.is_set():
            raise Interrupted("stopped")

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Calls ``callback`` when the flag is set (at once if it is). Returns its removal."""
        with self._lock:
            if not self._event.is_set():
                number = self._next
                self._next += 1
                self._callbacks[number] = callback
                return lambda: self._forget(number)
        callback()
        return lambda: None

    def _forget(self, number: int) -> None:
        with self._lock:
            self._callbacks.pop(number, None)
