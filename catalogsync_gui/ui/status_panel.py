# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of the window: what is happening, how far it is, how fast, and what is wrong."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.progress import WorkerRow, total_speed
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.ui import formats, icons, shades
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.status_words import Problem, Remedy, StatusWords

_ICON = 32
_STEPS = 1000


class ProblemCard(QFrame):
    """A problem with one button. Hidden while there is none."""

    remedy_wanted = Signal(object)
    """Remedy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remedy = Remedy.SHOW_LOG
        self.title = PlainLabel("", self)
        self.title.enlarge(1.0)
        self.message = PlainLabel("", self)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(16)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Shows a problem, or nothing."""
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._remedy = problem.remedy
        self.title.setText(problem.title)
        self.message.setText(problem.message)
        self.button.setText(problem.action)
        self.setAccessibleName(f"{problem.title}. {problem.message}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        colour = shades.problem(palette)
        ground = shades.mixed(palette.color(QPalette.ColorRole.Window), colour, 0.10)
        edge = shades.mixed(palette.color(QPalette.ColorRole.Window), colour, 0.45)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ground)
        painter.setPen(QPen(edge, 1))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, 6, 6)
        # A bar as well as a colour: not everyone sees red.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(5, 9, 3, self.height() - 18), 1.5, 1.5)
        painter.end()

    def _on_clicked(self) -> None:
        self.remedy_wanted.emit(self._remedy)


class StatusPanel(QWidget):
    """Shows an EngineStatus. Main thread only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = StatusWords(self)
        self._status = EngineStatus()
        self._waiting = 0
        self._icon = QLabel(self)
        self._icon.setFixedSize(_ICON, _ICON)
        self.sentence = PlainLabel("", self)
        self.sentence.enlarge(1.3)
        self.detail = MutedLabel("", self)
        self.speed = PlainLabel("", self)
        self.speed.enlarge(1.3)
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
        self.card = ProblemCard(self)
        self.remedy_wanted = self.card.remedy_wanted
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._arrange()
        self.show_status(self._status)

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.sentence)
        texts.addWidget(self.detail)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(texts, 1)
        top.addWidget(self.speed, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.progress)
        layout.addWidget(self.card)

    def show_status(self, status: EngineStatus, *, library: bool = True) -> None:
        """Shows what is going on.

        :param library: whether a library is set, so that its absence is a problem no more.
        """
        self._status = status
        info = status.problem
        if info is not None and info.kind == "no_library" and library:
            info = None
        failed = status.last_job.failed if status.last_job else 0
        self.card.show_problem(
            self._words.problem(info, running=status.job is not None, failed=failed)
            if info
            else None
        )
        self._draw()
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
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        picture = icons.tray_icon(self._status.state).pixmap(
            QSize(_ICON, _ICON), self.devicePixelRatioF()
        )
        self._icon.setPixmap(picture)

    def _tell(self) -> None:
        status = self._status
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
