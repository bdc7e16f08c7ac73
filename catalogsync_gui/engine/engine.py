# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine: builds the threads, passes events on, answers what is going on."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, Signal, Slot

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import CatalogSyncError, VolumeError
from catalogsync_gui.core.events import Event, ItemFinished, JobFinished, JobOpened, Notice
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.core.rate_limit import RateLimiter
from catalogsync_gui.core.renaming import RenamePlan, RenameSpec
from catalogsync_gui.core.schedule import ScheduleFacts
from catalogsync_gui.core.settings import Settings, same_exports
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.engine.address_secrets import move_out
from catalogsync_gui.engine.backing_up import BackupThread
from catalogsync_gui.engine.commands import mark_playlists
from catalogsync_gui.engine.crews import CrewKeeper
from catalogsync_gui.engine.desk import Desk, DeskThread
from catalogsync_gui.engine.ending import ended
from catalogsync_gui.engine.history_keeper import HistoryKeeper
from catalogsync_gui.engine.lookups import Lookups
from catalogsync_gui.engine.opening import SourceFactory, SourceOpener
from catalogsync_gui.engine.pacing import Pacing
from catalogsync_gui.engine.pausing import Pause
from catalogsync_gui.engine.playlist_writer import PlaylistWriter
from catalogsync_gui.engine.rereader import Rereader
from catalogsync_gui.engine.room import RoomWait
from catalogsync_gui.engine.schedule import Schedule
from catalogsync_gui.engine.schedule_facts import general_rule, schedule_facts
from catalogsync_gui.engine.settings_keeper import SettingsKeeper
from catalogsync_gui.engine.signals import EngineSignals
from catalogsync_gui.engine.source_thread import Crews, SourceLoop, Spec
from catalogsync_gui.engine.status_keeper import StatusKeeper
from catalogsync_gui.engine.teller import Teller
from catalogsync_gui.engine.threads import LoopThread
from catalogsync_gui.paths import Profile
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.recovery import recover
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.sources import registry
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.restoring import put_right
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


class Engine(QObject):
    """One profile's engine. Lives in the main thread; so do calls of all its public methods."""

    _posted = Signal(object)
    _refused = Signal(object, object)
    _job_ended = Signal(object)
    _disk_full = Signal(object)

    def __init__(
        self,
        profile: Profile,
        *,
        clock: Clock | None = None,
        open_source: SourceFactory = registry.open_source,
        jitter: Callable[[], float] = random.random,
        scheduled: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Builds, but starts nothing.

        :param scheduled: whether syncs start by themselves.
        """
        super().__init__(parent)
        self.profile = profile
        self.clock: Clock = clock or SystemClock()
        self.signals = EngineSignals(self)
        self.control = RunControl(self.clock)
        self.board = ProgressBoard(self.clock)
        self.exports = ExportQueue(self.clock)
        self.source_factory = open_source
        self._scheduled = scheduled
        self.warnings: tuple[str, ...] = ()
        """What a person should know of the start, for a front end that shows no events."""
        self._limiter = RateLimiter(self.clock)
        self._database = Database(profile.database)
        self._secrets = SecretStore(profile.secrets_file, file_allowed=False)
        self._settings = SettingsKeeper(
            SettingsFile(profile.settings_file, self._secrets), self._secrets, self._turned, self
        )
        self._reporting = threading.Lock()
        self._ports = Ports(
            database=self._database,
            clock=self.clock,
            board=self.board,
            control=self.control,
            exports=self.exports,
            report=self._report,
            open_source=SourceOpener(
                self._database, self._secrets, self.clock, open_source, lambda: self.settings
            ).open,
            jitter=jitter,
            request_exports=self.signals.export_wanted.emit,
            limiter=self._limiter,
        )
        self._crews = CrewKeeper(self._ports, lambda: self.settings, self)
        self._source_loop = SourceLoop(
            self._ports,
            Crews(self._crews.ask, self._crews.join),
            lambda: self.settings,
            self._refused.emit,
            self._job_ended.emit,
            lambda store: move_out(store, self._secrets),
            self._disk_full.emit,
        )
        self._source_thread = LoopThread("source", self._source_loop.loop, self)
        self._writer = PlaylistWriter(self._ports, lambda: self.settings, self)
        self._rereader = Rereader(self._ports, lambda: self.settings, self)
        self._backups = BackupThread(self._database, self.clock, self._report, self)
        self.teller = Teller(self._ports, lambda: self.settings, self._secrets, self)
        self.desk = DeskThread(self.own_desk, self)
        self.lookups = Lookups(self)
        self.history = HistoryKeeper(self.desk, self.signals, self)
        self._room = RoomWait(self.desk, self.start_job, self)
        self._pause = Pause(self.control, self)
        self.schedule = Schedule(self.clock, self._is_held, self)
        self.pacing = Pacing(self.clock, self._limiter, self.control, lambda: self.settings, self)
        self.keeper = StatusKeeper(
            self.board,
            self.control,
            self.schedule,
            self.pacing,
            self.signals,
            self._crews.facts,
            self,
        )
        self._connect()

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._posted.connect(self._on_event, queued)
        self._refused.connect(self._on_refused, queued)
        self._job_ended.connect(self._on_job_ended, queued)
        if self._scheduled:
            # A command of its own ends with what went wrong; whoever stays waits.
            self._disk_full.connect(self._room.wait_with, queued)
        # The export queue is safe from every thread, and a worker that finished an item must not
        # depend on the main thread for having its playlists written.
        self.signals.export_wanted.connect(
            self._on_export_wanted, Qt.ConnectionType.DirectConnection
        )
        self.schedule.due.connect(self._on_due, queued)
        self.signals.catalogue_changed.connect(self._sources_may_differ, queued)
        self._pause.changed.connect(self.keeper.touch, queued)
        self.pacing.changed.connect(self.keeper.touch, queued)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings.now

    def start(self) -> None:
        """Loads the settings, recovers what a former process left, and starts the threads.

        The caller holds the profile's lock.

        :raises DatabaseUnusable: the database cannot be opened.
        """
        self._warn("settings_damaged", self._settings.load())
        self._warn("database_restored", put_right(self._database, self.clock.now()))
        with Store(self._database) as store:
            recover(store, self.clock)
            store.shelves.use(self.settings.library_id)
            unfinished = store.renames.unfinished() is not None
            facts = schedule_facts(store, self.settings)
        self.desk.start()
        self._source_thread.start()
        self._writer.thread.start()
        self.teller.start()
        self._backups.start()
        if unfinished:
            self._source_loop.add(RenameSpec())
        self.schedule.go_by(general_rule(self.settings))
        self.schedule.know(facts)
        self.pacing.look()
        if self._scheduled:
            self.schedule.start()
            self._rereader.start()
            # The setting may have been changed while nothing ran.
            self.history.look()
        self.keeper.touch()

    def _warn(self, kind: str, words: str) -> None:
        if words:
            self.warnings += (words,)
            self._tell("warning", kind, words)

    def _tell(self, level: str, kind: str, message: str) -> None:
        self._report(Notice(at=0.0, job=None, level=level, kind=kind, message=message))

    def start_job(self, spec: JobSpec | None = None) -> None:
        """Queues a job. If it cannot run, ``signals.refused`` tells why."""
        wanted = spec or JobSpec()
        if not wanted.automatic:
            # It may wait behind one that is held up on this network: that one goes on too.
            self.pacing.job(asked=True)
        self._source_loop.add(wanted)

    def rename(self, plan: RenamePlan) -> None:
        """Queues a rename of the library behind what runs; events tell how it goes."""
        self._source_loop.add(RenameSpec(plan))

    def stop_job(self) -> None:
        """Stops the running job or rename; items go back to pending with what they have."""
        self._room.stop()
        self._source_loop.stop_job()

    def pause(self, seconds: float | None = None) -> None:
        """Interrupts what runs and starts nothing more, for a time or until :meth:`resume`."""
        self._pause.begin(seconds)

    @Slot()
    def resume(self) -> None:
        """Ends a pause."""
        self._pause.end()

    def limit(self, kbps: int | None, seconds: float | None = None) -> None:
        """A person's word on the speed of downloads: it comes before settings, hours and network.

        Running transfers go by it at once. It holds for a time, or until the next call or the end
        of the program; ``status().pace`` tells it.

        :param kbps: kilobytes (1000 bytes) a second for all downloads together; 0 for full speed,
            off hours or not; None to go by the settings again.
        :param seconds: how long; None without an end.
        """
        self.pacing.ask(kbps, seconds)

    @Slot()
    def reschedule(self) -> None:
        """Has the schedule look at what the database knows of sources and their rules now."""
        self.desk.ask(lambda desk: schedule_facts(desk.store, self.settings), self._on_facts)

    def export(
        self,
        playlists: tuple[int, ...] | None = None,
        failed: Callable[[CatalogSyncError], None] | None = None,
    ) -> None:
        """Has playlist files written again: those named, or all.

        :param failed: takes the reason why that could not even be asked for.
        """
        self.desk.ask(lambda desk: mark_playlists(desk, playlists), self._export_marked, failed)

    def _export_marked(self, playlists: tuple[int, ...]) -> None:
        self.signals.export_wanted.emit(
            tuple(ExportRequest(playlist, ExportReason.ASKED, None) for playlist in playlists)
        )

    def clear_removed(self) -> None:
        """Has the files of playlists removed that are no more."""
        self.signals.export_wanted.emit((ExportRequest(0, ExportReason.ASKED, None),))
        self.teller.wake()
        self.keeper.catalogue_changed()

    def export_dirty(self) -> None:
        """Has the playlist files written that are out of date."""
        self.desk.ask(lambda desk: desk.store.exports.dirty(), self._export_marked)

    def status(self) -> EngineStatus:
        """What is going on; from memory only."""
        return self.keeper.status()

    def apply_settings(self, settings: Settings) -> None:
        """Takes new settings over at once and has them saved."""
        exports_differ = not same_exports(settings, self.settings)
        self._settings.apply(settings, self.desk)
        self.schedule.go_by(general_rule(settings))
        self.reschedule()
        self._crews.limit(settings.per_host)
        self.control.changed()
        self.pacing.look()
        self.signals.settings_changed.emit(settings)
        if exports_differ:
            self.clear_removed()
            self.export(None)
        self.keeper.touch()

    def _turned(self, words: str) -> None:
        self._tell("info", "library_changed", words)
        self.keeper.catalogue_changed()

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Stops all threads; running items are put back. True when all ended in time.

        :param timeout: seconds for everything together. Afterwards a thread that hangs (a dead
            mount) is left behind, and the process has to end without destroying it.
        """
        deadline = QDeadlineTimer(int(timeout * 1000))
        self.schedule.stop()
        self._room.stop()
        self._pause.stop()
        self.pacing.stop()
        self.keeper.stop()
        self._source_loop.close()
        self.exports.close()
        self._rereader.stop()
        self.teller.stop()
        self.desk.stop()
        self.lookups.stop()
        self._backups.close()
        threads = (
            self._source_thread,
            self._writer.thread,
            self._rereader.thread,
            self.teller.thread,
        )
        clean = ended(threads, self.desk, self.lookups, self._backups, deadline)
        if clean:
            self._crews.close()
        return clean

    def own_desk(self) -> Desk:
        """A desk for the calling thread alone, which closes it; for work that takes minutes."""
        settings, secrets = self.settings, self._secrets
        return Desk(self.profile, self._database, settings, self.clock, secrets, self.control)

    @Slot(object)
    def _on_export_wanted(self, requests: tuple[ExportRequest, ...]) -> None:
        self.exports.request(requests)

    def _report(self, event: Event) -> None:
        """Passes an event on, with the time at which that is done. Every thread.

        Under a lock: the times of the events that a front end sees never run backwards.
        """
        with self._reporting:
            self._posted.emit(replace(event, at=self.clock.now()))

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, JobOpened):
            self.pacing.job(asked=not event.automatic)
        self.keeper.take(event)
        self.teller.take(event)
        if isinstance(event, ItemFinished | JobFinished):
            self._backups.wake()
        if isinstance(event, JobFinished):
            self.pacing.job(asked=False)
            self._crews.dispose()

    @Slot(object, object)
    def _on_refused(self, error: CatalogSyncError, spec: Spec) -> None:
        if isinstance(spec, JobSpec) and spec.automatic and isinstance(error, VolumeError):
            # Nobody is there to ask for it again when the library is back.
            self.schedule.put_off(spec)
        self.keeper.refused(error, spec)

    @Slot(object)
    def _on_job_ended(self, facts: ScheduleFacts) -> None:
        self.schedule.finished(facts)
        self.keeper.touch()

    def _on_facts(self, facts: ScheduleFacts) -> None:
        self.schedule.know(facts)
        self.keeper.touch()

    def _is_held(self) -> bool:
        """Whether no sync may start by itself: one that is due comes when this is over."""
        return self._pause.on or self.keeper.busy or self.pacing.syncs_wait

    @Slot()
    def _sources_may_differ(self) -> None:
        # While a job runs this would be asked twice a second, and its end tells.
        if not self.keeper.busy:
            self.reschedule()

    @Slot(object)
    def _on_due(self, spec: JobSpec) -> None:
        if not self._pause.on:
            self.start_job(spec)
