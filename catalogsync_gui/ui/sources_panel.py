# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources: a list, and what can be done with them."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec, Source, SourceRow
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.key_list import show_keys
from catalogsync_gui.ui.labels import PlainLabel
from catalogsync_gui.ui.sources_list import ROW_ROLE, SourceDelegate, SourcesModel

_QUEUED = Qt.ConnectionType.QueuedConnection


class SourcesPanel(QWidget):
    """Fed by the desk whenever the catalogue changed. Main thread only."""

    rows_changed = Signal(object)
    """list[SourceRow]: what the database holds now."""

    edit_wanted = Signal(object)
    """Source."""

    plan_wanted = Signal(object)
    """Source: what would a sync of it do?"""

    remove_wanted = Signal(object)
    """Source."""

    def __init__(
        self, engine: Engine, add: QAction, trash: QAction, parent: QWidget | None = None
    ) -> None:
        """Builds the panel.

        :param add: the window's action to add a source.
        :param trash: the window's action to look into the trash; seen while there is something.
        """
        super().__init__(parent)
        self._engine = engine
        self._asking = False
        self._stale = False
        self.model = SourcesModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(SourceDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(self.tr("Sources"))
        self.empty = EmptyState(
            "playlist",
            self.tr("No sources yet"),
            self.tr(
                "A source is what you follow: a playlist, a podcast, something at the Internet "
                "Archive, or your Subsonic or Jellyfin server."
            ),
            "",
            self,
        )
        self.add = add
        self.trash = trash
        self.trash.setVisible(False)
        self.sync = QAction(self.tr("Sync"), self)
        self.sync.setToolTip(self.tr("Sync the selected source"))
        self.plan = QAction(self.tr("What would a sync do…"), self)
        self.edit = QAction(self.tr("Edit…"), self)
        self.edit.setToolTip(self.tr("Change the selected source's name, login and options"))
        self.edit.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.edit.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.remove = QAction(self.tr("Remove…"), self)
        self.remove.setToolTip(self.tr("Remove the selected source"))
        self.remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self.remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        show_keys(self.edit, self.remove)
        self.accept = QAction(self.tr("Accept the smaller catalogue"), self)
        self.accept.setVisible(False)
        self.view.addActions([self.sync, self.plan, self.edit, self.accept, self.remove])
        self._failure = PlainLabel("", self)
        self._failure.setContentsMargins(8, 4, 8, 4)
        self._failure.hide()
        self._arrange()
        self._connect()
        self.draw_icons()
        self._on_selection()
        self.refresh()

    def _arrange(self) -> None:
        title = PlainLabel(self.tr("Sources"), self)
        title.enlarge(1.1)
        title.setContentsMargins(10, 10, 10, 6)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 4, 6, 6)
        buttons.setSpacing(2)
        for action in (self.add, self.sync, self.remove):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._failure)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.sync.triggered.connect(self._on_sync)
        self.accept.triggered.connect(self._on_accept)
        self.plan.triggered.connect(self._on_plan)
        self.edit.triggered.connect(self._on_edit)
        self.remove.triggered.connect(self._on_remove)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self._engine.signals.catalogue_changed.connect(self.refresh, _QUEUED)

    def draw_icons(self) -> None:
        """Draws the icons in the palette's colours."""
        self.sync.setIcon(icons.icon("sync"))
        self.accept.setIcon(icons.icon("done"))
        self.plan.setIcon(icons.icon("search"))
        self.edit.setIcon(icons.icon("settings"))
        self.remove.setIcon(icons.icon("remove"))
        self.view.viewport().update()

    def refresh(self) -> None:
        """Asks for the sources, one question at a time."""
        if self._asking:
            self._stale = True
            return
        self._asking = True
        self._engine.desk.ask(
            lambda desk: (desk.store.catalogue.sources(), desk.store.trash.is_empty()),
            self._on_answer,
            self._on_failure,
        )

    def selected(self) -> Source | None:
        """The selected source."""
        for index in self.view.selectedIndexes():
            row = index.data(ROW_ROLE)
            if isinstance(row, SourceRow):
                return row.source
        return None

    def _on_answer(self, answer: tuple[list[SourceRow], bool]) -> None:
        rows, trash_empty = answer
        self.trash.setVisible(not trash_empty)
        selected = self.selected()
        self.model.apply(rows)
        position = self.model.position(selected.id) if selected else None
        if position is not None and self.selected() is None:
            self.view.setCurrentIndex(self.model.index(position))
        self._pages.setCurrentWidget(self.view if rows else self.empty)
        self._failure.hide()
        self._on_selection()
        self.rows_changed.emit(rows)
        self._answered()

    def _on_failure(self, error: CatalogSyncError) -> None:
        self._failure.setText(
            self.tr("The sources could not be listed: {reason}").format(reason=error)
        )
        self._failure.show()
        self._answered()

    def _answered(self) -> None:
        self._asking = False
        if self._stale:
            self._stale = False
            self.refresh()

    def _on_selection(self) -> None:
        source = self.selected()
        chosen = source is not None
        self.accept.setVisible(source is not None and bool(source.warning))
        self.sync.setEnabled(chosen)
        self.plan.setEnabled(chosen)
        self.edit.setEnabled(chosen)
        self.remove.setEnabled(chosen)

    def _on_sync(self) -> None:
        source = self.selected()
        if source is not None:
            self._engine.start_job(JobSpec(sources=(source.id,)))

    def _on_accept(self) -> None:
        source = self.selected()
        if source is not None:
            self._engine.start_job(JobSpec(sources=(source.id,), accept_shrunk=True))

    def _on_plan(self) -> None:
        source = self.selected()
        if source is not None:
            self.plan_wanted.emit(source)

    def _on_edit(self) -> None:
        source = self.selected()
        if source is not None:
            self.edit_wanted.emit(source)

    def _on_remove(self) -> None:
        source = self.selected()
        if source is not None:
            self.remove_wanted.emit(source)

    def _on_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.view.indexAt(point).isValid():
            menu.addActions([self.sync, self.plan, self.edit, self.accept, self.remove])
            menu.addSeparator()
        menu.addActions([self.add, self.trash])
        menu.popup(self.view.viewport().mapToGlobal(point))
