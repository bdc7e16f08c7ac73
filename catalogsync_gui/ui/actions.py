# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done in the window, once for the toolbar, the menus and the keys."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget

from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.key_list import show_keys
from catalogsync_gui.ui.places import Place, Places


class Actions(QObject):
    """The actions. The window connects them and tells what goes on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.sync = self._make(self.tr("Sync all"), "F5")
        self.sync.setToolTip(self.tr("Read all sources and fetch what is missing (F5)"))
        self.plan = self._make(self.tr("What would a sync do…"), "")
        self.pause = self._make(self.tr("Pause"), "Ctrl+P")
        self.stop = self._make(self.tr("Stop"), "Ctrl+.")
        self.stop.setToolTip(
            self.tr("End this sync; what is half there is kept for the next one (Ctrl+.)")
        )
        self.add = self._make(self.tr("Add…"), "Ctrl+N")
        self.add.setToolTip(self.tr("Add a source (Ctrl+N)"))
        self.folder = self._make(self.tr("Open music folder"), "Ctrl+O")
        self.trash = self._make(self.tr("Trash…"), "")
        self.rename = self._make(self.tr("Rename tracks…"), "")
        self.adopt = self._make(self.tr("Adopt files…"), "")
        self.credits = self._make(self.tr("Save credits…"), "")
        self.settings = self._make(self.tr("Settings"), "Ctrl+,")
        self.settings.setToolTip(self.tr("Settings (Ctrl+,)"))
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.diagnostics = self._make(self.tr("Save diagnostics…"), "")
        self.keys = self._make(self.tr("Keyboard shortcuts"), "F1")
        self.about = self._make(self.tr("About Catalog Sync"), "")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.quit = self._make(self.tr("Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self._paused = False
        # On the window itself, so that the keys work whatever is shown.
        window.addActions(
            [self.sync, self.pause, self.stop, self.add, self.folder, self.settings, self.quit]
        )
        window.addAction(self.keys)
        show_keys(self.folder, self.keys, self.quit)
        self.draw_icons()

    def _make(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

    def draw_icons(self) -> None:
        """Draws the icons in the palette's colours."""
        for action, name in (
            (self.sync, "sync"),
            (self.stop, "stop"),
            (self.add, "add"),
            (self.folder, "open-folder"),
            (self.trash, "remove"),
            (self.rename, "track"),
            (self.settings, "settings"),
            (self.about, "info"),
            (self.quit, "quit"),
        ):
            action.setIcon(icons.icon(name))
        self.pause.setIcon(self._pause_icon())

    def _pause_icon(self) -> QIcon:
        return icons.icon("resume" if self._paused else "pause")

    def follow(self, status: EngineStatus, *, library: bool, sources: bool) -> None:
        """Allows what makes sense now."""
        paused = status.state is Activity.PAUSED
        busy = status.job is not None or status.waking_until is not None
        self.sync.setEnabled(library and sources and not paused and not busy)
        self.plan.setEnabled(library and sources)
        self.stop.setEnabled(busy)
        self.add.setEnabled(library)
        self.folder.setEnabled(library)
        self.rename.setEnabled(library)
        self.adopt.setEnabled(library)
        self.credits.setEnabled(library and sources)
        self.pause.setEnabled(library)
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self.pause.setToolTip(
            self.tr("Go on where it was paused (Ctrl+P)")
            if paused
            else self.tr("Interrupt the downloads and start nothing more (Ctrl+P)")
        )
        if paused is not self._paused:
            self._paused = paused
            self.pause.setIcon(self._pause_icon())

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Puts the main ones into the toolbar."""
        bar.addActions([self.sync, self.pause, self.stop])
        bar.addSeparator()
        bar.addAction(self.add)

    def fill_menus(self, bar: QMenuBar) -> None:
        """Puts all of them into menus."""
        file = bar.addMenu(self.tr("&File"))
        file.addActions([self.add, self.folder, self.adopt, self.rename, self.trash, self.credits])
        file.addSeparator()
        file.addAction(self.settings)
        file.addSeparator()
        file.addAction(self.quit)
        sync = bar.addMenu(self.tr("&Sync"))
        sync.addActions([self.sync, self.plan, self.pause, self.stop])
        self._view = bar.addMenu(self.tr("&View"))
        bar.addMenu(self.tr("&Help")).addActions([self.keys, self.diagnostics, self.about])

    def add_places(self, places: Places) -> None:
        """Makes an action of every place: Ctrl and its number go there."""
        self._places = places
        group = QActionGroup(self)
        for number, place in enumerate(places.places(), 1):
            action = self._make(places.title(place), f"Ctrl+{number}")
            show_keys(action)
            places.hint(place, action.toolTip())
            action.setCheckable(True)
            action.setData(place)
            action.setChecked(place is places.current)
            group.addAction(action)
            self._view.addAction(action)
        group.triggered.connect(self._on_place)
        places.changed.connect(self._on_shown)
        self._group = group

    def places(self) -> list[QAction]:
        """Those that go to a place."""
        return self._group.actions()

    def _on_place(self, action: QAction) -> None:
        self._places.go(action.data())

    def _on_shown(self, place: Place) -> None:
        for action in self.places():
            action.setChecked(action.data() is place)
