# SPDX-License-Identifier: GPL-3.0-or-later
"""The matches that wait for an answer: accept them, or say that they are not the same."""

from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.matches import Proposal
from catalogsync_gui.core.matching import percent
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.match_commands import accept_many, proposals, reject_many
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.formats import duration_text
from catalogsync_gui.ui.progress_delegate import ProgressDelegate
from catalogsync_gui.ui.tables import column_widths, plain_table

_Index = QModelIndex | QPersistentModelIndex
_QUEUED = Qt.ConnectionType.QueuedConnection
_LONGEST = 300


class Column(IntEnum):
    """The columns, in order."""

    WANTED = 0
    CANDIDATE = 1
    CONFIDENCE = 2
    SOURCE = 3


class MatchModel(QAbstractTableModel):
    """The proposals, the surest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Proposal, ...] = ()

    def show(self, rows: Sequence[Proposal]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Wanted"),
            self.tr("In your library"),
            self.tr("Confidence"),
            self.tr("Source"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: " + self._text(
                    row, column
                )
            case Qt.ItemDataRole.ToolTipRole if column is Column.CANDIDATE:
                # Tool tips take markup unless it is plain that they are not; a path has no "<".
                return row.path.replace("<", "")[:_LONGEST]
            case Qt.ItemDataRole.UserRole if column is Column.CONFIDENCE:
                return (percent(row.confidence), 100, "")
            case _:
                return None

    def _text(self, row: Proposal, column: Column) -> str:
        match column:
            case Column.WANTED:
                return _described(row.wanted)
            case Column.CANDIDATE:
                return _described(row.found)
            case Column.CONFIDENCE:
                return self.tr("{percent} %").format(percent=percent(row.confidence))
            case _:
                return row.source[:_LONGEST]


class MatchesDialog(QDialog):
    """Answers are kept at once; the playlists follow by themselves."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._busy = False
        self.setWindowTitle(self.tr("Matches to confirm"))
        self.resize(820, 440)
        self.model = MatchModel(self)
        self.table = QTableView()
        self.words = QLabel(
            self.tr(
                "These tracks have no address to download from, but your library holds something "
                "like them. Is it the same? What you accept appears in the playlists; what you "
                "reject is not asked again."
            )
        )
        self.error = QLabel()
        for label in (self.words, self.error):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.error.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.accept_button = self.buttons.addButton(self.tr("&Accept"), role)
        self.reject_button = self.buttons.addButton(self.tr("&Reject"), role)
        self.above_button = self.buttons.addButton(self.tr("Accept all from here &up"), role)
        self.above_button.setToolTip(
            self.tr("Accept the chosen match and all that are surer than it")
        )
        self._build_table()
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        # Return in the table accepts: a table leaves the key to the dialog's default button.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.accept_button.setDefault(True)
        self.table.setFocus()
        self._connect()
        self.refresh()

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        plain_table(table, self.tr("Matches to confirm"), 14)
        table.setItemDelegateForColumn(Column.CONFIDENCE, ProgressDelegate(table))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (Column.WANTED, Column.CANDIDATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        column_widths(table, {Column.CONFIDENCE: 16, Column.SOURCE: 18})

    def _connect(self) -> None:
        self.accept_button.clicked.connect(self._on_accept)
        self.reject_button.clicked.connect(self._on_reject)
        self.above_button.clicked.connect(self._on_accept_above)
        self.buttons.rejected.connect(self.reject)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        refuse = QAction(self)
        refuse.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        refuse.triggered.connect(self._on_reject)
        self.table.addAction(refuse)
        self._engine.signals.catalogue_changed.connect(self.refresh, _QUEUED)

    def refresh(self) -> None:
        """Asks anew what waits for an answer."""
        self._engine.desk.ask(proposals, self._on_rows, self._on_failed)

    def _on_rows(self, rows: list[Proposal]) -> None:
        self._busy = False
        if tuple(rows) != self.model.rows:
            current = max(0, self.table.currentIndex().row())
            self.model.show(rows)
            if rows:
                self.table.selectRow(min(current, len(rows) - 1))
        self._follow()

    def _chosen(self) -> list[Proposal]:
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row] for row in chosen]

    def _follow(self) -> None:
        allowed = bool(self._chosen()) and not self._busy
        for button in (self.accept_button, self.reject_button, self.above_button):
            button.setEnabled(allowed)
        if not self.model.rows and not self._busy:
            self.words.setText(self.tr("No match waits for an answer."))

    def _on_accept(self) -> None:
        self._accept(self._chosen())

    def _on_accept_above(self) -> None:
        chosen = self._chosen()
        if chosen:
            last = self.model.rows.index(chosen[-1])
            self._accept(self.model.rows[: last + 1])

    def _accept(self, rows: Sequence[Proposal]) -> None:
        pairs = tuple((row.item, row.candidate) for row in rows)
        if pairs and not self._busy:
            self._begin()
            self._engine.desk.ask(
                partial(accept_many, wanted=pairs), self._on_accepted, self._on_failed
            )

    def _on_accepted(self, playlists: tuple[int, ...]) -> None:
        self._engine.export(playlists)
        self._ended()

    def _on_reject(self) -> None:
        items = tuple(row.item for row in self._chosen())
        if items and not self._busy:
            self._begin()
            self._engine.desk.ask(
                partial(reject_many, items=items), self._on_rejected, self._on_failed
            )

    def _on_rejected(self, _none: None) -> None:
        self._ended()

    def _begin(self) -> None:
        self._busy = True
        self.error.hide()
        self._follow()

    def _ended(self) -> None:
        self._engine.keeper.catalogue_changed()
        self.refresh()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._busy = False
        self.error.setText(in_words(str(error)))
        self.error.show()
        self._follow()


def _described(info: TrackInfo) -> str:
    text = " – ".join(filter(None, (info.artist, info.title)))[:_LONGEST]
    return f"{text} ({duration_text(info.duration)})" if info.duration else text
