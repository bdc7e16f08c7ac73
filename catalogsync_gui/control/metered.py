# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the network costs by the byte, as NetworkManager says where there is one.

Its property is ``Metered`` (networkmanager.dev, D-Bus API, org.freedesktop.NetworkManager).
"""

import logging
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusServiceWatcher,
    QDBusVariant,
)

log = logging.getLogger(__name__)

_SERVICE = "org.freedesktop.NetworkManager"
_PATH = "/org/freedesktop/NetworkManager"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_METERED = (1, 3)
"""NM_METERED_YES and NM_METERED_GUESS_YES."""


class MeteredNetwork(QObject):
    """Asks at the start and whenever something changes. Main thread only; never waits.

    Without a bus, without NetworkManager and whenever that is gone, no network is metered.
    """

    changed = Signal(bool)
    """The network is metered now, or is not any more."""

    def __init__(
        self,
        bus: Callable[[], QDBusConnection] = QDBusConnection.systemBus,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open = bus
        self._bus: QDBusConnection | None = None
        self._watcher: QDBusServiceWatcher | None = None
        self.metered = False

    def start(self) -> None:
        """Connects and asks; the answer comes by ``changed``."""
        bus = self._open()
        if not bus.isConnected():
            log.debug("no system bus: no network counts as metered")
            return
        self._bus = bus
        # The stubs want bytes, and what takes them wants the text that SLOT makes.
        bus.connect(_SERVICE, _PATH, _PROPERTIES, "PropertiesChanged", self, SLOT("_ask()"))  # type: ignore[call-overload]
        self._watcher = QDBusServiceWatcher(
            _SERVICE, bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange, self
        )
        self._watcher.serviceRegistered.connect(self._ask, Qt.ConnectionType.QueuedConnection)
        self._watcher.serviceUnregistered.connect(self._gone, Qt.ConnectionType.QueuedConnection)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        if self._bus is None:
            return
        message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _PROPERTIES, "Get")
        message.setArguments([_SERVICE, "Metered"])
        # Where it does not run nobody wants it started.
        message.setAutoStartService(False)
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        watcher.finished.connect(self._on_answer, Qt.ConnectionType.QueuedConnection)

    @Slot(QDBusPendingCallWatcher)
    def _on_answer(self, watcher: QDBusPendingCallWatcher) -> None:
        arguments = [] if watcher.isError() else watcher.reply().arguments()
        watcher.deleteLater()
        value = arguments[0] if arguments else None
        self._take(value.variant() if isinstance(value, QDBusVariant) else value)

    @Slot()
    def _gone(self) -> None:
        self._take(None)

    def _take(self, value: object) -> None:
        metered = value in _METERED
        if metered is not self.metered:
            self.metered = metered
            log.info("the network is %s", "metered" if metered else "not metered any more")
            self.changed.emit(metered)
