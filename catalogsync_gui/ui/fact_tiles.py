# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of facts: each a small heading, what it is, and a word about it."""

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from catalogsync_gui.ui import shades
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable

_RADIUS = 6.0
_LEAST = 14
"""A tile is at least so many average characters wide; else there are two rows."""


class Panel(QFrame):
    """A ground of its own with round corners, as the eye takes for one thing."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        edge = shades.mixed(
            palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Text), 0.14
        )
        painter.setPen(QPen(edge, 1))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.end()


class ShareBar(QWidget):
    """How much of something is taken; the text beside it says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._tight = False
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_share(self, share: float | None, *, tight: bool) -> None:
        """Shows a share from 0 to 1, or nothing.

        :param tight: it is nearly too much, which is marked by its colour and told by the text.
        """
        self.setVisible(share is not None)
        self._share, self._tight = share or 0.0, tight
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        trough = QPainterPath()
        trough.addRoundedRect(area, 3, 3)
        painter.fillPath(
            trough,
            shades.mixed(
                palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.14
            ),
        )
        painter.setClipPath(trough)
        colour = (
            shades.problem(palette) if self._tight else palette.color(QPalette.ColorRole.Highlight)
        )
        area.setWidth(area.width() * self._share)
        painter.fillRect(area, colour)
        painter.end()


class FactTile(Panel):
    """One fact."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._said: tuple[str, str] | None = None
        self.heading = MutedLabel("", self)
        self.value = PlainLabel("", self)
        self.value.enlarge(1.2)
        self.note = MutedLabel("", self)
        self.bar = ShareBar(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(3)
        layout.addWidget(self.heading)
        layout.addWidget(self.value)
        layout.addWidget(self.bar)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def name(self, title: str) -> None:
        """Gives it its heading."""
        self._title = title
        self.heading.setText(title)

    def say(self, value: str, note: str = "") -> None:
        """Tells something else."""
        if (value, note) == self._said:
            # A screen reader would be told of a change.
            return
        self._said = value, note
        self.value.setText(breakable(value))
        self.note.setText(breakable(note))
        self.note.setVisible(bool(note))
        self.setAccessibleName(f"{self._title}: {value}. {note}".rstrip(" ."))

    def text(self) -> str:
        """What stands there."""
        return f"{self.value.text()}\n{self.note.text()}"


class FactRow(QWidget):
    """Tiles of one width, in one row or in two."""

    def __init__(self, tiles: tuple[FactTile, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        least = self.fontMetrics().averageCharWidth() * _LEAST + 32
        count = len(self._tiles)
        columns = count if self.width() >= count * least else (count + 1) // 2
        if columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
        for column in range(count):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
