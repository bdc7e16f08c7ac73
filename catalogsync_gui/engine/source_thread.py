# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop of the source thread: jobs and renames of the library, one after the other."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, DatabaseFull
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.renaming import RenameSpec
from catalogsync_gui.core.schedule import ScheduleFacts
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.schedule_facts import schedule_facts
from catalogsync_gui.media.volume import open_library
from catalogsync_gui.pipeline.job_run import JobRun, Ports
from catalogsync_gui.pipeline.job_runner import JobRunner
from catalogsync_gui.pipeline.renaming import Renaming
from catalogsync_gui.pipeline.waking import Waking
from catalogsync_gui.store.scratch import clear_scratch
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


Spec = JobSpec | RenameSpec
"""What may be queued."""


@dataclass(frozen=True, slots=True)
class Crews:
    """How the runner gets and loses its workers."""

    start: Callable[[JobRun], None]
    join: Callable[[JobRun], None]


class SourceLoop:
    """A queue of jobs and the loop that runs them. The methods are for every thread."""

    def __init__(
        self,
        ports: Ports,
        crews: Crews,
        settings: Callable[[], Settings],
        refused: Callable[[CatalogSyncError, Spec], None],
        ended: Callable[[ScheduleFacts], None],
        prepare: Callable[[Store], None],
        full: Callable[[JobSpec], None],
    ) -> None:
        """Takes what the loop reports to.

        :param refused: takes the error of a job that could not be opened, and what was asked for.
        :param ended: takes, after every job, what the schedule goes by.
        :param prepare: called before every job, while nothing uses a source.
        :param full: takes a job that broke off because the database's disk is full.
        """
        self._ports = ports
        self._crews = crews
        self._settings = settings
        self._refused = refused
        self._ended = ended
        self._prepare = prepare
        self._full = full
        self._condition = threading.Condition()
        self._jobs: deque[Spec] = deque()
        self._stop: StopToken | None = None
        self._given_up = False
        self._closed = False

    def add(self, spec: Spec) -> None:
        """Queues a job or a rename; one that is queued already is not queued twice."""
        with self._condition:
            if spec not in self._jobs and not self._closed:
                self._jobs.append(spec)
                self._condition.notify()

    def stop_job(self) -> None:
        """Stops the running job and forgets the queued ones."""
        with self._condition:
            self._jobs.clear()
            stop = self._stop
            if stop is not None and not self._closed:
                self._given_up = True
        if stop is not None:
            stop.set()
            self._ports.control.interrupt()

    def close(self) -> None:
        """Ends the loop after stopping its job."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self.stop_job()

    def loop(self) -> None:
        """The source thread's body."""
        clear_scratch(self._ports.database)
        hands: _Hands | None = None
        try:
            while (job := self._next()) is not None:
                spec, stop = job
                try:
                    # At the first job that can have it: one that cannot is refused like others.
                    hands = hands or self._hands()
                    self._run(hands, spec, stop)
                except CatalogSyncError as error:
                    self._refused(error, spec)
                    if isinstance(error, DatabaseFull) and isinstance(spec, JobSpec):
                        self._full(spec)
                except BaseException as error:
                    log.exception("a job ended unexpectedly")
                    self._refused(
                        CatalogSyncError(
                            f"the sync ended with an unexpected {type(error).__name__}; "
                            "the log has the details",
                            kind="internal",
                        ),
                        spec,
                    )
                finally:
                    with self._condition:
                        self._stop = None
        finally:
            if hands is not None:
                hands.store.close()

    def _hands(self) -> "_Hands":
        store = Store(self._ports.database)
        runner = JobRunner(
            self._ports, store, self._crews.start, self._crews.join, self._is_cut_short
        )
        return _Hands(store, runner, Renaming(self._ports, store), Waking(self._ports))

    def _run(self, hands: "_Hands", spec: Spec, stop: StopToken) -> None:
        store, renaming = hands.store, hands.renaming
        settings = self._settings()
        library = open_library(settings.library, settings.library_id, settings.free_space_mb)
        automatic = isinstance(spec, JobSpec) and spec.automatic
        hands.waking.wait_for(library, settings, stop, automatic=automatic)
        stop.check()
        if isinstance(spec, RenameSpec):
            renaming.run(spec, library, stop, self._is_given_up)
            return
        if store.renames.unfinished() is not None or store.renames.moving():
            renaming.run(RenameSpec(), library, stop, self._is_given_up)
        self._prepare(store)
        problem = hands.runner.run(spec, settings, library, stop)
        if isinstance(problem, DatabaseFull):
            self._full(spec)
        self._ended(schedule_facts(store, self._settings()))

    def _is_cut_short(self) -> bool:
        """Whether the end of the program stops what runs, and no person did."""
        with self._condition:
            return self._closed and not self._given_up

    def _is_given_up(self) -> bool:
        """Whether a person stopped what runs, and not the end of the program."""
        with self._condition:
            return self._given_up

    def _next(self) -> tuple[Spec, StopToken] | None:
        with self._condition:
            self._condition.wait_for(lambda: self._closed or bool(self._jobs))
            if self._closed:
                return None
            self._stop, self._given_up = StopToken(), False
            return self._jobs.popleft(), self._stop


@dataclass(frozen=True, slots=True)
class _Hands:
    """What the source thread works with, once the database could be opened."""

    store: Store
    runner: JobRunner
    renaming: Renaming
    waking: Waking
