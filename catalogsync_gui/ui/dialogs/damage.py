# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the library that are not as recorded, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.damage import Damage
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine import damage_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.damage_words import DamageWords
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import time_text
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_QUEUED = Qt.ConnectionType.QueuedConnection
_SIZE = (820, 440)


class DamageDialog(QDialog):
    """Lists what was found. The desk does what is asked for, as files are looked at."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._words = DamageWords(self)
        self._rows: list[Damage] = []
        self._busy = False
        self.setWindowTitle(self.tr("Damaged and changed files"))
        self.summary = MutedLabel()
        self.table = TextTable(
            (
                self.tr("Track"),
                self.tr("What is wrong"),
                self.tr("Found"),
                self.tr("Source"),
                self.tr("File"),
            ),
            parent=self,
        )
        self.view = small_table(self.table, self.tr("Files"), (0, 30, 18, 16, 32))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.failure = Notice()
        self.failure.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.again = self.buttons.addButton(self.tr("&Fetch again"), action)
        self.again.setToolTip(
            self.tr("The file there is now goes to the trash when the new one is whole")
        )
        self.keep = self.buttons.addButton(self.tr("&Keep"), action)
        self.keep.setToolTip(self.tr("Take the files for right as they are"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.failure)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.again.clicked.connect(self._on_again)
        self.keep.clicked.connect(self._on_keep)
        self.buttons.rejected.connect(self.reject)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        engine.signals.catalogue_changed.connect(self._load, _QUEUED)
        self.resize(*_SIZE)
        self._load()

    def _load(self) -> None:
        self._engine.desk.ask(damage_commands.found, self._on_found, self._on_failed)

    def _on_found(self, rows: list[Damage]) -> None:
        self._busy = False
        if rows != self._rows:
            self._rows = rows
            self.table.show([self._texts(row) for row in rows])
        self.summary.setText(
            self.tr(
                "These files were read again and are not as they were recorded. Fetch again what "
                "is damaged; keep what you or another program changed on purpose. A file that is "
                "replaced goes to the trash, and only when the new one is there."
            )
            if rows
            else self.tr("All files are as they should be, as far as they have been read again.")
        )
        self._follow()

    def _texts(self, row: Damage) -> tuple[str, ...]:
        named = " – ".join(part for part in (row.artist, row.title) if part)
        return (
            named or row.difference.path,
            self._words.kind(row.difference.kind),
            time_text(row.found_at),
            row.source,
            row.difference.path,
        )

    def selected(self) -> list[int]:
        """The ids of the first items of the selected files."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self._rows[row].items[0] for row in rows]

    def _follow(self) -> None:
        chosen = bool(self.view.selectionModel().selectedRows()) and not self._busy
        self.again.setEnabled(chosen)
        self.keep.setEnabled(chosen)

    def _on_again(self) -> None:
        chosen = self.selected()
        self._do(lambda desk: damage_commands.fetch_again(desk, chosen), self._on_fetching)

    def _on_keep(self) -> None:
        chosen = self.selected()
        self._do(lambda desk: damage_commands.keep(desk, chosen), self._on_kept)

    def _do(self, work: Callable[[Desk], int], done: Callable[[int], None]) -> None:
        self._busy = True
        self.failure.hide()
        self._engine.desk.ask(work, done, self._on_failed)
        self._follow()

    def _on_fetching(self, count: int) -> None:
        self._engine.start_job(JobSpec(refresh=False))
        self._on_kept(count)

    def _on_kept(self, _count: int) -> None:
        # A missing file that is to stay away leaves its playlists.
        self._engine.export_dirty()
        self._engine.keeper.catalogue_changed()
        self._load()

    def _on_failed(self, error: CatalogSyncError) -> None:
        """Some of it may have been done all the same, so the list is read again."""
        self.failure.say(sentences([str(error)]))
        self.failure.show()
        self._busy = False
        self._engine.keeper.catalogue_changed()
        self._follow()
