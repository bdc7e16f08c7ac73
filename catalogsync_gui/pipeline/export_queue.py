# SPDX-License-Identifier: GPL-3.0-or-later
"""Which playlist files are to be written, and when.

The first request of a playlist is due at once; the next ones of the same playlist are put
together, so that a playlist of 10,000 tracks is not rendered 10,000 times.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from catalogsync_gui.core.models import ExportRequest
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.states import ExportReason

LEAST_INTERVAL = 2.0
"""Seconds between two exports of one playlist that finished items ask for."""

LOAD = 20.0
"""An export that takes long is repeated at most once in so many times its duration."""


@dataclass(slots=True)
class _Wish:
    request: ExportRequest
    due: float


class ExportQueue:
    """Filled by workers and front ends, emptied by the export thread. Safe from every thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._wishes: dict[int, _Wish] = {}
        self._not_before: dict[int, float] = {}
        self._busy: int | None = None
        self._busy_job: int | None = None
        self._held = False
        self._closed = False

    def request(self, requests: Iterable[ExportRequest]) -> None:
        """Adds wishes. One for a whole stage, or a person's, is due at once."""
        now = self._clock.monotonic()
        with self._condition:
            for request in requests:
                patient = request.reason is ExportReason.ITEM
                due = self._not_before.get(request.playlist, now) if patient else now
                before = self._wishes.get(request.playlist)
                if before is not None and patient:
                    # What is wished already covers this one; its reason and time stand.
                    continue
                self._wishes[request.playlist] = _Wish(request, due)
            self._condition.notify_all()

    def hold(self) -> None:
        """Nothing is handed out until :meth:`release`: a stage has opened and claims come first."""
        with self._condition:
            self._held = True

    def release(self) -> None:
        """The first claim was made, or the stage is over."""
        with self._condition:
            if self._held:
                self._held = False
                self._condition.notify_all()

    def take(self) -> ExportRequest | None:
        """Waits for the next due wish; None when the queue was closed."""
        with self._condition:
            while True:
                if self._closed:
                    return None
                now = self._clock.monotonic()
                wish = (
                    None
                    if self._held
                    else min(self._wishes.values(), key=lambda w: w.due, default=None)
                )
                if wish is None:
                    self._condition.wait()
                elif wish.due > now:
                    self._condition.wait(wish.due - now)
                else:
                    del self._wishes[wish.request.playlist]
                    self._busy = wish.request.playlist
                    self._busy_job = wish.request.job
                    return wish.request

    def finished(self, request: ExportRequest, seconds: float) -> None:
        """The wish that was taken is fulfilled; the export took so many seconds."""
        with self._condition:
            self._not_before[request.playlist] = self._clock.monotonic() + max(
                LEAST_INTERVAL, LOAD * seconds
            )
            self._busy = self._busy_job = None
            self._condition.notify_all()

    @property
    def busy(self) -> bool:
        """Whether a playlist is being exported at this moment."""
        with self._condition:
            return self._busy is not None

    def wait_for_job(self, job: int) -> bool:
        """Waits until no wish of the job is left; False when the queue was closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or not self._has(job))
            return not self._closed

    def _has(self, job: int) -> bool:
        return self._busy_job == job or any(w.request.job == job for w in self._wishes.values())

    def drop_job(self, job: int) -> None:
        """Forgets the wishes of a job that was stopped; their playlists stay marked."""
        with self._condition:
            self._wishes = {p: w for p, w in self._wishes.items() if w.request.job != job}
            self._condition.notify_all()

    def close(self) -> None:
        """Ends the export thread after what it is doing."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
