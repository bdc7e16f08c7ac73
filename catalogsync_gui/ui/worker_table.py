# SPDX-License-Identifier: GPL-3.0-or-later
"""The downloads that run now: one row for each item that is running, and for nothing else."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from catalogsync_gui.core.progress import WorkerRow, total_speed
from catalogsync_gui.ui.formats import duration_text, size_text, speed_text
from catalogsync_gui.ui.progress_delegate import ProgressDelegate
from catalogsync_gui.ui.row_buttons import SIDE, RowButton, RowButtonsDelegate
from catalogsync_gui.ui.tables import column_widths, plain_table

_Index = QModelIndex | QPersistentModelIndex
_LONGEST_TOOLTIP = 300


class Column(IntEnum):
    """The columns, in order."""

    TITLE = 0
    SOURCE = 1
    PROGRESS = 2
    SIZE = 3
    SPEED = 4
    ETA = 5
    ACTIONS = 6


_TITLE = 24
_WIDTHS = {
    Column.SOURCE: 18,
    Column.PROGRESS: 22,
    Column.SIZE: 11,
    Column.SPEED: 13,
    Column.ETA: 11,
}
"""Average characters; the title has the rest, and so many at least."""

_LESS = (Column.SIZE, Column.SOURCE, Column.SPEED)
"""What is left out where there is no room, in this order."""


class WorkerTableModel(QAbstractTableModel):
    """Fed with snapshots; tells the view only what is different from the last one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[WorkerRow] = []

    def apply(self, rows: tuple[WorkerRow, ...]) -> None:
        """Takes a snapshot: removes what is gone, inserts what is new, updates changed cells."""
        wanted = {(row.worker, row.item): row for row in rows}
        for position in range(len(self._rows) - 1, -1, -1):
            old = self._rows[position]
            if (old.worker, old.item) not in wanted:
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._rows[position]
                self.endRemoveRows()
        for position, row in enumerate(rows):
            shown = self._rows[position] if position < len(self._rows) else None
            if shown is None or (shown.worker, shown.item) != (row.worker, row.item):
                self.beginInsertRows(QModelIndex(), position, position)
                self._rows.insert(position, row)
                self.endInsertRows()
            elif shown != row:
                self._rows[position] = row
                self._tell_changes(position, shown, row)

    def _tell_changes(self, position: int, old: WorkerRow, new: WorkerRow) -> None:
        changed = [c for c in Column if self._value(old, c) != self._value(new, c)]
        start = 0
        # One signal for each run of neighbouring cells.
        while start < len(changed):
            end = start
            while end + 1 < len(changed) and changed[end + 1] == changed[end] + 1:
                end += 1
            self.dataChanged.emit(
                self.index(position, changed[start]), self.index(position, changed[end])
            )
            start = end + 1

    @property
    def rows(self) -> tuple[WorkerRow, ...]:
        """The rows that are shown."""
        return tuple(self._rows)

    def total_speed(self) -> float:
        """Bytes a second: the sum of the rows that are shown."""
        return total_speed(self.rows)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and section == Column.ACTIONS:
            return self.tr("Actions")
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Title"),
                self.tr("Source"),
                self.tr("Progress"),
                self.tr("Size"),
                self.tr("Speed"),
                self.tr("Time left"),
                "",
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= Column.SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.UserRole:
                return self._value(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column >= Column.SIZE:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.ACTIONS:
                return self.tr("Hold, cancel and more: press the menu key")
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.TITLE:
                return self._summary(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: " + self._text(
                    row, column
                )
            case _:
                return None

    @staticmethod
    def _value(row: WorkerRow, column: Column) -> Any:
        match column:
            case Column.TITLE:
                return row.title
            case Column.SOURCE:
                return row.source
            case Column.PROGRESS:
                return (row.received, row.total, row.phase)
            case Column.SIZE:
                return row.total if row.total is not None else row.received
            case Column.SPEED:
                return row.speed
            case Column.ETA:
                return row.eta
            case _:
                return None

    def _text(self, row: WorkerRow, column: Column) -> str:
        match column:
            case Column.TITLE | Column.SOURCE:
                return str(self._value(row, column))[:_LONGEST_TOOLTIP]
            case Column.PROGRESS:
                return self._progress(row)
            case Column.SIZE:
                return size_text(self._value(row, column))
            case Column.SPEED:
                return speed_text(row.speed)
            case Column.ETA:
                return duration_text(row.eta)
            case _:
                return ""

    def _summary(self, row: WorkerRow) -> str:
        """The whole row, for who hears it and does not see it."""
        return self.tr("{title} from {source}: {progress}, {speed}, {left} left").format(
            title=row.title[:_LONGEST_TOOLTIP],
            source=row.source[:_LONGEST_TOOLTIP],
            progress=self._progress(row),
            speed=speed_text(row.speed),
            left=duration_text(row.eta),
        )

    def _progress(self, row: WorkerRow) -> str:
        match row.phase:
            case "connecting":
                return self.tr("Connecting")
            case "tagging":
                return self.tr("Tagging")
            case "placing":
                return self.tr("Putting in place")
            case _ if row.total:
                return self.tr("{percent} %").format(percent=100 * row.received // row.total)
            case _:
                return size_text(row.received)


class WorkerTableView(QTableView):
    """The table, with a word of its own when nothing runs."""

    button_pressed = Signal(object, QPoint)
    """RowButton, of the row that is the current one now, and where a menu of it would open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_table(self, self.tr("Running downloads"), 14)
        self.setItemDelegateForColumn(Column.PROGRESS, ProgressDelegate(self))
        self._buttons = RowButtonsDelegate(self)
        self._buttons.pressed.connect(self.button_pressed)
        self.setItemDelegateForColumn(Column.ACTIONS, self._buttons)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        self._set_widths()
        model.rowsInserted.connect(self._repaint)
        model.rowsRemoved.connect(self._repaint)

    def _set_widths(self) -> None:
        column_widths(self, _WIDTHS)
        self.setColumnWidth(Column.ACTIONS, SIDE * len(RowButton) + 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leaves out what can be done without where the title would have no room."""
        shown: list[Column] = [column for column in Column if column is not Column.TITLE]
        room = self.viewport().width() - _TITLE * self.fontMetrics().averageCharWidth()
        for column in _LESS:
            # The width of a hidden column is 0 to Qt.
            self.setColumnHidden(column, False)
        for column in _LESS:
            if sum(self.columnWidth(other) for other in shown) <= room:
                break
            shown.remove(column)
            self.setColumnHidden(column, True)

    def current_row(self) -> WorkerRow | None:
        """The row that actions are about; None where none is chosen."""
        model, index = self.model(), self.currentIndex()
        if not isinstance(model, WorkerTableModel) or not index.isValid():
            return None
        return model.rows[index.row()]

    def _repaint(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("Nothing is downloading."),
            )
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
            if self.model() is not None:
                self._set_widths()
                self._fit()
