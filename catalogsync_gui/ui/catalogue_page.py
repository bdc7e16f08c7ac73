# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what is followed: sources, the playlists of one, and the tracks of one of those."""

from PySide6.QtCore import QByteArray, QItemSelectionModel, QModelIndex, QSettings, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.catalogue_playlist_panel import PlaylistsPanel
from catalogsync_gui.ui.catalogue_track_panel import TracksPanel
from catalogsync_gui.ui.opening_files import FileOpener
from catalogsync_gui.ui.sources_panel import SourcesPanel

_QUEUED = Qt.ConnectionType.QueuedConnection
_OFTEN_MS = 1500
"""While tracks arrive the lists are read again this often: counting a long playlist takes time."""


class CataloguePage(QWidget):
    """Main thread only."""

    def __init__(
        self, engine: Engine, add: QAction, trash: QAction, parent: QWidget | None = None
    ) -> None:
        """Builds the page.

        :param add: the window's action to add a source. :param trash: the one to open the trash.
        """
        super().__init__(parent)
        self.sources = SourcesPanel(engine, add, trash, self)
        self.opener = FileOpener(engine, self)
        self.playlists = PlaylistsPanel(engine, self.opener, self)
        self.tracks = TracksPanel(engine, self.opener, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_OFTEN_MS)
        self._stale = False
        self._wanted: int | None = None
        self._left = QSplitter(Qt.Orientation.Vertical, self)
        self._left.setChildrenCollapsible(False)
        self._left.addWidget(self.sources)
        self._left.addWidget(self.playlists)
        self._left.setSizes([300, 300])
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._across.setChildrenCollapsible(False)
        self._across.addWidget(self._left)
        self._across.addWidget(self.tracks)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([260, 640])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)
        self.sources.rows_changed.connect(self._on_rows)
        self.sources.view.selectionModel().currentChanged.connect(self._on_source)
        self.playlists.chosen.connect(self.tracks.show_list)
        self.opener.failed.connect(self.tracks.say)
        self._soon.timeout.connect(self.tracks.refresh)
        engine.signals.catalogue_changed.connect(self._on_changed, _QUEUED)

    def draw_icons(self) -> None:
        """Draws the icons in the palette's colours."""
        self.sources.draw_icons()
        self.playlists.draw_icons()

    def choose(self, source: int) -> None:
        """Selects a source, now or when it is known."""
        self._wanted = source
        self._choose()

    def _choose(self) -> None:
        row = None if self._wanted is None else self.sources.model.position(self._wanted)
        if row is not None:
            self._wanted = None
            index = self.sources.model.index(row)
            # Even where it is the current one and somebody has taken its selection away.
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.sources.view.selectionModel().setCurrentIndex(index, chosen)
            self.sources.view.scrollTo(index)

    def _on_changed(self) -> None:
        if not self.isVisible():
            self._stale = True
        elif not self._soon.isActive():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What nobody looked at was not read meanwhile.
        if self._stale:
            self._stale = False
            self._show_source()
            self.playlists.refresh()
            self.tracks.refresh()

    def _on_rows(self, _rows: object) -> None:
        """The first source is chosen where none is: a page that shows nothing tells nothing."""
        self._choose()
        view = self.sources.view
        if not view.currentIndex().isValid() and self.sources.model.rowCount():
            view.setCurrentIndex(self.sources.model.index(0))
        if self.isVisible():
            self._show_source()
        else:
            self._stale = True

    def _on_source(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._show_source()

    def _show_source(self) -> None:
        index = self.sources.view.currentIndex()
        rows = self.sources.model.rows()
        self.playlists.show_source(rows[index.row()] if index.isValid() else None)

    def save(self, memory: QSettings) -> None:
        """Notes where the dividers are."""
        memory.setValue("catalogue/across", self._across.saveState())
        memory.setValue("catalogue/left", self._left.saveState())
        memory.setValue("catalogue/tracks", self.tracks.save())

    def restore(self, memory: QSettings) -> None:
        """Puts the dividers where they were."""
        for name, put in (
            ("across", self._across.restoreState),
            ("left", self._left.restoreState),
            ("tracks", self.tracks.restore),
        ):
            state = memory.value(f"catalogue/{name}")
            if isinstance(state, QByteArray):
                put(state)
