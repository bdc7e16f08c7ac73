# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon, where the desktop has a tray; where it has none, the window stays what it is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from catalogsync_gui.core.events import Event, FileDiffers, JobFinished
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import JobState
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.damage_words import DamageWords
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.status_words import StatusWords

_QUEUED = Qt.ConnectionType.QueuedConnection
_LOOK_MS = 2000
_LOOKS = 16
"""The one at the start, then every two seconds for half a minute."""

_GUARD_MS = 10_000
_MISSES = 2
"""A panel that is started anew has no tray for a moment; a window in the way would be no help."""

_MESSAGE_MS = 8000
_DIFFERENCES_MS = 3_600_000
"""A disk that begins to fail is told of once an hour, not once a file."""


class Tray(QObject):
    """Shows the state and keeps the program alive without a window. Main thread only.

    A desktop's panel may come up after programs that start with the session, so its tray is
    looked for again for half a minute. A panel may also go: while the window is hidden, and the
    icon all there is to click, the tray is watched, and the window comes up when it is gone.
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
        self._state: Activity | None = None
        self._looks = 0
        self._misses = 0
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu(window)
        # Filled when it is shown, for what it says is true for a moment only. Some trays ask for
        # the content before that, and show no menu that has none.
        self.menu.aboutToShow.connect(self.fill_menu)
        self.fill_menu()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self._window.bring_up)
        signals = engine.signals
        signals.status_changed.connect(self._on_status, _QUEUED)
        signals.workers_ticked.connect(self._on_workers, _QUEUED)
        signals.happened.connect(self._on_event, _QUEUED)
        signals.settings_changed.connect(self._on_settings, _QUEUED)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._damage = DamageWords(self)
        self._differences = QTimer(self)
        self._differences.setSingleShot(True)
        self._differences.setInterval(_DIFFERENCES_MS)
        self._guard = QTimer(self)
        self._guard.setInterval(_GUARD_MS)
        self._guard.timeout.connect(self.watch)
        self._on_status(engine.status())
        window.stays = self.holds
        window.installEventFilter(self)
        self.look()

    @property
    def looking(self) -> bool:
        """Whether a tray is still looked for."""
        return self._timer.isActive()

    def look(self) -> None:
        """Looks whether there is a tray."""
        self._looks += 1
        there = self._available()
        if there and not self.icon.isVisible():
            self.icon.show()
            if self._window.isMinimized():
                self._window.hide()
            self._follow_window()
        if there or self._looks >= _LOOKS:
            self._timer.stop()
        self._decide()

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
        self._differences.stop()
        self.icon.hide()

    def holds(self) -> bool:
        """Whether the program can go on without its window, and is to."""
        return self.icon.isVisible() and self._available() and self._engine.settings.close_to_tray

    def _decide(self) -> None:
        QGuiApplication.setQuitOnLastWindowClosed(not self.holds())

    def fill_menu(self) -> None:
        """Makes the menu of what can be done now."""
        status = self._engine.status()
        menu = self.menu
        menu.clear()
        line = QAction(self._words.short(status), menu)
        line.setEnabled(False)
        menu.addAction(line)
        menu.addSeparator()
        actions = self._window.actions_
        sync = menu.addAction(self.tr("Sync now"), self._window.sync)
        sync.setEnabled(actions.sync.isEnabled())
        paused = status.state is Activity.PAUSED
        words = self.tr("Resume") if paused else self.tr("Pause")
        pause = menu.addAction(words, self._window.toggle_pause)
        pause.setEnabled(actions.pause.isEnabled())
        menu.addSeparator()
        menu.addAction(self.tr("Open"), self._window.bring_up)
        menu.addAction(self.tr("Quit"), self._window.quit_requested.emit)

    def _on_status(self, status: EngineStatus) -> None:
        if status.state is not self._state:
            self._state = status.state
            self.icon.setIcon(icons.tray_icon(status.state))
        self.icon.setToolTip(f"{self.tr('Catalog Sync')}\n{self._words.short(status)}")

    def _on_workers(self, _rows: tuple[WorkerRow, ...]) -> None:
        self._on_status(self._engine.status())

    def _on_settings(self, _settings: Settings) -> None:
        self._decide()

    def _on_event(self, event: Event) -> None:
        if not self._engine.settings.notify:
            return
        if isinstance(event, FileDiffers):
            self._on_difference(event)
        elif isinstance(event, JobFinished):
            self._on_ended(event)

    def _on_difference(self, event: FileDiffers) -> None:
        """One message for all that one look at the disk brings up; the window has the list."""
        if self._differences.isActive():
            return
        self._differences.start()
        counts = {event.kind: 1}
        self.icon.showMessage(
            self._damage.title(counts),
            self.tr("It was found when the library was read again. The window tells more."),
            QSystemTrayIcon.MessageIcon.Warning,
            _MESSAGE_MS,
        )

    def _on_ended(self, event: JobFinished) -> None:
        if event.state is JobState.CANCELLED:
            return
        if event.state is JobState.DONE and not event.done:
            # Nothing new, every six hours: not worth anyone's attention.
            return
        title, text = self._words.ended(event)
        kinds = QSystemTrayIcon.MessageIcon
        kind = kinds.Information if event.state is JobState.DONE else kinds.Warning
        self.icon.showMessage(title, text, kind, _MESSAGE_MS)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self._window.bring_up()
