# SPDX-License-Identifier: GPL-3.0-or-later
"""All items, a page at a time from the desk; the GUI thread never meets the database."""

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

from catalogsync_gui.core.models import ItemRow
from catalogsync_gui.core.reasons import Reason
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import ExplainedItem, explainer
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import size_text, time_text
from catalogsync_gui.ui.labels import breakable, tooltip

_Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_PAGES_KEPT = 40
_LONGEST = 300
_LONGEST_TOOLTIP = 1000

_ICONS = {
    ItemState.PENDING: "waiting",
    ItemState.RUNNING: "download",
    ItemState.PLACING: "download",
    ItemState.DONE: "done",
    ItemState.FAILED: "failed",
    ItemState.SKIPPED: "info",
    ItemState.MISSING: "warning",
    ItemState.TRASHED: "remove",
}


class Column(IntEnum):
    """The columns, in order."""

    STATE = 0
    TITLE = 1
    ARTIST = 2
    ALBUM = 3
    SOURCE = 4
    SIZE = 5
    DETAILS = 6


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are shown; None and the empty text mean all."""

    state: ItemState | None = None
    source: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    generation: int
    number: int
    rows: tuple[ExplainedItem, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    generation: int
    count: int


class QueueModel(QAbstractTableModel):
    """Knows how many rows there are, and of those that were looked at, what is in them."""

    counted = Signal(int)
    """The number of rows that pass the filter is known anew."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._filter = Filter()
        self._count = 0
        # An answer to a question of an earlier filter or an earlier state is thrown away.
        self._generation = 0
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._asked: set[int] = set()

    def set_filter(self, wanted: Filter) -> None:
        """Shows other items."""
        if wanted != self._filter:
            self._filter = wanted
            self.beginResetModel()
            self._count = 0
            self._pages.clear()
            self.endResetModel()
            self.refresh()

    def refresh(self) -> None:
        """Asks anew; what is shown stays until the answers come."""
        self._generation += 1
        self._asked.clear()
        generation, wanted = self._generation, self._filter

        def count(desk: Desk) -> _Count:
            return _Count(
                generation,
                desk.store.listing.count(
                    state=wanted.state, source=wanted.source, text=wanted.text
                ),
            )

        self._engine.desk.ask(count, self._on_count)

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
        if number in self._asked:
            return
        self._asked.add(number)
        generation, wanted = self._generation, self._filter
        around = self._engine.status().circumstances

        def page(desk: Desk) -> _Page:
            rows = desk.store.listing.page(
                number * PAGE, PAGE, state=wanted.state, source=wanted.source, text=wanted.text
            )
            return _Page(generation, number, tuple(map(explainer(desk, around), rows)))

        self._engine.desk.ask(page, self._on_page)

    def _on_page(self, page: _Page) -> None:
        if page.generation != self._generation:
            return
        self._pages[page.number] = page
        self._pages.move_to_end(page.number)
        while len(self._pages) > _PAGES_KEPT:
            dropped, _ = self._pages.popitem(last=False)
            self._asked.discard(dropped)
        first = page.number * PAGE
        last = min(first + PAGE, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def item(self, row: int) -> ItemRow | None:
        """The item of a row, None while it is not there yet; asks for it then."""
        found = self._explained(row)
        return None if found is None else found.row

    def _explained(self, row: int) -> ExplainedItem | None:
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None or page.generation != self._generation:
            self._ask(number)
        if page is None or place >= len(page.rows):
            return None
        return page.rows[place]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if (
            role != Qt.ItemDataRole.DisplayRole
            or orientation is not Qt.Orientation.Horizontal
            or not 0 <= section < len(Column)
        ):
            return None
        return (
            self.tr("State"),
            self.tr("Title"),
            self.tr("Artist"),
            self.tr("Album"),
            self.tr("Source"),
            self.tr("Size"),
            self.tr("File or reason"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._count:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.UserRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        explained = self._explained(index.row())
        if explained is None:
            waiting = role == Qt.ItemDataRole.DisplayRole and column is Column.TITLE
            return "…" if waiting else None
        item = explained.row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(explained) if column in (Column.STATE, Column.DETAILS) else None
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(_ICONS[item.state]) if column is Column.STATE else None
        return self._text(explained, column)

    def _text(self, explained: ExplainedItem, column: Column) -> str:
        item = explained.row
        match column:
            case Column.STATE:
                return self.state_text(item.state)
            case Column.TITLE:
                return item.title[:_LONGEST]
            case Column.ARTIST:
                return item.artist[:_LONGEST]
            case Column.ALBUM:
                return item.album[:_LONGEST]
            case Column.SOURCE:
                return item.source_name[:_LONGEST]
            case Column.SIZE:
                return size_text(item.size)
            case _:
                return self._details(explained)

    def _details(self, explained: ExplainedItem) -> str:
        reason = explained.reason
        if reason is None:
            row = explained.row
            return f"{row.path} ({row.warning})" if row.warning else row.path
        return " ".join(part for part in (self._next(reason), sentences([reason.message])) if part)[
            : 2 * _LONGEST
        ]

    def _next(self, reason: Reason) -> str:
        if reason.next_at is None:
            return ""
        return self.tr("Next: {time}.").format(time=time_text(reason.next_at))

    def _tooltip(self, explained: ExplainedItem) -> str:
        reason = explained.reason
        if reason is None:
            return tooltip(explained.row.path, breakable(explained.row.warning))
        return tooltip(
            self.state_text(explained.row.state),
            breakable(sentences([reason.message])[:_LONGEST_TOOLTIP]),
            self._next(reason),
        )

    def state_text(self, state: ItemState) -> str:
        """A state in words."""
        match state:
            case ItemState.PENDING:
                return self.tr("Waiting")
            case ItemState.RUNNING:
                return self.tr("Downloading")
            case ItemState.PLACING:
                return self.tr("Putting in place")
            case ItemState.DONE:
                return self.tr("Done")
            case ItemState.FAILED:
                return self.tr("Failed")
            case ItemState.SKIPPED:
                return self.tr("Skipped")
            case ItemState.TRASHED:
                return self.tr("In the trash")
            case _:
                return self.tr("Removed by you")
