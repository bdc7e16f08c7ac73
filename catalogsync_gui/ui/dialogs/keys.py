# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the window, by page, with a field that finds one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.ui import icons
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.key_list import KeyLine, as_text, find_key
from catalogsync_gui.ui.labels import MutedLabel

_BESIDE = 22
"""Letters that indentation, the gaps between columns, margins and the bar take."""

_LINES = 32


class KeysDialog(QDialog):
    """Main thread only."""

    def __init__(self, rows: Sequence[KeyLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search for a key or what it does"))
        self.search.setAccessibleName(self.tr("Search the keys"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.tree.setHeaderLabels([self.tr("What"), self.tr("Key"), self.tr("Where")])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setUniformRowHeights(True)
        self.none = MutedLabel(self.tr("No key is called so, and none does that."), self)
        self.none.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = self.buttons.addButton(
            self.tr("&Copy as text"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self._fill()
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.resize(self._fitting_size().boundedTo(self.screen().availableSize() * 0.9))
        self.search.textChanged.connect(self._on_search)
        self.copy.clicked.connect(self._on_copy)
        self.buttons.rejected.connect(self.reject)
        QShortcut(find_key(), self, self._on_find)
        self.search.setFocus()

    def _fill(self) -> None:
        for row in self._rows:
            if not self._groups or self._groups[-1][0].text(0) != row.place:
                group = QTreeWidgetItem(self.tree, [row.place])
                font = self.tree.font()
                font.setBold(True)
                group.setFont(0, font)
                group.setFirstColumnSpanned(True)
                group.setExpanded(True)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._groups.append((group, []))
            group, items = self._groups[-1]
            item = QTreeWidgetItem(group, [row.what, row.keys, row.where])
            spoken = ", ".join(part for part in (row.what, row.keys, row.where, row.place) if part)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
            items.append(item)

    def _fitting_size(self) -> QSize:
        """As wide as the longest words of the columns."""
        metrics = self.fontMetrics()
        columns = zip(*((row.what, row.keys, row.where) for row in self._rows), strict=True)
        widest = sum(max(map(metrics.horizontalAdvance, column)) for column in columns)
        return QSize(widest + _BESIDE * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())

    def _on_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_search(self, text: str) -> None:
        wanted = text.casefold().split()
        some = False
        for group, items in self._groups:
            shown = 0
            for item in items:
                told = str(item.data(0, Qt.ItemDataRole.AccessibleTextRole)).casefold()
                fits = all(word in told for word in wanted)
                item.setHidden(not fits)
                shown += fits
            group.setHidden(not shown)
            some = some or bool(shown)
        self.none.setVisible(not some)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._rows))
