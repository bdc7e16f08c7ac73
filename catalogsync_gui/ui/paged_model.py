# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of what is newest first, a page at a time from the desk."""

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_PAGES_KEPT = 20
_ASKED_ANEW = 2
"""Pages, those looked at last, that come with a new count, so that nothing jumps."""

Rows = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    generation: int
    count: int | None
    pages: dict[int, Rows]


class PagedModel(QAbstractTableModel):
    """Knows how many rows there are, and of those that were looked at, what is in them.

    What is new comes in above the rows that are there: what is selected stays selected. Main
    thread only.
    """

    counted = Signal(int)
    """The number of rows is known anew, and so is what is in those that were looked at."""

    def __init__(self, engine: Engine, headings: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._headings = headings
        self._count = 0
        # An answer to a question of an earlier state is thrown away.
        self._generation = 0
        self._pages: OrderedDict[int, Rows] = OrderedDict()
        self._asked: set[int] = set()
        self.known = False
        """Whether the desk has answered since the last :meth:`restart`."""

    @abstractmethod
    def counting(self) -> Callable[[Desk], int]:
        """How the desk finds out the number of rows."""

    @abstractmethod
    def paging(self) -> Callable[[Desk, int, int], Rows]:
        """How the desk reads some rows, from an offset on."""

    @abstractmethod
    def cell(self, row: Any, column: int, role: int) -> Any:
        """What a cell shows of a row."""

    def restart(self) -> None:
        """Shows something else: forgets all rows and asks."""
        self.beginResetModel()
        self._count = 0
        self._pages.clear()
        self.known = False
        self.endResetModel()
        self.refresh()

    def refresh(self) -> None:
        """Asks anew; what is shown stays until the answer comes."""
        self._generation += 1
        self._asked.clear()
        generation, count, page = self._generation, self.counting(), self.paging()
        wanted = list(self._pages)[-_ASKED_ANEW:] or [0]

        def work(desk: Desk) -> _Answer:
            pages = {number: page(desk, number * PAGE, PAGE) for number in wanted}
            return _Answer(generation, count(desk), pages)

        self._asked.update(wanted)
        self._engine.desk.ask(work, self._on_answer)

    def _on_answer(self, answer: _Answer) -> None:
        if answer.generation != self._generation:
            return
        if answer.count is not None:
            self._resize(answer.count, answer.pages)
            return
        for number, rows in answer.pages.items():
            self._keep(number, rows)
            self._tell(number)

    def _resize(self, new: int, pages: dict[int, Rows]) -> None:
        old = self._count
        if new > old:
            self.beginInsertRows(QModelIndex(), 0, new - old - 1)
        elif new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
        self._count = new
        self._pages.clear()
        for number, rows in pages.items():
            self._keep(number, rows)
        if new > old:
            self.endInsertRows()
        elif new < old:
            self.endRemoveRows()
        self.known = True
        if new:
            self.dataChanged.emit(self.index(0, 0), self.index(new - 1, len(self._headings) - 1))
        self.counted.emit(new)

    def _keep(self, number: int, rows: Rows) -> None:
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > _PAGES_KEPT:
            dropped, _ = self._pages.popitem(last=False)
            self._asked.discard(dropped)

    def _tell(self, number: int) -> None:
        first = number * PAGE
        last = min(first + PAGE, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._headings) - 1))

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        generation, page = self._generation, self.paging()

        def work(desk: Desk) -> _Answer:
            return _Answer(generation, None, {number: page(desk, number * PAGE, PAGE)})

        self._engine.desk.ask(work, self._on_answer)

    def at(self, row: int) -> Any:
        """What is in a row, None while it is not there yet; asks for it then."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        return page[place] if place < len(page) else None

    def find(self, fits: Callable[[Any], bool]) -> int | None:
        """The first row at hand that fits."""
        for number in sorted(self._pages):
            for place, row in enumerate(self._pages[number]):
                if fits(row):
                    return number * PAGE + place
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return self.alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._count:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        row = self.at(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return self.cell(row, index.column(), role)

    def alignment(self, column: int) -> int:
        """Numbers stand at the right."""
        side = Qt.AlignmentFlag.AlignRight if self.is_number(column) else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return False
