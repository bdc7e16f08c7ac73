# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue's table: rows are dragged to where they are to come, and stay selected by their ids."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from catalogsync_gui.core.edits import Run
from catalogsync_gui.ui.queue_table import Found, Kept, QueueModel
from catalogsync_gui.ui.queue_words import Column
from catalogsync_gui.ui.tables import column_widths, plain_table

_MIME = "application/x-catalogsync-queue"
_NOW = QItemSelectionModel.SelectionFlag
_LINE = 2


class QueueTable(QTableView):
    """Main thread only."""

    dropped = Signal(int, bool)
    """A row, and whether what was dragged is to come before it or behind it."""

    drag_refused = Signal()
    """Somebody drags rows that are not in the order of the queue."""

    touched = Signal()
    """Other rows are selected."""

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self._line = -1
        self.stamp = 0
        self._wanted: int | None = None
        self.setModel(model)
        plain_table(self, self.tr("Queue"), 10)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        # A header that is painted asks of every selected row whether its columns are selected too.
        for own in (header, self.verticalHeader()):
            own.setSelectionModel(QItemSelectionModel(model, own))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        column_widths(
            self,
            {
                Column.STATE: 20,
                Column.TITLE: 27,
                Column.ARTIST: 18,
                Column.ALBUM: 18,
                Column.SOURCE: 14,
                Column.PRIORITY: 11,
                Column.SIZE: 11,
            },
        )
        model.keeper = self
        model.rearranged.connect(self._on_rearranged)
        model.counted.connect(self._on_counted)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def runs(self) -> tuple[Run, ...]:
        """The selected rows; never one by one, as there may be very many."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        found: list[Run] = []
        for first, last in sorted((part.top(), part.bottom()) for part in parts):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return tuple(found)

    def kept(self) -> Kept:
        """What is in hand, to be found again when rows move."""
        ids, current, top = self._queue.ids, self.currentIndex().row(), self.rowAt(0)
        return Kept(
            self._queue.ids_of(self.runs()),
            ids[current] if 0 <= current < len(ids) else 0,
            ids[top] if 0 <= top < len(ids) and top else 0,
            self.stamp,
        )

    def select(self, runs: tuple[Run, ...], current: int = -1) -> None:
        """Selects rows, and nothing else."""
        model, last = self._queue, len(Column) - 1
        wanted = QItemSelection()
        for begin, end in runs:
            wanted.select(model.index(begin, 0), model.index(end, last))
        selection = self.selectionModel()
        if current >= 0:
            selection.setCurrentIndex(model.index(current, 0), _NOW.NoUpdate)
        selection.select(wanted, _NOW.ClearAndSelect)

    def seek(self, item: int) -> None:
        """Selects an item, now or when the rows that were asked for are there, if it is in them."""
        self._wanted = item
        if self._queue.ids:
            self._on_counted()

    def _on_counted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or wanted not in self._queue.ids:
            return
        row = self._queue.ids.index(wanted)
        self.select(((row, row),), row)
        self.scrollTo(self._queue.index(row, 0), self.ScrollHint.PositionAtCenter)
        self.setFocus()

    def _on_selection(self) -> None:
        self.stamp += 1
        self.touched.emit()

    def _on_rearranged(self, found: Found) -> None:
        """What is at the upper edge stays there, wherever the selected rows went."""
        self.setAutoScroll(False)
        if found.selected is not None:
            self.select(found.selected, found.current)
        self.setAutoScroll(True)
        if found.top >= 0:
            self.scrollTo(self._queue.index(found.top, 0), self.ScrollHint.PositionAtTop)
        elif found.at_start:
            self.scrollToTop()
        self.touched.emit()

    # ------------------------------------------------------------ dragging

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Qt's own would ask the model for every cell that is dragged."""
        if not self.runs():
            return
        if not self._queue.in_order:
            self.drag_refused.emit()
            return
        drag, data = QDrag(self), QMimeData()
        data.setData(_MIME, b"rows")
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)

    def place(self, at: QPoint) -> tuple[int, bool] | None:
        """The row that something dropped at a point comes next to, and whether before it."""
        row = self.rowAt(at.y())
        if row < 0:
            count = self._queue.rowCount()
            return (count - 1, False) if count else None
        middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
        return row, at.y() < middle

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        # The base scrolls at the edges.
        super().dragMoveEvent(event)
        place = self.place(event.position().toPoint())
        if self._take(event) and place is not None:
            row, before = place
            self._show_line(self.rowViewportPosition(row) + (0 if before else self.rowHeight(row)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_line(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_line(-1)
        self.setState(QAbstractItemView.State.NoState)
        place = self.place(event.position().toPoint())
        if self._take(event) and place is not None:
            self.dropped.emit(*place)

    def _take(self, event: QDropEvent) -> bool:
        ours = event.source() is self and event.mimeData().hasFormat(_MIME)
        if ours:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()
        return ours

    def _show_line(self, y: int) -> None:
        if y != self._line:
            self._line = y
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _LINE))
            y = max(_LINE // 2, self._line)
            painter.drawLine(0, y, self.viewport().width(), y)
            painter.end()
