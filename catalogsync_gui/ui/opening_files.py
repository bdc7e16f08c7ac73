# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a file of the library to the system: to its player, or to its file manager."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo, QObject, QProcess, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.catalogue_commands import file_in_library
from catalogsync_gui.engine.engine import Engine

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher  # noqa: TID251 - see _ask_file_manager

# https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
_SERVICE = "org.freedesktop.FileManager1"
_PATH = "/org/freedesktop/FileManager1"


class FileOpener(QObject):
    """Looks at the desk first whether the file is there. Main thread only."""

    failed = Signal(str)
    """It could not be done, and why."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._shown: dict[QDBusPendingCallWatcher, Path] = {}

    def play(self, path: str) -> None:
        """Opens a file with what the system plays such files with.

        :param path: relative to the library.
        """
        self._engine.desk.ask(lambda desk: file_in_library(desk, path), self._open, self._on_failed)

    def show_in_folder(self, path: str) -> None:
        """Shows a file in the system's file manager.

        :param path: relative to the library.
        """
        self._engine.desk.ask(lambda desk: file_in_library(desk, path), self._show, self._on_failed)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.failed.emit(str(error))

    def _open(self, file: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self.failed.emit(
                self.tr(
                    "The system has no program for {file}. Choose a player for such files in the "
                    "system's settings, or copy the path and open it there."
                ).format(file=file.name)
            )

    def _show(self, file: Path) -> None:
        if sys.platform == "win32":
            # One argument, and the quotes around the path only: explorer has its own rules.
            process = QProcess()
            process.setProgram("explorer.exe")
            process.setNativeArguments(f'/select,"{file}"')
            started = process.startDetached()[0]
        elif sys.platform == "darwin":
            started = QProcess.startDetached("open", ["-R", str(file)])[0]
        else:
            started = self._ask_file_manager(file)
        if not started:
            self._open_folder(file)

    def _ask_file_manager(self, file: Path) -> bool:
        """Asks by D-Bus; whether there is somebody to be asked. Does not wait for the answer."""
        # Here only: the other systems have no such bus, and their builds need no such library.
        from PySide6.QtDBus import (  # noqa: PLC0415, TID251
            QDBusConnection,
            QDBusMessage,
            QDBusPendingCallWatcher,
        )

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "ShowItems")
        uri = QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        message.setArguments([[uri], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        self._shown[watcher] = file
        watcher.finished.connect(self._on_shown, Qt.ConnectionType.QueuedConnection)
        return True

    def _on_shown(self, watcher: "QDBusPendingCallWatcher") -> None:
        file = self._shown.pop(watcher)
        if watcher.isError():
            self._open_folder(file)
        watcher.deleteLater()

    def _open_folder(self, file: Path) -> None:
        folder = QFileInfo(str(file)).absolutePath()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self.failed.emit(
                self.tr("The system has no file manager that shows {folder}.").format(folder=folder)
            )
