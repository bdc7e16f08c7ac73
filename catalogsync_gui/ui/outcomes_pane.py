# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tracks of one sync ended: a filter line above their table."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.history import Outcome, OutcomeCounts
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.history_models import ItemColumn, ItemFilter, OutcomesModel
from catalogsync_gui.ui.tables import column_widths, plain_table

_TYPING_MS = 250
_MOST_COPIED = 1000
_STATES = (None, ItemState.DONE, ItemState.FAILED, ItemState.SKIPPED)


class OutcomesPane(QWidget):
    """Main thread only."""

    queue_wanted = Signal(object)
    """Outcome: its item is to be shown in the queue."""

    log_wanted = Signal(object)
    """Outcome: what the log tells of its item is to be shown."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = OutcomeCounts()
        self.model = OutcomesModel(engine, self)
        self.state = QComboBox(self)
        self.state.setAccessibleName(self.tr("Result"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search title and artist"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.table = QTableView(self)
        self.empty = EmptyState("track", "", "", "", self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self.copy = self._action(self.tr("Copy details"), "")
        self.copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.to_log = self._action(self.tr("Show in the log"), "log")
        self.to_log.setShortcut(QKeySequence("Return"))
        self.to_queue = self._action(self.tr("Show in the queue"), "queue")
        self.to_queue.setShortcut(QKeySequence("Ctrl+Return"))
        self._build()
        self._connect()
        self._fill_states()
        self._follow()

    def _action(self, text: str, icon: str) -> QAction:
        action = QAction(text, self)
        action.setIcon(icons.icon(icon))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.addAction(action)
        return action

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        plain_table(table, self.tr("Tracks of the sync"), 10)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.horizontalHeader().setStretchLastSection(True)
        column_widths(
            table,
            {
                ItemColumn.RESULT: 14,
                ItemColumn.TITLE: 30,
                ItemColumn.ARTIST: 20,
                ItemColumn.SOURCE: 18,
                ItemColumn.WHEN: 19,
                ItemColumn.BYTES: 11,
                ItemColumn.TOOK: 10,
                ItemColumn.SPEED: 12,
            },
        )
        line = QHBoxLayout()
        line.setContentsMargins(8, 8, 8, 0)
        line.addWidget(self.state)
        line.addWidget(self.search, 1)
        below = QWidget(self)
        self.stack = QStackedLayout(below)
        self.stack.addWidget(table)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(below, 1)

    def _connect(self) -> None:
        self.state.currentIndexChanged.connect(self._apply)
        self.search.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self._apply)
        self.model.counted.connect(self._on_counted)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self.table.doubleClicked.connect(self._on_log)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.copy.triggered.connect(self._on_copy)
        self.to_log.triggered.connect(self._on_log)
        self.to_queue.triggered.connect(self._on_queue)

    def show_job(self, job: int | None, counts: OutcomeCounts) -> None:
        """Shows the outcomes of a sync; of the one that is shown already, what is new in it."""
        if counts != self._counts:
            self._counts = counts
            self._fill_states()
        if job == self.model.wanted.job:
            self.model.refresh()
        else:
            self._apply_to(job)

    def _fill_states(self) -> None:
        names = (self.tr("All"), self.tr("Done"), self.tr("Failed"), self.tr("Skipped"))
        counts = self._counts
        numbers = (counts.all, counts.done, counts.failed, counts.skipped)
        chosen = max(0, self.state.currentIndex())
        self.state.blockSignals(True)
        self.state.clear()
        for name, number, state in zip(names, numbers, _STATES, strict=True):
            text = self.tr("{result} ({count})").format(result=name, count=count_text(number))
            self.state.addItem(text, state.value if state else None)
        self.state.setCurrentIndex(chosen)
        self.state.blockSignals(False)

    def _on_typed(self) -> None:
        self._typing.start()

    def _apply(self) -> None:
        self._apply_to(self.model.wanted.job)

    def _apply_to(self, job: int | None) -> None:
        state = self.state.currentData()
        self.model.set_filter(
            ItemFilter(job, ItemState(state) if state else None, self.search.text().strip())
        )

    def _on_counted(self, count: int) -> None:
        if count == 0:
            if self._counts.all:
                self.empty.say(
                    self.tr("No track like that"), self.tr("Another filter may show more.")
                )
            else:
                self.empty.say(
                    self.tr("No track ended in this sync"),
                    self.tr(
                        "There was nothing to fetch, or an earlier version of Catalog Sync ran it, "
                        "which kept no record of single tracks."
                    ),
                )
        self.stack.setCurrentIndex(0 if count else 1)
        self._follow()

    def chosen(self) -> tuple[Outcome, ...]:
        """The selected outcomes, as far as they are at hand."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = (self.model.at(row) for row in rows[:_MOST_COPIED])
        return tuple(outcome for outcome in found if outcome is not None)

    def _follow(self) -> None:
        chosen = self.chosen()
        self.copy.setEnabled(bool(chosen))
        one = len(chosen) == 1 and chosen[0].item is not None
        self.to_log.setEnabled(one)
        self.to_queue.setEnabled(one)

    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.to_log, self.to_queue])
        menu.addSeparator()
        menu.addAction(self.copy)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _on_copy(self) -> None:
        texts = ("\n".join(self.model.lines(outcome)) for outcome in self.chosen())
        QGuiApplication.clipboard().setText("\n\n".join(texts))

    def _on_log(self) -> None:
        for outcome in self.chosen()[:1]:
            if outcome.item is not None:
                self.log_wanted.emit(outcome)

    def _on_queue(self) -> None:
        for outcome in self.chosen()[:1]:
            if outcome.item is not None:
                self.queue_wanted.emit(outcome)
