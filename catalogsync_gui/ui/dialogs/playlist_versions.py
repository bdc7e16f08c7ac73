# SPDX-License-Identifier: GPL-3.0-or-later
"""What a playlist held before: its versions, what each differs in, and how to have one back."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.browsing import PlaylistSummary
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.exporting import (
    PlaylistVersion,
    RestoredPlaylist,
    VersionDifference,
    VersionTrack,
)
from catalogsync_gui.engine import version_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import count_text, time_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.opening_files import FileOpener
from catalogsync_gui.ui.preview_models import TextTable, small_table

_SIZE = (760, 520)
_LONGEST = 300


class PlaylistVersionsDialog(QDialog):
    """Asks on the desk only. Main thread only."""

    def __init__(
        self,
        engine: Engine,
        playlist: PlaylistSummary,
        opener: FileOpener,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._playlist = playlist
        self._opener = opener
        self._versions: list[PlaylistVersion] = []
        self._differences: dict[int, VersionDifference] = {}
        self._restored: RestoredPlaylist | None = None
        self._busy = False
        self.setWindowTitle(self.tr("Versions of a playlist"))
        self.heading = PlainLabel(breakable(plain(playlist.title, _LONGEST)), self)
        self.heading.enlarge(1.15)
        self.explanation = MutedLabel(
            self.tr(
                "A version is kept whenever a sync has changed the playlist. The playlist itself "
                "follows its catalogue; restoring writes a version as a playlist of its own beside "
                "it, which is yours: nothing here changes or removes it."
            ),
            self,
        )
        self.table = TextTable(
            (self.tr("When"), self.tr("Tracks"), self.tr("Beside today's")), right=(1,), parent=self
        )
        self.view = small_table(self.table, self.tr("Versions"), (24, 10, 0))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.changes = TextTable(
            (self.tr("Change"), self.tr("Track"), self.tr("File")), parent=self
        )
        self.changes_view = small_table(
            self.changes, self.tr("What differs from today's"), (24, 0, 32)
        )
        self.same = MutedLabel("", self)
        self.same.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.changes_view)
        self._pages.addWidget(self.same)
        self.notice = Notice(self)
        self.notice.hide()
        self.told = PlainLabel("", self)
        self.told.setAccessibleName(self.tr("What was done"))
        self.show_file = QPushButton(self.tr("Show in &folder"), self)
        self.undo = QPushButton(self.tr("&Undo"), self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.restore = self.buttons.addButton(
            self.tr("&Restore as a playlist of its own"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self._build()
        self.view.selectionModel().currentRowChanged.connect(self._on_version)
        self.restore.clicked.connect(self._on_restore)
        self.undo.clicked.connect(self._on_undo)
        self.show_file.clicked.connect(self._on_show)
        self.buttons.rejected.connect(self.reject)
        self._opener.failed.connect(self._say)
        self.resize(*_SIZE)
        self._follow()
        engine.desk.ask(partial(_read, playlist.id), self._on_versions, self._on_failed)

    def _build(self) -> None:
        self._done = QWidget(self)
        done = QHBoxLayout(self._done)
        done.setContentsMargins(0, 0, 0, 0)
        done.addWidget(self.told, 1)
        done.addWidget(self.show_file)
        done.addWidget(self.undo)
        for button in (self.show_file, self.undo, self.restore):
            button.setAutoDefault(False)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(self._pages)
        splitter.setSizes([170, 220])
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.explanation)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self._done)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)

    # ------------------------------------------------------------ what there is

    def _on_versions(self, found: list[tuple[PlaylistVersion, VersionDifference]]) -> None:
        self._versions = [version for version, _ in found]
        self._differences = {version.id: difference for version, difference in found}
        self.table.show(
            [
                (
                    time_text(version.kept_at),
                    count_text(version.entries),
                    self._summary(difference),
                )
                for version, difference in found
            ]
        )
        if found:
            self.view.selectRow(0)
        else:
            self.explanation.setText(
                self.tr("There is no version yet: one is kept at the end of a sync.")
            )
        self._follow()

    def _summary(self, difference: VersionDifference) -> str:
        said = []
        if difference.removed_count:
            count = difference.removed_count
            said.append(
                self.tr("1 track is not in it any more")
                if count == 1
                else self.tr("{count} tracks are not in it any more").format(
                    count=count_text(count)
                )
            )
        if difference.added_count:
            count = difference.added_count
            said.append(
                self.tr("1 was added since")
                if count == 1
                else self.tr("{count} were added since").format(count=count_text(count))
            )
        if difference.moved:
            said.append(self.tr("another order"))
        return "; ".join(said) or self.tr("The same as today's")

    def chosen(self) -> PlaylistVersion | None:
        """The chosen version."""
        row = self.view.currentIndex().row()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _on_version(self, *_: object) -> None:
        version = self.chosen()
        difference = self._differences.get(version.id) if version else None
        rows = []
        if difference is not None:
            gone, there = self.tr("Then, file gone"), self.tr("Then, not today")
            rows += [
                self._line(there if track.there else gone, track) for track in difference.removed
            ]
            rows += [self._line(self.tr("Today, not then"), track) for track in difference.added]
            more = difference.removed_count + difference.added_count - len(rows)
            if more > 0:
                rows.append(("", self.tr("and {count} more").format(count=count_text(more)), ""))
        self.changes.show(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        moved = difference is not None and difference.moved
        self.same.setText(
            self.tr("The same tracks as today, in another order.")
            if moved
            else self.tr("Nothing in it differs from today's.")
            if difference is not None
            else ""
        )
        self._follow()

    @staticmethod
    def _line(change: str, track: VersionTrack) -> tuple[str, str, str]:
        named = " – ".join(part for part in (track.artist, track.title) if part)
        return change, named, track.path

    def _follow(self) -> None:
        self.restore.setEnabled(self.chosen() is not None and not self._busy)
        self._done.setVisible(bool(self.told.text()))
        for button in (self.undo, self.show_file):
            button.setVisible(self._restored is not None)
            button.setEnabled(not self._busy)

    # ------------------------------------------------------------ what is asked for

    def _on_restore(self) -> None:
        version = self.chosen()
        if version is None:
            return
        number = version.id
        self._begin()
        self._engine.desk.ask(
            lambda desk: version_commands.restore(desk, number), self._on_restored, self._on_failed
        )

    def _on_restored(self, restored: RestoredPlaylist) -> None:
        self._restored = restored
        words = self.tr("Written as {file} with {count} tracks.").format(
            file=restored.path, count=count_text(restored.entries)
        )
        if restored.missing:
            words += " " + self.tr("{count} tracks are not in the library any more.").format(
                count=count_text(restored.missing)
            )
        self._end(words)

    def _on_undo(self) -> None:
        restored = self._restored
        if restored is None:
            return
        self._begin()
        self._engine.desk.ask(
            lambda desk: version_commands.take_back_restored(desk, restored),
            self._on_undone,
            self._on_failed,
        )

    def _on_undone(self, removed: bool) -> None:
        restored, self._restored = self._restored, None
        name = restored.path if restored else ""
        words = (
            self.tr("{file} was removed again.")
            if removed
            else self.tr("{file} was changed or moved since, so it stays.")
        )
        self._end(words.format(file=name))

    def _on_show(self) -> None:
        if self._restored is not None:
            self._opener.show_in_folder(self._restored.path)

    def _begin(self) -> None:
        self._busy = True
        self.notice.hide()
        self._follow()

    def _end(self, words: str) -> None:
        self._busy = False
        self.told.setText(breakable(plain(words, 3 * _LONGEST)))
        self._follow()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._busy = False
        self._say(str(error))
        self._follow()

    def _say(self, words: str) -> None:
        self.notice.say(sentences([words]))
        self.notice.show()


def _read(playlist: int, desk: Desk) -> list[tuple[PlaylistVersion, VersionDifference]]:
    """At the desk: versions are few, and so is what they differ in."""
    return [
        (version, version_commands.difference(desk, version.id))
        for version in version_commands.versions(desk, playlist)
    ]
