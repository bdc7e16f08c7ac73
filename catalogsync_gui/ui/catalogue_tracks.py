# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracks of a playlist or a source, a page at a time from the desk."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.browsing import TrackRow, TrackScope
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import ExplainedItem, explainer
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.formats import count_text, duration_text, size_text
from catalogsync_gui.ui.labels import breakable, tooltip
from catalogsync_gui.ui.track_states import TrackStates

_Index = QModelIndex | QPersistentModelIndex
PAGE = 200
PAGES_KEPT = 40
_LONGEST = 300
_LONGEST_TOOLTIP = 1000
_ROLES = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.UserRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)


class Column(IntEnum):
    """The columns, in order."""

    NUMBER = 0
    STATE = 1
    TITLE = 2
    ARTIST = 3
    ALBUM = 4
    LENGTH = 5
    SIZE = 6
    DETAILS = 7


_RIGHT = (Column.NUMBER, Column.LENGTH, Column.SIZE)
_ALIGNMENTS = tuple(
    int(
        Qt.AlignmentFlag.AlignVCenter
        | (Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft)
    )
    for column in Column
)


@dataclass(frozen=True, slots=True)
class _Line:
    row: TrackRow
    explained: ExplainedItem


@dataclass(frozen=True, slots=True)
class _Page:
    generation: int
    number: int
    lines: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    generation: int
    count: int


class TracksModel(QAbstractTableModel):
    """Knows how many lines there are, and of those that were looked at, what is in them."""

    counted = Signal(int)
    """The number of lines is known anew."""

    failed = Signal(str)
    """They could not be read, and why."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._states = TrackStates(self)
        self._scope: TrackScope | None = None
        self._count = 0
        # An answer to a question about another scope or an earlier state is thrown away.
        self._generation = 0
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._asked: set[int] = set()

    def scope(self) -> TrackScope | None:
        """What is shown."""
        return self._scope

    def set_scope(self, scope: TrackScope | None) -> None:
        """Shows other tracks; None shows none."""
        if scope == self._scope:
            return
        self._scope = scope
        self.beginResetModel()
        self._count = 0
        self._pages.clear()
        self.endResetModel()
        self.refresh()

    def refresh(self) -> None:
        """Asks anew; what is shown stays until the answers come."""
        self._generation += 1
        self._asked.clear()
        generation, scope = self._generation, self._scope
        if scope is None:
            self.counted.emit(0)
            return

        def count(desk: Desk) -> _Count:
            return _Count(generation, desk.store.browsing.count(scope))

        self._engine.desk.ask(count, self._on_count, self._on_failed)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.failed.emit(str(error))

    def _on_count(self, answer: _Count) -> None:
        if answer.generation != self._generation:
            return
        old, new = self._count, answer.count
        if new > old:
            self.beginInsertRows(QModelIndex(), old, new - 1)
            self._count = new
            self.endInsertRows()
        elif new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._count = new
            self.endRemoveRows()
        self.counted.emit(new)
        # Rows that are on the screen are asked for again by being painted.
        if new:
            self.dataChanged.emit(self.index(0, 0), self.index(new - 1, len(Column) - 1))

    def _ask(self, number: int) -> None:
        scope = self._scope
        if number in self._asked or scope is None:
            return
        self._asked.add(number)
        generation = self._generation
        around = self._engine.status().circumstances

        def page(desk: Desk) -> _Page:
            rows = desk.store.browsing.page(scope, number * PAGE, PAGE)
            explain = explainer(desk, around)
            return _Page(generation, number, tuple(_Line(row, explain(row.item)) for row in rows))

        self._engine.desk.ask(page, self._on_page, self._on_failed)

    def _on_page(self, page: _Page) -> None:
        if page.generation != self._generation:
            return
        self._pages[page.number] = page
        self._pages.move_to_end(page.number)
        while len(self._pages) > PAGES_KEPT:
            dropped, _ = self._pages.popitem(last=False)
            self._asked.discard(dropped)
        first = page.number * PAGE
        last = min(first + PAGE, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def explained(self, row: int) -> ExplainedItem | None:
        """The item of a line, None while it is not there yet; asks for it then."""
        found = self._line(row)
        return None if found is None else found.explained

    def _line(self, row: int) -> _Line | None:
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None or page.generation != self._generation:
            self._ask(number)
        if page is None or place >= len(page.lines):
            return None
        return page.lines[place]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[section]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("No."),
            self.tr("State"),
            self.tr("Title"),
            self.tr("Artist"),
            self.tr("Album"),
            self.tr("Length"),
            self.tr("Size"),
            self.tr("File or reason"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # First of all: a view asks for a dozen roles of every cell it paints.
        if role not in _ROLES or not index.isValid() or index.row() >= self._count:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[index.column()]
        column = Column(index.column())
        line = self._line(index.row())
        if line is None:
            waiting = role == Qt.ItemDataRole.DisplayRole and column is Column.TITLE
            return "…" if waiting else None
        return self._told(line, column, role)

    def _told(self, line: _Line, column: Column, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, column)
            case Qt.ItemDataRole.UserRole:
                return line.explained
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                # Whoever is read to hears the whole line, wherever in it the cursor stands.
                return self._spoken(line, column)
        return self._states.icon(line.row.item.state) if column is Column.STATE else None

    def _text(self, line: _Line, column: Column) -> str:
        item = line.row.item
        match column:
            case Column.NUMBER:
                return count_text(line.row.position + 1)
            case Column.STATE:
                return self._states.text(item.state)
            case Column.TITLE:
                return plain(item.title, _LONGEST)
            case Column.ARTIST:
                return plain(item.artist, _LONGEST)
            case Column.ALBUM:
                return plain(item.album, _LONGEST)
            case Column.LENGTH:
                return duration_text(line.row.duration)
            case Column.SIZE:
                return size_text(item.size)
            case _:
                return self._details(line)

    @staticmethod
    def _details(line: _Line) -> str:
        reason, item = line.explained.reason, line.row.item
        if reason is not None:
            return plain(sentences([reason.message]), 2 * _LONGEST)
        path = plain(item.path, _LONGEST_TOOLTIP)
        warning = plain(in_words(item.warning), _LONGEST)
        return f"{path} ({warning})" if warning else path

    def _spoken(self, line: _Line, column: Column) -> str:
        first = self._text(line, column)
        rest = (self._text(line, one) for one in Column if one is not column)
        return ", ".join(part for part in (first, *rest) if part and part != "–")

    def _tooltip(self, line: _Line, column: Column) -> str | None:
        if column in _RIGHT:
            return None
        if column is Column.DETAILS:
            return tooltip(breakable(self._details(line)[:_LONGEST_TOOLTIP]))
        text = self._text(line, column)
        return tooltip(breakable(text)) if text else None
