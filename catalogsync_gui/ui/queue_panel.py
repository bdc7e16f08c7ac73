# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue: what is filtered, what can be done to it, all items, and what is selected."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolBar, QVBoxLayout, QWidget

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.edits import Numbers
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.queueing import Changed, Order, Priority, View
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.engine import queue_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import ExplainedItem, explained
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.matches import MatchesDialog
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import MutedLabel, breakable
from catalogsync_gui.ui.message_bar import MessageBar
from catalogsync_gui.ui.queue_actions import MOVABLE, QueueActions
from catalogsync_gui.ui.queue_filter import QueueFilter
from catalogsync_gui.ui.queue_table import QueueModel
from catalogsync_gui.ui.queue_view import QueueTable
from catalogsync_gui.ui.queue_words import ORDERS, Column
from catalogsync_gui.ui.queue_work import Command, QueueWork, Work
from catalogsync_gui.ui.source_choice import named_sources

_QUEUED = Qt.ConnectionType.QueuedConnection
_MOST_KNOWN = 500
_MOST_COPIED = 1_000
_STARTS = frozenset({"start", "again", "resume"})
"""What somebody wants to happen now: a job is begun for it."""


class QueuePanel(QWidget):
    """Lives in the main thread, like all widgets."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.model = QueueModel(engine, self)
        self.filter = QueueFilter(self.model.words, self)
        self.state, self.source = self.filter.state, self.filter.source
        self.search, self.count = self.filter.search, self.filter.count
        self.table = QueueTable(self.model, self)
        self.actions_ = QueueActions(self.table, self.model.words)
        self.bar = QToolBar(self)
        self.message = MessageBar(self)
        self.matches = QPushButton(icons.icon("info"), "", self)
        self.selected = MutedLabel("", self)
        self.work = QueueWork(engine.desk, self)
        self._cancelled: Numbers | None = None
        self._seen: object = None
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.bar.setIconSize(QSize(18, 18))
        self.bar.setAccessibleName(self.tr("What to do to the selected tracks"))
        self.actions_.fill(self.bar)
        self.matches.setToolTip(
            self.tr("Tracks without an address that may be something in your library")
        )
        self.matches.hide()
        self.selected.setAccessibleName(self.tr("Selection"))
        second = QHBoxLayout()
        second.setContentsMargins(8, 0, 8, 0)
        second.addWidget(self.bar, 1)
        second.addWidget(self.matches)
        third = QHBoxLayout()
        third.setContentsMargins(8, 0, 8, 0)
        third.addWidget(self.message)
        last = QHBoxLayout()
        last.setContentsMargins(12, 2, 12, 6)
        last.addWidget(self.selected, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.filter)
        layout.addLayout(second)
        layout.addLayout(third)
        layout.addWidget(self.table, 1)
        layout.addLayout(last)
        self.addAction(self.filter.find_action(self))

    def _connect(self) -> None:
        self.filter.changed.connect(self._apply_view)
        self.filter.order_wanted.connect(self.sort_as_queue)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._apply_view)
        self.table.touched.connect(self._follow)
        self.table.dropped.connect(self._on_dropped)
        self.table.drag_refused.connect(self._say_why_not)
        self.matches.clicked.connect(self._on_matches)
        self.message.acted.connect(self._on_message)
        self.model.counted.connect(self._on_counted)
        self.model.dataChanged.connect(self._follow)
        self.work.progressed.connect(self._on_progress)
        self.work.ended.connect(self._on_ended)
        self.work.failed.connect(self._on_failed)
        actions = self.actions_
        actions.start.triggered.connect(partial(self._do, "start"))
        actions.top.triggered.connect(self.move_to_top)
        actions.up.triggered.connect(self.move_up)
        actions.down.triggered.connect(self.move_down)
        actions.bottom.triggered.connect(self.move_to_bottom)
        actions.hold.triggered.connect(partial(self._do, "hold"))
        actions.resume.triggered.connect(partial(self._do, "resume"))
        actions.again.triggered.connect(partial(self._do, "again"))
        actions.cancel.triggered.connect(partial(self._do, "cancel"))
        actions.why.triggered.connect(self._on_why)
        actions.folder.triggered.connect(self._on_folder)
        actions.copy.triggered.connect(self._on_copy)
        actions.address.triggered.connect(self._on_address)
        for priority, action in actions.priorities.items():
            action.triggered.connect(partial(self._set_priority, priority))
        self._engine.signals.catalogue_changed.connect(self.refresh, _QUEUED)
        self._engine.signals.status_changed.connect(self._on_status, _QUEUED)

    # ------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Asks for everything anew; place and selection stay."""
        self.model.refresh()
        self._engine.desk.ask(named_sources, self.filter.show_sources)
        self._engine.desk.ask(_asked, self._on_asked)

    def _on_status(self, status: EngineStatus) -> None:
        """What items wait for may be something else now."""
        around = status.circumstances
        # What changes with every track comes with the change of the catalogue.
        rests = tuple((h.host, h.rests_until) for h in status.hosts if h.rests_until is not None)
        seen = replace(around, busy=0, hosts={}), rests
        if seen != self._seen:
            self._seen = seen
            self.model.refresh()

    def sort_as_queue(self) -> None:
        """Puts the rows in the order in which they are worked on."""
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _apply_view(self) -> None:
        header = self.table.horizontalHeader()
        column = header.sortIndicatorSection()
        order = ORDERS.get(Column(column), Order.QUEUE) if 0 <= column < len(Column) else None
        self.filter.order.setVisible(order is not None and order is not Order.QUEUE)
        self.model.set_view(
            View(
                states=self.filter.states(),
                source=self.filter.source.currentData(),
                text=self.filter.text(),
                order=order or Order.QUEUE,
                descending=header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
            )
        )

    def _on_counted(self, count: int) -> None:
        self.filter.show_count(count)
        self._follow()

    def _on_asked(self, count: int) -> None:
        self.matches.setVisible(count > 0)
        self.matches.setText(
            self.tr("1 match to confirm…")
            if count == 1
            else self.tr("{count} matches to confirm…").format(count=count_text(count))
        )

    def _on_matches(self) -> None:
        dialog = MatchesDialog(self._engine, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _follow(self) -> None:
        """The actions and the line below are those of the selection."""
        runs = self.table.runs()
        count = sum(last - first + 1 for first, last in runs)
        rows = []
        if count <= _MOST_KNOWN:
            found = (self.model.known(item) for item in self.model.ids_of(runs))
            rows = [row for row in found if row is not None]
        self.actions_.follow(count, rows)
        if not self.work.busy:
            self.selected.setText(self._selection(count, runs[0][0] if count == 1 else -1))

    def _selection(self, count: int, row: int) -> str:
        if not count:
            return self.tr("Nothing selected")
        if count > 1:
            return self.tr("{count} selected").format(count=count_text(count))
        one = self.model.explained(row)
        return "" if one is None else breakable(self.model.words.summary(one))

    # ------------------------------------------------------------ what is done

    def chosen(self) -> Numbers:
        """The ids of the selected rows, in their order."""
        return self.model.ids_of(self.table.runs())

    def _do(self, word: str, *_: object) -> None:
        backwards = word == "start"
        self._work(word, _COMMANDS[word], backwards=backwards)

    def _work(self, word: str, command: Command, *, backwards: bool = False) -> None:
        ids = self.chosen()
        if ids:
            self.message.hide()
            self.work.do(Work(word, command, ids, backwards))

    def _set_priority(self, priority: Priority, *_: object) -> None:
        self._work("priority", partial(_set_priority, priority=priority))

    def move_to_top(self) -> None:
        """The selected rows come before all others."""
        self._move(queue_commands.move_to_top, backwards=True)

    def move_to_bottom(self) -> None:
        """The selected rows come behind all others."""
        self._move(queue_commands.move_to_bottom)

    def move_up(self) -> None:
        """The selected rows come before the one above them."""
        runs = self.table.runs()
        if runs and runs[0][0] > 0:
            self._move_to(runs[0][0] - 1, before=True)

    def move_down(self) -> None:
        """The selected rows come behind the one below them."""
        runs = self.table.runs()
        if runs and runs[-1][1] + 1 < self.model.rowCount():
            self._move_to(runs[-1][1] + 1, before=False)

    def _on_dropped(self, row: int, before: bool) -> None:
        runs = self.table.runs()
        # Onto themselves: behind what is above them, or nothing at all.
        for first, last in runs:
            if first <= row <= last:
                row, before = (first - 1, False) if first > 0 else (last + 1, True)
        if 0 <= row < self.model.rowCount():
            self._move_to(row, before=before)

    def _move_to(self, row: int, *, before: bool) -> None:
        beside, runs = self.model.item(row), self.table.runs()
        if beside is not None and beside.state not in MOVABLE and self.model.in_order:
            self._cancelled = None
            self.message.say(
                self.tr("Only tracks that wait have an order: they cannot be moved beyond them.")
            )
            return
        anchor = self.model.ids[row]
        self._move(partial(_move, anchor=anchor, before=before), backwards=not before)
        if self.model.in_order and len(runs) == 1:
            # At once, so that a key that is held down goes on from there.
            self.model.shift(*runs[0], row if before else row + 1)
            self.table.scrollTo(self.table.currentIndex())

    def _move(self, command: Command, *, backwards: bool = False) -> None:
        if self.model.in_order:
            self._work("move", command, backwards=backwards)
        else:
            self._say_why_not()

    def _say_why_not(self) -> None:
        self._cancelled = None
        self.message.say(
            self.tr("Rows are moved in the order of the queue, and these are sorted by a column."),
            self.tr("Queue order"),
        )

    def _on_message(self) -> None:
        if self._cancelled is None:
            self.sort_as_queue()
        else:
            self.work.do(Work("undo", _COMMANDS["undo"], self._cancelled))

    def _on_progress(self, work: Work, seen: int) -> None:
        self.selected.setText(
            self.tr("{done} of {all} tracks…").format(
                done=count_text(seen), all=count_text(len(work.ids))
            )
        )

    def _on_ended(self, work: Work, changed: Changed) -> None:
        if work.command == "cancel" and changed.count:
            self._cancelled = work.ids
            self.message.say(self._cancelled_words(changed.count), self.tr("Undo"))
        elif not changed.count:
            self._cancelled = None
            self.message.say(self.tr("Nothing of what is selected could be changed that way."))
        if changed.count and work.command in _STARTS:
            self._engine.start_job(JobSpec(refresh=False))
        self._engine.keeper.catalogue_changed()
        self.model.refresh(at_once=True)
        self._follow()

    def _cancelled_words(self, count: int) -> str:
        if count == 1:
            return self.tr("1 track is cancelled: it is not downloaded until you try it again.")
        return self.tr(
            "{count} tracks are cancelled: they are not downloaded until you try them again."
        ).format(count=count_text(count))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._cancelled = None
        self.message.say(breakable(sentences([str(error)])))
        self.refresh()

    # ------------------------------------------------------------ what is told

    def _on_why(self) -> None:
        runs = self.table.runs()
        one = self.model.explained(runs[0][0]) if runs else None
        if one is not None:
            self._cancelled = None
            self.message.say(breakable(self.model.words.summary(one)))

    def _on_folder(self) -> None:
        runs = self.table.runs()
        row = self.model.item(runs[0][0]) if runs else None
        if row is not None and row.path:
            folder = f"{self._engine.settings.library}/{row.path}".rpartition("/")[0]
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _on_copy(self) -> None:
        ids = self.chosen()[:_MOST_COPIED].tolist()
        around = self._engine.status().circumstances
        self._engine.desk.ask(
            lambda desk: explained(desk, ids, around), self._copy, self._on_failed
        )

    def _copy(self, found: list[ExplainedItem]) -> None:
        text = "\n\n".join(map(self.model.words.details, found))
        QGuiApplication.clipboard().setText(redactor.redact(text))

    def _on_address(self) -> None:
        ids = self.chosen()[:_MOST_COPIED].tolist()
        self._engine.desk.ask(
            lambda desk: desk.store.listing.addresses(ids), self._copy_addresses, self._on_failed
        )

    def _copy_addresses(self, addresses: list[str]) -> None:
        QGuiApplication.clipboard().setText(redactor.redact("\n".join(map(shown, addresses))))


_COMMANDS: dict[str, Command] = {
    "start": queue_commands.start_now,
    "hold": queue_commands.hold,
    "resume": queue_commands.resume,
    "again": queue_commands.try_again,
    "cancel": queue_commands.cancel,
    "undo": queue_commands.undo_cancel,
}


def _move(desk: Desk, items: list[int], *, anchor: int, before: bool) -> Changed:
    return queue_commands.move(desk, items, anchor, before=before)


def _set_priority(desk: Desk, items: list[int], *, priority: Priority) -> Changed:
    return queue_commands.set_priority(desk, items, priority)


def _asked(desk: Desk) -> int:
    return desk.store.matches.asked_count()
