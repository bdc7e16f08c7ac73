# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk: reads and small writes for front ends, away from the GUI thread."""

import logging
import queue
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.threads import LoopThread
from catalogsync_gui.paths import Profile
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[["Desk"], Any]


class Desk:
    """What a command works with. Made and used by one thread; the store opens at first use."""

    def __init__(
        self,
        profile: Profile,
        database: Database,
        settings: Settings,
        clock: Clock,
        secrets: SecretStore | None = None,
        control: RunControl | None = None,
    ) -> None:
        """Takes what it works with.

        :param control: of the engine that works on the same database, if one does.
        """
        self.profile = profile
        self.database = database
        self.settings = settings
        self.clock = clock
        self.control = control
        self.secrets = secrets or SecretStore(
            profile.secrets_file, file_allowed=settings.secrets_file
        )
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The database.

        :raises DatabaseUnusable: it cannot be opened.
        """
        if self._store is None:
            self._store = Store(self.database)
        return self._store

    def close(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()
            self._store = None


class DeskThread(QObject):
    """A desk with a thread of its own. Lives in the main thread."""

    _answered = Signal(object, object)

    def __init__(self, make: Callable[[], Desk], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._queue: queue.SimpleQueue[tuple[Work, Any, Any] | None] = queue.SimpleQueue()
        self._thread = LoopThread("desk", self._loop, self)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def ask(
        self,
        work: Callable[[Desk], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[CatalogSyncError], None] | None = None,
    ) -> None:
        """Runs ``work`` on the desk thread and hands its result to ``done`` in the main thread.

        :param done: a bound method; dropped if its QObject is gone by then. Likewise ``failed``,
            without which an error goes to the log.
        """
        self._queue.put((work, done, failed))

    def _loop(self) -> None:
        desk = self._make()
        try:
            while (job := self._queue.get()) is not None:
                work, done, failed = job
                try:
                    answer, receiver = work(desk), done
                except CatalogSyncError as error:
                    answer, receiver = error, failed
                    if failed is None:
                        log.warning("%s", error)
                except BaseException as error:
                    log.exception("unexpected error at the desk")
                    answer = CatalogSyncError(
                        f"unexpected {type(error).__name__}; the log has the details",
                        kind="internal",
                    )
                    receiver = failed
                if receiver is not None:
                    self._answered.emit(receiver, answer)
        finally:
            desk.close()

    def _deliver(self, receiver: Callable[[object], None], answer: object) -> None:
        owner = getattr(receiver, "__self__", None)
        if not isinstance(owner, QObject) or shiboken6.isValid(owner):
            receiver(answer)

    def stop(self) -> None:
        """Ends the thread after what it is doing."""
        self._queue.put(None)

    def wait(self, milliseconds: int) -> bool:
        """Waits for the thread's end."""
        return self._thread.wait(milliseconds)
