# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end without a window: engine, schedule and control socket, for a service.

What happens goes to the log and to stderr. SIGTERM and SIGINT stop it cleanly, with status 0.
"""

import logging
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt

from catalogsync_gui.control.instance import Instance, leave_now
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.server import Serve
from catalogsync_gui.control.stop_signals import StopSignals
from catalogsync_gui.control.wording import Narrator
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import Event
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile

_QUEUED = Qt.ConnectionType.QueuedConnection
_log = logging.getLogger(__name__)


class Headless(QObject):
    """Runs an instance until a signal. Main thread only."""

    def __init__(self, instance: Instance, signals: StopSignals) -> None:
        super().__init__()
        self._instance = instance
        self._narrator = Narrator()
        self._loop = QEventLoop(self)
        signals.received.connect(self._on_signal, _QUEUED)
        instance.engine.signals.happened.connect(self._on_event, _QUEUED)
        instance.engine.signals.refused.connect(self._on_refused, _QUEUED)
        instance.engine.signals.quit_wanted.connect(self._on_quit, _QUEUED)

    def run(self) -> None:
        """Returns when a signal asked for the end."""
        self._loop.exec()

    def _on_signal(self, number: int) -> None:
        _log.info("signal %d: stopping", number)
        self._loop.quit()

    def _on_quit(self) -> None:
        _log.info("asked to quit: stopping")
        self._loop.quit()

    def _on_event(self, event: Event) -> None:
        line = self._narrator.line(event)
        if line is not None:
            _log.info("%s", line)

    def _on_refused(self, error: CatalogSyncError) -> None:
        _log.warning("the sync cannot run: %s", error)


def run(profile: Profile, lock: InstanceLock, serve: Callable[[Engine], Serve]) -> int:
    """Runs until SIGTERM or SIGINT; takes the lock over and gives it back.

    :raises CatalogSyncError: the engine cannot run.
    """
    # Named, so that it lives as long as everything here.
    _application = QCoreApplication.instance() or QCoreApplication(["catalogsync-gui"])
    # Before anything is started: a signal that comes early must not find half an instance.
    signals = StopSignals()
    try:
        instance = Instance(Engine(profile), lock, serve)
        front = Headless(instance, signals)
        instance.start()
        _log.info("running without a window; stop it with SIGTERM")
        try:
            front.run()
        finally:
            if not instance.stop():
                leave_now(0)
    finally:
        signals.close()
    _log.info("stopped")
    return 0
