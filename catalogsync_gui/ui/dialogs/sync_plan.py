# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do: shown before it is done."""

from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.sync_plan import PlaylistChange, PlaylistFate, SourcePlan, SyncPlan
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.forecasting import plan_for
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.formats import count_text, duration_text, size_text
from catalogsync_gui.ui.labels import PlainLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_SIZE = (820, 540)
_ROWS = 1000
"""Playlists in the table."""


class SyncPlanDialog(QDialog):
    """Reads the catalogues when it opens; closing it ends that."""

    def __init__(
        self, engine: Engine, parent: QWidget | None = None, source: int | None = None
    ) -> None:
        """Begins to read.

        :param source: of this source only; None for a sync of everything.
        """
        super().__init__(parent)
        self._engine = engine
        self._spec = JobSpec() if source is None else JobSpec(sources=(source,))
        self._plan: SyncPlan | None = None
        self.setWindowTitle(self.tr("What would a sync do?"))
        self.summary = PlainLabel()
        self.sources = TextTable(
            (
                self.tr("Source"),
                self.tr("Downloads"),
                self.tr("Size"),
                self.tr("From the library"),
                self.tr("There"),
                self.tr("To the trash"),
                self.tr("Time"),
            ),
            range(1, 7),
            self,
        )
        sources = small_table(self.sources, self.tr("Sources"), (0, 12, 21, 19, 9, 14, 9))
        self.playlists = TextTable(
            (
                self.tr("Playlist"),
                self.tr("Would be"),
                self.tr("Tracks now"),
                self.tr("Then"),
                self.tr("Arriving"),
            ),
            range(2, 5),
            self,
        )
        playlists = small_table(
            self.playlists, self.tr("Playlists that would be others"), (0, 12, 12, 9, 10)
        )
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress"))
        self.notice = Notice()
        self.notice.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.sync = self.buttons.addButton(
            self.tr("&Sync now"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.sync.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.progress)
        layout.addWidget(sources, 1)
        layout.addWidget(playlists, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.sync.clicked.connect(self._on_sync)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_closed)
        self.resize(*_SIZE)
        self.summary.setText(self.tr("Reading the catalogues…"))
        self.progress.setRange(0, 0)
        self._asked = engine.lookups.ask(
            partial(plan_for, engine, self._spec, self._on_progress), self._on_plan, self._on_failed
        )

    def _on_progress(self, news: tuple[int, int]) -> None:
        done, total = news
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _on_plan(self, plan: SyncPlan) -> None:
        self._plan = plan
        self.progress.hide()
        self.sources.show([self._source(plan, source) for source in plan.sources])
        self.playlists.show([self._playlist(change) for change in plan.playlists[:_ROWS]])
        self.summary.setText(self._words(plan))
        said = [
            self.tr("{source} could not be read: {reason}").format(
                source=source.name, reason=in_words(source.error.message)
            )
            for source in plan.sources
            if source.error is not None
        ]
        said += plan.warnings
        if plan.full:
            said.insert(0, self.tr("The library's volume is nearly full: a sync would not begin"))
        elif plan.too_large:
            said.insert(
                0,
                self.tr(
                    "There is too little room: {size} are kept free, so some downloads would wait"
                ).format(size=size_text(plan.reserve)),
            )
        if said:
            self._say(said)
        self.sync.setEnabled(self._engine.status().job is None)

    def _source(self, plan: SyncPlan, source: SourcePlan) -> tuple[str, ...]:
        seconds = plan.seconds(source)
        return (
            source.name,
            count_text(source.files),
            self._size(source.bytes, source.unknown),
            count_text(source.adopted + source.matched),
            count_text(source.there),
            count_text(source.trashed),
            duration_text(seconds),
        )

    def _size(self, known: int, unknown: int) -> str:
        if not unknown:
            return size_text(known)
        if not known:
            return self.tr("{count} unknown").format(count=count_text(unknown))
        return self.tr("{size} + {count} unknown").format(
            size=size_text(known), count=count_text(unknown)
        )

    def _playlist(self, change: PlaylistChange) -> tuple[str, ...]:
        fate = {
            PlaylistFate.NEW: self.tr("new"),
            PlaylistFate.CHANGED: self.tr("changed"),
            PlaylistFate.REMOVED: self.tr("removed"),
        }[change.fate]
        numbers = (change.before, change.after, change.arriving)
        return (change.title, fate, *map(count_text, numbers))

    def _words(self, plan: SyncPlan) -> str:
        total = plan.total
        said = [
            self.tr("To be downloaded: {count} ({size})").format(
                count=count_text(total("files")), size=self._size(total("bytes"), total("unknown"))
            )
        ]
        parts = [
            (total("adopted"), self.tr("taken from the library instead: {count}")),
            (total("matched"), self.tr("matched with what is there: {count}")),
            (total("there"), self.tr("there already: {count}")),
            (total("skipped"), self.tr("without an address: {count}")),
            (total("trashed"), self.tr("to the trash: {count}")),
            (plan.restored, self.tr("back from the trash: {count}")),
            (plan.expired, self.tr("deleted from the trash for good: {count}")),
            (len(plan.playlists), self.tr("playlists that would be others: {count}")),
        ]
        said += [words.format(count=count_text(number)) for number, words in parts if number]
        return sentences(["; ".join(said), self._room(plan), self._time(plan)])

    def _room(self, plan: SyncPlan) -> str:
        if plan.free is None or plan.free_after is None:
            return self.tr("The volume does not tell how much is free")
        words = (
            self.tr("Free: {now} now, {after} afterwards at most")
            if plan.total("unknown")
            else self.tr("Free: {now} now, {after} afterwards")
        )
        return words.format(now=size_text(plan.free), after=size_text(max(0, plan.free_after)))

    def _time(self, plan: SyncPlan) -> str:
        seconds = plan.seconds()
        if seconds is None:
            return self.tr("How long it takes is unknown, as nothing was downloaded yet")
        return self.tr("Takes about {time}").format(time=duration_text(seconds))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.progress.hide()
        self.summary.setText(self.tr("There is no plan."))
        self._say([str(error)])

    def _say(self, words: list[str]) -> None:
        self.notice.say(sentences(words))
        self.notice.show()

    def _on_sync(self) -> None:
        self._engine.start_job(self._spec)
        self.accept()

    def _on_closed(self) -> None:
        """Nobody waits for the plan any more."""
        self._asked.set()
