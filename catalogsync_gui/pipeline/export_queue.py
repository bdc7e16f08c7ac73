# SPDX-License-Identifier: GPL-3.0-or-later
"""Which playlist files are to be written, and when.

The first request of a playlist is due at once; the next ones of the same playlist are put
together, so that a playlist of 10,000 tracks is not rendered 10,000 times.
"""

import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Iterable

from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.states import ExportReason

LEAST_INTERVAL = 2.0
"""Seconds between two exports of one playlist that finished items ask for."""

LOAD = 20.0
"""An export that takes long is repeated at most once in so many times its duration."""


class ExportQueue:
    """Filled by workers and front ends, emptied by the export thread. Safe from every thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition = threading.Condition()
        self._wishes: dict[int, tuple[int, ExportRequest]] = {}
        # A person's wishes that one for a whole stage covers; they outlive its job.
        self._asked: dict[int, ExportRequest] = {}
        # Of a job: the playlists that could not be written, and whether the volume was to blame.
        self._failed: dict[int | None, dict[int, bool]] = {}
        # (due, ticket, playlist); a wish that was replaced leaves its old line behind, which is
        # known by its ticket and passed over. A finalize may wish for 20,000 playlists at once.
        self._line: list[tuple[float, int, int]] = []
        self._tickets = itertools.count()
        self._of_job: Counter[int | None] = Counter()
        self._not_before: dict[int, float] = {}
        self._busy = False
        self._held = False
        self._closed = False

    def request(self, requests: Iterable[ExportRequest]) -> None:
        """Adds wishes. One for a whole stage, or a person's, is due at once."""
        with self._condition:
            self._request(requests)
            self._condition.notify_all()

    def _request(self, requests: Iterable[ExportRequest]) -> None:
        now = self._clock.monotonic()
        for request in requests:
            patient = request.reason is ExportReason.ITEM
            before = self._wishes.get(request.playlist)
            if before is not None:
                for_stage = before[1].reason is ExportReason.STAGE
                for wish in (before[1], request):
                    if wish.reason is ExportReason.ASKED:
                        self._asked[request.playlist] = wish
                if patient or (for_stage and request.reason is not ExportReason.STAGE):
                    # What is wished already covers this one; its reason and job stand.
                    continue
                self._forget_job(before[1].job)
            ticket = next(self._tickets)
            due = self._not_before.get(request.playlist, now) if patient else now
            self._wishes[request.playlist] = (ticket, request)
            self._of_job[request.job] += 1
            heapq.heappush(self._line, (due, ticket, request.playlist))

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

    @property
    def held(self) -> bool:
        """Whether a stage has opened and no worker has claimed yet."""
        with self._condition:
            return self._held

    def take(self) -> ExportRequest | None:
        """Waits for the next due wish; None when the queue was closed."""
        with self._condition:
            while not self._closed:
                due = None if self._held else self._next_due()
                if due is None:
                    self._condition.wait()
                elif (wait := due - self._clock.monotonic()) > 0:
                    self._condition.wait(wait)
                else:
                    _, _, playlist = heapq.heappop(self._line)
                    self._busy = True
                    self._asked.pop(playlist, None)
                    return self._wishes.pop(playlist)[1]
            return None

    def next_due(self) -> float | None:
        """When the first wish may be fulfilled (the clock's monotonic seconds), None for never."""
        with self._condition:
            return self._next_due()

    def _next_due(self) -> float | None:
        while self._line:
            due, ticket, playlist = self._line[0]
            wish = self._wishes.get(playlist)
            if wish is None or wish[0] != ticket:
                heapq.heappop(self._line)
                continue
            # A wish that came in while the same playlist was being written did not know yet when
            # the next time would be.
            later = self._not_before.get(playlist, due)
            if wish[1].reason is not ExportReason.ITEM or later <= due:
                return due
            heapq.heapreplace(self._line, (later, ticket, playlist))
        return None

    def finished(
        self,
        request: ExportRequest,
        seconds: float,
        *,
        failed: bool = False,
        stranded: bool = False,
    ) -> None:
        """The wish that was taken is fulfilled, or failed; the export took so many seconds.

        :param stranded: whether it failed because the library's volume cannot be used now.
        """
        with self._condition:
            unwritten = self._failed.setdefault(request.job, {})
            if failed:
                unwritten[request.playlist] = stranded
            else:
                unwritten.pop(request.playlist, None)
            if not unwritten or request.job is None:
                del self._failed[request.job]
            self._not_before[request.playlist] = self._clock.monotonic() + max(
                LEAST_INTERVAL, LOAD * seconds
            )
            self._busy = False
            self._forget_job(request.job)
            self._condition.notify_all()

    def stranded(self, job: int) -> frozenset[int]:
        """The playlists of a job that wait for the library's volume."""
        with self._condition:
            unwritten = self._failed.get(job, {})
            return frozenset(playlist for playlist, waits in unwritten.items() if waits)

    def failures(self, job: int) -> int:
        """How many playlists a job could not have written in the end; asked for once."""
        with self._condition:
            return len(self._failed.pop(job, ()))

    @property
    def idle(self) -> bool:
        """Whether nothing is wished for."""
        with self._condition:
            return not self._wishes and not self._busy

    @property
    def is_last(self) -> bool:
        """Whether nothing is wished for besides what was taken last."""
        with self._condition:
            return not self._wishes

    @property
    def busy(self) -> bool:
        """Whether a playlist is being exported at this moment."""
        with self._condition:
            return self._busy

    def wait_for_job(self, job: int | None) -> bool:
        """Waits until no wish of the job, or of none, is left; False when the queue was closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or not self._of_job[job])
            return not self._closed

    def drop_job(self, job: int) -> None:
        """Forgets the wishes of a job that was stopped; their playlists stay marked.

        What a person asked for besides stays.
        """
        with self._condition:
            dropped = [p for p, (_, wish) in self._wishes.items() if wish.job == job]
            for playlist in dropped:
                del self._wishes[playlist]
                self._forget_job(job)
            asked = [self._asked.pop(playlist, None) for playlist in dropped]
            self._request(wish for wish in asked if wish is not None)
            self._condition.notify_all()

    def close(self) -> None:
        """Ends the export thread after what it is doing."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _forget_job(self, job: int | None) -> None:
        self._of_job[job] -= 1
        if not self._of_job[job]:
            del self._of_job[job]
