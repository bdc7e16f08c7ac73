# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands where there is nothing yet: why, and the one thing to do about it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from catalogsync_gui.ui import icons
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

_WIDEST = 420


class EmptyState(QWidget):
    """An icon, a heading, a sentence and one button, in the middle of the space."""

    acted = Signal()
    """The button was pressed."""

    def __init__(
        self, icon: str, title: str, text: str, action: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = PlainLabel(title, self)
        self._title.enlarge(1.3)
        self._text = MutedLabel(text, self)
        self.button = QPushButton(action, self)
        self.button.setAccessibleDescription(text)
        self.button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMaximumWidth(_WIDEST)
            # A centred widget gets its size hint's width, which for a wrapping label is a guess.
            label.setMinimumWidth(140)
            layout.addWidget(label)
            layout.setAlignment(label, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._draw()

    def say(self, title: str, text: str) -> None:
        """Tells something else."""
        self._title.setText(title)
        self._text.setText(text)
        self.button.setAccessibleDescription(text)

    def text(self) -> str:
        """What stands there."""
        return f"{self._title.text()}\n{self._text.text()}"

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._picture.setPixmap(icons.icon(self._icon).pixmap(40, 40))

    def _on_clicked(self) -> None:
        self.acted.emit()
