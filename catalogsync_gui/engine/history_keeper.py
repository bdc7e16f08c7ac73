# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the history as long as the settings say, a little at a time on the desk's thread."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

from catalogsync_gui.core.events import Event, JobFinished
from catalogsync_gui.engine.desk import Desk, DeskThread
from catalogsync_gui.engine.signals import EngineSignals

_LOOK_EVERY_MS = 3_600_000
_AGAIN_MS = 100
_AT_ONCE = 0.15
"""Seconds of deleting before others are let to the desk."""

_DAY = 86_400.0


class HistoryKeeper(QObject):
    """Lives in the main thread. Looks after every job, every change of settings and every hour."""

    def __init__(self, desk: DeskThread, signals: EngineSignals, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._signals = signals
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.look)
        # As soon as a job has ended: a command that ran it alone ends with it.
        signals.happened.connect(self._on_event)
        signals.settings_changed.connect(self.look)

    def look(self) -> None:
        """Has deleted what is not kept any more, unless that is under way."""
        if not self._asked:
            self._asked = True
            self._desk.ask(prune, self._on_pruned, self._on_failed)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, JobFinished):
            self.look()

    def _on_pruned(self, more: bool | None) -> None:
        self._asked = False
        if more:
            self._again.start()
        elif more is False:
            self._signals.catalogue_changed.emit()

    def _on_failed(self, _error: Exception) -> None:
        # Nothing of it is urgent: the next look tries again.
        self._asked = False


def prune(desk: Desk) -> bool | None:
    """Deletes for a moment what is not kept; whether there is more, None if there was nothing."""
    pruning = desk.store.pruning
    before = desk.clock.now() - desk.settings.history_days * _DAY
    until = time.monotonic() + _AT_ONCE
    if not pruning.step(before):
        return False if pruning.forget_sources() else None
    while pruning.step(before):
        if time.monotonic() > until:
            return True
    pruning.forget_sources()
    return False
