# SPDX-License-Identifier: GPL-3.0-or-later
"""A running instance: an engine under the profile's lock, with its ear on the control socket."""

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt

from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.server import ControlServer, Serve
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.engine import Engine

if TYPE_CHECKING:
    from catalogsync_gui.control.metered import MeteredNetwork

STOP_SECONDS = 4.0
"""How long a stop may take, whatever hangs (a dead mount, a name server)."""

_log = logging.getLogger(__name__)


class Instance(QObject):
    """Main thread only. Owns the lock from construction on.

    :param serve: makes what carries out the requests of others.
    """

    def __init__(
        self, engine: Engine, lock: InstanceLock, serve: Callable[[Engine], Serve]
    ) -> None:
        super().__init__()
        self.engine = engine
        self._lock = lock
        self._started = False
        self.server = ControlServer(engine.profile.socket_name, serve(engine), self)
        self.network = metered_network()
        if self.network is not None:
            self.network.changed.connect(engine.pacing.network, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Starts the engine, then listens.

        :raises CatalogSyncError: it cannot run; the lock is given back.
        """
        try:
            self.engine.start()
            self._started = True
            self.server.listen()
            if self.network is not None:
                self.network.start()
        except CatalogSyncError:
            self.stop()
            raise

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Stops everything and gives the lock back; False when a thread hangs.

        In the latter case the process has to be left by :func:`leave_now`: destroying a running
        QThread aborts. Otherwise engine and server are gone afterwards.
        """
        self.server.close()
        clean = self.engine.shutdown(seconds) if self._started else True
        self._started = False
        self._lock.release()
        if clean:
            self._dispose()
        else:
            _log.critical("a thread did not stop within %.0f s; it is abandoned", seconds)
        return clean

    def _dispose(self) -> None:
        """Destroys the Qt objects here and now.

        Left to Python's collector of cycles they could be destroyed in whatever thread it happens
        to run in, and QObjects must not be: https://doc.qt.io/qt-6/qobject.html#thread-affinity.
        """
        # What was posted to them is delivered while they are there.
        QCoreApplication.sendPostedEvents(None, 0)
        if self.network is not None:
            shiboken6.delete(self.network)
        shiboken6.delete(self.server)
        shiboken6.delete(self.engine)


def metered_network() -> "MeteredNetwork | None":
    """What tells of the network's cost; None where Qt's D-Bus lacks the library it stands on.

    A machine without a desktop may well do without libdbus, and runs the service all the same.
    """
    try:
        from catalogsync_gui.control.metered import MeteredNetwork  # noqa: PLC0415 - it may be missing
    except ImportError as error:
        _log.debug("no network counts as metered: %s", error)
        return None
    return MeteredNetwork()


def leave_now(status: int) -> None:
    """Ends the process without waiting for threads that hang; their items are recovered later."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(status)
