# SPDX-License-Identifier: GPL-3.0-or-later
"""Closes sockets that only pretend to be alive.

A socket timeout bounds one read. A server that sends a byte every ten seconds, or headers without
end, never trips it; this thread looks at what arrived and shuts the socket down.
"""

import contextlib
import threading
from collections.abc import Callable

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import TransferBroken
from catalogsync_gui.core.ports import Clock

HEADERS_SECONDS = 60.0
"""From the request to the end of the answer's headers."""

SLOW_BYTES = 1024
SLOW_SECONDS = 60.0
"""Less than SLOW_BYTES a second over SLOW_SECONDS ends a transfer."""

_TICK = 1.0


class Watch:
    """One request under watch. ``reason`` tells why its socket was shut down, if it was."""

    def __init__(self, now: float) -> None:
        self._lock = threading.Lock()
        self._shut: Callable[[], None] | None = None
        self._since = now
        self._bytes = 0
        self._headers = True
        self._held_since: float | None = None
        self.reason = ""

    def attach(self, shut: Callable[[], None]) -> None:
        """What shuts the socket down from another thread; called at once if it has to be."""
        with self._lock:
            self._shut = shut
            due = bool(self.reason)
        if due:
            _gently(shut)

    def body(self, now: float) -> None:
        """The headers are in; from now on the bytes count."""
        with self._lock:
            self._headers, self._since, self._bytes = False, now, 0

    def hold(self, now: float) -> None:
        """We do not read for a while, so that nothing arrives: that is no fault of the server."""
        with self._lock:
            self._held_since = now

    def go_on(self, now: float) -> None:
        """We read again; the time since :meth:`hold` does not count."""
        with self._lock:
            if self._held_since is not None:
                self._since += now - self._held_since
                self._held_since = None

    def arrived(self, count: int) -> None:
        """So many bytes came in."""
        self._bytes += count

    def shut(self, reason: str) -> None:
        """Ends the request from any thread. Only the first reason counts."""
        with self._lock:
            if self.reason:
                return
            self.reason = reason
            shut = self._shut
        if shut is not None:
            _gently(shut)

    def check(self, address: str) -> None:
        """Makes sure that what was read was not cut off by us.

        :raises TransferBroken: the socket was shut down.
        """
        if self.reason:
            raise TransferBroken(f"{shown(address)}: {self.reason}", kind="slow")

    def judge(self, now: float) -> None:
        """Called by the watchdog once a second."""
        with self._lock:
            if self._held_since is not None:
                return
            waited = now - self._since
            if self._headers:
                slow = waited >= HEADERS_SECONDS
            elif waited < SLOW_SECONDS:
                return
            else:
                slow = self._bytes < SLOW_BYTES * waited
                self._since, self._bytes = now, 0
            headers = self._headers
        if slow:
            self.shut("no answer" if headers else "too slow")


def _gently(shut: Callable[[], None]) -> None:
    # The other side may have hung up already (ENOTCONN, EBADF), or the answer may have come to its
    # end a moment ago (urllib3 then raises RuntimeError or ValueError): there is nothing left to
    # shut, and whoever asked for that, the window's thread among them, need not hear of it.
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        shut()


class Watchdog:
    """The thread that looks. Runs only while there is something to watch."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._watches: set[Watch] = set()
        self._closed = False
        self._thread: threading.Thread | None = None

    def watch(self) -> Watch:
        """Begins to watch a request."""
        watch = Watch(self._clock.monotonic())
        with self._condition:
            self._watches.add(watch)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()
            self._condition.notify()
        return watch

    def release(self, watch: Watch) -> None:
        """The request is over."""
        with self._condition:
            self._watches.discard(watch)

    def close(self) -> None:
        """Ends the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._condition:
                if self._closed:
                    return
                self._condition.wait(_TICK if self._watches else None)
                watches = list(self._watches)
            now = self._clock.monotonic()
            for watch in watches:
                watch.judge(now)
