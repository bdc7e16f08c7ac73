# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue: a filter line above the table of all items."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.models import JobSpec, SourceRow
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.engine.commands import retry
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.matches import MatchesDialog
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.queue_table import Column, Filter, QueueModel
from catalogsync_gui.ui.tables import plain_table

_QUEUED = Qt.ConnectionType.QueuedConnection
_TYPING_MS = 250
_AGAIN = (ItemState.FAILED, ItemState.MISSING)


class QueuePanel(QWidget):
    """Lives in the main thread, like all widgets."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.model = QueueModel(engine, self)
        self.state = QComboBox()
        self.source = QComboBox()
        self.search = QLineEdit()
        self.count = QLabel()
        self.retry = QPushButton(icons.icon("retry"), self.tr("Try again"))
        self.matches = QPushButton(icons.icon("info"), "")
        self.table = QTableView()
        self._seen: object = None
        self._sources: tuple[tuple[int, str], ...] = ()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.state.setAccessibleName(self.tr("State"))
        self.state.addItem(self.tr("All states"), None)
        for state in ItemState:
            if state is not ItemState.PLACING:
                self.state.addItem(self.model.state_text(state), state.value)
        self.source.setAccessibleName(self.tr("Source"))
        self.source.addItem(self.tr("All sources"), None)
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.source.setMinimumContentsLength(16)
        self.search.setPlaceholderText(self.tr("Search title, artist and album"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.retry.setEnabled(False)
        self.matches.setToolTip(
            self.tr("Tracks without an address that may be something in your library")
        )
        self.matches.hide()
        line = QHBoxLayout()
        line.setContentsMargins(8, 8, 8, 0)
        line.addWidget(self.state)
        line.addWidget(self.source)
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        line.addWidget(self.retry)
        second = QHBoxLayout()
        second.setContentsMargins(8, 0, 8, 0)
        second.addWidget(self.matches)
        second.addStretch(1)
        self._build_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addLayout(second)
        layout.addWidget(self.table, 1)
        find = QAction(self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        plain_table(table, self.tr("Queue"), 10)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFrameShape(QTableView.Shape.NoFrame)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        character = self.fontMetrics().averageCharWidth()
        for column, width in {
            Column.STATE: 19,
            Column.TITLE: 28,
            Column.ARTIST: 20,
            Column.ALBUM: 20,
            Column.SOURCE: 15,
            Column.SIZE: 11,
        }.items():
            table.setColumnWidth(column, width * character)

    def _connect(self) -> None:
        self.state.currentIndexChanged.connect(self._apply_filter)
        self.source.currentIndexChanged.connect(self._apply_filter)
        self.search.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self._apply_filter)
        self.retry.clicked.connect(self._on_retry)
        self.matches.clicked.connect(self._on_matches)
        self.model.counted.connect(self._on_counted)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self._engine.signals.catalogue_changed.connect(self.refresh, _QUEUED)
        self._engine.signals.status_changed.connect(self._on_status, _QUEUED)

    def refresh(self) -> None:
        """Asks for everything anew; place and selection stay."""
        self.model.refresh()
        self._engine.desk.ask(_sources, self._on_sources)
        self._engine.desk.ask(_asked, self._on_asked)

    def _on_status(self, status: EngineStatus) -> None:
        """What items wait for may be something else now."""
        around = status.circumstances
        # What changes with every track comes with the change of the catalogue.
        rests = tuple((h.host, h.rests_until) for h in status.hosts if h.rests_until is not None)
        seen = replace(around, busy=0, hosts={}), rests
        if seen != self._seen:
            self._seen = seen
            self.model.refresh()

    def _on_typed(self) -> None:
        self._typing.start()

    def _apply_filter(self) -> None:
        state = self.state.currentData()
        self.model.set_filter(
            Filter(
                state=ItemState(state) if state else None,
                source=self.source.currentData(),
                text=self.search.text().strip(),
            )
        )

    def _on_counted(self, count: int) -> None:
        self.count.setText(self.tr("{count} tracks").format(count=count_text(count)))

    def _on_sources(self, sources: tuple[tuple[int, str], ...]) -> None:
        if sources == self._sources:
            return
        self._sources = sources
        chosen = self.source.currentData()
        self.source.blockSignals(True)
        self.source.clear()
        self.source.addItem(self.tr("All sources"), None)
        for number, name in sources:
            self.source.addItem(name[:80], number)
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self.source.blockSignals(False)
        self._apply_filter()

    def _on_asked(self, count: int) -> None:
        self.matches.setVisible(count > 0)
        self.matches.setText(
            self.tr("1 match to confirm…")
            if count == 1
            else self.tr("{count} matches to confirm…").format(count=count_text(count))
        )

    def _on_matches(self) -> None:
        dialog = MatchesDialog(self._engine, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _chosen(self) -> list[int]:
        rows: list[QModelIndex] = self.table.selectionModel().selectedRows()
        items = [self.model.item(index.row()) for index in rows[:1000]]
        return [item.id for item in items if item is not None and item.state in _AGAIN]

    def _on_selection(self) -> None:
        self.retry.setEnabled(bool(self._chosen()))

    def _on_retry(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._engine.desk.ask(lambda desk: retry(desk, chosen), self._on_retried)

    def _on_retried(self, _count: int) -> None:
        self._engine.start_job(JobSpec(refresh=False))
        self.refresh()


def _asked(desk: Desk) -> int:
    return desk.store.matches.asked_count()


def _sources(desk: Desk) -> tuple[tuple[int, str], ...]:
    rows: list[SourceRow] = desk.store.catalogue.sources()
    return tuple((row.source.id, row.source.name) for row in rows)
