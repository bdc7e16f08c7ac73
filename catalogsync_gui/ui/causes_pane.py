# SPDX-License-Identifier: GPL-3.0-or-later
"""What went wrong, grouped by cause, with what to do about it and a way to try all of it again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.history import Cause, CauseGroup
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.history_commands import retry_causes
from catalogsync_gui.ui import formats, icons
from catalogsync_gui.ui.cause_words import CauseWords
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.preview_models import TextTable, small_table

_LONGEST = 1000


class CausesPane(QWidget):
    """Shows groups that somebody else has asked for. Main thread only."""

    loaded = Signal(int)
    """The groups are known anew; so many items have failed by all of them together."""

    def __init__(self, engine: Engine, *, of_job: bool, parent: QWidget | None = None) -> None:
        """Builds it empty.

        :param of_job: the groups are those of one sync, and not all that has failed now.
        """
        super().__init__(parent)
        self._engine = engine
        self._of_job = of_job
        self._job: int | None = None
        self._groups: tuple[CauseGroup, ...] = ()
        self._busy = False
        self.words = CauseWords(self)
        headings = (
            self.tr("Tracks"),
            self.tr("What went wrong"),
            self.tr("Source"),
            self.tr("Server"),
            self.tr("Still failed") if of_job else self.tr("Next try"),
            self.tr("What to do"),
        )
        self.table = TextTable(headings, right=(0, 4) if of_job else (0,), parent=self)
        self.view = small_table(self.table, self.tr("Errors by cause"), (8, 33, 20, 22, 21, 0))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.horizontalHeader().setMinimumSectionSize(40)
        self.example = PlainLabel("", self)
        self.example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.next = MutedLabel("", self)
        self.told = MutedLabel("", self)
        self.again = QPushButton(icons.icon("retry"), self.tr("Try these &again"), self)
        self.all = QPushButton(self.tr("Try &all again"), self)
        self.empty = EmptyState(
            "done",
            self.tr("Nothing has failed"),
            self.tr("Every track of this sync came through, or was left out on purpose.")
            if of_job
            else self.tr("What fails is listed here by its cause until it has come through."),
            "",
            self,
        )
        self._arrange()
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self.again.clicked.connect(self._on_again)
        self.all.clicked.connect(self._on_all)
        self._follow()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.again)
        buttons.addWidget(self.all)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 10)
        foot.addWidget(self.example)
        foot.addWidget(self.next)
        foot.addLayout(buttons)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.stack = QStackedLayout(self)
        self.stack.addWidget(full)
        self.stack.addWidget(self.empty)

    def load(self) -> None:
        """Asks what has failed now."""
        self._engine.desk.ask(_open_causes, self._on_loaded)

    def _on_loaded(self, groups: tuple[CauseGroup, ...]) -> None:
        self.show_groups(groups)

    def show_groups(self, groups: Sequence[CauseGroup], job: int | None = None) -> None:
        """Shows these groups; what is selected stays so.

        :param job: of which sync they are.
        """
        chosen = {group.cause for group in self.chosen()} if job == self._job else set()
        if job != self._job:
            self.told.setText("")
        self._job = job
        if tuple(groups) != self._groups or self._of_job:
            self._groups = tuple(groups)
            self.table.show([self._row(group) for group in groups])
            # The selection of a table that was filled anew is empty.
            for row, group in enumerate(self._groups):
                if group.cause in chosen:
                    self.view.selectionModel().select(
                        self.table.index(row, 0),
                        self.view.selectionModel().SelectionFlag.Select
                        | self.view.selectionModel().SelectionFlag.Rows,
                    )
        if self._groups and not self.chosen():
            self.view.selectRow(0)
        self.stack.setCurrentIndex(0 if self._groups else 1)
        self._follow()
        self.loaded.emit(sum(group.count for group in self._groups))

    def _row(self, group: CauseGroup) -> tuple[str, ...]:
        last = (
            formats.count_text(group.open)
            if self._of_job
            else self.tr("with the next sync")
            if group.next_at is None and self.words.waits_for_sync(group.cause.kind)
            else self.tr("when you ask")
            if group.next_at is None
            else formats.time_text(group.next_at)
        )
        return (
            formats.count_text(group.count),
            self.words.title(group.cause.kind),
            group.source_name or self.tr("a removed source"),
            group.cause.host,
            last,
            self.words.advice(group.cause.kind),
        )

    def chosen(self) -> tuple[CauseGroup, ...]:
        """The selected groups."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return tuple(self._groups[row] for row in rows if row < len(self._groups))

    def copied(self) -> str:
        """The selected groups as text."""
        return "\n".join(
            "\t".join((*self._row(group), plain(group.example, _LONGEST)))
            for group in self.chosen() or self._groups
        )

    def _follow(self) -> None:
        chosen = self.chosen()
        self.again.setEnabled(any(group.open for group in chosen) and not self._busy)
        self.all.setEnabled(any(group.open for group in self._groups) and not self._busy)
        if len(chosen) == 1:
            group = chosen[0]
            title = plain(group.title) or self.tr("one of them")
            self.example.setText(
                self.tr("For example {title}: {message}").format(
                    title=title, message=breakable(sentences([plain(group.example, _LONGEST)]))
                )
            )
            self.next.setText(self.words.advice(group.cause.kind))
        else:
            self.example.setText("")
            self.next.setText("")
        self.example.setVisible(bool(self.example.text()))
        self.next.setVisible(bool(self.next.text()))

    def _on_again(self) -> None:
        self._retry(tuple(group.cause for group in self.chosen()))

    def _on_all(self) -> None:
        self._retry(tuple(group.cause for group in self._groups))

    def _retry(self, causes: tuple[Cause, ...]) -> None:
        self._busy = True
        self.told.setText("")
        self._engine.desk.ask(_retrying(causes, self._job), self._on_retried, self._on_failed)
        self._follow()

    def _on_retried(self, count: int) -> None:
        self._busy = False
        self.told.setText(
            self.tr("1 track is tried again.")
            if count == 1
            else self.tr("{count} tracks are tried again.").format(count=formats.count_text(count))
        )
        if count:
            self._engine.start_job(JobSpec(refresh=False))
        self._engine.keeper.catalogue_changed()
        self._follow()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._busy = False
        self.told.setText(sentences([str(error)]))
        self._follow()


def _open_causes(desk: Desk) -> tuple[CauseGroup, ...]:
    return tuple(desk.store.history.causes())


def _retrying(causes: tuple[Cause, ...], job: int | None) -> Callable[[Desk], int]:
    return lambda desk: retry_causes(desk, causes, job)
