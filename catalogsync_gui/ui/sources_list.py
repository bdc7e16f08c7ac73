# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of sources: a model of SourceRows, and how a row is painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.models import SourceRow
from catalogsync_gui.core.states import OPEN_STATES, ItemState
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.sources import registry
from catalogsync_gui.ui import formats, icons, shades
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import tooltip
from catalogsync_gui.ui.painted_lines import line_colours, paint_lines

_Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
COUNTS_ROLE = ROW_ROLE + 1
STATE_ROLE = ROW_ROLE + 2

_ICON = 20
_PAD = 10
_GAP = 2


class SourcesModel(QAbstractListModel):
    """The sources with their counts. Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SourceRow] = []

    def apply(self, rows: Sequence[SourceRow]) -> None:
        """Takes over what there is now; a selection stays where its source is."""
        before = [row.source.id for row in self._rows]
        after = [row.source.id for row in rows]
        if before == after:
            changed = [n for n, row in enumerate(rows) if row != self._rows[n]]
            self._rows = list(rows)
            for n in changed:
                self.dataChanged.emit(self.index(n), self.index(n))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[SourceRow]:
        """All rows."""
        return list(self._rows)

    def position(self, source: int) -> int | None:
        """The row of a source."""
        for n, row in enumerate(self._rows):
            if row.source.id == source:
                return n
        return None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(row.source.name)
            case Qt.ItemDataRole.ToolTipRole:
                source = row.source
                return tooltip(
                    plain(source.name),
                    plain(without_secrets(source.location), 1000),
                    plain(in_words(source.paused or source.error), 1000),
                    plain(in_words(source.warning), 1000),
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{plain(row.source.name)}, {self.counts(row)}, {self.state(row)}"
            case _ if role == ROW_ROLE:
                return row
            case _ if role == COUNTS_ROLE:
                return self.counts(row)
            case _ if role == STATE_ROLE:
                return self.state(row)
        return None

    def counts(self, row: SourceRow) -> str:
        """The kind, and how much of it is there."""
        kind = self.kind(row.source.kind)
        total = sum(row.items.values())
        if not total:
            return kind
        done = formats.count_text(row.items.get(ItemState.DONE, 0))
        words = self.tr("{kind} · {done} of {total} tracks").format(
            kind=kind, done=done, total=formats.count_text(total)
        )
        failed = row.items.get(ItemState.FAILED, 0)
        if failed:
            words += self.tr(", {count} failed").format(count=formats.count_text(failed))
        return words

    @staticmethod
    def kind(name: str) -> str:
        """A kind of source in words."""
        kind = registry.kinds().get(name)
        return in_words(kind.label) if kind else plain(name).capitalize()

    def state(self, row: SourceRow) -> str:
        """What a person has to look at, or else when the last refresh was."""
        source = row.source
        if source.paused:
            return self.tr("Paused: {reason}").format(reason=plain(in_words(source.paused)))
        if source.error or source.warning:
            return plain(in_words(source.error or source.warning))
        if row.source.refreshed_at is None:
            return self.tr("Not synced yet")
        at = formats.time_text(row.source.refreshed_at)
        return self.tr("Refreshed {time}").format(time=at)


def waiting(rows: Sequence[SourceRow]) -> int:
    """Items of all these sources that are still to be worked on."""
    return sum(row.items.get(state, 0) for row in rows for state in OPEN_STATES)


class SourceDelegate(QStyledItemDelegate):
    """Paints a source in three lines, as plain text."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(160, 3 * line + 2 * _GAP + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, SourceRow):
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        area = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        failing = bool(row.source.error or row.source.warning)
        drawing = icons.icon("warning") if failing else icons.kind_icon(row.source.kind)
        drawing.paint(painter, QRect(area.left(), area.top(), _ICON, _ICON))
        area.setLeft(area.left() + _ICON + _PAD)
        self._paint_lines(painter, option, index, area, failing)

    @staticmethod
    def _paint_lines(
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
        area: QRect,
        failing: bool,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        first, second = line_colours(option)
        third = shades.problem(option.palette) if failing and not selected else second
        heading = QFont(option.font)
        heading.setWeight(QFont.Weight.DemiBold)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        state = str(index.data(STATE_ROLE))
        if failing:
            # Why it fails matters more than how much of it is there.
            rest = _two_lines(state, option.font, area.width())
        else:
            rest = [str(index.data(COUNTS_ROLE)), state]
        lines = [(name, heading, first), *((text, option.font, third) for text in rest)]
        paint_lines(painter, area, lines, _GAP)


def _two_lines(text: str, font: QFont, width: int) -> list[str]:
    """The text in one line or two; whoever paints cuts what is left of it."""
    layout = QTextLayout(text, font)
    how = QTextOption()
    how.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(how)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    length = line.textLength()
    layout.endLayout()
    # Qt counts in UTF-16 units, and a title may hold characters of two.
    units = text.encode("utf-16-le")
    head = units[: 2 * length].decode("utf-16-le", "replace")
    rest = units[2 * length :].decode("utf-16-le", "replace")
    return [head, rest] if rest else [head]
