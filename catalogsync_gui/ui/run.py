# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the window front end until somebody ends it."""

import logging
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from catalogsync_gui import __version__
from catalogsync_gui.control.server import ControlServer
from catalogsync_gui.control.stop_signals import StopSignals
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons, language, theme
from catalogsync_gui.ui.garbage import MainThreadCollector
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.tray import Tray

RESTART = -1
"""What :func:`run_window` returns when the program is to be started anew; no exit status."""

_QUEUED = Qt.ConnectionType.QueuedConnection
_log = logging.getLogger(__name__)


def make_application(argv: Sequence[str]) -> QApplication:
    """The process's QApplication; has to be there before the engine is built.

    :param argv: the process's arguments, the program's name first.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(list(argv))
    application.setApplicationName("catalog-sync")
    application.setApplicationDisplayName("Catalog Sync")
    application.setApplicationVersion(__version__)
    # What compositors find the icon by; names the desktop entry without its suffix.
    application.setDesktopFileName("catalog-sync")
    application.setWindowIcon(icons.app_icon())
    return application


class _Session(QObject):
    """A window and its tray icon, from being shown to being asked to end."""

    def __init__(
        self, application: QApplication, engine: Engine, server: ControlServer | None
    ) -> None:
        super().__init__()
        self._application = application
        self._collector = MainThreadCollector(self)
        self._window = MainWindow(engine)
        self._tray = Tray(engine, self._window)
        self._window.quit_requested.connect(self._on_quit, _QUEUED)
        self._window.restart_requested.connect(self._on_restart, _QUEUED)
        engine.signals.quit_wanted.connect(self._on_quit, _QUEUED)
        if server is not None:
            server.show_requested.connect(self._window.bring_up, _QUEUED)

    def run(self, *, minimized: bool) -> int:
        if not minimized:
            self._window.show()
        elif not self._tray.icon.isVisible():
            # A tray that comes up later takes it in.
            self._window.showMinimized()
        signals = StopSignals(self)
        signals.received.connect(self._on_signal, _QUEUED)
        try:
            return self._application.exec()
        finally:
            signals.close()
            self._tray.close()
            self._window.detach()
            self._window.hide()
            shiboken6.delete(self._window)
            self._collector.close()

    @Slot()
    def _on_quit(self) -> None:
        # And not quit(), which asks the windows first whether they want to be closed.
        self._application.exit(0)

    @Slot()
    def _on_restart(self) -> None:
        self._application.exit(RESTART)

    @Slot(int)
    def _on_signal(self, number: int) -> None:
        _log.info("signal %d: stopping", number)
        self._application.exit(0)


def run_window(
    app: QApplication, engine: Engine, *, minimized: bool, server: ControlServer | None = None
) -> int:
    """Shows the window until it is to end; returns the exit status, or :data:`RESTART`.

    The engine has been started, and is stopped by the caller afterwards: by then the window is
    gone, so that nobody watches it hang for the seconds that may take.

    :param minimized: begin in the tray, or minimised where there is none.
    :param server: whose ``show_requested`` brings the window up.
    """
    language.install(app, engine.settings.language)
    theme.apply_theme(app, engine.settings.theme)
    return _Session(app, engine, server).run(minimized=minimized)
