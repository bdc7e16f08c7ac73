# SPDX-License-Identifier: GPL-3.0-or-later
"""QThreads that run a plain loop, and what loops need of the database."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_AGAIN = 5.0
"""Seconds between two tries to open the database."""


class LoopThread(QThread):
    """Runs one callable. Nothing that it raises reaches Qt, where it would end the process."""

    def __init__(self, name: str, loop: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._loop = loop

    def run(self) -> None:
        """The thread's body."""
        try:
            self._loop()
        except BaseException:
            log.exception("thread %s ended unexpectedly", self.objectName())


def with_store(database: Database, work: Callable[[Store], None], stop: StopToken) -> None:
    """Runs ``work`` with a store of the calling thread's own.

    A database that cannot be opened is tried again until ``stop`` is set: the thread is needed
    when it can.
    """
    while not stop.is_set():
        try:
            store = Store(database)
        except CatalogSyncError as error:
            log.warning("%s; it is tried again", error)
            stop.wait(_AGAIN)
            continue
        with store:
            work(store)
        return
