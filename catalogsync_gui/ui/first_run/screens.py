# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run in the window: one screen after the other, back and forth, or none of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.previewing import Preview
from catalogsync_gui.ui.first_run.folder_step import FolderStep
from catalogsync_gui.ui.first_run.plan_step import PlanStep
from catalogsync_gui.ui.first_run.source_step import SourceStep
from catalogsync_gui.ui.first_run.step import Step
from catalogsync_gui.ui.labels import MutedLabel

_WIDEST = 720


class FirstRun(QWidget):
    """The three screens. Main thread only.

    :ivar wanted: they are to be shown; else the window is.
    """

    ended = Signal(bool)
    """The last screen is done; True when a sync was started."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.wanted = not engine.settings.library
        self._dropped = ""
        self.folder = FolderStep(engine, self)
        self.source = SourceStep(engine, self)
        self.plan = PlanStep(engine, self)
        self._steps: tuple[Step, ...] = (self.folder, self.source, self.plan)
        self.stack = QStackedWidget(self)
        self.count = MutedLabel("", self)
        self.count.setWordWrap(False)
        self.skip = QPushButton(self.tr("Sk&ip"), self)
        self.skip.setToolTip(self.tr("Go to the window; all of this can be done there, too"))
        self.back = QPushButton(self.tr("B&ack"), self)
        self.next = QPushButton(self)
        self.next.setDefault(True)
        self._build()
        for step in self._steps:
            step.changed.connect(self._follow)
            step.done.connect(self._on_done)
        self.source.subscribed.connect(self._on_subscribed)
        self.skip.clicked.connect(self.leave)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self._on_next)
        self._begun = False
        self._follow()

    def _build(self) -> None:
        for step in self._steps:
            area = QScrollArea(self)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(step)
            # The ground of the window, and not that of a list.
            area.viewport().setAutoFillBackground(False)
            step.setAutoFillBackground(False)
            self.stack.addWidget(area)
        below = QHBoxLayout()
        below.addWidget(self.skip)
        below.addStretch(1)
        below.addWidget(self.count)
        below.addStretch(1)
        below.addWidget(self.back)
        below.addWidget(self.next)
        column = QWidget(self)
        column.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 28, 0, 16)
        layout.setSpacing(14)
        layout.addWidget(self.stack, 1)
        layout.addLayout(below)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)

    @property
    def number(self) -> int:
        """Which screen is shown, from 0."""
        return self.stack.currentIndex()

    @property
    def begun(self) -> bool:
        """Whether the first screen is behind us: the library that is set was set here."""
        return self.wanted and self.number > 0

    def begin(self) -> None:
        """Shows the first screen, unless another one is shown already."""
        self.wanted = True
        if not self._begun:
            self._begun = True
            self._go(0)

    def leave(self) -> None:
        """Shows none of them any more; what was entered so far counts."""
        self._end(started=False)

    def take(self, location: str) -> None:
        """Takes what was dropped: shown at once, or when the folder is chosen."""
        if self.number == 1:
            self.source.take(location)
        elif self.number == 0:
            self._dropped = location
            self.source.chooser.form.location.setText(location)

    def go_back(self) -> None:
        """Shows the screen before."""
        if self.number == 2:
            self.plan.take_back()
        if self.number > 0:
            self._go(self.number - 1)

    def _on_next(self) -> None:
        if self._steps[self.number].ready:
            self._steps[self.number].go_on()

    def _on_done(self) -> None:
        if self.number + 1 < len(self._steps):
            self._go(self.number + 1)
        else:
            self._end(started=True)

    def _on_subscribed(self, sources: tuple[int, ...], preview: Preview | None) -> None:
        self.plan.take(sources, preview)

    def _go(self, number: int) -> None:
        self._steps[self.number].leave()
        self.stack.setCurrentIndex(number)
        self._steps[number].enter()
        self._follow()
        if number == 2:
            # Nothing is entered here: what comes next is the button, once the plan is there.
            self.back.setFocus()
        if number == 1 and self._dropped:
            location, self._dropped = self._dropped, ""
            self.source.take(location)

    def _end(self, *, started: bool) -> None:
        self._steps[self.number].leave()
        self.wanted = False
        self._begun = False
        self.plan.sources = ()
        self.ended.emit(started)
        self.stack.setCurrentIndex(0)

    def _follow(self) -> None:
        step = self._steps[self.number]
        self.next.setText(step.action)
        self.next.setEnabled(step.ready)
        if step is self.plan and step.ready and self.back.hasFocus():
            self.next.setFocus()
        self.back.setEnabled(self.number > 0)
        self.count.setText(
            self.tr("{number} of {count}").format(number=self.number + 1, count=len(self._steps))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; Alt+Left goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(self.focusWidget(), QPushButton):
            self._on_next()
        elif (
            event.key() == Qt.Key.Key_Left
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
            and self.back.isEnabled()
        ):
            self.go_back()
        else:
            super().keyPressEvent(event)
