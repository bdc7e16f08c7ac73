# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done to a download that runs: at its row, in its menu and by keys."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.queueing import Changed
from catalogsync_gui.engine import queue_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import formats, icons
from catalogsync_gui.ui.row_buttons import RowButton
from catalogsync_gui.ui.worker_table import WorkerTableView

_Command = Callable[[Desk, Sequence[int]], Changed]
_LONGEST = 60


class WorkerActions(QObject):
    """Acts on the current row of a table. Main thread only."""

    undoable = Signal(str)
    """A sentence: what was done, which :meth:`undo` takes back."""

    queue_wanted = Signal()

    source_wanted = Signal(int)
    """The id of the source that a download is of: it is to be shown."""

    def __init__(self, engine: Engine, table: WorkerTableView) -> None:
        super().__init__(table)
        self._engine = engine
        self._table = table
        self._undo: tuple[_Command, int] | None = None
        self.hold = self._make(self.tr("Hold"), "pause", "Ctrl+H", self._on_hold)
        self.later = self._make(self.tr("Do it later"), "waiting", "Ctrl+L", self._on_later)
        self.cancel = self._make(self.tr("Cancel"), "cancel", "Del", self._on_cancel)
        self.queue = self._make(self.tr("Show the queue"), "queue", "", self.queue_wanted.emit)
        self.source = self._make(self.tr("Show the source"), "playlist", "", self._on_source)
        self.copy = self._make(self.tr("Copy details"), "", "Ctrl+C", self._on_copy)
        self.menu = QMenu(table)
        self.menu.addActions([self.hold, self.later, self.cancel])
        self.menu.addSeparator()
        self.menu.addActions([self.queue, self.source])
        self.menu.addSeparator()
        self.menu.addAction(self.copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.button_pressed.connect(self._on_button)

    def _make(self, text: str, icon: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if icon:
            action.setIcon(icons.icon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._table.addAction(action)
        action.triggered.connect(slot)
        return action

    def undo(self) -> None:
        """Takes back what was done last."""
        if self._undo is not None:
            (command, item), self._undo = self._undo, None
            self._engine.desk.ask(lambda desk: command(desk, [item]), self._on_undone)

    def _row(self) -> WorkerRow | None:
        return self._table.current_row()

    def _do(self, command: _Command) -> WorkerRow | None:
        row = self._row()
        if row is not None:
            self._engine.desk.ask(lambda desk: command(desk, [row.item]), self._on_done)
        return row

    def _on_done(self, _changed: Changed) -> None:
        self._engine.keeper.catalogue_changed()

    def _on_undone(self, _changed: Changed) -> None:
        self._engine.keeper.catalogue_changed()
        if self._engine.status().job is None:
            self._engine.start_job(JobSpec(refresh=False))

    def _on_hold(self) -> None:
        row = self._do(queue_commands.hold)
        if row is not None:
            self._undo = queue_commands.resume, row.item
            title = plain(row.title, _LONGEST)
            self.undoable.emit(self.tr("{title} is held until you resume it.").format(title=title))

    def _on_later(self) -> None:
        self._do(queue_commands.later)

    def _on_cancel(self) -> None:
        row = self._do(queue_commands.cancel)
        if row is not None:
            self._undo = queue_commands.undo_cancel, row.item
            title = plain(row.title, _LONGEST)
            self.undoable.emit(
                self.tr("{title} is left out until you try it again.").format(title=title)
            )

    def _on_source(self) -> None:
        row = self._row()
        if row is not None:
            self._engine.desk.ask(partial(_source_of, item=row.item), self._on_source_found)

    def _on_source_found(self, source: int | None) -> None:
        if source is not None:
            self.source_wanted.emit(source)

    def _on_copy(self) -> None:
        row = self._row()
        if row is None:
            return
        size = formats.size_text(row.received)
        if row.total is not None:
            size = f"{size} / {formats.size_text(row.total)}"
        lines = (row.title, row.source, size, formats.speed_text(row.speed))
        QGuiApplication.clipboard().setText("\n".join(plain(line, 1000) for line in lines))

    def _on_menu(self, place: QPoint) -> None:
        index = self._table.indexAt(place)
        if not index.isValid():
            # By a key: at the row that it is about.
            index = self._table.currentIndex()
            place = self._table.visualRect(index).center()
        if index.isValid():
            self._table.setCurrentIndex(index)
            self.menu.popup(self._table.viewport().mapToGlobal(place))

    def _on_button(self, button: RowButton, place: QPoint) -> None:
        match button:
            case RowButton.HOLD:
                self.hold.trigger()
            case RowButton.CANCEL:
                self.cancel.trigger()
            case RowButton.MORE:
                self.menu.popup(self._table.viewport().mapToGlobal(place))


def _source_of(desk: Desk, item: int) -> int | None:
    return next((row.source for row in desk.store.listing.items([item])), None)
