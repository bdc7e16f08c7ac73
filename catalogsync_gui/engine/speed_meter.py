# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down how fast it was, for the graph of the last day."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.progress import WorkerRow, total_speed
from catalogsync_gui.core.speed_history import SpeedHistory, SpeedSeries
from catalogsync_gui.engine.signals import EngineSignals
from catalogsync_gui.pipeline.clock_jumps import ClockWatch

IDLE_MS = 30_000
"""Between two records while nothing runs: they say that the machine was awake."""

_RUNNING = 5.0
_IDLE = 3 * IDLE_MS / 1000
"""Seconds without a record after which it is not known what was."""


class SpeedMeter(QObject):
    """Hears the snapshots of the rows that run, and knows nothing else. Lives in the main thread.

    Between two jobs there are none: then it is the clock that says for how long there was nothing.
    """

    def __init__(self, signals: EngineSignals, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._watch = ClockWatch(clock)
        self._history = SpeedHistory()
        self._slept = 0.0
        self._speed = 0.0
        self._running = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        # Directly: what waits in a queue would be written down with the time of its delivery.
        signals.workers_ticked.connect(self._on_ticked, Qt.ConnectionType.DirectConnection)
        self.look()

    def series(self, span: float) -> SpeedSeries:
        """The last ``span`` seconds up to now, in bytes a second."""
        self.look()
        return self._history.series(span)

    @Slot()
    def look(self) -> None:
        """Writes down what was since the last record."""
        self._record(self._speed)

    def stop(self) -> None:
        """Ends the looking."""
        self._timer.stop()

    @Slot(object)
    def _on_ticked(self, rows: tuple[WorkerRow, ...]) -> None:
        if rows and not self._running:
            # It begins: before it there was nothing, however fast it is by now.
            self.look()
        elif rows or self._speed:
            self._record(total_speed(rows))
        self._running = bool(rows)
        self._speed = total_speed(rows)

    def _record(self, speed: float) -> None:
        # A machine that slept has a time of day that ran ahead of the other clock.
        self._slept += max(0.0, self._watch.jump())
        at = self._clock.monotonic() + self._slept
        self._history.record(at, speed, _RUNNING if speed or self._speed else _IDLE)
