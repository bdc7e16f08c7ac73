# SPDX-License-Identifier: GPL-3.0-or-later
"""One screen of the first run: a heading, a sentence, and what is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

_HEADING = 1.5


class Step(QWidget):
    """What all screens have. Main thread only."""

    changed = Signal()
    """What :attr:`ready` tells may be another, and what the button says."""

    done = Signal()
    """The screen has done its part; the next one is to come."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, self)
        self.title.enlarge(_HEADING)
        self.words = MutedLabel(text, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.title)
        self.column.addWidget(self.words)
        self.column.addSpacing(6)

    @property
    def ready(self) -> bool:
        """Whether one can go on."""
        raise NotImplementedError

    @property
    def action(self) -> str:
        """What the button says that goes on."""
        return self.tr("Ne&xt")

    def enter(self) -> None:
        """The screen is shown."""

    def leave(self) -> None:
        """Another screen is shown, or none."""

    def go_on(self) -> None:
        """Does the screen's part, and emits :attr:`done` when that is done."""
        self.done.emit()
