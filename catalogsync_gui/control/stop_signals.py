# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGINT and SIGTERM as a Qt signal.

Python runs its signal handlers between two of its own instructions, and an idle Qt event loop
executes none. The C-level handler writes the signal's number to a socket that the loop watches
(https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd).
"""

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class StopSignals(QObject):
    """Watches from construction until :meth:`close`. To be made in the main thread, once."""

    received = Signal(int)
    """A signal's number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable, Qt.ConnectionType.QueuedConnection)
        self._wakeup = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._handlers: dict[int, Callable[[int, FrameType | None], Any] | int | None] = {}
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                self._handlers[number] = signal.signal(number, self._noted)

    def close(self) -> None:
        """Puts the former handlers back."""
        self._notifier.setEnabled(False)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()
        signal.set_wakeup_fd(self._wakeup)
        self._near.close()
        self._far.close()

    @staticmethod
    def _noted(_number: int, _frame: FrameType | None) -> None:
        """The number is in the socket already; this only takes the place of the default."""

    def _on_readable(self) -> None:
        try:
            numbers = self._near.recv(64)
        except OSError:
            return
        for number in numbers:
            self.received.emit(number)
