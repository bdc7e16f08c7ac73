# SPDX-License-Identifier: GPL-3.0-or-later
"""The hours of a week, to be selected by dragging or keys and set to full, limited or off.

A table, so that screen readers find days, hours and cells; each state has a colour and a pattern.
"""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from catalogsync_gui.core.week_grid import DAYS, HOURS, HourState, WeekGrid
from catalogsync_gui.ui import shades
from catalogsync_gui.ui.schedule_words import ScheduleWords
from catalogsync_gui.ui.theme import is_dark

_Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, int]
STATE_ROLE = int(Qt.ItemDataRole.UserRole)
_NEXT = {
    HourState.FULL: HourState.LIMITED,
    HourState.LIMITED: HourState.OFF,
    HourState.OFF: HourState.FULL,
}


class WeekGridModel(QAbstractTableModel):
    """Days down, hours across."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ScheduleWords(self)
        self.grid = WeekGrid()

    def show_grid(self, grid: WeekGrid) -> None:
        """Takes a grid over."""
        if grid != self.grid:
            self.grid = grid
            self.dataChanged.emit(self.index(0, 0), self.index(len(DAYS) - 1, HOURS - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(DAYS)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else HOURS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (HOURS if across else len(DAYS)):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(section) if across else _day(section, QLocale.FormatType.ShortFormat)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.hours_text(section, section + 1) if across else _day(section)
            case Qt.ItemDataRole.TextAlignmentRole if across:
                return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        day, hour = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.tr("{day}, {hours}: {state}").format(
                    day=_day(day),
                    hours=self.hours_text(hour, hour + 1),
                    state=self.words.state(self.grid.of(day, hour)),
                )
            case _ if role == STATE_ROLE:
                return self.grid.of(day, hour)
        return None

    def hours_text(self, first: int, end: int) -> str:
        """``09:00 to 14:00``."""
        return self.tr("{first} to {last}").format(
            first=f"{first:02}:00", last=f"{end % HOURS:02}:00"
        )


def _day(day: int, form: QLocale.FormatType = QLocale.FormatType.LongFormat) -> str:
    return QLocale().standaloneDayName(day + 1, form)


def paint_state(painter: QPainter, rect: QRect, state: HourState, palette: QPalette) -> None:
    """Paints what stands for a state: its colour and its pattern."""
    base = palette.color(QPalette.ColorRole.Base)
    accent = QColor("#5aa9e6") if is_dark(palette) else QColor("#2f6fd0")
    text = palette.color(QPalette.ColorRole.Text)
    painter.save()
    match state:
        case HourState.FULL:
            painter.fillRect(rect, shades.mixed(accent, base, 0.35))
        case HourState.LIMITED:
            painter.fillRect(rect, shades.mixed(accent, base, 0.82))
            painter.setClipRect(rect)
            painter.setPen(QPen(shades.mixed(accent, base, 0.15), 1.6))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for offset in range(-rect.height(), rect.width(), 7):
                x = rect.left() + offset
                painter.drawLine(x, rect.bottom() + 1, x + rect.height(), rect.top())
        case HourState.OFF:
            painter.fillRect(rect, shades.mixed(text, base, 0.92))
            side = max(4, min(rect.width(), rect.height()) // 4)
            painter.setPen(QPen(shades.mixed(text, base, 0.45), 1.6))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = rect.center()
            painter.drawLine(
                middle.x() - side // 2,
                middle.y() - side // 2,
                middle.x() + side // 2 + 1,
                middle.y() + side // 2 + 1,
            )
            painter.drawLine(
                middle.x() - side // 2,
                middle.y() + side // 2 + 1,
                middle.x() + side // 2 + 1,
                middle.y() - side // 2,
            )
    painter.restore()


class _Hours(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
        paint_state(painter, rect.adjusted(1, 1, 0, 0), index.data(STATE_ROLE), palette)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if selected or focused:
            painter.save()
            width = 3 if focused else 2
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), width))
            inner = rect.adjusted(2, 2, -1, -1)
            painter.drawRect(inner if selected else inner.adjusted(2, 2, -2, -2))
            painter.restore()


class WeekGridView(QTableView):
    """The week. Arrows move, with shift they select; space goes to the next state."""

    changed = Signal(object)
    """WeekGrid: a person made it another one."""

    selected = Signal(str)
    """What is selected, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = WeekGridModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Hours(self))
        self.setAccessibleName(self.tr("Hours of the week"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(8)
            header.setHighlightSections(False)
        self.selectionModel().selectionChanged.connect(self._on_selected)

    @property
    def grid(self) -> WeekGrid:
        """The grid that is shown."""
        return self._model.grid

    def show_grid(self, grid: WeekGrid) -> None:
        """Shows a grid; the selection stays."""
        self._model.show_grid(grid)
        self._on_selected()

    def cells(self) -> list[Cell]:
        """What is selected: day and hour."""
        return sorted((index.row(), index.column()) for index in self.selectedIndexes())

    def put(self, state: HourState, cells: Iterable[Cell] | None = None) -> None:
        """Sets these hours, or those that are selected, as a person wants."""
        grid = self.grid.with_hours(self.cells() if cells is None else cells, state)
        if grid != self.grid:
            self.show_grid(grid)
            self.changed.emit(grid)

    def cycle(self) -> None:
        """Takes what is selected to the state after that of the current hour."""
        current = self.currentIndex()
        if current.isValid():
            cells = self.cells() or [(current.row(), current.column())]
            self.put(_NEXT[self.grid.of(current.row(), current.column())], cells)

    def sizeHint(self) -> QSize:
        row = max(self.fontMetrics().height() + 6, 24)
        head = self.horizontalHeader().sizeHint().height()
        return QSize(HOURS * 26 + self.verticalHeader().sizeHint().width(), row * len(DAYS) + head)

    def minimumSizeHint(self) -> QSize:
        return QSize(HOURS * 14, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.cycle()
            event.accept()
            return
        super().keyPressEvent(event)

    def own_keys(self) -> tuple[tuple[str, str], ...]:
        """For the list of keys."""
        return (
            (self.tr("Go to another hour"), self.tr("Arrow keys")),
            (self.tr("Select several hours"), self.tr("Shift and arrow keys")),
            (self.tr("Take the selected hours to the next state"), self.tr("Space")),
        )

    def describe(self) -> str:
        """What is selected, in words; empty for nothing."""
        cells = self.cells()
        if not cells:
            return ""
        if len(cells) == 1:
            return str(self._model.index(*cells[0]).data(Qt.ItemDataRole.AccessibleTextRole))
        words = self._model.words
        states = {self.grid.of(day, hour) for day, hour in cells}
        names = self.tr(", ").join(words.state(state) for state in HourState if state in states)
        days, hours = {day for day, _ in cells}, {hour for _, hour in cells}
        if len(cells) < (max(days) - min(days) + 1) * (max(hours) - min(hours) + 1):
            return self.tr("{count} hours: {states}").format(count=len(cells), states=names)
        span = self._model.hours_text(min(hours), max(hours) + 1)
        if len(days) == 1:
            return self.tr("{day}, {hours}: {state}").format(
                day=_day(min(days)), hours=span, state=names
            )
        return self.tr("{first} to {last}, {hours}: {states}").format(
            first=_day(min(days)), last=_day(max(days)), hours=span, states=names
        )

    def _on_selected(self) -> None:
        text = self.describe()
        self.setAccessibleDescription(text)
        self.selected.emit(text)
