# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program is made of, and the licences of all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui import bundled
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.engine import Engine

_SIZE = (880, 560)
_LIST = 240
_LINE = Qt.ItemDataRole.UserRole


class LicencesDialog(QDialog):
    """A list of the parts, and one text of their licences that it leads through."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        self.resize(*_SIZE)
        self.parts = QListWidget()
        self.parts.setAccessibleName(self.tr("What Catalog Sync is made of"))
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Texts of the licences"))
        self.text.setPlaceholderText(self.tr("Reading…"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        halves = QSplitter()
        halves.addWidget(self.parts)
        halves.addWidget(self.text)
        halves.setSizes([_LIST, _SIZE[0] - _LIST])
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.parts.currentItemChanged.connect(self._on_part)
        engine.desk.ask(_read, self._on_read, self._on_failed)

    def _on_read(self, text: str) -> None:
        self.text.setPlainText(text)
        for title, line in bundled.headings(text):
            item = QListWidgetItem(title, self.parts)
            item.setData(_LINE, line)
        self.parts.setFocus()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.text.setPlainText(str(error))

    def _on_part(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        block = self.text.document().findBlockByNumber(item.data(_LINE))
        # From below, the cursor is brought to the view's first line.
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(QTextCursor(block))
        self.text.verticalScrollBar().setValue(block.firstLineNumber())


def _read(_desk: object) -> str:
    return bundled.licences()
