# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that a running engine carries out: sync, export, match, status.

Each is an object in the main thread that listens to the engine and ends with an exit status. It
is the same whether its words go to this process's stdout or to another's.
"""

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from catalogsync_gui.cli.status_text import pace_text, status_lines
from catalogsync_gui.cli.tables import json_text
from catalogsync_gui.control.wording import Narrator, ending
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, CatalogSyncError
from catalogsync_gui.core.events import Event, JobFinished, JobOpened, PlaylistExported, to_json
from catalogsync_gui.core.models import ErrorInfo, JobSpec
from catalogsync_gui.core.states import ExportReason, JobState
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.commands import check_playlists, find_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.match_commands import accept, reject

Line = Callable[[str], None]
T = TypeVar("T")
_QUEUED = Qt.ConnectionType.QueuedConnection


class LiveCommand(QObject):
    """Base: begins with :meth:`start`, ends by ``ended``. Main thread only.

    :param out: takes a line for the caller's stdout, :param err: an error's text.
    """

    ended = Signal(int)
    """The exit status. Emitted once."""

    def __init__(
        self, engine: Engine, args: Namespace, out: Line, err: Line, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._args = args
        self._out = out
        self._err = err
        self._over = False
        self._lookup: StopToken | None = None

    def start(self) -> None:
        """Begins; returns at once."""
        raise AssertionError("a command has its own beginning")

    def detach(self) -> None:
        """The caller is gone: no more words, no ``ended``.

        What was asked for goes on; what was only looked up for the caller ends.
        """
        self._over = True
        if self._lookup is not None:
            self._lookup.set()

    def _look_up(self, work: Callable[[StopToken], T], done: Callable[[T], None]) -> None:
        """Has work done that may take minutes, and that ends when the caller is gone."""
        self._lookup = self._engine.lookups.ask(work, done, self._fail)

    def _end(self, status: int) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(status)

    def _fail(self, error: CatalogSyncError) -> None:
        if not self._over:
            self._err(ending(error))
            self._end(error.exit_status)


class SyncCommand(LiveCommand):
    """One job, from its opening to its end.

    While another job runs this one is queued behind it. Two callers that ask for the same while it
    is queued share one job.
    """

    def __init__(
        self, engine: Engine, args: Namespace, out: Line, err: Line, parent: QObject | None = None
    ) -> None:
        super().__init__(engine, args, out, err, parent)
        self._narrator = Narrator()
        self._named = bool(args.sources)
        self._sources: frozenset[int] = frozenset()
        self._job: int | None = None
        self._spec: JobSpec | None = None

    def start(self) -> None:
        """Finds the sources, then has the engine run the job."""
        self._engine.desk.ask(
            partial(source_ids, words=tuple(self._args.sources)), self._on_sources, self._fail
        )

    def _on_sources(self, sources: tuple[int, ...]) -> None:
        if self._over:
            return
        self._sources = frozenset(sources)
        signals = self._engine.signals
        signals.happened.connect(self._on_event, _QUEUED)
        signals.refused.connect(self._on_refused, _QUEUED)
        self._spec = JobSpec(sources if self._named else (), accept_shrunk=self._args.accept_shrunk)
        self._engine.start_job(self._spec)

    def _on_refused(self, error: CatalogSyncError, spec: JobSpec) -> None:
        if self._job is None and spec == self._spec:
            self._fail(error)

    def _on_event(self, event: Event) -> None:
        if self._over or event.job is None:
            return
        if self._job is None and isinstance(event, JobOpened) and self._is_ours(event):
            self._job = event.job
        if event.job != self._job:
            if self._job is None and was_stopped(event):
                # Stopping forgets the queued jobs too, and so this one never opens.
                self._err("the sync was stopped before it began")
                self._end(130)
            return
        if self._args.json:
            self._out(json_text(to_json(event)))
        else:
            line = self._narrator.line(event)
            if line is not None:
                self._out(line)
            if isinstance(event, JobOpened):
                self._tell_held()
        if isinstance(event, JobFinished):
            if event.state is JobState.FAILED and event.error is not None:
                self._err(ending(event.error))
            self._end(job_status(event.state, event.error))

    def _tell_held(self) -> None:
        """Says why nothing may come for hours: a silent wait looks like a hang."""
        pace = self._engine.status().pace
        if pace.state is HourState.OFF:
            self._out(
                f"{pace_text(pace)}: what is to be downloaded waits for that; "
                '"catalogsync-gui limit full" from another terminal has it begin now'
            )

    def _is_ours(self, event: JobOpened) -> bool:
        opened = frozenset(event.sources)
        # A job of all sources takes those with it that were added since it was asked for.
        return opened == self._sources if self._named else opened >= self._sources


class ExportCommand(LiveCommand):
    """Playlist files, written again."""

    def __init__(
        self, engine: Engine, args: Namespace, out: Line, err: Line, parent: QObject | None = None
    ) -> None:
        super().__init__(engine, args, out, err, parent)
        self._narrator = Narrator()
        self._waiting: set[int] = set()
        self._failed = False

    def start(self) -> None:
        """Finds the playlists, then has the engine write them."""
        self._engine.desk.ask(
            partial(check_playlists, wanted=tuple(self._args.playlists)),
            self._on_playlists,
            self._fail,
        )

    def _on_playlists(self, playlists: tuple[int, ...]) -> None:
        """Has these written; ends when they are."""
        if self._over:
            return
        self._waiting = set(playlists)
        if not self._waiting:
            self._end(0)
            return
        self._engine.signals.happened.connect(self._on_event, _QUEUED)
        self._engine.export(playlists, self._fail)

    def _on_event(self, event: Event) -> None:
        # An export for a whole stage, asked for meanwhile, takes the place of ours.
        if (
            self._over
            or not isinstance(event, PlaylistExported)
            or event.reason is ExportReason.ITEM
            or event.playlist not in self._waiting
        ):
            return
        if event.variant:
            # Told before the usual file of the same playlist, which ends the wait for it.
            self._tell(event)
            return
        self._waiting.discard(event.playlist)
        self._tell(event)
        if not self._waiting:
            self._end(3 if self._failed else 0)

    def _tell(self, event: PlaylistExported) -> None:
        if event.error is not None:
            self._failed = True
            self._err(f"playlist {event.playlist}: {ending(event.error)}")
        else:
            self._out(self._narrator.line(event) or "")


class MatchCommand(ExportCommand):
    """A person's answer about a track without an address, and its playlists written again."""

    def start(self) -> None:
        """Has the desk keep the answer."""
        item = self._args.item
        if self._args.reject:
            self._engine.desk.ask(partial(reject, item=item), self._on_rejected, self._fail)
        else:
            self._engine.desk.ask(
                partial(accept, item=item, candidate=self._args.candidate),
                self._on_accepted,
                self._fail,
            )

    def _on_accepted(self, playlists: tuple[int, ...]) -> None:
        if self._over:
            # Nobody listens, but the answer was kept and its playlists are to follow.
            self._engine.export(playlists)
            return
        self._engine.keeper.catalogue_changed()
        self._out(f"item {self._args.item} matched")
        self._on_playlists(playlists)

    def _on_rejected(self, more: bool) -> None:
        if self._over:
            return
        self._engine.keeper.catalogue_changed()
        self._out("rejected; something else may be it" if more else "rejected")
        self._end(0)


class StatusCommand(LiveCommand):
    """What the engine does now, from memory alone."""

    def start(self) -> None:
        """Says it."""
        status = self._engine.status()
        if self._args.json:
            self._out(json_text(status.to_json()))
        else:
            for line in status_lines(status):
                self._out(line)
        self._end(0)


def _kinds_of(error: type[CatalogSyncError]) -> frozenset[str]:
    below = (_kinds_of(kind) for kind in error.__subclasses__())
    return frozenset({error.kind}).union(*below)


def job_status(state: JobState, error: ErrorInfo | None) -> int:
    """The exit status of a job that ended."""
    match state:
        case JobState.DONE:
            return 0
        case JobState.CANCELLED:
            return 130
        case JobState.FAILED if error is not None and error.kind in _kinds_of(CannotRun):
            return 3
    return 1


def source_ids(desk: Desk, words: Sequence[str]) -> tuple[int, ...]:
    """The ids of the sources that are named, or of all when none is.

    :raises UnknownThing: one of them does not exist.
    """
    if not words:
        return desk.store.catalogue.source_ids()
    return tuple(dict.fromkeys(find_source(desk, word) for word in words))


def was_stopped(event: Event) -> bool:
    """Whether a job was stopped by a person, and with it forgotten what was queued."""
    return isinstance(event, JobFinished) and event.state is JobState.CANCELLED
