# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen: where the music goes."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.folder_look import make_folder
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.first_run.step import Step
from catalogsync_gui.ui.folder_view import FolderView
from catalogsync_gui.ui.labels import PlainLabel


class FolderStep(Step):
    """Asks for the folder and looks at it; going on makes it the library."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title.setText(self.tr("Where should the music go?"))
        self.words.setText(
            self.tr(
                "Catalog Sync downloads the tracks of your playlists, podcasts and music servers "
                "into one folder, and keeps playlist files for your player in it."
            )
        )
        self._engine = engine
        self._busy = False
        self.path = QLineEdit(self)
        self.path.setAccessibleName(self.tr("Music folder"))
        self.path.setClearButtonEnabled(True)
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"), self)
        self.view = FolderView(engine, self)
        self.failure = Notice(self)
        self.failure.hide()
        label = PlainLabel(self.tr("Music &folder"), self)
        label.setBuddy(self.path)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        self.column.addWidget(label)
        self.column.addLayout(row)
        self.column.addSpacing(4)
        self.column.addWidget(self.view)
        self.column.addWidget(self.failure)
        self.column.addStretch(1)
        self.path.textChanged.connect(self._on_path)
        self.browse.clicked.connect(self._on_browse)
        self.view.changed.connect(self.changed)

    @property
    def ready(self) -> bool:
        """Whether the folder was found to be fine."""
        return self.view.found is not None and self.view.found.usable and not self._busy

    def enter(self) -> None:
        """Begins with the folder that is set, or the one the desktop has for music."""
        if not self.path.text():
            self.path.setText(self._engine.settings.library or _usual())
        self.view.look()
        self.path.setFocus()
        self.path.selectAll()

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        self.view.cancel()

    def _on_path(self, text: str) -> None:
        self.failure.hide()
        self.view.show_path(text)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose music folder"), self.path.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def go_on(self) -> None:
        """Makes the folder, if it is not there, and makes it the library."""
        found = self.view.found
        if found is None or not found.usable:
            return
        if found.there and str(found.root) == self._engine.settings.library:
            self.done.emit()
            return
        self._set_busy(True)
        # Folders on shares may hang; the desk itself waits for them ten seconds at most.
        self._engine.desk.ask(
            partial(_take, root=found.root, make=not found.there), self._on_taken, self._on_failed
        )

    def _on_taken(self, settings: Settings) -> None:
        self._set_busy(False)
        self._engine.apply_settings(
            replace(self._engine.settings, library=settings.library, library_id=settings.library_id)
        )
        self.done.emit()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.failure.say(sentences([str(error)]))
        self.failure.show()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.path.setEnabled(not busy)
        self.browse.setEnabled(not busy)
        self.changed.emit()


def _take(desk: Desk, root: Path, *, make: bool) -> Settings:
    if make:
        make_folder(root, StopToken())
    return set_library(desk, root)


def _usual() -> str:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return place or str(Path.home() / "Music")
