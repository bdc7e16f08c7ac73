# SPDX-License-Identifier: GPL-3.0-or-later
"""Has downloads go as fast as they may: by the week's hours, a person's word and the network."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from catalogsync_gui.core.pace import Override, Pace, pace_at
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.rate_limit import RateLimiter
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import OnMetered
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.pipeline.run_control import RunControl

LOOK_EVERY_MS = 30_000


class Pacing(QObject):
    """Looks at the clock instead of counting down, as ``Schedule`` does. Lives in the main thread.

    :ivar now: how fast downloads may be.
    """

    changed = Signal(object)
    """Pace: it is another one now."""

    def __init__(
        self,
        clock: Clock,
        limiter: RateLimiter,
        control: RunControl,
        settings: Callable[[], Settings],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limiter = limiter
        self._control = control
        self._settings = settings
        self._override: Override | None = None
        self._metered = False
        self._asked = False
        self.now = Pace()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look, Qt.ConnectionType.QueuedConnection)

    @property
    def override(self) -> Override | None:
        """What a person asked for that still holds."""
        return self._override

    @property
    def metered(self) -> bool:
        """Whether the network costs by the byte, as far as anybody says so."""
        return self._metered

    @property
    def syncs_wait(self) -> bool:
        """Whether no sync may start by itself on this network."""
        return self._metered and self._settings().on_metered != OnMetered.IGNORE

    def ask(self, kbps: int | None, seconds: float | None) -> None:
        """A person's word for now: a limit, 0 for full speed, None to go by the settings again."""
        if kbps is None:
            self._override = None
        else:
            until = None if seconds is None else self._clock.now() + max(0.0, seconds)
            self._override = Override(max(0, kbps), until)
        self.look()

    @Slot(bool)
    def network(self, metered: bool) -> None:
        """The network costs by the byte now, or does not any more."""
        self._metered = metered
        self.look()
        # Syncs may wait, or go on, at the same speed.
        self.changed.emit(self.now)

    def job(self, *, asked: bool) -> None:
        """A job opened; ``asked``: by a person."""
        self._asked = asked
        self.look()

    @Slot()
    def look(self) -> None:
        """Looks at the clock, and has everything go by what it says."""
        now = self._clock.now()
        override = self._override
        if override is not None and override.until is not None and override.until <= now:
            self._override = None
        pace = pace_at(
            now,
            self._settings(),
            override=self._override,
            metered=self._metered,
            asked=self._asked,
        )
        if pace.until is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, min(int((pace.until - now) * 1000) + 1, LOOK_EVERY_MS)))
        if pace == self.now:
            return
        self.now = pace
        self._limiter.limit(pace.kbps * 1000.0 if pace.kbps else None)
        self._control.hold_downloads(off=pace.state is HourState.OFF)
        self.changed.emit(pace)

    def stop(self) -> None:
        """Ends the looking."""
        self._timer.stop()
