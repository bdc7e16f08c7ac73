# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what front ends ask about, from the events alone, and tells them at a bearable pace."""

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from catalogsync_gui.core.errors import CatalogSyncError, Interrupted, VolumeError
from catalogsync_gui.core.events import (
    Event,
    FileDiffers,
    FileRenamed,
    ItemFinished,
    JobFinished,
    JobOpened,
    Notice,
    PlaylistExported,
    RenameFinished,
    ServerChecked,
    ServerRemoved,
    ServerTold,
    SourceRefreshed,
    StageFinished,
    StageOpened,
)
from catalogsync_gui.core.models import Counts, ErrorInfo, JobSpec
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.core.reasons import HostFacts
from catalogsync_gui.core.renaming import RenameSpec
from catalogsync_gui.core.states import ItemState, JobState, StageName
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.pacing import Pacing
from catalogsync_gui.engine.schedule import Schedule
from catalogsync_gui.engine.signals import EngineSignals
from catalogsync_gui.engine.speed_meter import SpeedMeter
from catalogsync_gui.pipeline.run_control import RunControl

log = logging.getLogger(__name__)

TICK_MS = 200
_CATALOGUE_MS = 500


class StatusKeeper(QObject):
    """Lives in the main thread."""

    def __init__(
        self,
        board: ProgressBoard,
        control: RunControl,
        schedule: Schedule,
        pacing: Pacing,
        signals: EngineSignals,
        crew: Callable[[], tuple[int, tuple[HostFacts, ...]]],
        parent: QObject | None = None,
    ) -> None:
        """Takes what it is told about.

        :param crew: how many items may run at a time under the open job, and the hosts they are
            fetched from.
        """
        super().__init__(parent)
        self._crew = crew
        self._sources: tuple[int, ...] = ()
        self._board = board
        self._control = control
        self._schedule = schedule
        self._pacing = pacing
        self._signals = signals
        self.meter = SpeedMeter(signals, board.clock, self)
        self._job: int | None = None
        self._stages: tuple[StageName, ...] = ()
        self._counts = Counts()
        self._problem: ErrorInfo | None = None
        self._last_job: JobFinished | None = None
        self._servers: dict[int, ServerTold | ServerChecked] = {}
        # Progress is sampled: a signal for every chunk would keep the window busy with nothing.
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TICK_MS)
        self._soon.timeout.connect(self._tell)
        self._catalogue = QTimer(self)
        self._catalogue.setSingleShot(True)
        self._catalogue.setInterval(_CATALOGUE_MS)
        self._catalogue.timeout.connect(self._signals.catalogue_changed)

    def status(self) -> EngineStatus:
        """What is going on now."""
        paused_until = self._control.paused_until
        if paused_until is not None:
            state = Activity.PAUSED
        elif self._problem is not None:
            state = Activity.ERROR
        else:
            state = Activity.IDLE if self._job is None else Activity.RUNNING
        crew, hosts = self._crew()
        return EngineStatus(
            state=state,
            job=self._job,
            stage="+".join(self._stages),
            counts=self._counts,
            workers=self._board.snapshot(),
            paused_until=paused_until,
            problem=self._problem,
            last_job=self._last_job,
            next_sync=self._schedule.next_refresh,
            sources=self._sources,
            crew=crew,
            servers=tuple(self._servers.values()),
            held=_held(self._control.volume_error),
            hosts=hosts,
            pace=self._pacing.now,
            metered=self._pacing.metered,
            syncs_wait=self._pacing.syncs_wait,
            next_syncs=self._schedule.next_times(),
            waking_until=self._control.waking_until,
        )

    @property
    def busy(self) -> bool:
        """Whether a job is open."""
        return self._job is not None

    def take(self, event: Event) -> None:
        """Notes an event, and passes it on to everybody."""
        signals = self._signals
        match event:
            case JobOpened():
                self._job, self._stages, self._counts = event.job, (), Counts()
                self._problem, self._sources = None, event.sources
                self._tick.start()
            case StageOpened():
                self._stages += (event.stage,)
                signals.stage_opened.emit(event)
            case StageFinished():
                self._stages = tuple(s for s in self._stages if s is not event.stage)
                signals.stage_finished.emit(event)
            case ItemFinished():
                self._count(event)
                signals.item_finished.emit(event)
                self.catalogue_changed()
            case SourceRefreshed() | PlaylistExported() | FileDiffers():
                self.catalogue_changed()
            case FileRenamed() | RenameFinished():
                self.catalogue_changed()
            case Notice(kind="catalogue_shrunk" | "source_paused"):
                # It holds nothing up, and the list of sources shows it.
                self.catalogue_changed()
            case Notice():
                warns = event.level == "warning"
                self._problem = ErrorInfo(event.kind, event.message) if warns else None
            case ServerTold() | ServerChecked():
                # No problem of ours: the library is as it should be.
                self._servers[event.server] = event
            case ServerRemoved():
                self._servers.pop(event.server, None)
            case JobFinished():
                self._finish(event)
            case _:
                pass
        signals.happened.emit(event)
        if isinstance(event, JobOpened):
            # At once: no row of a worker is shown before it can be stopped.
            self._tell()
        else:
            self.touch()

    def _count(self, event: ItemFinished) -> None:
        counts = self._counts
        self._counts = replace(
            counts,
            done=counts.done + (event.state is ItemState.DONE),
            failed=counts.failed + (event.state is ItemState.FAILED),
            skipped=counts.skipped + (event.state is ItemState.SKIPPED),
            bytes=counts.bytes + event.bytes,
        )

    def _finish(self, event: JobFinished) -> None:
        self._job, self._stages, self._sources, self._last_job = None, (), (), event
        self._tick.stop()
        self._signals.workers_ticked.emit(())
        self._problem = event.error
        if event.error is None and event.state in (JobState.PARTIAL, JobState.FAILED):
            self._problem = _shortfall(event)
        self.catalogue_changed()

    def refused(self, error: CatalogSyncError, spec: JobSpec | RenameSpec) -> None:
        """A job could not be opened. One that begins by itself tells so once, and tries on."""
        if isinstance(error, Interrupted):
            # A person's own word: no trouble, but whoever asked for the job hears of it.
            self._signals.refused.emit(error, spec)
            self.touch()
            return
        known = self._problem is not None and self._problem.kind == error.kind
        self._problem = ErrorInfo(error.kind, str(error))
        if known and isinstance(spec, JobSpec) and spec.automatic:
            return
        log.info("could not run: %s", error)
        self._signals.refused.emit(error, spec)
        self.touch()

    def touch(self) -> None:
        """The status may be another one; tells so soon."""
        if not self._soon.isActive():
            self._soon.start()

    def catalogue_changed(self) -> None:
        """Sources, playlists or items are other ones now; tells so soon."""
        if not self._catalogue.isActive():
            self._catalogue.start()

    def stop(self) -> None:
        """Ends the telling."""
        self.meter.stop()
        for timer in (self._tick, self._soon, self._catalogue):
            timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        self._signals.workers_ticked.emit(self._board.snapshot())

    @Slot()
    def _tell(self) -> None:
        self._signals.status_changed.emit(self.status())


def _held(error: VolumeError | None) -> ErrorInfo | None:
    return None if error is None else ErrorInfo(error.kind, str(error))


def _shortfall(event: JobFinished) -> ErrorInfo:
    kind = "job_" + event.state.value
    if event.failed:
        return ErrorInfo(kind, f"the last sync left {event.failed} items undone")
    if event.unwritten:
        return ErrorInfo(
            "playlists_unwritten",
            f"the last sync could not write the files of {event.unwritten} playlists; the log "
            "tells why",
        )
    return ErrorInfo(kind, "a catalogue could not be read in the last sync")
