# SPDX-License-Identifier: GPL-3.0-or-later
"""What the threads of one job share."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Notice
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.core.ports import CatalogSource, Clock, Report
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.core.rate_limit import RateLimiter
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.hosts import HostGate
from catalogsync_gui.pipeline.in_hand import InHand
from catalogsync_gui.pipeline.offered import Offered
from catalogsync_gui.pipeline.readdressing import Readdressing
from catalogsync_gui.pipeline.refusals import Refusals
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.store.claims import Turns
from catalogsync_gui.store.connection import Database


@dataclass(frozen=True, slots=True)
class Ports:
    """What a process has one of, handed to every job. All of it is safe from every thread.

    :ivar open_source: a source's adapter by id, for the calling thread alone.
    :ivar jitter: a random number in [0, 1).
    :ivar request_exports: passes export wishes on; called by workers.
    :ivar limiter: the rate of all downloads together; None for none.
    """

    database: Database
    clock: Clock
    board: ProgressBoard
    control: RunControl
    exports: ExportQueue
    report: Report
    open_source: Callable[[int], CatalogSource]
    jitter: Callable[[], float]
    request_exports: Callable[[tuple[ExportRequest, ...]], None]
    limiter: RateLimiter | None = None

    def notify(
        self,
        job: int,
        kind: str,
        message: str,
        *,
        level: str = "warning",
        source: int | None = None,
    ) -> None:
        """Tells a person what is no item's outcome (see :class:`Notice`)."""
        words = redactor.redact(message)
        at = self.clock.now()
        self.report(Notice(at=at, job=job, level=level, kind=kind, message=words, source=source))


@dataclass(slots=True)
class JobRun:
    """One running job. Made by the source thread, read by its workers.

    :ivar closed: the download stage is over, or the job was stopped: workers end.
    :ivar stop: set when the job is to end now.
    :ivar id3_version: 3 or 4: how ID3v2 tags are written.
    :ivar refreshed: the sources whose catalogue was read, or was tried to be.
    :ivar refresh_errors: how the refresh of each source ended; empty for those that went well.
    """

    id: int
    sources: tuple[int, ...]
    ports: Ports
    library: Library
    naming: Namings
    hosts: HostGate
    in_hand: InHand = field(default_factory=InHand)
    refusals: Refusals = field(default_factory=Refusals)
    readdressing: Readdressing = field(init=False)
    offered: Offered = field(default_factory=Offered)
    id3_version: int = 4
    stop: StopToken = field(default_factory=StopToken)
    closed: StopToken = field(default_factory=StopToken)
    error: BaseException | None = None
    turns: Turns = field(default_factory=Turns)
    refreshed: list[int] = field(default_factory=list)
    refresh_errors: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.readdressing = Readdressing(self.ports.clock)

    def close(self) -> None:
        """The download stage is over: wakes every worker, and they end."""
        self.closed.set()
        self.ports.exports.release()
        self.ports.control.changed()

    def fail(self, error: BaseException) -> None:
        """Nothing of the job can go on (the database is gone): ends it with this error."""
        with self._lock:
            if self.error is None:
                self.error = error
        self.stop.set()
        self.ports.control.interrupt()
