# SPDX-License-Identifier: GPL-3.0-or-later
"""The third screen: what would come, how much of it, and what it would be called."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.first_paths import playlist_path, track_path
from catalogsync_gui.core.models import JobSpec, TrackInfo
from catalogsync_gui.core.sync_plan import SyncPlan
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.forecasting import plan_for
from catalogsync_gui.engine.previewing import Preview
from catalogsync_gui.engine.removing import remove_source
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.first_run.step import Step
from catalogsync_gui.ui.formats import count_text, duration_text, size_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable

_LONGEST = 300
_PLAYLISTS = 3


class PlanStep(Step):
    """Makes the plan when it is shown; going on starts the sync."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title.setText(self.tr("This is what will happen"))
        self.words.setText(self.tr("Nothing is downloaded before you press Start."))
        self._engine = engine
        self.sources: tuple[int, ...] = ()
        self._preview: Preview | None = None
        self._plan: SyncPlan | None = None
        self._asked: StopToken | None = None
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(self.tr("Reading the catalogue"))
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self._facts = QWidget(self)
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self.notice = Notice(self)
        self.column.addWidget(self.progress)
        self.column.addWidget(self._facts)
        self.column.addWidget(self.notice)
        self.column.addStretch(1)
        self.notice.hide()

    @property
    def ready(self) -> bool:
        """Whether the plan is there, or could not be made: the sync itself will tell more then."""
        return self._asked is None and bool(self.sources)

    @property
    def action(self) -> str:
        """What the button says."""
        return self.tr("&Start")

    def take(self, sources: tuple[int, ...], preview: Preview | None) -> None:
        """Takes what was subscribed to."""
        self.sources, self._preview = sources, preview

    def enter(self) -> None:
        """Has the plan made."""
        self._clear()
        self.notice.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        spec = JobSpec(sources=self.sources)
        self._asked = self._engine.lookups.ask(
            partial(plan_for, self._engine, spec, self._on_progress), self._on_plan, self._on_failed
        )
        self.changed.emit()

    def leave(self) -> None:
        """Nobody waits for the plan any more."""
        if self._asked is not None:
            self._asked.set()
            self._asked = None

    def take_back(self) -> None:
        """Unsubscribes from what the screen before had subscribed to."""
        sources, self.sources = self.sources, ()
        if sources:
            self._engine.desk.ask(partial(_unsubscribe, sources=sources), self._on_taken_back)

    def _on_taken_back(self, _nothing: object) -> None:
        self._engine.keeper.catalogue_changed()

    def go_on(self) -> None:
        """Starts the sync."""
        self._engine.start_job(JobSpec(sources=self.sources))
        self.done.emit()

    def text(self) -> str:
        """What stands there, for tests."""
        labels = self._facts.findChildren(PlainLabel)
        return "\n".join(label.text() for label in labels).replace("\u200b", "")

    # ------------------------------------------------------------ what the plan says

    def _on_progress(self, news: tuple[int, int]) -> None:
        done, total = news
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asked = None
        self.progress.hide()
        self._say([str(error)])
        self.changed.emit()

    def _on_plan(self, plan: SyncPlan) -> None:
        self._asked = None
        self._plan = plan
        self.progress.hide()
        self._clear()
        for title, words in self._rows(plan):
            self._add(title, words)
        said = [
            self.tr("{source} could not be read: {reason}").format(
                source=source.name, reason=source.error.message
            )
            for source in plan.sources
            if source.error is not None
        ]
        if plan.full:
            said.append(
                self.tr("The folder's volume is nearly full: nothing would come. Make room on it")
            )
        elif plan.too_large:
            said.append(
                self.tr("There is too little room for all of it: some tracks would have to wait")
            )
        self._say([*said, *plan.warnings])
        self.changed.emit()

    def _rows(self, plan: SyncPlan) -> list[tuple[str, str]]:
        rows = [(self.tr("Tracks"), self._tracks(plan))]
        rows.append((self.tr("Into"), self._engine.settings.library))
        example = self._example()
        if example:
            rows.append((self.tr("For example"), example))
        titles = [change.title for change in plan.playlists]
        if titles:
            names = [playlist_path(self._engine.settings, title) for title in titles[:_PLAYLISTS]]
            if len(titles) > _PLAYLISTS:
                more = count_text(len(titles) - _PLAYLISTS)
                names.append(self.tr("and {count} more").format(count=more))
            label = self.tr("Playlist") if len(titles) == 1 else self.tr("Playlists")
            rows.append((label, "\n".join(names)))
        if plan.free is not None and plan.free_after is not None:
            rows.append(
                (
                    self.tr("Room"),
                    self.tr("{free} free now, {after} afterwards").format(
                        free=size_text(plan.free), after=size_text(max(0, plan.free_after))
                    ),
                )
            )
        rows.append((self.tr("Afterwards"), self._afterwards()))
        return rows

    def _tracks(self, plan: SyncPlan) -> str:
        files, known, unknown = (plan.total(name) for name in ("files", "bytes", "unknown"))
        words = self.tr("1 track") if files == 1 else self.tr("{count} tracks")
        words = words.format(count=count_text(files))
        if known and unknown:
            words = self.tr("{tracks}, {size} and {count} of unknown size").format(
                tracks=words, size=size_text(known), count=count_text(unknown)
            )
        elif known:
            words = self.tr("{tracks}, {size}").format(tracks=words, size=size_text(known))
        elif files:
            words = self.tr("{tracks}; the catalogue does not tell their size").format(tracks=words)
        there = plan.total("there") + plan.total("adopted") + plan.total("matched")
        if there:
            words = self.tr("{tracks}; {count} are there already").format(
                tracks=words, count=count_text(there)
            )
        seconds = plan.seconds()
        if seconds:
            words = self.tr("{tracks}; about {time}").format(
                tracks=words, time=duration_text(seconds)
            )
        return words

    def _example(self) -> str:
        if self._preview is None or not self._preview.tracks:
            return ""
        first, found = self._preview.tracks[0], self._preview
        info = TrackInfo(
            title=first.title,
            artists=(first.artist,) if first.artist else (),
            album=first.album,
        )
        playlist = found.playlists[0].title if found.playlists else found.name
        return track_path(self._engine.settings, info, playlist, found.name)

    def _afterwards(self) -> str:
        hours = self._engine.settings.refresh_hours
        if not hours:
            return self.tr("New tracks come when you ask for a sync.")
        if hours == 1:
            return self.tr("New tracks come by themselves, every hour.")
        return self.tr("New tracks come by themselves, every {hours} hours.").format(
            hours=f"{hours:g}"
        )

    def _add(self, title: str, words: str) -> None:
        row = self._grid.rowCount()
        name = MutedLabel(title, self._facts)
        name.setWordWrap(False)
        value = PlainLabel(
            "\n".join(breakable(plain(line, _LONGEST)) for line in words.split("\n")), self._facts
        )
        value.setAccessibleName(f"{title}: {plain(words, _LONGEST)}")
        flags = Qt.TextInteractionFlag
        value.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)

    def _clear(self) -> None:
        self._plan = None
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()

    def _say(self, said: list[str]) -> None:
        self.notice.say(sentences(said))
        self.notice.setVisible(bool(said))


def _unsubscribe(desk: Desk, sources: tuple[int, ...]) -> None:
    for source in sources:
        remove_source(desk, source)
