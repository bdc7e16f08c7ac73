# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving the tracks in the library the names of the template: the plan, then what becomes of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import (
    Event,
    FileRenamed,
    JobFinished,
    Notice,
    RenameFinished,
    RenameStarted,
)
from catalogsync_gui.core.renaming import RenamePlan, RenameSpec, RenameState
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine import rename_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice as Warned
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_SIZE = (820, 480)
_ROWS = 1000
"""Rows of the table; whoever renames 100,000 tracks looks at examples."""


class RenameLibraryDialog(QDialog):
    """Shows a plan and has it carried out. Closing it does not stop what has begun."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._plan: RenamePlan | None = None
        self._rename: int | None = None
        self._asked: StopToken | None = None
        self._running = False
        self._can_undo = False
        self.setWindowTitle(self.tr("Rename tracks"))
        self.summary = PlainLabel()
        self.template = MutedLabel()
        self.table = TextTable((self.tr("Now"), self.tr("Then")), parent=self)
        self.view = small_table(self.table, self.tr("Tracks and their new names"), (46, 0))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress"))
        self.failure = Warned()
        self.failure.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.start = self.buttons.addButton(self.tr("&Rename"), action)
        self.stop = self.buttons.addButton(self.tr("&Stop"), action)
        self.undo = self.buttons.addButton(self.tr("&Undo the last rename"), action)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.template)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.failure)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.undo.clicked.connect(self._on_undo)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_closed)
        queued = Qt.ConnectionType.QueuedConnection
        engine.signals.happened.connect(self._on_event, queued)
        engine.signals.refused.connect(self._on_refused, queued)
        self.resize(*_SIZE)
        self._look()

    # ------------------------------------------------------------ the plan

    def _look(self) -> None:
        """Has a plan made, which may take minutes; away from the window and the desk."""
        self.summary.setText(self.tr("Reading the tags of the tracks…"))
        self.progress.setRange(0, 0)
        self.progress.show()
        self._asked = self._engine.lookups.ask(
            partial(_planned, self._engine, self._on_progress), self._on_plan, self._on_failed
        )
        self._engine.desk.ask(rename_commands.can_undo, self._on_can_undo)
        self._follow()

    def _on_progress(self, news: tuple[int, int]) -> None:
        done, total = news
        if self._asked is not None:
            self.progress.setRange(0, max(1, total))
            self.progress.setValue(done)

    def _on_can_undo(self, possible: bool) -> None:
        self._can_undo = possible
        self._follow()

    def _on_plan(self, plan: RenamePlan) -> None:
        self._asked = None
        self._show(plan)
        self._follow()

    def _show(self, plan: RenamePlan) -> None:
        self._plan = plan
        self.progress.hide()
        moves = [move for move in plan.moves if not move.sidecar]
        rows = [(move.path, move.target) for move in moves[:_ROWS]]
        rows += [
            (path, self.tr("keeps its name: {reason}").format(reason=reason))
            for path, reason in plan.left[:_ROWS]
        ]
        self.table.show(rows)
        self.template.setText(self.tr("Template: {text}").format(text=plan.template))
        self.summary.setText(self._words(plan))

    def _words(self, plan: RenamePlan) -> str:
        parts = [
            (plan.tracks, self.tr("To be renamed: {count}")),
            (plan.numbered, self.tr("with a number, as another file has the name: {count}")),
            (plan.sidecars, self.tr("covers and lyrics that go along: {count}")),
            (plan.unchanged, self.tr("named so already: {count}")),
            (plan.not_ours, self.tr("there before Catalog Sync and left alone: {count}")),
            (len(plan.left), self.tr("left alone for the reason told: {count}")),
        ]
        said = [words.format(count=count_text(number)) for number, words in parts if number]
        if not plan.moves and not said:
            return self.tr("There are no tracks in the library yet.")
        return sentences(["; ".join(said)])

    def _follow(self) -> None:
        idle = not self._running and self._asked is None
        self.start.setEnabled(idle and self._plan is not None and bool(self._plan.moves))
        # While it waits for a sync, that sync has its own button.
        self.stop.setVisible(self._running and self._rename is not None)
        self.undo.setEnabled(idle and self._can_undo)

    # ------------------------------------------------------------ what is asked for

    def _on_start(self) -> None:
        if self._plan is not None:
            self._begin(self._plan)

    def _on_undo(self) -> None:
        self._running = True
        self._follow()
        self._engine.desk.ask(rename_commands.way_back, self._begin, self._on_failed)

    def _begin(self, plan: RenamePlan) -> None:
        self._running, self._rename = True, None
        self._show(plan)
        self.failure.hide()
        self.progress.setRange(0, max(1, len(plan.moves)))
        self.progress.setValue(0)
        self.progress.show()
        if self._engine.status().job is not None:
            self.summary.setText(self.tr("It begins when the sync that runs has ended."))
        self._follow()
        self._engine.rename(plan)

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self._engine.stop_job()

    def _on_refused(self, error: CatalogSyncError, spec: object) -> None:
        if isinstance(spec, RenameSpec) and spec.plan is self._plan:
            self._on_failed(error)

    def _on_event(self, event: Event) -> None:
        match event:
            case RenameStarted():
                self._rename = event.rename
                self._running = True
                self.progress.setRange(0, max(1, event.files))
                self.progress.setValue(0)
                self.progress.show()
                self.summary.setText(
                    self.tr("The former names are put back…")
                    if event.undo
                    else self.tr("The tracks get their names…")
                )
                self.stop.setEnabled(True)
            case FileRenamed():
                if self._running:
                    self.progress.setValue(self.progress.value() + 1)
                    return
                self._join(event.rename)
            case RenameFinished() if event.rename == self._rename:
                self._on_finished(event)
            case JobFinished(state=JobState.CANCELLED) if self._running and self._rename is None:
                # Stopping forgets what is queued.
                self._running = False
                self.progress.hide()
                self.summary.setText(self.tr("Stopped before it began."))
            case Notice() if self._running and event.level == "warning":
                self._say(in_words(event.message))
            case _:
                return
        self._follow()

    def _join(self, rename: int) -> None:
        """The dialog was opened while files are being renamed: no plan would hold."""
        self._on_closed()
        self._asked, self._plan = None, None
        self._rename, self._running = rename, True
        self.table.show([])
        self.template.setText("")
        self.summary.setText(self.tr("Files are being renamed…"))
        self.progress.setRange(0, 0)
        self.progress.show()

    def _on_finished(self, event: RenameFinished) -> None:
        self._running = False
        self._plan = None
        self.progress.hide()
        self._engine.desk.ask(rename_commands.can_undo, self._on_can_undo)
        words = {
            RenameState.DONE: self.tr("Done. Files renamed: {moved}"),
            RenameState.STOPPED: self.tr("Stopped. Files renamed: {moved}"),
            RenameState.RUNNING: self.tr("Interrupted. Files renamed: {moved}"),
        }[event.state]
        self.summary.setText(words.format(moved=count_text(event.moved)))
        if event.left:
            self._say(
                self.tr(
                    "Files that keep their names, as somebody changed or removed them: {count}. "
                    "The log names them"
                ).format(count=count_text(event.left))
            )

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asked, self._running = None, False
        self.progress.hide()
        self.summary.setText("")
        self._say(in_words(str(error)))
        self._follow()

    def _say(self, words: str) -> None:
        self.failure.say(sentences([words]))
        self.failure.show()

    def _on_closed(self) -> None:
        """Nobody waits for the plan any more."""
        if self._asked is not None:
            self._asked.set()


def _planned(
    engine: Engine, progress: Callable[[tuple[int, int]], None], stop: StopToken
) -> RenamePlan:
    """In a thread of its own: makes the plan and tells how far it is."""
    return rename_commands.plan(engine.own_desk, stop, engine.lookups.counter(stop, progress))
