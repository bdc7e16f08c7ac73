# SPDX-License-Identifier: GPL-3.0-or-later
"""The board: what runs now, and how fast.

A row exists only while its worker's current item is running under the active job. Nothing is read
from the database and nothing is remembered of a worker that let its item go, so no total can
ever hold the speed of a worker that is gone.
"""

import threading
from collections import deque
from dataclasses import dataclass

from catalogsync_gui.core.ports import Clock

_WINDOW = 5.0
"""Seconds over which a speed is averaged: long enough to be read, short enough to be true."""

_LEAST = 1.0
"""Seconds that a speed is of at least."""


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One running item.

    :ivar total: bytes expected, None while unknown.
    :ivar speed: bytes a second over the last seconds.
    :ivar eta: seconds left at this speed, None while unknown.
    :ivar phase: ``connecting``, ``downloading``, ``tagging`` or ``placing``.
    """

    worker: int
    job: int
    item: int
    source: str
    title: str
    received: int
    total: int | None
    speed: float
    eta: float | None
    phase: str
    seconds: float


def total_speed(rows: tuple[WorkerRow, ...]) -> float:
    """Bytes a second: the sum of the rows that are shown, and of nothing else."""
    return sum(row.speed for row in rows)


class _Line:
    __slots__ = (
        "item",
        "job",
        "phase",
        "received",
        "samples",
        "source",
        "started",
        "title",
        "total",
    )

    def __init__(self, job: int, item: int, source: str, title: str, now: float) -> None:
        self.job = job
        self.item = item
        self.source = source
        self.title = title
        self.received = 0
        self.total: int | None = None
        self.phase = "connecting"
        self.started = now
        # (time, bytes that arrived since the line began); the bytes of an earlier attempt that
        # a resume starts from are in ``received`` and never here: they were not fetched now.
        self.samples: deque[tuple[float, int]] = deque([(now, 0)])


class ProgressBoard:
    """Written by the workers, read by the front ends. Safe from every thread."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._job: int | None = None
        self._lines: dict[int, _Line] = {}
        self._fetched: dict[int, int] = {}

    def activate(self, job: int) -> None:
        """Makes ``job`` the active one; rows of any other vanish."""
        with self._lock:
            self._job = job
            self._lines.clear()
            self._fetched.clear()

    def deactivate(self, job: int) -> None:
        """Ends ``job``, if it is the active one; its rows vanish."""
        with self._lock:
            if self._job == job:
                self._job = None
                self._lines.clear()
                self._fetched.clear()

    @property
    def active_job(self) -> int | None:
        """The id of the active job, if any."""
        with self._lock:
            return self._job

    def start(self, worker: int, *, job: int, item: int, source: str, title: str) -> None:
        """A worker has an item running. Ignored under a job that is not the active one."""
        with self._lock:
            if job == self._job:
                self._lines[worker] = _Line(job, item, source, title, self.clock.monotonic())
                self._fetched[worker] = 0

    def expect(self, worker: int, *, received: int, total: int | None) -> None:
        """Bytes already in the part file, and the bytes of the whole where known."""
        with self._lock:
            line = self._lines.get(worker)
            if line is not None:
                line.received, line.total, line.phase = received, total, "downloading"

    def advance(self, worker: int, count: int) -> None:
        """``count`` more bytes arrived."""
        with self._lock:
            line = self._lines.get(worker)
            if line is not None:
                line.received += count
                self._fetched[worker] += count

    def phase(self, worker: int, phase: str) -> None:
        """What the worker does with its item now."""
        with self._lock:
            line = self._lines.get(worker)
            if line is not None:
                line.phase = phase

    def finish(self, worker: int, item: int) -> None:
        """The worker let go of ``item``; its row vanishes."""
        with self._lock:
            line = self._lines.get(worker)
            if line is not None and line.item == item:
                del self._lines[worker]
                del self._fetched[worker]

    def snapshot(self) -> tuple[WorkerRow, ...]:
        """The rows now, ordered by worker."""
        now = self.clock.monotonic()
        with self._lock:
            return tuple(
                self._row(worker, line, now) for worker, line in sorted(self._lines.items())
            )

    def _row(self, worker: int, line: _Line, now: float) -> WorkerRow:
        fetched = self._fetched[worker]
        samples = line.samples
        samples.append((now, fetched))
        while len(samples) > 2 and samples[1][0] <= now - _WINDOW:
            samples.popleft()
        since, before = samples[0]
        # What a socket held when it was first read says nothing of the line.
        speed = (fetched - before) / max(now - since, _LEAST) if now > since else 0.0
        left = None if line.total is None else max(0, line.total - line.received)
        return WorkerRow(
            worker=worker,
            job=line.job,
            item=line.item,
            source=line.source,
            title=line.title,
            received=line.received,
            total=line.total,
            speed=speed,
            eta=left / speed if left is not None and speed > 0 else None,
            phase=line.phase,
            seconds=now - line.started,
        )
