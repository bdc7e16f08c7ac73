# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine is doing, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalogsync_gui.core.events import JobFinished, ServerChecked, ServerTold, to_json
from catalogsync_gui.core.models import Counts, ErrorInfo
from catalogsync_gui.core.pace import Pace
from catalogsync_gui.core.progress import WorkerRow, total_speed
from catalogsync_gui.core.reasons import Circumstances, HostFacts, circumstances_json


class Activity(StrEnum):
    """The state the tray shows."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Made from memory only: no database is asked, so nothing stale can be in it.

    :ivar stage: the stages that are open, joined by ``+``; empty when idle.
    :ivar counts: of the running job so far.
    :ivar paused_until: epoch seconds; infinite for a pause without a time.
    :ivar problem: what holds the work up or ended the last job.
    :ivar next_sync: when the schedule starts the next job, epoch seconds.
    :ivar sources: of the running job. :ivar crew: items that may run at a time.
    :ivar held: why the library's volume holds everything up, if it does.
    :ivar hosts: those that deliver something or rest now.
    :ivar pace: how fast downloads may be. :ivar metered: whether the network costs by the byte.
    :ivar syncs_wait: no sync starts by itself on this network.
    :ivar next_syncs: when each source is synced next by itself; None for those that never are.
    :ivar waking_until: until when a job that is to begin waits for the library's computer to wake
        up, epoch seconds.
    :ivar servers: what last happened to each of the servers that read the library.
    """

    state: Activity = Activity.IDLE
    job: int | None = None
    stage: str = ""
    counts: Counts = field(default_factory=Counts)
    workers: tuple[WorkerRow, ...] = ()
    paused_until: float | None = None
    problem: ErrorInfo | None = None
    last_job: JobFinished | None = None
    next_sync: float | None = None
    sources: tuple[int, ...] = ()
    crew: int = 0
    held: ErrorInfo | None = None
    hosts: tuple[HostFacts, ...] = ()
    servers: tuple[ServerTold | ServerChecked, ...] = ()
    pace: Pace = field(default_factory=Pace)
    metered: bool = False
    syncs_wait: bool = False
    next_syncs: Mapping[int, float | None] = field(default_factory=dict)
    waking_until: float | None = None

    @property
    def speed(self) -> float:
        """Bytes a second: the sum of the workers' rows."""
        return total_speed(self.workers)

    @property
    def circumstances(self) -> Circumstances:
        """What items may be waiting for."""
        return Circumstances(
            running=True,
            sources=None if self.job is None else self.sources,
            busy=len(self.workers),
            crew=self.crew,
            paused_until=self.paused_until,
            held=self.held,
            problem=self.problem,
            next_sync=self.next_sync,
            hosts={host.host: host for host in self.hosts},
            pace=self.pace,
            syncs_wait=self.syncs_wait,
            next_syncs=self.next_syncs,
        )

    def to_json(self) -> dict[str, Any]:
        """The status as ``status --json`` prints it."""
        until = self.paused_until
        return {
            "running": True,
            "state": self.state.value,
            "job": self.job,
            "stage": self.stage,
            "done": self.counts.done,
            "failed": self.counts.failed,
            "skipped": self.counts.skipped,
            "bytes": self.counts.bytes,
            "speed": self.speed,
            "workers": [
                {
                    "worker": row.worker,
                    "item": row.item,
                    "title": row.title,
                    "source": row.source,
                    "received": row.received,
                    "total": row.total,
                    "speed": row.speed,
                    "eta": row.eta,
                    "phase": row.phase,
                }
                for row in self.workers
            ],
            "paused": until is not None,
            "paused_until": None if until in (None, float("inf")) else until,
            "problem": {"kind": self.problem.kind, "message": self.problem.message}
            if self.problem
            else None,
            "last_job": to_json(self.last_job) if self.last_job else None,
            "next_sync": self.next_sync,
            "metered": self.metered,
            "waking_until": self.waking_until,
            "servers": [to_json(event) for event in self.servers],
            **circumstances_json(self.circumstances),
        }
