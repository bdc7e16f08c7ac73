# SPDX-License-Identifier: GPL-3.0-or-later
"""The trash: tracks that their catalogue does not list any more, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.trashed import TrashEntry
from catalogsync_gui.engine import trash_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import count_text, size_text, time_text
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_SIZE = (800, 440)

Work = Callable[[Desk], object]


class TrashDialog(QDialog):
    """Lists the trash. The desk does what is asked for, as files are moved and deleted."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._entries: list[TrashEntry] = []
        self._busy = False
        self._asked: Work | None = None
        self.setWindowTitle(self.tr("Trash"))
        self.summary = MutedLabel()
        self.table = TextTable(
            (
                self.tr("Track"),
                self.tr("From"),
                self.tr("Since"),
                self.tr("Deleted on"),
                self.tr("Size"),
            ),
            right=(4,),
            parent=self,
        )
        self.view = small_table(self.table, self.tr("Tracks in the trash"), (0, 22, 23, 23, 12))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.failure = Notice()
        self.failure.hide()
        self.question: QMessageBox | None = None
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.restore = self.buttons.addButton(self.tr("&Restore"), action)
        self.delete = self.buttons.addButton(self.tr("&Delete now…"), action)
        self.empty = self.buttons.addButton(self.tr("&Empty the trash…"), action)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.failure)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.restore.clicked.connect(self._on_restore)
        self.delete.clicked.connect(self._on_delete)
        self.empty.clicked.connect(self._on_empty)
        self.buttons.rejected.connect(self.reject)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self.resize(*_SIZE)
        self._load()

    # ------------------------------------------------------------ what there is

    def _load(self) -> None:
        self._busy = True
        self._engine.desk.ask(trash_commands.entries, self._on_entries, self._on_failed)
        self._follow()

    def _on_entries(self, entries: list[TrashEntry]) -> None:
        self._busy = False
        self._entries = entries
        self.table.show([self._row(entry) for entry in entries])
        self.summary.setText(
            self.tr(
                "Tracks that their catalogue does not list any more. They are deleted when their "
                "time is over, and come back by themselves if they are listed again before."
            )
            if entries
            else self.tr("The trash is empty.")
        )
        self._follow()

    def _row(self, entry: TrashEntry) -> tuple[str, ...]:
        named = " – ".join(part for part in (entry.artist, entry.title) if part)
        file = entry.files[0].original if entry.files else ""
        return (
            named or file,
            entry.source,
            time_text(entry.trashed_at),
            time_text(entry.expires_at),
            size_text(sum(file.size for file in entry.files)),
        )

    def selected(self) -> tuple[int, ...]:
        """The ids of the selected entries."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return tuple(self._entries[row].id for row in rows)

    def _follow(self) -> None:
        chosen = bool(self.view.selectionModel().selectedRows())
        self.restore.setEnabled(chosen and not self._busy)
        self.delete.setEnabled(chosen and not self._busy)
        self.empty.setEnabled(bool(self._entries) and not self._busy)

    # ------------------------------------------------------------ what is asked for

    def _on_restore(self) -> None:
        chosen = self.selected()
        self._do(lambda desk: [trash_commands.restore(desk, entry) for entry in chosen])

    def _on_delete(self) -> None:
        chosen = self.selected()
        self._ask(
            lambda desk: [trash_commands.delete(desk, entry) for entry in chosen],
            len(chosen),
            self.tr("&Delete"),
        )

    def _on_empty(self) -> None:
        self._ask(trash_commands.empty, len(self._entries), self.tr("&Empty"))

    def _ask(self, work: Work, count: int, button: str) -> None:
        """Has something done if a person says so once more."""
        self._asked = work
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Trash"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            self.tr("Delete the files of one track for good?")
            if count == 1
            else self.tr("Delete the files of {count} tracks for good?").format(
                count=count_text(count)
            )
        )
        box.setInformativeText(self.tr("They cannot be brought back."))
        box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.accepted.connect(self._on_confirmed)
        self.question = box
        box.open()

    def _on_confirmed(self) -> None:
        if self._asked is not None:
            self._do(self._asked)

    def _do(self, work: Work) -> None:
        self._asked = None
        self._busy = True
        self.failure.hide()
        self._engine.desk.ask(work, self._on_done, self._on_failed)
        self._follow()

    def _on_done(self, _answer: object) -> None:
        self._engine.keeper.catalogue_changed()
        self._load()

    def _on_failed(self, error: CatalogSyncError) -> None:
        """Some of it may have been done all the same, so the list is read again."""
        self.failure.say(sentences([str(error)]))
        self.failure.show()
        self._busy = False
        self._engine.keeper.catalogue_changed()
        self._engine.desk.ask(trash_commands.entries, self._on_entries)
        self._follow()
