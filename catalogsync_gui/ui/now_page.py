# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what happens now: in one sentence, in figures, as a graph and item by item."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from catalogsync_gui.core.models import ErrorInfo, SourceRow
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_space import LibrarySpace
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.cards import CardStack, ProblemCard
from catalogsync_gui.ui.damage_card import DamageCard
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.fact_tiles import Panel
from catalogsync_gui.ui.facts import Facts
from catalogsync_gui.ui.source_cards import SourceCards
from catalogsync_gui.ui.sources_list import waiting
from catalogsync_gui.ui.speed_panel import SpeedPanel
from catalogsync_gui.ui.status_panel import StatusPanel
from catalogsync_gui.ui.status_words import STORAGE, Problem, Remedy, StatusWords
from catalogsync_gui.ui.tray_notice import TrayNotice
from catalogsync_gui.ui.update_notice import UpdateNotice
from catalogsync_gui.ui.worker_actions import WorkerActions
from catalogsync_gui.ui.worker_table import WorkerTableModel, WorkerTableView

_QUEUED = Qt.ConnectionType.QueuedConnection
_UNDO_MS = 20_000
"""For so long one may take back what was done at a row; the queue offers it for ever."""

_LINES = 5
"""The downloads have room for so many lines of text at least; more than that scroll."""


class NowPage(QScrollArea):
    """Main thread only. Hears the engine itself; of sources it is told by :meth:`show_sources`."""

    sync_wanted = Signal()
    resume_wanted = Signal()
    add_wanted = Signal()

    remedy_wanted = Signal(object)
    """Remedy."""

    edit_wanted = Signal(object)
    """Source."""

    source_wanted = Signal(int)
    """The id of a source that is to be shown."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._words = StatusWords(self)
        self._status = engine.status()
        self._sources: Sequence[SourceRow] | None = None
        body = QWidget(self)
        self.headline = StatusPanel(body)
        self.cards = CardStack(body)
        self.card = self.cards.add(ProblemCard(self.cards))
        self.damage = DamageCard(engine, self.cards)
        self.cards.add(self.damage)
        self.source_cards = SourceCards(self.cards)
        self.undo_card = self.cards.add(ProblemCard(self.cards))
        self.tray_notice = TrayNotice(engine, self.cards.add(ProblemCard(self.cards)))
        self.update_notice = UpdateNotice(engine, self.cards.add(ProblemCard(self.cards)))
        self.facts = Facts(engine, body)
        self.speed = SpeedPanel(engine, body)
        self.model = WorkerTableModel(self)
        self.table = WorkerTableView(body)
        self.table.setModel(self.model)
        self.actions_ = WorkerActions(engine, self.table)
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(_UNDO_MS)
        self.empty = EmptyState("sync", "", "", self.tr("Sync all"), body)
        self._wanted = self.sync_wanted
        self.downloads = QStackedWidget(body)
        self._arrange(body)
        self._connect()
        self._follow()

    def _arrange(self, body: QWidget) -> None:
        self.setAccessibleName(self.tr("Now"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The window's ground, and no view's.
        self.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        framed = Panel(self.downloads)
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.addWidget(self.table)
        self.downloads.addWidget(framed)
        self.downloads.addWidget(self.empty)
        self.downloads.setMinimumHeight(_LINES * (self.fontMetrics().height() + 8))
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(9)
        layout.addWidget(self.headline)
        layout.addWidget(self.cards)
        layout.addWidget(self.facts)
        layout.addWidget(self.speed, 2)
        layout.addWidget(self.downloads, 3)
        self.setWidget(body)

    def _connect(self) -> None:
        self.empty.acted.connect(self._on_acted)
        self.actions_.undoable.connect(self._on_undoable)
        self.actions_.queue_wanted.connect(self._on_queue_wanted)
        self.actions_.source_wanted.connect(self.source_wanted)
        self.undo_card.button.clicked.connect(self._on_undo)
        self._undo_timer.timeout.connect(self._on_undo_over)
        self.facts.space.changed.connect(self._on_space)
        self.cards.remedy_wanted.connect(self.remedy_wanted)
        self.cards.source_wanted.connect(self.edit_wanted)
        signals = self._engine.signals
        signals.status_changed.connect(self.show_status, _QUEUED)
        signals.workers_ticked.connect(self.show_workers, _QUEUED)
        signals.catalogue_changed.connect(self.facts.refresh, _QUEUED)
        signals.settings_changed.connect(self._on_settings, _QUEUED)

    def show_status(self, status: EngineStatus) -> None:
        """Shows what is going on."""
        self._status = status
        self._follow()

    def show_workers(self, rows: tuple[WorkerRow, ...]) -> None:
        """Shows what runs now."""
        self._status = replace(self._status, workers=rows)
        self.model.apply(rows)
        self.headline.show_workers(rows)
        if rows:
            self.downloads.setCurrentIndex(0)

    def show_sources(self, rows: Sequence[SourceRow]) -> None:
        """Shows what is to be said of the sources."""
        self._sources = rows
        waits = waiting(rows)
        self.headline.show_waiting(waits)
        self.facts.show_waiting(waits, sum(row.items.get(ItemState.FAILED, 0) for row in rows))
        self.source_cards.show_sources(rows)
        self._follow()

    def _on_settings(self, _settings: object) -> None:
        self._follow()

    def _follow(self) -> None:
        status = self._status
        limit = status.pace.kbps * 1000.0 if status.pace.state is HourState.LIMITED else None
        self.headline.show_status(status)
        self.speed.graph.show_limit(limit)
        self.facts.show_status(status)
        self.model.apply(status.workers)
        self._follow_problem(status)
        # Until the desk has answered nobody is told that there are none.
        some = self._sources is None or bool(self._sources)
        self.facts.setVisible(some)
        self.speed.setVisible(some)
        self._follow_downloads(status, sources=some)

    def _follow_problem(self, status: EngineStatus) -> None:
        info = status.problem
        if info is not None and info.kind == "no_library" and self._engine.settings.library:
            # One is set, so that its absence is a problem no more.
            info = None
        if info is None or info.kind not in STORAGE:
            # Nobody has to start a sync to find out.
            info = self._space_problem(self.facts.space.space) or info
        failed = status.last_job.failed if status.last_job else 0
        self.card.show_problem(
            self._words.problem(info, running=status.job is not None, failed=failed)
            if info
            else None
        )

    def _space_problem(self, space: LibrarySpace | None) -> ErrorInfo | None:
        if space is None or not self._engine.settings.library:
            return None
        if space.nearly_full:
            words = self.tr("{free} are free, and {reserve} are to stay free. Make room on it.")
            return ErrorInfo(
                "storage_full",
                words.format(
                    free=formats.size_text(space.free), reserve=formats.size_text(space.reserve)
                ),
            )
        return space.problem

    def _on_space(self, _space: LibrarySpace | None) -> None:
        self._follow_problem(self._status)

    def _follow_downloads(self, status: EngineStatus, *, sources: bool) -> None:
        """Says why the table is empty, where a person can do something about it."""
        paused = status.state is Activity.PAUSED
        if status.workers or (status.job is not None and not paused):
            # Between two items the table is empty for a moment, and had better not flicker.
            self.downloads.setCurrentIndex(0)
            return
        if paused:
            self._offer(
                "pause",
                self.tr("Paused"),
                self.tr("Nothing is downloaded until you resume. What is half there is kept."),
                self.tr("Resume"),
            )
            self._wanted = self.resume_wanted
        elif sources:
            self._offer(
                "done",
                self.tr("Nothing to do right now"),
                self.tr("A sync reads your sources and fetches the tracks that are missing."),
                self.tr("Sync all"),
            )
            self._wanted = self.sync_wanted
        else:
            self._offer(
                "playlist",
                self.tr("Add a source to begin"),
                self.tr(
                    "Paste or drop the address of a playlist, a podcast or a music server, or a "
                    "file: what it is, is recognised."
                ),
                self.tr("Add a source…"),
            )
            self._wanted = self.add_wanted
        self.downloads.setCurrentIndex(1)

    def _offer(self, icon: str, title: str, text: str, action: str) -> None:
        self.empty.say(title, text, icon)
        self.empty.button.setText(action)

    def _on_undoable(self, words: str) -> None:
        self.undo_card.show_problem(
            Problem(words, "", Remedy.UNDO, self.tr("Undo"), notice=True, dismissable=True)
        )
        self._undo_timer.start()

    def _on_undo(self) -> None:
        self.actions_.undo()
        self._on_undo_over()

    def _on_undo_over(self) -> None:
        self._undo_timer.stop()
        self.undo_card.show_problem(None)

    def _on_queue_wanted(self) -> None:
        self.remedy_wanted.emit(Remedy.SHOW_QUEUE)

    def _on_acted(self) -> None:
        self._wanted.emit()
