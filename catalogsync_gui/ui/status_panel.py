# SPDX-License-Identifier: GPL-3.0-or-later
"""The headline: what is happening, how far it is and how fast."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.progress import WorkerRow, total_speed
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.ui import formats, state_icons
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.state_icons import Look
from catalogsync_gui.ui.status_words import StatusWords

_ICON = 40
_STEPS = 1000


class StatusPanel(QWidget):
    """Shows an EngineStatus. Main thread only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = StatusWords(self)
        self._status = EngineStatus()
        self._waiting = 0
        self._drawn: Look | None = None
        self._icon = QLabel(self)
        self._icon.setFixedSize(_ICON, _ICON)
        # The sentence beside it says the same.
        self._icon.setObjectName("decoration")
        self.sentence = PlainLabel("", self)
        self.sentence.enlarge(1.45)
        self.detail = MutedLabel("", self)
        self.speed = PlainLabel("", self)
        self.speed.enlarge(1.45)
        self.speed.setWordWrap(False)
        self.speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.speed.setAccessibleName(self.tr("Total speed"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(self.tr("Progress of the sync"))
        # The place stays taken, so that nothing below jumps when a sync begins.
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._arrange()
        self.show_status(self._status)

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.sentence)
        texts.addWidget(self.detail)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(texts, 1)
        top.addWidget(self.speed, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.progress)

    def show_status(self, status: EngineStatus) -> None:
        """Shows what is going on."""
        self._status = status
        self.show_workers(status.workers)

    def show_workers(self, rows: tuple[WorkerRow, ...]) -> None:
        """Shows the sum of the rows that are shown in the table, and of nothing else."""
        running = self._status.job is not None
        self.speed.setText(formats.speed_text(total_speed(rows)) if running and rows else "")
        self._tell()

    def show_waiting(self, waiting: int) -> None:
        """Items that are still to be worked on, of all sources."""
        self._waiting = waiting
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._drawn = None
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        sign = state_icons.sign_of(self._status)
        look = Look(sign, state_icons.steps_of(self._status, self._waiting))
        if look == self._drawn:
            return
        self._drawn = look
        size = QSize(_ICON, _ICON)
        drawn = state_icons.picture(look, self.palette(), size, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)

    def _tell(self) -> None:
        status = self._status
        self._draw()
        self.sentence.setText(self._words.sentence(status))
        self.detail.setText(self._words.detail(status, self._waiting))
        self.detail.setVisible(bool(self.detail.text()))
        running = status.job is not None
        self.progress.setVisible(running)
        if not running:
            return
        counts = status.counts
        over = counts.done + counts.failed + counts.skipped
        known = over + self._waiting
        if known and status.state is not Activity.PAUSED:
            self.progress.setRange(0, _STEPS)
            self.progress.setValue(_STEPS * over // known)
        elif not known:
            self.progress.setRange(0, 0)
