# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of a preview. All texts are strangers' and shown as they are."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.sources.opml import Outline
from catalogsync_gui.ui.labels import tooltip
from catalogsync_gui.ui.tables import plain_table
from catalogsync_gui.ui.theme import mark_frames

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


class TextTable(QAbstractTableModel):
    """Rows of texts under headings."""

    def __init__(
        self, headings: Sequence[str], right: Collection[int] = (), parent: QObject | None = None
    ) -> None:
        """An empty table.

        :param right: the columns of numbers.
        """
        super().__init__(parent)
        self._headings = tuple(headings)
        self._right = frozenset(right)
        self._rows: list[tuple[str, ...]] = []

    def show(self, rows: Sequence[Sequence[str]]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._rows = [tuple(plain(cell) for cell in row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == _DISPLAY:
            return self._headings[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        text = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(text) if text else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
        return None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class CheckTable(TextTable):
    """Rows with a check mark each, but for those that are fixed."""

    chosen_changed = Signal()
    """Other rows are chosen."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(headings, (), parent)
        self._chosen: set[int] = set()
        self._fixed: frozenset[int] = frozenset()

    def show_checked(
        self,
        rows: Sequence[Sequence[str]],
        chosen: Collection[int],
        fixed: Collection[int] = frozenset(),
    ) -> None:
        """Shows other rows.

        :param fixed: those that are shown as chosen and are nobody's to choose.
        """
        self._chosen, self._fixed = set(chosen), frozenset(fixed)
        self.show(rows)
        self.chosen_changed.emit()

    def chosen_rows(self) -> tuple[int, ...]:
        """The chosen rows, in their order."""
        return tuple(sorted(self._chosen))

    def choose_rows(self, rows: Collection[int]) -> None:
        """Chooses these and no others."""
        self._chosen = set(rows) - self._fixed
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.chosen_changed.emit()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.row() in self._fixed:
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            chosen = index.row() in self._chosen or index.row() in self._fixed
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.row() in self._fixed:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._chosen.add(index.row())
        else:
            self._chosen.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.chosen_changed.emit()
        return True


class FeedsTable(CheckTable):
    """The feeds of a list, with a check mark each; those that are subscribed already have none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._headings = (self.tr("Podcast"), self.tr("Folder"), self.tr("Address"))
        self._feeds: tuple[Outline, ...] = ()

    def show_feeds(self, feeds: Sequence[Outline], subscribed: Collection[str]) -> None:
        """Shows other feeds, all of them chosen that can be."""
        self._feeds = tuple(feeds)
        there = {row for row, feed in enumerate(feeds) if feed.address in subscribed}
        already = self.tr("{title} (subscribed already)")
        rows = [
            (
                already.format(title=feed.title) if row in there else feed.title,
                feed.folder,
                shown(feed.address),
            )
            for row, feed in enumerate(feeds)
        ]
        self.show_checked(rows, set(range(len(feeds))) - there, there)

    def chosen(self) -> tuple[Outline, ...]:
        """The chosen feeds, in the order of the list."""
        return tuple(self._feeds[row] for row in self.chosen_rows())

    def choose(self, all_of_them: bool) -> None:
        """Chooses all, or none."""
        self.choose_rows(range(len(self._feeds)) if all_of_them else ())


class _Cells(QStyledItemDelegate):
    """Cells as they are, with boxes for check marks that can be seen on a dark ground."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        palette = option.palette
        mark_frames(palette)
        option.palette = palette


def small_table(model: TextTable, name: str, widths: Sequence[int]) -> QTableView:
    """A table to look at.

    :param name: what a screen reader calls it.
    :param widths: in characters; 0 for the column that takes the room there is.
    """
    table = QTableView()
    table.setModel(model)
    table.setItemDelegate(_Cells(table))
    plain_table(table, name, 8)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFrameShape(QTableView.Shape.NoFrame)
    header = table.horizontalHeader()
    character = table.fontMetrics().averageCharWidth()
    for column, width in enumerate(widths):
        if width:
            table.setColumnWidth(column, width * character)
        else:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table
