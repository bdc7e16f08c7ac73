# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: puts the parts together and passes on between them and the engine."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QToolBar,
    QWidget,
)

from catalogsync_gui.core.history import Outcome
from catalogsync_gui.core.models import JobSpec, SourceRow
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons, key_list, theme
from catalogsync_gui.ui.actions import Actions
from catalogsync_gui.ui.catalogue_page import CataloguePage
from catalogsync_gui.ui.dialogs.credits import CreditsSaver
from catalogsync_gui.ui.dialogs.folder_note import NewFolder
from catalogsync_gui.ui.dropping import dropped_location
from catalogsync_gui.ui.first_run.screens import FirstRun
from catalogsync_gui.ui.history_page import HistoryPage
from catalogsync_gui.ui.log_view import LogView
from catalogsync_gui.ui.now_page import NowPage
from catalogsync_gui.ui.places import Place, Places
from catalogsync_gui.ui.queue_panel import QueuePanel
from catalogsync_gui.ui.schedule_page import SchedulePage
from catalogsync_gui.ui.sources_list import waiting
from catalogsync_gui.ui.status_strip import StatusStrip
from catalogsync_gui.ui.status_words import TRAY_HELP, Remedy
from catalogsync_gui.ui.window_dialogs import WindowDialogs

_QUEUED = Qt.ConnectionType.QueuedConnection


class MainWindow(QMainWindow):
    """Shows one engine. Main thread only.

    :ivar stays: tells whether closing only hides the window; set by the tray, once there is one.
    """

    quit_requested = Signal()
    """The program is to end: by the menu, or by closing where there is no tray to stay in."""

    restart_requested = Signal()
    """The program is to end and to start anew, with another language."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._status = engine.status()
        self._sources: list[SourceRow] | None = None
        self.stays: Callable[[], bool] = bool
        self._memory = QSettings(str(engine.profile.window_file), QSettings.Format.IniFormat)
        self.setWindowTitle(self.tr("Catalog Sync"))
        self.setWindowIcon(icons.app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 420)
        self.actions_ = Actions(self)
        self.first_run = FirstRun(engine, self)
        self.dialogs = WindowDialogs(engine, self)
        self.catalogue = CataloguePage(engine, self.actions_.add, self.actions_.trash, self)
        self.sources = self.catalogue.sources
        self.credits = CreditsSaver(engine, self)
        self.new_folder = NewFolder(engine, self)
        self.new_folder.told = self._in_first_run
        self.now = NowPage(engine, self)
        self.strip = StatusStrip(self)
        self.queue = QueuePanel(engine, self)
        self.history = HistoryPage(engine, self)
        self.schedule = SchedulePage(engine, self)
        self.log = LogView(engine, self)
        self._arrange()
        self._connect()
        self._restore()
        self._follow()

    def _arrange(self) -> None:
        self.toolbar = QToolBar(self.tr("Main toolbar"), self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_.fill_toolbar(self.toolbar)
        self.addToolBar(self.toolbar)
        self.actions_.fill_menus(self.menuBar())
        self.places = Places(self.actions_.settings, self)
        self.places.add(Place.NOW, self.tr("Now"), self.now)
        self.places.add(Place.CATALOGUE, self.tr("Catalogue"), self.catalogue)
        self.places.add(Place.QUEUE, self.tr("Queue"), self.queue)
        self.places.add(Place.HISTORY, self.tr("History"), self.history)
        self.places.add(Place.SCHEDULE, self.tr("Schedule"), self.schedule)
        self.places.add(Place.LOG, self.tr("Log"), self.log)
        self.actions_.add_places(self.places)
        self.places.head.addWidget(self.strip)
        self.strip.hide()
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.places)
        self.pages.addWidget(self.first_run)
        self.setCentralWidget(self.pages)

    def _connect(self) -> None:
        actions = self.actions_
        actions.sync.triggered.connect(self.sync)
        actions.plan.triggered.connect(self.dialogs.plan)
        actions.pause.triggered.connect(self.toggle_pause)
        actions.stop.triggered.connect(self._engine.stop_job)
        actions.add.triggered.connect(self.dialogs.add)
        actions.folder.triggered.connect(self._on_folder)
        actions.trash.triggered.connect(self.dialogs.trash)
        actions.adopt.triggered.connect(self.dialogs.adopt)
        actions.rename.triggered.connect(self.dialogs.rename)
        actions.credits.triggered.connect(self.credits.ask)
        actions.settings.triggered.connect(self.dialogs.settings)
        actions.diagnostics.triggered.connect(self.dialogs.diagnostics)
        actions.keys.triggered.connect(self._on_keys)
        actions.about.triggered.connect(self.dialogs.about)
        actions.quit.triggered.connect(self.quit_requested)
        self.dialogs.restart_wanted.connect(self.restart_requested)
        self.first_run.ended.connect(self._on_first_run_ended)
        self.sources.remove_wanted.connect(self.dialogs.remove)
        self.sources.edit_wanted.connect(self.dialogs.edit)
        self.sources.plan_wanted.connect(self.dialogs.plan_of)
        self.sources.rows_changed.connect(self._on_sources)
        self.now.sync_wanted.connect(self.sync)
        self.now.resume_wanted.connect(self.toggle_pause)
        self.now.add_wanted.connect(self._on_add_wanted)
        self.history.log_wanted.connect(self._on_log_wanted)
        self.history.queue_wanted.connect(self._on_queue_wanted)
        self.now.remedy_wanted.connect(self._on_remedy)
        self.now.edit_wanted.connect(self.dialogs.edit)
        self.now.source_wanted.connect(self.show_source)
        self.now.cards.counted.connect(self.strip.show_problems)
        self.strip.show_wanted.connect(self._on_more)
        self.places.changed.connect(self._on_place)
        signals = self._engine.signals
        signals.status_changed.connect(self._on_status, _QUEUED)
        signals.workers_ticked.connect(self._on_workers, _QUEUED)
        signals.settings_changed.connect(self._on_settings_changed, _QUEUED)

    # ------------------------------------------------------------ what the engine tells

    def _on_status(self, status: EngineStatus) -> None:
        self._status = status
        self._follow()

    def _on_workers(self, rows: tuple[WorkerRow, ...]) -> None:
        self._status = replace(self._status, workers=rows)
        self.strip.show_status(self._status)

    def _on_sources(self, rows: list[SourceRow]) -> None:
        self._sources = rows
        self.now.show_sources(rows)
        self._follow()

    def _on_settings_changed(self, settings: Settings) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply_theme(application, settings.theme)
        self._follow()

    def _follow(self) -> None:
        status = self._status
        library = bool(self._engine.settings.library)
        # Until the desk has answered nobody is told that there are none.
        sources = self._sources is None or bool(self._sources)
        self._choose_page(library=library)
        self.actions_.follow(status, library=library, sources=sources)
        self.strip.show_status(status)

    def _on_place(self, place: Place) -> None:
        # Where all of it is shown, a line of it is too much.
        self.strip.setVisible(place is not Place.NOW)

    @property
    def waiting(self) -> int:
        """Items that are still to be worked on, as far as is known."""
        return waiting(self._sources or ())

    def show_news(self, remedy: Remedy | None, source: int | None = None) -> None:
        """Shows what a message was about: a source, where it was about one."""
        if source is not None:
            self.show_source(source)
        elif remedy is None:
            self.places.go(Place.NOW)
        else:
            self._on_remedy(remedy)

    def show_source(self, source: int) -> None:
        """Shows one source of the catalogue."""
        self.places.go(Place.CATALOGUE)
        self.catalogue.choose(source)

    def _on_more(self) -> None:
        self.places.go(Place.NOW)

    # ------------------------------------------------------------ what a person asks for

    def sync(self) -> None:
        """Starts a sync of everything."""
        # Until the engine says that it runs, a second press would queue a second sync.
        self.actions_.sync.setEnabled(False)
        self._engine.start_job(JobSpec())

    def toggle_pause(self) -> None:
        """Pauses, or resumes."""
        if self._engine.status().state is Activity.PAUSED:
            self._engine.resume()
        else:
            self._engine.pause()

    def choose_library(self) -> None:
        """Asks for the folder that the music goes into, on the first screen of the first run."""
        self.first_run.wanted = True
        self._follow()

    def _on_add_wanted(self) -> None:
        """Without a folder nothing can be added: whoever skipped the first run is led back."""
        if self._engine.settings.library:
            self.dialogs.add()
        else:
            self.choose_library()

    def _choose_page(self, *, library: bool) -> None:
        first = self.first_run
        if library and not first.begun:
            # It was set elsewhere meanwhile: in the settings, or on the command line.
            first.wanted = False
        if first.wanted and self.isVisible():
            first.begin()
        self.pages.setCurrentIndex(1 if first.wanted else 0)
        self.toolbar.setVisible(not first.wanted)

    def _in_first_run(self) -> bool:
        return self.first_run.wanted

    def _on_first_run_ended(self, _started: bool) -> None:
        self.places.go(Place.NOW)
        self._follow()

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._engine.settings.library))

    def _on_keys(self) -> None:
        self.dialogs.keys(key_list.lines(self, self.menuBar(), self.places))

    def _on_remedy(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.CHOOSE_LIBRARY:
                self.choose_library()
            case Remedy.OPEN_LIBRARY:
                self._on_folder()
            case Remedy.SYNC:
                self.sync()
            case Remedy.SHOW_FAILED:
                states = self.queue.state
                states.setCurrentIndex(states.findData(ItemState.FAILED.value))
                self.places.go(Place.QUEUE)
            case Remedy.SHOW_LOG:
                self.places.go(Place.LOG)
            case Remedy.SHOW_DAMAGE:
                self.dialogs.damage()
            case Remedy.SHOW_SOURCES | Remedy.EDIT_SOURCE:
                self.places.go(Place.CATALOGUE)
            case Remedy.SHOW_TRAY_HELP:
                QDesktopServices.openUrl(QUrl(TRAY_HELP))
            case Remedy.SHOW_QUEUE:
                self.places.go(Place.QUEUE)
            case Remedy.SHOW_HISTORY:
                self.places.go(Place.HISTORY)
            case Remedy.DISMISS | Remedy.UNDO:
                # Whoever shows the card sees to it.
                pass

    def _on_log_wanted(self, outcome: Outcome) -> None:
        if outcome.item is not None:
            self.log.only(outcome.item, outcome.title)
            self.places.go(Place.LOG)

    def _on_queue_wanted(self, outcome: Outcome) -> None:
        self.places.go(Place.QUEUE)
        self.queue.filter.show_only(outcome.source, outcome.title)
        if outcome.item is not None:
            self.queue.table.seek(outcome.item)

    # ------------------------------------------------------------ the window itself

    def bring_up(self) -> None:
        """Shows the window and puts it in front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def detach(self) -> None:
        """Saves the geometry and lets go of the log; to be called before the window goes."""
        self._save()
        self.log.detach()

    def _save(self) -> None:
        self._memory.setValue("geometry", self.saveGeometry())
        self.catalogue.save(self._memory)
        self._memory.setValue("place", self.places.current.name)
        self._memory.sync()

    def _restore(self) -> None:
        geometry = self._memory.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1040, 680)
        self.catalogue.restore(self._memory)
        place = self._memory.value("place")
        if place in Place.__members__ and Place[place] in self.places.places():
            self.places.go(Place[place])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        super().closeEvent(event)
        if not self.stays():
            self.quit_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "schedule"):
            self.actions_.draw_icons()
            self.catalogue.draw_icons()
            self.schedule.draw_icons()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        takes = self.first_run.wanted or self.actions_.add.isEnabled()
        if takes and dropped_location(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        location = dropped_location(event.mimeData())
        if not location:
            return
        event.acceptProposedAction()
        if self.first_run.wanted:
            self.first_run.take(location)
        else:
            self.dialogs.add_location(location)
