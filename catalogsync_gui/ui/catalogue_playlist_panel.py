# SPDX-License-Identifier: GPL-3.0-or-later
"""The playlists of the chosen source, and what can be done with one."""

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.browsing import PlaylistSummary, TrackScope
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import Source, SourceRow
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.engine.catalogue_commands import kept_edited
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.catalogue_playlists import PlaylistDelegate, PlaylistsModel
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.dialogs.playlist_versions import PlaylistVersionsDialog
from catalogsync_gui.ui.formats import time_text
from catalogsync_gui.ui.key_list import show_keys
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.opening_files import FileOpener

_OFTEN_MS = 1500
"""While tracks arrive the playlists are counted again this often: long ones take their time."""


class PlaylistsPanel(QWidget):
    """Fed by the desk. Main thread only."""

    chosen = Signal(object)
    """TrackScope of what is chosen now, None for nothing."""

    def __init__(self, engine: Engine, opener: FileOpener, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._opener = opener
        self._source: SourceRow | None = None
        self._asked: int | None = None
        self._stale = False
        self._told: TrackScope | None = None
        self._status = engine.status()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_OFTEN_MS)
        self._soon.timeout.connect(self._ask)
        self.model = PlaylistsModel(self)
        self.view = QListView(self)
        self.about = MutedLabel("", self)
        self.trouble = Notice(self)
        self.trouble.hide()
        self.notice = Notice(self)
        self.notice.hide()
        self.play = QAction(self.tr("Play"), self)
        self.play.setToolTip(self.tr("Open the playlist's file with the system's player"))
        self.play.setShortcut(QKeySequence(Qt.Key.Key_Return))
        self.folder = QAction(self.tr("Show in folder"), self)
        self.folder.setShortcut(QKeySequence("Ctrl+Return"))
        show_keys(self.play, self.folder)
        self.export = QAction(self.tr("Export again"), self)
        self.export.setToolTip(self.tr("Write the playlist's file anew, with what is here now"))
        self.versions = QAction(self.tr("Versions…"), self)
        self.versions.setToolTip(self.tr("What the playlist held before, and how to have it back"))
        self._build()
        self.draw_icons()
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.doubleClicked.connect(self._on_play)
        self.play.triggered.connect(self._on_play)
        self.folder.triggered.connect(self._on_folder)
        self.export.triggered.connect(self._on_export)
        self.versions.triggered.connect(self._on_versions)
        engine.signals.status_changed.connect(self.follow, Qt.ConnectionType.QueuedConnection)
        self._follow()
        self.follow(self._status)

    def _build(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(PlaylistDelegate(view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setAccessibleName(self.tr("Playlists of the source"))
        for action in self._actions():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        view.addActions(self._actions())
        title = PlainLabel(self.tr("Playlists"), self)
        title.enlarge(1.1)
        title.setContentsMargins(10, 8, 10, 2)
        self.about.setContentsMargins(10, 0, 10, 6)
        trouble = QHBoxLayout()
        trouble.setContentsMargins(10, 0, 8, 4)
        trouble.addWidget(self.trouble)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 4, 6, 6)
        buttons.setSpacing(2)
        for action in (self.play, self.versions):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            buttons.addWidget(button)
        buttons.addStretch(1)
        note = QHBoxLayout()
        note.setContentsMargins(8, 4, 8, 0)
        note.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(self.about)
        layout.addLayout(trouble)
        layout.addWidget(view, 1)
        layout.addLayout(note)
        layout.addLayout(buttons)

    def _actions(self) -> list[QAction]:
        return [self.play, self.folder, self.export, self.versions]

    def draw_icons(self) -> None:
        """Draws the icons in the palette's colours."""
        for action, icon in zip(
            self._actions(), ("resume", "open-folder", "export", "waiting"), strict=True
        ):
            action.setIcon(icons.icon(icon))
        self.view.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 140)

    # ------------------------------------------------------------ what is shown

    def show_source(self, source: SourceRow | None) -> None:
        """Shows the playlists of a source as it is now; None shows none."""
        before = self._source.source.id if self._source else None
        self._source = source
        self.follow(self._status)
        if source is None or source.source.id != before:
            self.model.apply(source, ())
            self._select(None)
            self._soon.stop()
            self._ask()
        elif not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Reads them anew at once: somebody has just come to look."""
        self._soon.stop()
        self._ask()

    def follow(self, status: EngineStatus) -> None:
        """Says when the catalogue was read, when it is read next, and what is wrong with it."""
        self._status = status
        source = self._source.source if self._source else None
        self.about.setVisible(source is not None)
        wrong = "" if source is None else source.paused or source.error or source.warning
        self.trouble.setVisible(bool(wrong))
        if source is None:
            return
        self.trouble.say(sentences([wrong]))
        self.about.setText(" · ".join((self._read_last(source), self._read_next(source))))

    def _read_last(self, source: Source) -> str:
        if self._status.job is not None and source.id in self._status.sources:
            return self.tr("Being synced now")
        if source.refreshed_at is None:
            return self.tr("Not read yet")
        return self.tr("Read {time}").format(time=time_text(source.refreshed_at))

    def _read_next(self, source: Source) -> str:
        if source.paused:
            return self.tr("not by itself any more: sync it to try again")
        at = self._status.next_sync
        if at is None:
            return self.tr("next when you sync it")
        return self.tr("next {time}").format(time=time_text(max(at, source.not_before or 0.0)))

    def _ask(self) -> None:
        """One question at a time: a source may have thousands of playlists."""
        if self._asked is not None:
            self._stale = True
        elif self._source is not None:
            self._asked = source = self._source.source.id
            self._engine.desk.ask(
                lambda desk: desk.store.browsing.playlists(source), self._on_rows, self._on_failed
            )

    def _on_rows(self, rows: list[PlaylistSummary]) -> None:
        source = self._source
        if source is not None and self._asked == source.source.id:
            playlist = self.current()
            self.model.apply(source, rows)
            self._select(playlist)
        self._answered()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.say(str(error))
        self._answered()

    def _answered(self) -> None:
        asked, self._asked = self._asked, None
        current = self._source.source.id if self._source else None
        if self._stale or asked != current:
            self._stale = False
            self._ask()

    def _select(self, playlist: PlaylistSummary | None) -> None:
        """Chooses a playlist again, or all tracks."""
        position = self.model.position(playlist.id if playlist else None)
        if position is None:
            position = self.model.position(None)
        if position is not None and self.view.currentIndex().row() != position:
            self.view.setCurrentIndex(self.model.index(position))
        self._on_current()

    def current(self) -> PlaylistSummary | None:
        """The chosen playlist; None where it is all tracks, or nothing."""
        index = self.view.currentIndex()
        return self.model.playlist(index.row()) if index.isValid() else None

    def _on_current(self, *_: object) -> None:
        self._follow()
        scope = None
        if self._source is not None:
            playlist = self.current()
            scope = TrackScope(self._source.source.id, playlist.id if playlist else None)
        if scope == self._told:
            return
        self._told = scope
        self.notice.hide()
        self.chosen.emit(scope)
        playlist = self.current()
        if playlist is not None and playlist.path:
            path = playlist.path
            self._engine.desk.ask(lambda desk: (path, kept_edited(desk, path)), self._on_kept)

    def _on_kept(self, answer: tuple[str, tuple[str, ...]]) -> None:
        path, kept = answer
        playlist = self.current()
        if kept and playlist is not None and playlist.path == path:
            self.say(
                self.tr(
                    "Somebody had changed this playlist's file. Theirs is kept as {file}; what "
                    "they added is not in the new one"
                ).format(file=kept[0])
            )

    def _follow(self) -> None:
        playlist = self.current()
        written = playlist is not None and bool(playlist.path)
        self.play.setEnabled(written)
        self.folder.setEnabled(written)
        self.export.setEnabled(playlist is not None)
        self.versions.setEnabled(playlist is not None)

    def say(self, words: str) -> None:
        """Tells what went wrong, or is to be known."""
        self.notice.say(sentences([words]))
        self.notice.show()

    # ------------------------------------------------------------ what is asked for

    def _on_play(self, *_: object) -> None:
        playlist = self.current()
        if playlist is not None and playlist.path:
            self._opener.play(playlist.path)

    def _on_folder(self) -> None:
        playlist = self.current()
        if playlist is not None and playlist.path:
            self._opener.show_in_folder(playlist.path)

    def _on_export(self) -> None:
        playlist = self.current()
        if playlist is not None:
            self._engine.export((playlist.id,), self._on_refused)

    def _on_refused(self, error: CatalogSyncError) -> None:
        self.say(str(error))

    def _on_versions(self) -> None:
        playlist = self.current()
        if playlist is not None:
            dialog = PlaylistVersionsDialog(self._engine, playlist, self._opener, self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _on_menu(self, point: QPoint) -> None:
        if self.current() is None or not self.view.indexAt(point).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions())
        menu.popup(self.view.viewport().mapToGlobal(point))
