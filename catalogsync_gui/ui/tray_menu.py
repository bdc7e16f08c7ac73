# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray's menu: what is, and what can be done about it."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.schedule import tomorrow
from catalogsync_gui.core.status import Activity
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.status_words import StatusWords

_LIMITS = (250, 500, 1000, 2000, 5000, 10_000)
"""Kilobytes a second that can be chosen."""

_DURATION = "seconds"
_KBPS = "kbps"


class TrayMenu(QObject):
    """Made anew each time it is shown, for what it says is true for a moment only."""

    def __init__(self, engine: Engine, window: MainWindow) -> None:
        super().__init__(window)
        self._engine = engine
        self._window = window
        self._words = StatusWords(self)
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self.fill)
        # Some trays ask for the content before that, and show no menu that has none.
        self.fill()

    def fill(self) -> None:
        """Makes the menu of what can be done now."""
        status, menu, window = self._engine.status(), self.menu, self._window
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        menu.clear()
        for words in (self._words.short(status), self._words.remaining(status, window.waiting)):
            if words:
                line = QAction(words, menu)
                line.setEnabled(False)
                menu.addAction(line)
        menu.addSeparator()
        actions = window.actions_
        sync = menu.addAction(self.tr("Sync now"), window.sync)
        sync.setEnabled(actions.sync.isEnabled())
        paused = status.state is Activity.PAUSED
        words = self.tr("Resume") if paused else self.tr("Pause")
        pause = menu.addAction(words, window.toggle_pause)
        pause.setEnabled(actions.pause.isEnabled())
        self._add_pauses(menu, enabled=actions.pause.isEnabled())
        self._add_limits(menu, status.pace)
        menu.addSeparator()
        menu.addAction(self.tr("Open"), window.bring_up)
        menu.addAction(self.tr("Quit"), window.quit_requested.emit)

    def _add_pauses(self, menu: QMenu, *, enabled: bool) -> None:
        pauses = QMenu(self.tr("Pause for"), menu)
        pauses.menuAction().setEnabled(enabled)
        now = self._engine.clock.now()
        for words, seconds in (
            (self.tr("30 minutes"), 1800.0),
            (self.tr("1 hour"), 3600.0),
            (self.tr("3 hours"), 10_800.0),
            (self.tr("Until tomorrow"), tomorrow(now) - now),
        ):
            action = pauses.addAction(words)
            action.setProperty(_DURATION, seconds)
            action.triggered.connect(self._on_pause)
        menu.addMenu(pauses)

    def _add_limits(self, menu: QMenu, pace: Pace) -> None:
        limits = QMenu(self.tr("Limit the speed"), menu)
        asked = pace.kbps if pace.cause is PaceCause.ASKED else None
        choices: list[tuple[str, int | None]] = [
            (self.tr("As the settings say"), None),
            (self.tr("Full speed"), 0),
        ]
        choices += [(formats.speed_text(kbps * 1000), kbps) for kbps in _LIMITS]
        if asked is not None and asked not in (0, *_LIMITS):
            choices.append((formats.speed_text(asked * 1000), asked))
        group = QActionGroup(limits)
        for words, kbps in choices:
            action = limits.addAction(words)
            action.setCheckable(True)
            action.setChecked(kbps == asked)
            action.setProperty(_KBPS, -1 if kbps is None else kbps)
            action.triggered.connect(self._on_limit)
            group.addAction(action)
        menu.addMenu(limits)

    def _on_limit(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            kbps = int(action.property(_KBPS))
            self._engine.limit(None if kbps < 0 else kbps)

    def _on_pause(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._engine.pause(float(action.property(_DURATION)))
