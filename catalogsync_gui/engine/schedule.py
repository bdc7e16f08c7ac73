# SPDX-License-Identifier: GPL-3.0-or-later
"""When the next sync starts by itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.retry import LONGEST

_LOOK_EVERY_MS = 30_000
_SETTLE = 60.0
"""Seconds after a start before a sync that was missed begins: the network may still come up."""


class Schedule(QObject):
    """Looks at the clock instead of counting down, so that a sleep or a changed clock is noticed.

    Lives in the main thread.
    """

    due = Signal(bool)
    """A sync is due; True when catalogues are to be refreshed, False when only items are due."""

    def __init__(
        self, clock: Clock, paused: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """Takes what it looks at.

        :param paused: whether nothing may start now; what is due then starts after the pause.
        """
        super().__init__(parent)
        self._clock = clock
        self._paused = paused
        self._hours = 0.0
        self._last = 0.0
        self._started = clock.now()
        self._retry_at: float | None = None
        self._network_at: float | None = None
        self._waiting: bool | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(
        self, last_sync: float, retry_at: float | None, network_at: float | None = None
    ) -> None:
        """Begins to look.

        :param last_sync: when the last job ended, epoch seconds; 0 for never.
        :param retry_at: when the first failed item is to be tried again.
        :param network_at: when the first one is that the missing network cut short. It is what
            somebody asked for, and so goes on by itself though the schedule is off.
        """
        self._started = self._clock.now()
        # One that ended in the future was told by a clock that has been set right meanwhile.
        self._last = last_sync if last_sync <= self._started else 0.0
        self._retry_at, self._network_at = retry_at, network_at
        self._timer.start()

    def stop(self) -> None:
        """Ends the looking."""
        self._timer.stop()

    def every(self, hours: float) -> None:
        """Sets the interval; 0 switches the schedule off."""
        self._hours = hours
        if not hours:
            self._waiting = None

    def finished(self, at: float, retry_at: float | None, network_at: float | None = None) -> None:
        """A job ended at that time; the others as of :meth:`start`."""
        self._last, self._retry_at, self._network_at = at, retry_at, network_at
        self._waiting = None

    def put_off(self, *, refresh: bool) -> None:
        """What was due could not begin, for the library is not there: asks again at every look."""
        self._waiting = refresh or bool(self._waiting)

    @property
    def next_refresh(self) -> float | None:
        """When the next scheduled sync is due, epoch seconds; None when the schedule is off."""
        if not self._hours or not self._timer.isActive():
            return None
        return max(self._last + self._hours * 3600.0, self._started + _SETTLE)

    def look(self) -> None:
        """Looks at the clock; emits ``due`` when it is time."""
        now = self._clock.now()
        # A clock that was set back must not put the next sync years away.
        self._last, self._started = min(self._last, now), min(self._started, now)
        if self._paused():
            return
        refresh = self.next_refresh
        if refresh is not None and refresh <= now:
            self._last, self._waiting = now, None
            self.due.emit(True)
        elif self._waiting is not None:
            put_off, self._waiting = self._waiting, None
            self.due.emit(put_off)
        elif self._hours and _is_due(self._retry_at, now):
            self._retry_at = self._network_at = None
            self.due.emit(False)
        elif _is_due(self._network_at, now):
            self._network_at = None
            self.due.emit(False)


def _is_due(at: float | None, now: float) -> bool:
    """Later than the longest wait: a clock that ran ahead said so."""
    return at is not None and not now < at <= now + LONGEST
