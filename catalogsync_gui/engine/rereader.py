# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that reads the library again in the background."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.threads import LoopThread, with_store
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.rereading import Rereading
from catalogsync_gui.store.store import Store


class Rereader:
    """Made, started and stopped in the main thread."""

    def __init__(self, ports: Ports, settings: Callable[[], Settings], parent: QObject) -> None:
        self._ports = ports
        self._settings = settings
        self._stop = StopToken()
        self.thread = LoopThread("rereading", self._loop, parent)

    def start(self) -> None:
        """Starts the thread; everything else has the processor first."""
        self.thread.start(QThread.Priority.LowPriority)

    def stop(self) -> None:
        """Has the thread end at once, in the middle of a file as well."""
        self._stop.set()
        self._ports.control.changed()

    def _loop(self) -> None:
        with_store(self._ports.database, self._read, self._stop)

    def _read(self, store: Store) -> None:
        board = self._ports.board
        Rereading(
            store,
            self._settings,
            self._ports.control,
            lambda: board.active_job is not None,
            self._ports.report,
            self._ports.clock,
            self._stop,
        ).run()
