# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of the log: follows its end, unless somebody reads further up."""

import logging
from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QFontDatabase, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from catalogsync_gui.ui import shades
from catalogsync_gui.ui.log_lines import LONGEST, LogLine


class LogText(QPlainTextEdit):
    """Main thread only. Level and text tell what colours tell."""

    moved = Signal(bool)
    """Somebody scrolled; True when the end is in sight now."""

    palette_changed = Signal()
    """The lines have to be written in other colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(LONGEST)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        # A fresh paragraph for every line: read-only text needs no cursor that blinks.
        self.setCenterOnScroll(False)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)

    def _on_scrolled(self) -> None:
        if not self._writing:
            self.moved.emit(self.at_end())

    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def to_end(self) -> None:
        """Shows the last line."""
        self._writing = True
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._writing = False

    def write(self, lines: Iterable[LogLine], *, follow: bool) -> None:
        """Adds lines at the end.

        :param follow: shows the end; otherwise what is in sight stays there.
        """
        self._writing = True
        bar = self.verticalScrollBar()
        before = bar.value()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        first = self.document().isEmpty()
        cursor.beginEditBlock()
        for line in lines:
            if not first:
                cursor.insertBlock()
            first = False
            cursor.insertText(line.text, self._format(line.level))
        cursor.endEditBlock()
        bar.setValue(bar.maximum() if follow else before)
        self._writing = False

    def wipe(self) -> None:
        """Takes all lines away."""
        self._writing = True
        self.clear()
        self._writing = False

    def _format(self, level: int) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setForeground(self._colour(level))
        return shape

    def _colour(self, level: int) -> QColor:
        palette = self.palette()
        if level >= logging.ERROR:
            return shades.problem(palette)
        text = palette.color(QPalette.ColorRole.Text)
        return shades.mixed(shades.problem(palette), text, 0.35) if level > logging.INFO else text

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.palette_changed.emit()
