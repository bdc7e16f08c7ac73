# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards: what went wrong or is worth knowing, each with one thing to do about it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from catalogsync_gui.ui import shades
from catalogsync_gui.ui.labels import PlainLabel, breakable
from catalogsync_gui.ui.status_words import Problem


class ProblemCard(QFrame):
    """A problem with one button. Hidden while there is none."""

    remedy_wanted = Signal(object)
    """Remedy."""

    source_wanted = Signal(object)
    """Source: the one that the problem is about is to be changed."""

    dismissed = Signal()
    """Somebody has read it and sent it away."""

    changed = Signal()
    """It has come, has gone, or tells something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._dismissed: Problem | None = None
        self.title = PlainLabel("", self)
        self.title.enlarge(1.0)
        self.message = PlainLabel("", self)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)
        self.close_button = QToolButton(self)
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.clicked.connect(self._on_dismissed)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(12)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """What it tells of now."""
        return self._problem if self._problem != self._dismissed else None

    def show_problem(self, problem: Problem | None) -> None:
        """Shows a problem, or nothing. One that was dismissed stays away until it is another."""
        if problem is None:
            self._dismissed = None
        if problem == self._problem:
            return
        self._problem = problem
        if problem is not None:
            self.title.setText(problem.title)
            self.message.setText(breakable(problem.message))
            self.message.setVisible(bool(problem.message))
            self.button.setText(problem.action)
            self.close_button.setVisible(problem.dismissable)
            self.setAccessibleName(f"{problem.title}. {problem.message}")
            self.button.setAccessibleDescription(problem.title)
        self.setVisible(self.problem is not None)
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        window = palette.color(QPalette.ColorRole.Window)
        colour = self._colour()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(shades.mixed(window, colour, 0.10))
        painter.setPen(QPen(shades.mixed(window, colour, 0.45), 1))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, 6, 6)
        # A bar as well as a colour: not everyone sees red.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(5, 9, 3, self.height() - 18), 1.5, 1.5)
        painter.end()

    def _colour(self) -> QColor:
        if self._problem is not None and self._problem.notice:
            return self.palette().color(QPalette.ColorRole.Highlight)
        return shades.problem(self.palette())

    def _on_clicked(self) -> None:
        if self._problem is None:
            return
        if self._problem.source is not None:
            self.source_wanted.emit(self._problem.source)
        else:
            self.remedy_wanted.emit(self._problem.remedy)

    def _on_dismissed(self) -> None:
        self._dismissed = self._problem
        self.hide()
        self.dismissed.emit()
        self.changed.emit()


class CardStack(QWidget):
    """Cards below each other; no place is taken while there is none."""

    remedy_wanted = Signal(object)
    source_wanted = Signal(object)

    counted = Signal(int)
    """So many problems are shown; what is a mere notice does not count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[ProblemCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.hide()

    def add(self, card: ProblemCard) -> ProblemCard:
        """Puts a card below the others."""
        self._cards.append(card)
        self._layout.addWidget(card)
        card.remedy_wanted.connect(self.remedy_wanted)
        card.source_wanted.connect(self.source_wanted)
        card.changed.connect(self._on_changed)
        self._on_changed()
        return card

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is shown, from above."""
        return tuple(card.problem for card in self._cards if card.problem is not None)

    def _on_changed(self) -> None:
        self.setVisible(bool(self.problems))
        self.counted.emit(sum(not problem.notice for problem in self.problems))
