# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's pause, and its end by itself."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from catalogsync_gui.pipeline.run_control import RunControl

_LONGEST_MS = 2**31 - 1
"""24.8 days is what a timer takes; whoever pauses longer is asked again then."""


class Pause(QObject):
    """Lives in the main thread."""

    changed = Signal()
    """A pause began or ended."""

    def __init__(self, control: RunControl, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end, Qt.ConnectionType.QueuedConnection)

    @property
    def on(self) -> bool:
        """Whether nothing may start now."""
        return self._control.paused_until is not None

    def begin(self, seconds: float | None) -> None:
        """Interrupts what runs, for a time or until :meth:`end`."""
        self._control.pause(seconds)
        self._timer.stop()
        if seconds is not None:
            self._timer.start(min(int(seconds * 1000) + 1, _LONGEST_MS))
        self.changed.emit()

    @Slot()
    def end(self) -> None:
        """Ends the pause."""
        self._timer.stop()
        self._control.resume()
        self.changed.emit()

    def stop(self) -> None:
        """No pause ends by itself any more."""
        self._timer.stop()
