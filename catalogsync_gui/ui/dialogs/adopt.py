# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that lie in the library already: which tracks they are, and taking them for those."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.adopting import Adoption, AdoptPlan, Sign
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine import adopting
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline.adopting import Adopted
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import PlainLabel
from catalogsync_gui.ui.preview_models import CheckTable, small_table

_SIZE = (860, 500)


class AdoptDialog(QDialog):
    """Shows a plan and has carried out what of it is checked.

    Closing it ends the making of a plan; it does not stop what has begun.
    """

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._plan: AdoptPlan | None = None
        self._asked: StopToken | None = None
        self._running = False
        self._adopted = 0
        self._left: list[str] = []
        self.setWindowTitle(self.tr("Adopt files"))
        self.summary = PlainLabel()
        self.table = CheckTable(
            (self.tr("File"), self.tr("Track"), self.tr("By"), self.tr("Doubt")), self
        )
        self.view = small_table(self.table, self.tr("Files and their tracks"), (0, 34, 9, 30))
        # The name of a file tells more than its folders.
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress"))
        self.notice = Notice()
        self.notice.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.folder = self.buttons.addButton(self.tr("Only a &folder…"), action)
        self.certain = self.buttons.addButton(self.tr("&Check all certain"), action)
        self.start = self.buttons.addButton(self.tr("&Adopt"), action)
        self.stop = self.buttons.addButton(self.tr("&Stop"), action)
        for button in (self.folder, self.certain):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.notice)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.folder.clicked.connect(self._on_folder)
        self.certain.clicked.connect(self._check_certain)
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.table.chosen_changed.connect(self._follow)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_closed)
        self.resize(*_SIZE)
        self.look(None)

    # ------------------------------------------------------------ the plan

    def look(self, folder: Path | None) -> None:
        """Has a plan made for a folder of the library, or for all of it."""
        if self._asked is not None:
            self._asked.set()
        self._plan = None
        self.notice.hide()
        self.table.show_checked((), ())
        self.summary.setText(self.tr("Reading the files of the library…"))
        self.progress.setRange(0, 0)
        self.progress.show()
        self._asked = self._engine.lookups.ask(
            partial(_planned, self._engine, folder, self._on_progress),
            self._on_plan,
            self._on_failed,
        )
        self._follow()

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Adopt files of a folder"), self._root())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def _root(self) -> str:
        return self._engine.settings.library

    def _on_chosen(self, folder: str) -> None:
        self.look(Path(folder))

    def _on_progress(self, news: tuple[int, int]) -> None:
        done, total = news
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def _on_plan(self, plan: AdoptPlan) -> None:
        self._asked, self._plan = None, plan
        self.progress.hide()
        rows = [self._row(one) for one in plan.adoptions]
        self.table.show_checked(rows, range(len(plan.certain)))
        self.summary.setText(self._words(plan))
        if plan.left:
            path, reason = plan.left[0]
            more = (
                self.tr(", and {count} more").format(count=count_text(len(plan.left) - 1))
                if len(plan.left) > 1
                else ""
            )
            self._say(
                self.tr("{path} could not be read: {reason}{more}").format(
                    path=path, reason=reason.rstrip("."), more=more
                )
            )
        self._follow()

    def _row(self, one: Adoption) -> tuple[str, ...]:
        info = one.wanted.info
        track = f"{info.artist} – {info.title}" if info.artist else info.title
        sign = self.tr("content") if one.sign is Sign.HASH else self.tr("tags")
        return one.file.path, track, sign, one.doubt

    def _words(self, plan: AdoptPlan) -> str:
        if not plan.files:
            return self.tr("There are no audio files here.")
        parts = [
            (len(plan.certain), self.tr("certain: {count}")),
            (len(plan.doubtful), self.tr("doubtful, for you to check: {count}")),
            (plan.known, self.tr("on record already: {count}")),
            (plan.unmatched, self.tr("like nothing that is wanted: {count}")),
        ]
        said = [words.format(count=count_text(number)) for number, words in parts if number]
        return sentences(
            [
                self.tr("Files: {count}").format(count=count_text(plan.files))
                + (f" ({'; '.join(said)})" if said else ""),
                self.tr(
                    "What is adopted stays as and where it is, and its track is not downloaded"
                ),
            ]
        )

    def _check_certain(self) -> None:
        if self._plan is not None:
            self.table.choose_rows(range(len(self._plan.certain)))

    def _follow(self) -> None:
        idle = not self._running and self._plan is not None
        self.start.setEnabled(idle and bool(self.table.chosen_rows()))
        self.certain.setEnabled(idle and self._plan is not None and bool(self._plan.certain))
        self.folder.setEnabled(not self._running)
        self.view.setEnabled(idle)
        self.stop.setVisible(self._running)

    # ------------------------------------------------------------ what is asked for

    def _on_start(self) -> None:
        if self._plan is None:
            return
        chosen = tuple(self._plan.adoptions[row] for row in self.table.chosen_rows())
        self._running, self._adopted, self._left = True, 0, []
        self.notice.hide()
        self.summary.setText(self.tr("The files become the tracks'…"))
        self.progress.setRange(0, max(1, len(chosen)))
        self.progress.setValue(0)
        self.progress.show()
        self._follow()
        self._asked = self._engine.lookups.ask(
            partial(adopting.carry_out_telling, self._engine, chosen, self._on_adopted),
            self._on_end,
            self._on_failed,
        )

    def _on_adopted(self, one: Adopted) -> None:
        self.progress.setValue(self.progress.value() + 1)
        if one.reason:
            self._left.append(f"{one.adoption.file.path}: {one.reason}")
        else:
            self._adopted += 1

    def _on_end(self, _outcome: list[Adopted]) -> None:
        self._ended(self.tr("Done. Adopted: {count}"))

    def _on_stop(self) -> None:
        if self._asked is not None:
            self._asked.set()
        self._ended(self.tr("Stopped. Adopted: {count}"))

    def _ended(self, words: str) -> None:
        self._asked, self._running, self._plan = None, False, None
        self.progress.hide()
        self.table.show_checked((), ())
        self.summary.setText(words.format(count=count_text(self._adopted)))
        if self._left:
            self._say(
                self.tr("Left alone: {count}. {first}").format(
                    count=count_text(len(self._left)), first=self._left[0]
                )
            )
        self._engine.keeper.catalogue_changed()
        self._follow()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asked, self._running, self._plan = None, False, None
        self.progress.hide()
        self.summary.setText("")
        self._say(str(error))
        self._engine.keeper.catalogue_changed()
        self._follow()

    def _say(self, words: str) -> None:
        self.notice.say(sentences([words]))
        self.notice.show()

    def _on_closed(self) -> None:
        """Nobody waits for the plan any more."""
        if self._asked is not None and not self._running:
            self._asked.set()


def _planned(
    engine: Engine,
    folder: Path | None,
    progress: Callable[[tuple[int, int]], None],
    stop: StopToken,
) -> AdoptPlan:
    """In a thread of its own: makes the plan and tells how far it is."""
    return adopting.plan(engine.own_desk, folder, stop, engine.lookups.counter(stop, progress))
