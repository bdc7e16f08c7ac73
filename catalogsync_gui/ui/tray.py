# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon, where the desktop has a tray; where it has none, the window stays what it is."""

import os
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from catalogsync_gui.core.events import Event
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import state_icons
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.news import News
from catalogsync_gui.ui.notices import Note, Notices
from catalogsync_gui.ui.panel_ink import panel_ink
from catalogsync_gui.ui.state_icons import Look
from catalogsync_gui.ui.status_words import StatusWords
from catalogsync_gui.ui.tray_menu import TrayMenu

_QUEUED = Qt.ConnectionType.QueuedConnection
_LOOK_MS = 2000
_LOOKS = 16
"""The one at the start, then every two seconds for half a minute."""

_LATER_MS = 60_000
"""Then once a minute: somebody may install what shows a tray, or start a panel."""

_GUARD_MS = 10_000
_MISSES = 2
"""A panel that is started anew has no tray for a moment; a window in the way would be no help."""

_TELL_MS = 1000
"""What is new goes to the panel, another program, so often at most."""

_MESSAGE_MS = 8000


class Tray(QObject):
    """Shows the state and keeps the program alive without a window. Main thread only.

    A desktop's panel may come up after programs that start with the session, so its tray is
    looked for again. A panel may also go: while the window is hidden, and the icon all there is
    to click, the tray is watched, and the window comes up when it is gone.
    """

    def __init__(
        self,
        engine: Engine,
        window: MainWindow,
        *,
        available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        """Looks for a tray and takes place in it.

        :param available: tells whether the desktop has a tray.
        """
        super().__init__(window)
        self._engine = engine
        self._window = window
        self._available = available
        self._words = StatusWords(self)
        self._news = News(self)
        self.notices = Notices(self._show, self)
        self._look: Look | None = None
        self._looks = 0
        self._misses = 0
        self._menu = TrayMenu(engine, window)
        self.menu = self._menu.menu
        self.icon = self._make_icon()
        signals = engine.signals
        signals.status_changed.connect(self._on_status, _QUEUED)
        signals.workers_ticked.connect(self._on_workers, _QUEUED)
        signals.happened.connect(self._on_event, _QUEUED)
        signals.settings_changed.connect(self._on_settings, _QUEUED)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._guard = QTimer(self)
        self._guard.setInterval(_GUARD_MS)
        self._guard.timeout.connect(self.watch)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TELL_MS)
        self._soon.timeout.connect(self._on_soon)
        self._on_status(engine.status())
        window.stays = self.holds
        window.installEventFilter(self)
        self.look()

    def _make_icon(self) -> QSystemTrayIcon:
        """Qt finds out how a desktop shows icons when one is made, and only then."""
        icon = QSystemTrayIcon(self)
        icon.setContextMenu(self.menu)
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self._on_clicked)
        return icon

    @property
    def looking(self) -> bool:
        """Whether a tray is looked for every other second."""
        return self._timer.isActive() and self._timer.interval() == _LOOK_MS

    def look(self) -> None:
        """Looks whether there is a tray."""
        self._looks += 1
        there = self._available()
        if there and not self.icon.isVisible():
            self._take_place()
        if there:
            self._timer.stop()
        elif self._looks == _LOOKS:
            self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
            self._timer.start(_LATER_MS)
            self._window.now.tray_notice.explain(
                gnome="gnome" in os.environ.get("XDG_CURRENT_DESKTOP", "").lower()
            )
        self._decide()

    def _take_place(self) -> None:
        self.icon.deleteLater()
        self.icon = self._make_icon()
        self._look = None
        self._on_status(self._engine.status())
        self.icon.show()
        self._window.now.tray_notice.withdraw()
        if self._window.isMinimized():
            self._window.hide()
        self._follow_window()

    @property
    def watching(self) -> bool:
        """Whether the tray is watched."""
        return self._guard.isActive()

    def watch(self) -> None:
        """Looks whether the tray is still there; without it the window comes back."""
        self._misses = 0 if self._available() else self._misses + 1
        if self._misses >= _MISSES:
            self._misses = 0
            self._window.bring_up()
            self._decide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._follow_window()
        return super().eventFilter(watched, event)

    def _follow_window(self) -> None:
        if self._window.isVisible() or not self.icon.isVisible():
            self._guard.stop()
        elif not self._guard.isActive():
            self._misses = 0
            self._guard.start()

    def close(self) -> None:
        """Leaves the tray."""
        self._window.removeEventFilter(self)
        self._timer.stop()
        self._guard.stop()
        self._soon.stop()
        self._news.stop()
        self.notices.stop()
        self.icon.hide()

    def holds(self) -> bool:
        """Whether the program can go on without its window, and is to."""
        return self.icon.isVisible() and self._available() and self._engine.settings.close_to_tray

    def _decide(self) -> None:
        QGuiApplication.setQuitOnLastWindowClosed(not self.holds())

    # ------------------------------------------------------------ what it shows

    def _on_status(self, status: EngineStatus) -> None:
        settings = self._engine.settings
        scheme = QGuiApplication.styleHints().colorScheme()
        ink = panel_ink(settings.tray_icon, scheme, own_theme=settings.theme != "system")
        waiting = self._window.waiting
        steps = None
        if status.state is Activity.RUNNING:
            steps = state_icons.steps_of(status, waiting)
        look = Look(state_icons.sign_of(status), steps, ink)
        if look != self._look:
            self._look = look
            self.icon.setIcon(state_icons.icon(look))
        lines = (
            self.tr("Catalog Sync"),
            self._words.short(status),
            self._words.remaining(status, waiting),
            self._words.limit(status.pace) if status.job is not None else "",
        )
        words = "\n".join(line for line in lines if line)
        if words != self.icon.toolTip():
            self.icon.setToolTip(words)

    def _on_workers(self, _rows: tuple[WorkerRow, ...]) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _on_soon(self) -> None:
        self._on_status(self._engine.status())

    def _on_settings(self, _settings: Settings) -> None:
        self._decide()
        self._on_status(self._engine.status())

    # ------------------------------------------------------------ messages

    def _on_event(self, event: Event) -> None:
        note = self._news.of(event, self._engine.settings)
        # Whoever looks at the window sees it there.
        if note is not None and not self._window.isActiveWindow():
            self.notices.tell(note)

    def _show(self, note: Note) -> None:
        kinds = QSystemTrayIcon.MessageIcon
        kind = kinds.Warning if note.warning else kinds.Information
        self.icon.showMessage(note.title, note.text, kind, _MESSAGE_MS)

    def _on_clicked(self) -> None:
        self._window.bring_up()
        last = self.notices.last
        if last is not None:
            self._window.show_news(last.remedy, last.source)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self._window.bring_up()
