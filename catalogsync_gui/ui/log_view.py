# SPDX-License-Identifier: GPL-3.0-or-later
"""The log as the window shows it: bounded, plain, filtered by level."""

import logging
import threading
from collections import deque

import shiboken6
from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import Narrator, plain
from catalogsync_gui.core.events import (
    Event,
    ItemFinished,
    JobFinished,
    Notice,
    PlaylistExported,
    SourceRefreshed,
)
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.logs import RedactingFormatter
from catalogsync_gui.ui.labels import PlainLabel

LONGEST = 5000
"""Lines that are kept."""

_LONGEST_LINE = 2000
_QUEUED = Qt.ConnectionType.QueuedConnection
_TIME = "%H:%M:%S"


class _Herald(QObject):
    woken = Signal()


class LogCollector(logging.Handler):
    """Collects lines from every thread and wakes the view, once however many they are."""

    def __init__(self, view: QObject) -> None:
        super().__init__(logging.INFO)
        self.herald = _Herald(view)
        self._lines: deque[tuple[int, str]] = deque(maxlen=LONGEST)
        self._guard = threading.Lock()
        self._awake = False
        self.setFormatter(RedactingFormatter("%(asctime)s  %(levelname)-8s %(message)s", _TIME))

    def emit(self, record: logging.LogRecord) -> None:
        """Takes a record, in whatever thread it was logged."""
        try:
            text = self.format(record)
        except Exception:
            self.handleError(record)
            return
        with self._guard:
            for line in text.splitlines() or [""]:
                self._lines.append((record.levelno, plain(line, _LONGEST_LINE)))
            wake, self._awake = not self._awake, True
        if wake and shiboken6.isValid(self.herald):
            self.herald.woken.emit()

    def take(self) -> list[tuple[int, str]]:
        """Hands over what was collected: level and line."""
        with self._guard:
            lines = list(self._lines)
            self._lines.clear()
            self._awake = False
        return lines


def _warns(event: Event) -> bool:
    match event:
        case ItemFinished():
            return event.state is ItemState.FAILED
        case SourceRefreshed() | PlaylistExported() | JobFinished():
            return event.error is not None
        case Notice():
            return event.level == "warning"
    return False


class LogView(QWidget):
    """Shows what this process logs and what the engine tells. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = engine.profile.logs
        self._narrator = Narrator()
        self._kept: deque[tuple[int, str]] = deque(maxlen=LONGEST)
        self._collector = LogCollector(self)
        self._collector.herald.woken.connect(self._on_woken, _QUEUED)
        logging.getLogger().addHandler(self._collector)
        engine.signals.happened.connect(self._on_event, _QUEUED)
        self.level = QComboBox(self)
        self.level.addItem(self.tr("Everything"), logging.INFO)
        self.level.addItem(self.tr("Warnings and errors"), logging.WARNING)
        self.level.addItem(self.tr("Errors only"), logging.ERROR)
        self.level.setAccessibleName(self.tr("Lines to show"))
        self.level.currentIndexChanged.connect(self._show_all)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setMaximumBlockCount(LONGEST)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setPlaceholderText(self.tr("Nothing has happened yet."))
        self.text.setAccessibleName(self.tr("Log"))
        folder = QPushButton(self.tr("Open log folder"), self)
        folder.clicked.connect(self._on_folder)
        bar = QHBoxLayout()
        label = PlainLabel(self.tr("Show"), self)
        label.setWordWrap(False)
        label.setBuddy(self.level)
        bar.addWidget(label)
        bar.addWidget(self.level)
        bar.addStretch(1)
        bar.addWidget(folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(bar)
        layout.addWidget(self.text, 1)

    def detach(self) -> None:
        """Collects no more; to be called before the view goes."""
        logging.getLogger().removeHandler(self._collector)
        self._collector.close()

    def _on_event(self, event: Event) -> None:
        line = self._narrator.line(event)
        if line is None:
            return
        level = logging.WARNING if _warns(event) else logging.INFO
        # Into the view alone: a line in the log file for each item would have the window's
        # thread write to a disk.
        self._collector.handle(
            logging.makeLogRecord(
                {"levelno": level, "levelname": logging.getLevelName(level), "msg": line}
            )
        )

    def _on_woken(self) -> None:
        lines = self._collector.take()
        self._kept.extend(lines)
        self._append(lines)

    def _append(self, lines: list[tuple[int, str]]) -> None:
        least = self.level.currentData()
        shown = [text for level, text in lines if level >= least]
        if shown:
            # It stays where it was scrolled to, and follows when that was the end.
            self.text.appendPlainText("\n".join(shown))

    def _show_all(self) -> None:
        self.text.clear()
        self._append(list(self._kept))

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
