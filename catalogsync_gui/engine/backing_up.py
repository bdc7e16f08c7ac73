# SPDX-License-Identifier: GPL-3.0-or-later
"""The daily copy of the database, on a thread that has nothing else to do."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, QThread

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import Event, Notice
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.engine.threads import LoopThread
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.copying import Copying

log = logging.getLogger(__name__)

_LOOK_EVERY = 3600.0
"""Seconds between two looks at the clock where nothing wakes the thread."""


class BackupThread:
    """Copies when a day has passed. Made, started and stopped in the main thread.

    Woken when an item or a job has ended, and never before: what a job begins with has the disk
    for itself. Readers and writers go on while a copy is made.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        report: Callable[[Event], None],
        parent: QObject | None = None,
    ) -> None:
        self._copying = Copying(database, clock)
        self._clock = clock
        self._report = report
        self._condition = threading.Condition()
        self._woken = False
        self._closed = False
        self._told = ""
        self._thread = LoopThread("backup", self._loop, parent)

    def start(self) -> None:
        """Starts the thread; everything else has the processor first."""
        self._thread.start(QThread.Priority.LowPriority)

    def wake(self) -> None:
        """Something was finished: a copy may be due. Every thread."""
        with self._condition:
            self._woken = True
            self._condition.notify()

    def close(self) -> None:
        """Has the thread end after the copy it is at."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    def wait(self, deadline: QDeadlineTimer) -> bool:
        """Waits for the thread's end; whether it has ended.

        A copy may take what is left of the time but the last second, then it is broken off.
        """
        if not self._thread.wait(QDeadlineTimer(max(0, deadline.remainingTime() - 1000))):
            self._copying.interrupt()
        return self._thread.wait(QDeadlineTimer(max(500, deadline.remainingTime())))

    def _loop(self) -> None:
        while self._next():
            try:
                self._copying.copy_if_due()
                self._told = ""
            except CatalogSyncError as error:
                self._tell(error)

    def _next(self) -> bool:
        """Waits; False when the loop is to end. What was woken for is done before that."""
        with self._condition:
            self._condition.wait_for(lambda: self._woken or self._closed, _LOOK_EVERY)
            woken, self._woken = self._woken, False
            return woken or not self._closed

    def _tell(self, error: CatalogSyncError) -> None:
        """Once, as long as it stays the same."""
        if self._told != str(error):
            self._told = str(error)
            log.warning("%s", error)
            now = self._clock.now()
            self._report(
                Notice(at=now, job=None, level="warning", kind=error.kind, message=str(error))
            )
