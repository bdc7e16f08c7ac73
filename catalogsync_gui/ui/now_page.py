# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what runs now: the workers' table, or why it is empty."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.worker_table import WorkerTableModel, WorkerTableView


class NowPage(QStackedWidget):
    """Main thread only."""

    sync_wanted = Signal()
    resume_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WorkerTableModel(self)
        self.table = WorkerTableView(self)
        self.table.setModel(self.model)
        self.empty = EmptyState("sync", "", "", self.tr("Sync all"), self)
        self.empty.acted.connect(self._on_acted)
        self._wanted = self.sync_wanted
        self.addWidget(self.table)
        self.addWidget(self.empty)

    def show_workers(self, rows: tuple[WorkerRow, ...]) -> None:
        """Shows what runs now."""
        self.model.apply(rows)
        if rows:
            self.setCurrentWidget(self.table)

    def follow(self, status: EngineStatus, *, sources: bool) -> None:
        """Says why the table is empty, where a person can do something about it."""
        paused = status.state is Activity.PAUSED
        if status.workers or (status.job is not None and not paused):
            # Between two items the table is empty for a moment, and had better not flicker.
            self.setCurrentWidget(self.table)
            return
        if paused:
            self._offer(
                "pause",
                self.tr("Paused"),
                self.tr("Nothing is downloaded until you resume. What is half there is kept."),
                self.tr("Resume"),
            )
            self._wanted = self.resume_wanted
        elif sources:
            self._offer(
                "done",
                self.tr("Nothing to do right now"),
                self.tr("A sync reads your sources and fetches the tracks that are missing."),
                self.tr("Sync all"),
            )
            self._wanted = self.sync_wanted
        else:
            self._offer(
                "playlist",
                self.tr("Add a source to begin"),
                self.tr(
                    "Paste or drop the address of a playlist, a podcast or a music server, or a "
                    "file: what it is, is recognised."
                ),
                self.tr("Add a source…"),
            )
            self._wanted = self.add_wanted
        self.setCurrentWidget(self.empty)

    def _offer(self, icon: str, title: str, text: str, action: str) -> None:
        self.empty.say(title, text, icon)
        self.empty.button.setText(action)

    def _on_acted(self) -> None:
        self._wanted.emit()
