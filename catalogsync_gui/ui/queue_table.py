# SPDX-License-Identifier: GPL-3.0-or-later
"""All items: their ids at once, their rows a page at a time; the GUI thread never meets SQL."""

import time
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from catalogsync_gui.core.edits import Edits, Numbers, Run, edits, runs_of
from catalogsync_gui.core.models import ItemRow
from catalogsync_gui.core.queueing import Order, View, Wish
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import ExplainedItem, explainer
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.queue_words import Column, QueueWords
from catalogsync_gui.ui.track_states import STATE_ICONS

_Index = QModelIndex | QPersistentModelIndex
PAGE = 200
PAGES_KEPT = 40
_MOST_RUNS = 24
_MOST_SELECTED = 400
_REST = 4.0
"""How many times as long as the list took to be made nothing is asked for anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person has in hand: the ids selected, the current one, the one at the upper edge.

    :ivar top: 0 where the list is at its beginning, and stays there.
    :ivar stamp: another one when something else was selected.
    """

    selected: Numbers
    current: int = 0
    top: int = 0
    stamp: int = 0


class Keeper(Protocol):
    """Who knows what a person has in hand."""

    stamp: int

    def kept(self) -> Kept:
        """What that is now."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where that is now, as rows; -1 for what is not there.

    :ivar selected: None when the rows are too scattered to be selected again, or others are
        selected by now.
    :ivar at_start: the list was looked at from its beginning, and is to be.
    """

    selected: tuple[Run, ...] | None = ()
    current: int = -1
    top: int = -1
    at_start: bool = True
    stamp: int = 0


@dataclass(frozen=True, slots=True)
class _List:
    generation: int
    ids: Numbers
    change: Edits | None
    found: Found
    seconds: float


@dataclass(frozen=True, slots=True)
class _Page:
    generation: int
    number: int
    rows: tuple[ExplainedItem, ...]


class QueueModel(QAbstractTableModel):
    """Knows the ids of all rows, and of those that were looked at, what is in them."""

    counted = Signal(int)
    """The rows that pass the filter are known anew; how many."""

    rearranged = Signal(object)
    """Found: rows have moved, and this is where what was selected is now."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.words = QueueWords(self)
        self._view = View()
        self._ids: Numbers = array("q")
        # An answer to a question of an earlier view or an earlier state is thrown away.
        self._listed = 0
        self._generation = 0
        self._listing = False
        self._again = False
        self._rows: OrderedDict[int, ExplainedItem] = OrderedDict()
        self._asked: set[int] = set()
        self.keeper: Keeper | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rested)

    @property
    def view(self) -> View:
        """What is shown."""
        return self._view

    @property
    def ids(self) -> Numbers:
        """The ids of all rows; not to be changed."""
        return self._ids

    @property
    def in_order(self) -> bool:
        """Whether the rows are in the order of the queue, so that moving them means something."""
        return self._view.order is Order.QUEUE

    def set_view(self, wanted: View) -> None:
        """Shows other items, or in another order."""
        if wanted == self._view:
            return
        filtered = (wanted.states, wanted.source, wanted.text)
        same = filtered == (self._view.states, self._view.source, self._view.text)
        self._view = wanted
        if not same:
            self.beginResetModel()
            self._ids = array("q")
            self._asked.clear()
            self.endResetModel()
        self._listed += 1
        self._listing = False
        self.refresh(at_once=True)

    def refresh(self, *, at_once: bool = False) -> None:
        """Asks anew; what is shown stays until the answers come.

        :param at_once: somebody waits for it; otherwise a list that takes long is made less often.
        """
        self._generation += 1
        self._asked.clear()
        if self._ids:
            # Rows that are on the screen are asked for again by being painted.
            self._repaint()
        if at_once:
            self._rest.stop()
        if self._listing or self._rest.isActive():
            self._again = True
        else:
            self._list()

    def _list(self) -> None:
        self._listing, self._again = True, False
        self._listed += 1
        number, view, old = self._listed, self._view, self._ids
        kept = self.keeper.kept() if self.keeper is not None else None

        def made(desk: Desk) -> _List | None:
            if number != self._listed:
                # Somebody typed on while this waited.
                return None
            began = time.monotonic()
            ids = desk.store.queue_lists.ids(view)
            change = edits(old, ids, _MOST_RUNS)
            found = _find(kept, ids) if _moves(change) else Found()
            return _List(number, ids, change, found, time.monotonic() - began)

        self._engine.desk.ask(made, self._on_list)

    def _on_list(self, answer: _List | None) -> None:
        if answer is None or answer.generation != self._listed:
            return
        self._listing = False
        self._rest.start(int(answer.seconds * _REST * 1000))
        found = answer.found
        if self.keeper is not None and self.keeper.stamp != found.stamp:
            found = replace(found, selected=None)
        if answer.change is None:
            self.beginResetModel()
            self._ids = answer.ids
            self._asked.clear()
            self.endResetModel()
        elif answer.change != Edits():
            self._edit(answer.change, answer.ids)
        self.counted.emit(len(self._ids))
        if _moves(answer.change):
            self.rearranged.emit(found)

    def _edit(self, change: Edits, ids: Numbers) -> None:
        """Arrays that were handed to the desk are never changed: each step makes a new one."""
        for first, last in change.removed:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._ids = self._ids[:first] + self._ids[last + 1 :]
            self.endRemoveRows()
        for first, last in change.inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._ids = self._ids[:first] + ids[first : last + 1] + self._ids[first:]
            self.endInsertRows()
        self._asked.clear()

    def shift(self, first: int, last: int, to: int) -> None:
        """Moves a run of rows before another row at once; the next list tells whether it is so."""
        if first <= to <= last + 1:
            return
        # A list that is being made knows nothing of it.
        self._listed += 1
        self._listing = False
        self.beginMoveRows(QModelIndex(), first, last, QModelIndex(), to)
        ids, moved = self._ids, self._ids[first : last + 1]
        if to < first:
            self._ids = ids[:to] + moved + ids[to:first] + ids[last + 1 :]
        else:
            self._ids = ids[:first] + ids[last + 1 : to] + moved + ids[to:]
        self._asked.clear()
        self.endMoveRows()

    def _on_rested(self) -> None:
        if self._again and not self._listing:
            self._list()

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        generation = self._generation
        wanted = self._ids[number * PAGE : (number + 1) * PAGE].tolist()
        around = self._engine.status().circumstances

        def page(desk: Desk) -> _Page | None:
            if generation != self._generation:
                return None
            rows = desk.store.listing.items(wanted)
            return _Page(generation, number, tuple(map(explainer(desk, around), rows)))

        self._engine.desk.ask(page, self._on_page)

    def _on_page(self, page: _Page | None) -> None:
        if page is None or page.generation != self._generation:
            return
        for explained in page.rows:
            self._rows[explained.row.id] = explained
            self._rows.move_to_end(explained.row.id)
        while len(self._rows) > PAGES_KEPT * PAGE:
            self._rows.popitem(last=False)
        if len(self._asked) > PAGES_KEPT:
            # What was let go of is asked for again when it is looked at again.
            self._asked = {page.number}
        self._repaint()

    def _repaint(self) -> None:
        last = len(self._ids) - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, len(Column) - 1))

    def item(self, row: int) -> ItemRow | None:
        """The item of a row, None while it is not there yet; asks for it then."""
        found = self.explained(row)
        return None if found is None else found.row

    def explained(self, row: int) -> ExplainedItem | None:
        """The item of a row with its reason; None while it is not there yet."""
        self._ask(row // PAGE)
        return self._rows.get(self._ids[row]) if 0 <= row < len(self._ids) else None

    def known(self, item: int) -> ItemRow | None:
        """An item by its id, if it was looked at lately."""
        found = self._rows.get(item)
        return None if found is None else found.row

    def ids_of(self, runs: Sequence[Run]) -> Numbers:
        """The ids of some rows, in their order."""
        found: Numbers = array("q")
        for first, last in sorted(runs):
            found += self._ids[first : last + 1]
        return found

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

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
        return self.words.header(section)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        explained = self.explained(index.row()) if role in _ROLES else None
        if explained is None:
            waiting = role == Qt.ItemDataRole.DisplayRole and column is Column.TITLE
            return "…" if waiting else None
        return self._value(explained, column, role)

    def _value(self, explained: ExplainedItem, column: Column, role: int) -> Any:
        item = explained.row
        match role:
            case Qt.ItemDataRole.ToolTipRole:
                wordy = column in (Column.STATE, Column.DETAILS)
                return self.words.tooltip(explained) if wordy else None
            case Qt.ItemDataRole.UserRole:
                return item
            case Qt.ItemDataRole.DecorationRole:
                return _icon(item) if column is Column.STATE else None
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.STATE:
                return self.words.summary(explained)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.words.header(column)}: {self.words.cell(explained, column)}"
            case _:
                return self.words.cell(explained, column)


_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.UserRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def _icon(item: ItemRow) -> Any:
    unwanted = item.state is ItemState.SKIPPED and item.wish is Wish.UNWANTED
    return icons.icon("stop" if unwanted else STATE_ICONS[item.state])


def _moves(change: Edits | None) -> bool:
    """Whether rows may be somewhere else than the view thinks."""
    return change is None or bool(change.removed and change.inserted)


def _find(kept: Kept | None, ids: Numbers) -> Found:
    """Where what a person has in hand is in a new list. Desk thread."""
    if kept is None:
        return Found()
    selected = runs_of(kept.selected, ids, _MOST_SELECTED)
    return Found(
        selected, _row_of(kept.current, ids), _row_of(kept.top, ids), not kept.top, kept.stamp
    )


def _row_of(item: int, ids: Numbers) -> int:
    try:
        return ids.index(item)
    except ValueError:
        return -1
