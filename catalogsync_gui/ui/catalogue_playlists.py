# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of a source's playlists: a model, and how a line is painted."""

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
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.browsing import PlaylistSummary
from catalogsync_gui.core.models import SourceRow
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.formats import count_text, time_text
from catalogsync_gui.ui.labels import breakable, tooltip
from catalogsync_gui.ui.painted_lines import line_colours, paint_lines

_Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
COUNTS_ROLE = ROW_ROLE + 1

_ICON = 18
_PAD = 8
_GAP = 2
_LONGEST = 300


class PlaylistsModel(QAbstractListModel):
    """All tracks of the source first, then its playlists. Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: SourceRow | None = None
        self._rows: list[PlaylistSummary] = []

    def apply(self, source: SourceRow | None, rows: Sequence[PlaylistSummary]) -> None:
        """Takes over what there is now; a selection stays where its playlist is.

        :param source: None shows nothing.
        """
        before = self._source.source.id if self._source else None, [row.id for row in self._rows]
        after = source.source.id if source else None, [row.id for row in rows]
        if before == after:
            self._source, old, self._rows = source, self._rows, list(rows)
            changed = [n + 1 for n, row in enumerate(rows) if row != old[n]]
            for n in [0, *changed] if source is not None else ():
                self.dataChanged.emit(self.index(n), self.index(n))
            return
        self.beginResetModel()
        self._source, self._rows = source, list(rows)
        self.endResetModel()

    def position(self, playlist: int | None) -> int | None:
        """The row of a playlist, or of all tracks."""
        if playlist is None:
            return 0 if self._source is not None else None
        return next((n + 1 for n, row in enumerate(self._rows) if row.id == playlist), None)

    def playlist(self, row: int) -> PlaylistSummary | None:
        """The playlist of a row; None for all tracks."""
        return self._rows[row - 1] if 1 <= row <= len(self._rows) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or self._source is None:
            return 0
        return len(self._rows) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        row = self.playlist(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._title(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._title(row)}, {self._counts(row)}"
            case _ if role == ROW_ROLE:
                return row
            case _ if role == COUNTS_ROLE:
                return self._counts(row)
        return None

    def _title(self, row: PlaylistSummary | None) -> str:
        return self.tr("All tracks") if row is None else plain(row.title, _LONGEST)

    def _counts(self, row: PlaylistSummary | None) -> str:
        if row is not None:
            here, total, failed = row.here, row.entries, row.failed
        else:
            items = self._source.items if self._source else {}
            here, total = items.get(ItemState.DONE, 0), sum(items.values())
            failed = items.get(ItemState.FAILED, 0)
        if not total:
            return self.tr("Empty")
        words = (
            self.tr("All {total} here") if here == total else self.tr("{here} of {total} here")
        ).format(here=count_text(here), total=count_text(total))
        if failed:
            words += self.tr(", {count} failed").format(count=count_text(failed))
        return words

    def _tooltip(self, row: PlaylistSummary | None) -> str:
        if row is None:
            return tooltip(self._title(row), self._counts(row))
        return tooltip(breakable(self._title(row)), self._counts(row), breakable(self.written(row)))

    def written(self, row: PlaylistSummary) -> str:
        """When a playlist's file was last written."""
        if not row.path:
            return self.tr("It has no file yet: none of its tracks is here.")
        words = self.tr("Written {time} with {count} tracks: {path}")
        if row.listed == 1:
            words = self.tr("Written {time} with 1 track: {path}")
        return words.format(
            time=time_text(row.exported_at), count=count_text(row.listed), path=row.path
        )


class PlaylistDelegate(QStyledItemDelegate):
    """Paints a playlist in two lines, as plain text."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(140, 2 * line + _GAP + 2 * _PAD - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        drawing = icons.icon("track" if index.data(ROW_ROLE) is None else "playlist")
        option.text = ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        area = option.rect.adjusted(_PAD + 2, _PAD - 1, -_PAD, -_PAD + 1)
        drawing.paint(painter, QRect(area.left(), area.top(), _ICON, _ICON))
        area.setLeft(area.left() + _ICON + _PAD)
        first, second = line_colours(option)
        title = str(index.data(Qt.ItemDataRole.DisplayRole))
        counts = str(index.data(COUNTS_ROLE))
        font = QFont(option.font)
        paint_lines(painter, area, ((title, font, first), (counts, font, second)), _GAP)
