# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels for texts that nobody may take for markup: names and messages come from strangers."""

import html
import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from catalogsync_gui.ui import shades


class PlainLabel(QLabel):
    """A label of plain text that wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def enlarge(self, factor: float, weight: QFont.Weight = QFont.Weight.DemiBold) -> None:
        """Makes the text a heading."""
        font = QFont(self.font())
        font.setPointSizeF(max(1.0, font.pointSizeF()) * factor)
        font.setWeight(weight)
        self.setFont(font)


class MutedLabel(PlainLabel):
    """A plain label that comes second, in every palette."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ParentChange, QEvent.Type.PaletteChange):
            self._follow()

    def _follow(self) -> None:
        parent = self.parentWidget()
        around = parent.palette() if parent else QGuiApplication.palette()
        colour = shades.muted(around)
        role = QPalette.ColorRole.WindowText
        # The change that this makes comes back here as an event of its own.
        if self.palette().color(role) != colour:
            # This one role only: all others go on being the parent's.
            own = QPalette()
            own.setColor(role, colour)
            self.setPalette(own)


def breakable(text: str) -> str:
    """The text with places to break long words at: addresses make a label wider than its window."""
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", text)


def tooltip(*lines: str) -> str:
    """A tooltip of these lines as they are: Qt takes whatever looks like markup for markup."""
    return "<qt>" + "<br>".join(html.escape(line) for line in lines if line) + "</qt>"
