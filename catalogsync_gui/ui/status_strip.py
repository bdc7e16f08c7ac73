# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of what happens, for the places where the whole of it is not shown."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.ui import formats, shades
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.status_words import StatusWords


class StatusStrip(QWidget):
    """Main thread only."""

    show_wanted = Signal()
    """Somebody wants to see more of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = StatusWords(self)
        self.sentence = MutedLabel("", self)
        self.sentence.setWordWrap(False)
        self.problems = PlainLabel("", self)
        self.problems.setWordWrap(False)
        self.problems.hide()
        self.more = QToolButton(self)
        self.more.setAutoRaise(True)
        self.more.setText(self.tr("Show"))
        self.more.setToolTip(self.tr("Show what happens now"))
        self.more.setAccessibleName(self.tr("Show what happens now"))
        self.more.clicked.connect(self.show_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 8, 3)
        layout.setSpacing(12)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.problems)
        layout.addWidget(self.more)

    def show_status(self, status: EngineStatus) -> None:
        """Shows what is going on."""
        self.sentence.setText(self._words.short(status))

    def show_problems(self, count: int) -> None:
        """Shows how many problems wait for somebody."""
        self.problems.setVisible(count > 0)
        self.problems.setText(
            self.tr("⚠ 1 problem")
            if count == 1
            else self.tr("⚠ {count} problems").format(count=formats.count_text(count))
        )
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, shades.problem(self.palette()))
        self.problems.setPalette(palette)
