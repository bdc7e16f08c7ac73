# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands where there is nothing yet: why, and the one thing to do about it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from catalogsync_gui.ui import icons
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

_WIDEST = 420
_PICTURE = QSize(44, 44)
_FAINT = 0.55


class EmptyState(QWidget):
    """An icon, a heading, a sentence and at most one button, in the middle of the space."""

    acted = Signal()
    """The button was pressed."""

    def __init__(
        self, icon: str, title: str, text: str, action: str, parent: QWidget | None = None
    ) -> None:
        """Builds it.

        :param action: what the button says; none where the way on is elsewhere in sight.
        """
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel(self)
        self._picture.setObjectName("decoration")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = PlainLabel(title, self)
        self._title.enlarge(1.3)
        self._text = MutedLabel(text, self)
        self.button = QPushButton(action, self)
        self.button.setAccessibleDescription(text)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self._on_clicked)
        column = QWidget(self)
        # A label that wraps knows its height only from its width: the column gives it one.
        column.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 16, 0, 16)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 0, 16, 0)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        self._draw()

    def say(self, title: str, text: str, icon: str | None = None) -> None:
        """Tells something else, with another icon if one is given."""
        if icon is not None and icon != self._icon:
            self._icon = icon
            self._draw()
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
        drawn = icons.icon(self._icon).pixmap(_PICTURE, self.devicePixelRatioF())
        faint = QPixmap(drawn.size())
        faint.setDevicePixelRatio(drawn.devicePixelRatio())
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(_FAINT)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        self._picture.setPixmap(faint)

    def _on_clicked(self) -> None:
        self.acted.emit()
