# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of the log: bounded, and shown at its end whenever it is written to."""

import re
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPalette,
    QSyntaxHighlighter,
    QTextCharFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from catalogsync_gui.ui import shades
from catalogsync_gui.ui.log_lines import LogLine

SHOWN = 2000
"""Lines that are shown at most, the last ones: a text of many more takes long to be laid out."""

_SPARE = 500
"""So many more may come before the text is written anew: to cut a text at its beginning for every
line that comes at its end takes a hundred times longer."""

_BEGINNING = re.compile(
    r"(?:\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d)  (CRITICAL|ERROR|WARNING|INFO|DEBUG)"
)
_PLAIN, _WARNING, _ERROR = range(3)
_STATES = {"CRITICAL": _ERROR, "ERROR": _ERROR, "WARNING": _WARNING}


class _Levels(QSyntaxHighlighter):
    """Gives lines the colour of the level they tell; those of a traceback have their head's."""

    def __init__(self, view: QPlainTextEdit) -> None:
        super().__init__(view.document())
        self._view = view

    def highlightBlock(self, text: str) -> None:
        begun = _BEGINNING.match(text)
        state = self.previousBlockState() if begun is None else _STATES.get(begun[1], _PLAIN)
        self.setCurrentBlockState(state)
        if state in (_WARNING, _ERROR):
            shape = QTextCharFormat()
            shape.setForeground(self._colour(state))
            self.setFormat(0, len(text), shape)

    def _colour(self, state: int) -> QColor:
        palette = self._view.palette()
        problem = shades.problem(palette)
        text = palette.color(QPalette.ColorRole.Text)
        return problem if state == _ERROR else shades.mixed(problem, text, 0.35)


class LogText(QPlainTextEdit):
    """Main thread only."""

    moved = Signal(bool)
    """Somebody scrolled; True when the end is in sight now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False
        self._last: deque[str] = deque(maxlen=SHOWN)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        # The system's letters for code, as large as all others are.
        font = QFont(self.font())
        font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
        font.setFixedPitch(True)
        self.setFont(font)
        self._levels = _Levels(self)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

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

    def write(self, lines: Iterable[LogLine]) -> None:
        """Adds lines at the end, and shows it."""
        texts = [line.text for line in lines][-SHOWN:]
        if not texts:
            return
        self._writing = True
        self._last.extend(texts)
        if self.blockCount() + len(texts) > SHOWN + _SPARE:
            self.setPlainText("\n".join(self._last))
        else:
            self.appendPlainText("\n".join(texts))
        self.to_end()

    def rewrite(self, lines: Iterable[LogLine]) -> None:
        """Shows these lines and no others, at their end."""
        self._writing = True
        self._last.clear()
        self._last.extend(line.text for line in lines)
        self.setPlainText("\n".join(self._last))
        self.to_end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._writing = True
            self._levels.rehighlight()
            self._writing = False
