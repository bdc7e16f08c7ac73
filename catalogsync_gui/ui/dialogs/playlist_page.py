# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the settings that is about playlist files."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.ui.dialogs.edit_variant import EditVariantDialog
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table


class PlaylistPage(QWidget):
    """Changes nothing by itself: ``variants`` and the fields are what is wanted."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = now.library
        self.variants = now.exports
        self.format = QComboBox()
        for name in ("m3u", "m3u8"):
            self.format.addItem(f".{name}", name)
        self.format.setCurrentIndex(self.format.findData(now.playlist_format))
        self.covers = QCheckBox(self.tr("Put the &cover of the first album beside every playlist"))
        self.covers.setChecked(now.playlist_covers)
        self.credits = QCheckBox(
            self.tr("&Keep Credits.txt beside them: who made the tracks, by licence")
        )
        self.credits.setChecked(now.credits_file)
        self.table = TextTable(
            (self.tr("Name"), self.tr("Format"), self.tr("Tracks are named"), self.tr("Folder")),
            parent=self,
        )
        self.view = small_table(self.table, self.tr("Export variants"), (14, 14, 22, 0))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.add = QPushButton(self.tr("&Add…"))
        self.edit = QPushButton(self.tr("&Edit…"))
        self.remove = QPushButton(self.tr("&Remove"))
        self.dialog: EditVariantDialog | None = None
        self._editing: int | None = None
        self._build()
        self.add.clicked.connect(self._on_add)
        self.edit.clicked.connect(self._on_edit)
        self.view.doubleClicked.connect(self._on_edit)
        self.remove.clicked.connect(self._on_remove)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self._show(None)

    def _build(self) -> None:
        form = QFormLayout()
        label = PlainLabel(self.tr("&Playlist files"))
        label.setWordWrap(False)
        label.setBuddy(self.format)
        form.addRow(label, self.format)
        form.addRow("", self.covers)
        form.addRow("", self.credits)
        buttons = QHBoxLayout()
        for button in (self.add, self.edit, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(
            MutedLabel(
                self.tr(
                    "For other players and servers every playlist can be written in other ways "
                    "too, each with a folder of its own:"
                )
            )
        )
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)

    def _show(self, chosen: int | None) -> None:
        self.table.show([self._row(variant) for variant in self.variants])
        if chosen is not None and self.variants:
            self.view.selectRow(min(chosen, len(self.variants) - 1))
        self._follow()

    def _row(self, variant: ExportVariant) -> tuple[str, ...]:
        match variant.paths:
            case "relative":
                named = self.tr("relative")
            case "absolute":
                named = self.tr("absolute")
            case _:
                named = plain(variant.prefix)
        written = variant.format
        if variant.encoding != "utf-8":
            written = f"{written} ({variant.encoding})"
        return (variant.name, written, named, plain(variant.folder, 1000))

    def _selected(self) -> int | None:
        rows = self.view.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _follow(self) -> None:
        chosen = self._selected() is not None
        self.edit.setEnabled(chosen)
        self.remove.setEnabled(chosen)

    def _on_add(self) -> None:
        self._open(None)

    def _on_edit(self) -> None:
        chosen = self._selected()
        if chosen is not None:
            self._open(chosen)

    def _open(self, row: int | None) -> None:
        others = [variant for number, variant in enumerate(self.variants) if number != row]
        self._editing = row
        self.dialog = EditVariantDialog(
            None if row is None else self.variants[row],
            others,
            self.format.currentData(),
            self._library,
            self,
        )
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.accepted.connect(self._on_entered)
        self.dialog.open()

    def _on_entered(self) -> None:
        if self.dialog is None:
            return
        changed = list(self.variants)
        row = len(changed) if self._editing is None else self._editing
        changed[row : row + 1] = [self.dialog.variant]
        self.variants = tuple(changed)
        self._show(row)

    def _on_remove(self) -> None:
        chosen = self._selected()
        if chosen is None:
            return
        kept = list(self.variants)
        del kept[chosen]
        self.variants = tuple(kept)
        self._show(chosen)
