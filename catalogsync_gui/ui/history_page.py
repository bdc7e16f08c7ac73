# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what was: syncs, what became of their tracks, and what has failed by which cause."""

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import Job
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.history_commands import JobDetails, ListedJob, clear, details
from catalogsync_gui.ui.causes_pane import CausesPane
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.history_models import JobColumn, JobsModel
from catalogsync_gui.ui.job_pane import JobPane
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.tables import column_widths, plain_table

_QUEUED = Qt.ConnectionType.QueuedConnection
_SETTLE_MS = 80
"""Whoever runs through the table with the keys asks for the sync they stop at, and no other."""


class HistoryPage(QWidget):
    """Main thread only. Asks for nothing while it is not shown."""

    queue_wanted = Signal(object)
    """Outcome: its item is to be shown in the queue."""

    log_wanted = Signal(object)
    """Outcome: what the log tells of its item is to be shown."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wanted: int | None = None
        self._stale = True
        self.model = JobsModel(engine, self)
        self.syncs_button = self._tab(self.tr("Syncs"))
        self.causes_button = self._tab(self.tr("Failed now"))
        self.note = MutedLabel("", self)
        self.note.setWordWrap(False)
        self.clear_button = QPushButton(self.tr("&Clear history…"), self)
        # After what stands above them: Tab goes by the order in which they were made.
        self.table = QTableView(self)
        self.pane = JobPane(engine, self)
        self.causes = CausesPane(engine, of_job=False, parent=self)
        self.question: QMessageBox | None = None
        self.empty = EmptyState(
            "history",
            self.tr("Nothing has been synced yet"),
            self.tr("Every sync is kept here, with what became of each of its tracks."),
            "",
            self,
        )
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._arrange()
        self._connect()

    def _tab(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _arrange(self) -> None:
        table = self.table
        table.setModel(self.model)
        plain_table(table, self.tr("Syncs"), 10)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.horizontalHeader().setStretchLastSection(True)
        column_widths(
            table,
            {
                JobColumn.BEGAN: 19,
                JobColumn.RESULT: 24,
                JobColumn.WHY: 24,
                JobColumn.DONE: 9,
                JobColumn.FAILED: 9,
                JobColumn.SKIPPED: 9,
                JobColumn.BYTES: 11,
                JobColumn.TOOK: 11,
                JobColumn.SPEED: 12,
            },
        )
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(table)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.buttons = QButtonGroup(self)
        for number, button in enumerate((self.syncs_button, self.causes_button)):
            self.buttons.addButton(button, number)
        self.syncs_button.setChecked(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 6)
        bar.addWidget(self.syncs_button)
        bar.addWidget(self.causes_button)
        bar.addStretch(1)
        bar.addWidget(self.note)
        bar.addSpacing(8)
        bar.addWidget(self.clear_button)
        below = QWidget(self)
        self.stack = QStackedLayout(below)
        for page in (self.splitter, self.causes, self.empty):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(below, 1)

    def _connect(self) -> None:
        self.buttons.idClicked.connect(self._on_tab)
        self.clear_button.clicked.connect(self._on_clear)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.counted.connect(self._on_counted)
        self.causes.loaded.connect(self._on_causes)
        self.pane.tracks.queue_wanted.connect(self.queue_wanted)
        self.pane.tracks.log_wanted.connect(self.log_wanted)
        self._settle.timeout.connect(self._ask_details)
        signals = self._engine.signals
        signals.catalogue_changed.connect(self._on_changed, _QUEUED)
        signals.settings_changed.connect(self._on_settings, _QUEUED)

    # ------------------------------------------------------------ what there is

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _on_settings(self) -> None:
        self._follow()

    def refresh(self) -> None:
        """Asks for everything anew; place and selection stay."""
        self._stale = False
        self.model.refresh()
        self.causes.load()

    def _on_counted(self, count: int) -> None:
        chosen = self._chosen()
        if count and chosen is None:
            # What was selected is gone, or nothing was: the newest.
            self.table.selectRow(0)
        elif chosen is not None:
            self._wanted = chosen.id
            self._settle.start()
        if not count:
            self._wanted = None
            self.pane.clear()
        self._follow()

    def _on_causes(self, failed: int) -> None:
        self.causes_button.setText(
            self.tr("Failed now ({count})").format(count=count_text(failed))
            if failed
            else self.tr("Failed now")
        )

    def _follow(self) -> None:
        count = self.model.rowCount()
        self.clear_button.setEnabled(count > 0)
        days = self._engine.settings.history_days
        words = (
            self.tr("1 sync")
            if count == 1
            else self.tr("{count} syncs").format(count=count_text(count))
        )
        kept = (
            self.tr("only the last one is kept")
            if not days
            else self.tr("kept for 1 day")
            if days == 1
            else self.tr("kept for {count} days").format(count=count_text(days))
        )
        self.note.setText(f"{words}, {kept}" if count else "")
        self._show_page()

    def _show_page(self) -> None:
        if self.causes_button.isChecked():
            self.stack.setCurrentWidget(self.causes)
        elif self.model.rowCount() or not self.model.known:
            self.stack.setCurrentWidget(self.splitter)
        else:
            self.stack.setCurrentWidget(self.empty)

    def _on_tab(self, _number: int) -> None:
        self._show_page()

    def _chosen(self) -> Job | None:
        rows = self.table.selectionModel().selectedRows()
        found: ListedJob | None = self.model.at(rows[0].row()) if rows else None
        return None if found is None else found.job

    def _on_selection(self) -> None:
        job = self._chosen()
        if job is not None:
            self._wanted = job.id
            self._settle.start()

    def choose(self, job: int) -> None:
        """Selects a sync, if it is at hand."""
        row = self.model.find(lambda found: found.job.id == job)
        if row is not None:
            self.table.selectionModel().select(
                self.model.index(row, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.table.scrollTo(self.model.index(row, 0))

    def _ask_details(self) -> None:
        wanted = self._wanted
        if wanted is not None:
            self._engine.desk.ask(
                lambda desk: details(desk, wanted), self._on_details, self._on_gone
            )

    def _on_details(self, found: JobDetails) -> None:
        # Meanwhile another one may have been chosen.
        if found.job.id == self._wanted:
            self.pane.show_details(found)

    def _on_gone(self, _error: CatalogSyncError) -> None:
        """It was deleted a moment ago: the list will say so."""
        self._stale = True

    # ------------------------------------------------------------ what is asked for

    def _on_clear(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Clear history"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Clear the record of all syncs that have ended?"))
        box.setInformativeText(
            self.tr(
                "Tracks, playlists and what waits to be fetched stay as they are. The record "
                "cannot be brought back."
            )
        )
        box.addButton(self.tr("&Clear"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.accepted.connect(self._on_confirmed)
        self.question = box
        box.open()

    def _on_confirmed(self) -> None:
        self._engine.desk.ask(clear, self._on_cleared)

    def _on_cleared(self, _count: int) -> None:
        self._engine.history.look()
        self.refresh()
