# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that says what just happened, with one thing to do about it; it holds nothing up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from catalogsync_gui.ui import icons
from catalogsync_gui.ui.labels import PlainLabel


class MessageBar(QFrame):
    """Hidden until it has something to say. Main thread only."""

    acted = Signal()
    """The button was pressed; the line is gone again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.words = PlainLabel("", self)
        self.button = QPushButton(self)
        self.close_ = QToolButton(self)
        self.close_.setIcon(icons.icon("cancel"))
        self.close_.setAutoRaise(True)
        self.close_.setToolTip(self.tr("Close"))
        self.close_.setAccessibleName(self.tr("Close this message"))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 6, 6)
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        line.addWidget(self.close_)
        self.button.clicked.connect(self._on_acted)
        self.close_.clicked.connect(self.hide)
        self.hide()

    def say(self, text: str, action: str = "") -> None:
        """Shows a text, and what can be done about it, if anything."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.show()

    def _on_acted(self) -> None:
        self.hide()
        self.acted.emit()
