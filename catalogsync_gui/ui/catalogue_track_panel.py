# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracks of what is chosen: a filter line, the table, and the chosen track from near."""

from dataclasses import replace

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.browsing import TrackPart, TrackScope
from catalogsync_gui.core.errors import CatalogSyncError, UnknownThing
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine import damage_commands, queue_commands
from catalogsync_gui.engine.catalogue_commands import ExplainedTrack, track
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import ExplainedItem
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.catalogue_detail import TrackDetail
from catalogsync_gui.ui.catalogue_tracks import Column, TracksModel
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.opening_files import FileOpener
from catalogsync_gui.ui.tables import column_widths, plain_table

_TYPING_MS = 250
_WIDTHS = {
    Column.NUMBER: 6,
    Column.STATE: 15,
    Column.TITLE: 28,
    Column.ARTIST: 20,
    Column.ALBUM: 20,
    Column.LENGTH: 9,
    Column.SIZE: 11,
}


class TracksPanel(QWidget):
    """Fed by the desk. Main thread only."""

    def __init__(self, engine: Engine, opener: FileOpener, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._opener = opener
        self._scope: TrackScope | None = None
        self._chosen: int | None = None
        self.model = TracksModel(engine, self)
        self.part = QComboBox(self)
        self.search = QLineEdit(self)
        self.count = MutedLabel("", self)
        self.count.setWordWrap(False)
        self.table = QTableView(self)
        self.detail = TrackDetail(engine, self)
        self.notice = Notice(self)
        self.notice.hide()
        self.empty = EmptyState("track", "", "", "", self)
        self.play = QAction(self.tr("Play"), self)
        self.play.setShortcut(QKeySequence(Qt.Key.Key_Return))
        self.folder = QAction(self.tr("Show in folder"), self)
        self.folder.setShortcut(QKeySequence("Ctrl+Return"))
        self.copy = QAction(self.tr("Copy path"), self)
        self.copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.again = QAction(self.tr("Try again"), self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()
        self.show_list(None)

    def _build(self) -> None:
        self.part.setAccessibleName(self.tr("Which tracks are shown"))
        for part, text in (
            (TrackPart.ALL, self.tr("All tracks")),
            (TrackPart.HERE, self.tr("Here")),
            (TrackPart.ABSENT, self.tr("Not here")),
            (TrackPart.FAILED, self.tr("Failed")),
        ):
            self.part.addItem(text, part)
        self.search.setPlaceholderText(self.tr("Search title, artist and album"))
        self.search.setAccessibleName(self.tr("Search the tracks"))
        self.search.setClearButtonEnabled(True)
        self._build_table()
        line = QHBoxLayout()
        line.setContentsMargins(8, 8, 8, 0)
        line.addWidget(self.part)
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        note = QHBoxLayout()
        note.setContentsMargins(8, 0, 8, 0)
        note.addWidget(self.notice)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        above = QWidget(self)
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addLayout(line)
        upper.addLayout(note)
        upper.addWidget(self._pages, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(above)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        # Whoever wants the list alone may fold the rest away.
        self.splitter.setCollapsible(1, True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        find = QAction(self.tr("Search the tracks"), self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.triggered.connect(self._on_find)
        self.addAction(find)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        plain_table(table, self.tr("Tracks"), 10)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(2 * self.fontMetrics().averageCharWidth())
        column_widths(table, _WIDTHS)
        for action in (self.play, self.folder, self.copy):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
            table.addAction(action)
        for action, icon in (
            (self.play, "resume"),
            (self.folder, "open-folder"),
            (self.copy, "export"),
            (self.again, "retry"),
        ):
            action.setIcon(icons.icon(icon))

    def _connect(self) -> None:
        self.part.currentIndexChanged.connect(self._apply)
        self.search.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self._apply)
        self.model.counted.connect(self._on_counted)
        self.model.failed.connect(self.say)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.modelReset.connect(self._on_current)
        self.model.dataChanged.connect(self._on_current)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.table.doubleClicked.connect(self._on_play)
        self.play.triggered.connect(self._on_play)
        self.folder.triggered.connect(self._on_folder)
        self.copy.triggered.connect(self._on_copy)
        self.again.triggered.connect(self._on_again)
        self.detail.play_wanted.connect(self._opener.play)
        self.detail.folder_wanted.connect(self._opener.show_in_folder)
        self.detail.again_wanted.connect(self.try_again)
        self.detail.leave_wanted.connect(self.leave_out)
        self.detail.refetch_wanted.connect(self.fetch_again)

    # ------------------------------------------------------------ what is shown

    def show_list(self, scope: TrackScope | None) -> None:
        """Shows the tracks of a playlist or a source; None shows none."""
        self._scope = scope
        self.notice.hide()
        self._typing.stop()
        self._apply()
        self.table.scrollToTop()

    def refresh(self) -> None:
        """Asks for everything anew; place and selection stay."""
        self.model.refresh()
        if self._chosen is not None:
            self._ask(self._chosen)

    def _apply(self) -> None:
        scope = self._scope
        if scope is not None:
            part, text = self.part.currentData(), self.search.text().strip()
            scope = replace(scope, part=TrackPart(part), text=text)
        self.model.set_scope(scope)

    def _on_typed(self) -> None:
        self._typing.start()

    def _on_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_counted(self, count: int) -> None:
        self.count.setText(
            self.tr("1 track")
            if count == 1
            else self.tr("{count} tracks").format(count=count_text(count))
        )
        scope = self.model.scope()
        self._pages.setCurrentWidget(self.table if count else self.empty)
        if scope is None:
            self.empty.say(self.tr("Nothing chosen"), self.tr("Choose a source to see its tracks."))
        elif scope.text or scope.part is not TrackPart.ALL:
            self.empty.say(
                self.tr("No such tracks"), self.tr("No track of this list passes the filter.")
            )
        else:
            self.empty.say(
                self.tr("No tracks yet"),
                self.tr("They appear as soon as the catalogue has been read: sync the source."),
            )

    def say(self, words: str) -> None:
        """Tells what went wrong."""
        self.notice.say(sentences([words]))
        self.notice.show()

    # ------------------------------------------------------------ the chosen track

    def current(self) -> ExplainedItem | None:
        """The item of the chosen line, if it is known already."""
        index = self.table.currentIndex()
        return self.model.explained(index.row()) if index.isValid() else None

    def _on_current(self, *_: object) -> None:
        index: QModelIndex = self.table.currentIndex()
        found = self.model.explained(index.row()) if index.isValid() else None
        if found is None and index.isValid():
            return  # It is asked for again when its page has come.
        chosen = None if found is None else found.row.id
        if chosen == self._chosen:
            return
        self._chosen = chosen
        if chosen is None:
            self.detail.show_track(None)
        else:
            self._ask(chosen)

    def _ask(self, item: int) -> None:
        around = self._engine.status().circumstances
        self._engine.desk.ask(
            lambda desk: track(desk, item, around), self._on_track, self._on_no_track
        )

    def _on_track(self, found: ExplainedTrack) -> None:
        if found.facts.item.id != self._chosen:
            return
        self.detail.show_track(found)
        for action in (self.play, self.folder, self.copy):
            action.setEnabled(bool(found.facts.item.path))
        self.again.setVisible(self.detail.again.isVisibleTo(self.detail))
        self.again.setText(self.detail.again.text().replace("&", ""))

    def _on_no_track(self, error: CatalogSyncError) -> None:
        self.detail.show_track(None)
        if not isinstance(error, UnknownThing):
            self.say(str(error))

    # ------------------------------------------------------------ what is asked for

    def _path(self) -> str:
        found = self.current()
        return "" if found is None else found.row.path

    def _on_play(self, *_: object) -> None:
        self.notice.hide()
        if path := self._path():
            self._opener.play(path)

    def _on_folder(self) -> None:
        self.notice.hide()
        if path := self._path():
            self._opener.show_in_folder(path)

    def _on_copy(self) -> None:
        if self._path():
            self.detail.copy.click()

    def _on_again(self) -> None:
        self.detail.again.click()

    def try_again(self, item: int) -> None:
        """Has an item fetched that failed, was removed, held back or left out."""
        self._engine.desk.ask(
            lambda desk: queue_commands.try_again(desk, [item]), self._on_queued, self._on_refused
        )

    def leave_out(self, item: int) -> None:
        """Has an item not fetched, until it is tried again."""
        self._engine.desk.ask(
            lambda desk: queue_commands.cancel(desk, [item]), self._on_left, self._on_refused
        )

    def _on_left(self, _changed: object) -> None:
        self.notice.hide()
        self._engine.keeper.catalogue_changed()

    def fetch_again(self, item: int) -> None:
        """Has a damaged file fetched again; it stays until the new one is whole."""
        self._engine.desk.ask(
            lambda desk: damage_commands.fetch_again(desk, [item]),
            self._on_queued,
            self._on_refused,
        )

    def _on_queued(self, _changed: object) -> None:
        self.notice.hide()
        self._engine.start_job(JobSpec(refresh=False))
        self._engine.keeper.catalogue_changed()

    def _on_refused(self, error: CatalogSyncError) -> None:
        self.say(str(error))

    def _on_menu(self, point: QPoint) -> None:
        if not self.table.indexAt(point).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.play, self.folder, self.copy])
        menu.addSeparator()
        menu.addAction(self.again)
        menu.popup(self.table.viewport().mapToGlobal(point))

    # ------------------------------------------------------------ its place in the window

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 300)

    def save(self) -> QByteArray:
        """The places of the splitter."""
        return self.splitter.saveState()

    def restore(self, state: QByteArray) -> None:
        """Puts the splitter where it was."""
        self.splitter.restoreState(state)
