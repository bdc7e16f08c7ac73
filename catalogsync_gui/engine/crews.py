# SPDX-License-Identifier: GPL-3.0-or-later
"""The crews of workers an engine has: one for each job, gone when its threads are."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from catalogsync_gui.core.reasons import HostFacts
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.crew import Crew
from catalogsync_gui.media.transport import tls_context
from catalogsync_gui.media.watchdog import Watchdog
from catalogsync_gui.pipeline.job_run import JobRun, Ports
from catalogsync_gui.pipeline.worker_loop import worker_loop


class CrewKeeper(QObject):
    """Lives in the main thread; ``ask`` and ``join`` are for the source thread."""

    _wanted = Signal(object)

    def __init__(
        self, ports: Ports, settings: Callable[[], Settings], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._watchdog = Watchdog(ports.clock)
        self._tls = tls_context()
        self._crews: list[Crew] = []
        self._wanted.connect(self._start, Qt.ConnectionType.QueuedConnection)

    def ask(self, run: JobRun) -> None:
        """Source thread: the download stage of a job has opened."""
        crew = Crew(run, self._settings().workers, self._work)
        self._crews.append(crew)
        self._wanted.emit(crew)

    def join(self, run: JobRun) -> None:
        """Source thread: the job's download is over; returns when its workers have ended."""
        for crew in [crew for crew in self._crews if crew.run is run]:
            crew.join()

    def limit(self, per_host: int) -> None:
        """So many downloads may run at a time from one host, from now on."""
        for crew in self._crews:
            crew.run.hosts.limit(per_host)

    def facts(self) -> tuple[int, tuple[HostFacts, ...]]:
        """How many items may run at a time, and the hosts of the job that is open."""
        for crew in tuple(self._crews):
            if not crew.run.closed.is_set():
                return crew.size, crew.run.hosts.facts()
        return 0, ()

    def dispose(self) -> None:
        """Lets go of the crews whose threads have ended."""
        self._crews = [crew for crew in self._crews if not crew.dispose()]

    def close(self) -> None:
        """Everything has ended."""
        self._watchdog.close()
        self.dispose()

    @Slot(object)
    def _start(self, crew: Crew) -> None:
        crew.start()

    def _work(self, run: JobRun, number: int) -> None:
        """A worker thread's body."""
        worker_loop(
            run, number, tls=self._tls, watchdog=self._watchdog, proxy=self._settings().proxy
        )
