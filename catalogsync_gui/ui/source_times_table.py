# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources with their rules and times; the rule is chosen in its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.schedule import Rule, SourceTimes
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.labels import tooltip
from catalogsync_gui.ui.schedule_words import ScheduleWords
from catalogsync_gui.ui.tables import column_widths, plain_table

_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_USUAL = (1.0, 3.0, 6.0, 12.0, 24.0)


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    RULE = 1
    LAST = 2
    NEXT = 3


@dataclass(frozen=True, slots=True)
class Timed:
    """A source as the table shows it. ``next``: when it is synced next, epoch seconds."""

    times: SourceTimes
    next: float | None = None


class SourceTimesModel(QAbstractTableModel):
    """Fed with what the schedule knows. Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = ScheduleWords(self)
        self._rows: list[Timed] = []
        self.general = Rule()

    def apply(self, rows: Sequence[Timed], general: Rule) -> None:
        """Takes over what there is now; the selection stays where its source is."""
        before = [row.times.id for row in self._rows]
        same_rule, self.general = general == self.general, general
        if before != [row.times.id for row in rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for n, row in enumerate(rows):
            if row != self._rows[n] or not same_rule:
                self._rows[n] = row
                self.dataChanged.emit(self.index(n, 0), self.index(n, len(Column) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Source"),
                self.tr("Synced by itself"),
                self.tr("Last"),
                self.tr("Next"),
            )[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.RULE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(self._text(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: " + self._text(
                    row, column
                )
            case _ if role == ROW_ROLE:
                return row
        return None

    def _text(self, row: Timed, column: Column) -> str:
        match column:
            case Column.NAME:
                return plain(row.times.name)
            case Column.RULE if row.times.rule is None:
                return self.tr("As set above")
            case Column.RULE:
                return self._words.rule(row.times.rule or self.general)
            case Column.LAST:
                return formats.time_text(row.times.tried_at or None)
        if row.times.resting:
            return self.tr("Not before you sync it")
        return formats.time_text(row.next)


class _Choice(QComboBox):
    """Opens by itself: with the list closed, the first arrow key would choose already."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.showPopup, Qt.ConnectionType.QueuedConnection)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()


class _Rules(QStyledItemDelegate):
    """A list of the usual rules in the row."""

    chosen = Signal(int, object)
    """Id of the source and its Rule, or None for that of the settings."""

    other = Signal(int)
    """Id of a source for which none of the usual ones is wanted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = ScheduleWords(self)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        row: Timed = index.data(ROW_ROLE)
        model = index.model()
        general = model.general if isinstance(model, SourceTimesModel) else Rule()
        box = _Choice(parent)
        box.setAccessibleName(self.tr("When it is synced by itself"))
        words = self._words.rule(general)
        box.addItem(self.tr("As set above ({rule})").format(rule=words), None)
        for rule in (*(Rule(hours=hours) for hours in _USUAL), Rule()):
            box.addItem(self._words.rule(rule), rule)
        own = row.times.rule
        if own is not None and box.findText(self._words.rule(own)) < 0:
            box.addItem(self._words.rule(own), own)
        box.addItem(self.tr("Other…"), "other")
        box.setCurrentIndex(0 if own is None else box.findText(self._words.rule(own)))
        box.activated.connect(self._on_activated)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """It was set when it was made, and is not to jump while it is open."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        row: Timed = index.data(ROW_ROLE)
        if not isinstance(editor, QComboBox) or row is None:
            return
        rule = editor.currentData()
        if rule == "other":
            self.other.emit(row.times.id)
        elif rule != row.times.rule:
            self.chosen.emit(row.times.id, rule)

    def _on_activated(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)


class SourceTimesView(QTableView):
    """The table. Enter, F2 or a click on a rule opens the choice."""

    def __init__(self, model: SourceTimesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_table(self, self.tr("When sources are synced"), 12)
        self.setModel(model)
        self.rules = _Rules(self)
        self.setItemDelegateForColumn(Column.RULE, self.rules)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.EditKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        column_widths(self, {Column.RULE: 28, Column.LAST: 20, Column.NEXT: 22})

    def edit_current(self) -> None:
        """Opens the choice of the current row's rule."""
        row = self.currentIndex().row()
        if row >= 0:
            index = self.model().index(row, Column.RULE)
            self.setCurrentIndex(index)
            self.edit(index)
