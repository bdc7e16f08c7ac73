# SPDX-License-Identifier: GPL-3.0-or-later
"""Saving the credits of all tracks: asks where, has it done, says what came of it."""

from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.credits import FORMATS
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.credit_commands import save_credits
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.store.credits import Scope
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import breakable

_LONGEST = 1000
_ENDINGS = {"text": "txt", "html": "html", "csv": "csv", "json": "json"}


class CreditsSaver(QObject):
    """Belongs to the window."""

    def __init__(self, engine: Engine, window: QWidget) -> None:
        super().__init__(window)
        self._engine = engine
        self._window = window
        self.answer: QMessageBox | None = None

    def ask(self) -> None:
        """Asks for the file; its ending says what is written."""
        dialog = QFileDialog(self._window, self.tr("Save credits"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(QDir.homePath())
        dialog.setNameFilters(
            [
                self.tr("Text (*.txt)"),
                self.tr("Web page (*.html)"),
                self.tr("Table (*.csv)"),
                self.tr("JSON (*.json)"),
            ]
        )
        dialog.selectFile("Credits.txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Writes the file, on the desk: it may lie on a slow volume."""
        path = Path(file)
        ending = path.suffix.lower().removeprefix(".")
        form = next((form for form in FORMATS if _ENDINGS[form] == ending), FORMATS[0])
        self._engine.desk.ask(
            lambda desk: (save_credits(desk, path, form, Scope(), None), path),
            self._on_saved,
            self._on_failed,
        )

    def _on_saved(self, saved: tuple[int, Path]) -> None:
        number, path = saved
        words = self.tr("Credits of %n track(s) saved as {path}", "", number)
        self._say(QMessageBox.Icon.Information, words.format(path=path))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._say(QMessageBox.Icon.Warning, in_words(str(error)))

    def _say(self, icon: QMessageBox.Icon, words: str) -> None:
        box = self.answer = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Credits"))
        box.setIcon(icon)
        box.setText(breakable(plain(words, _LONGEST)))
        box.open()
