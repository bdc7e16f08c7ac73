# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: puts the parts together and passes on between them and the engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

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
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui import __version__
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec, Source, SourceRow
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.ui import icons, theme
from catalogsync_gui.ui.actions import Actions
from catalogsync_gui.ui.damage_card import DamageCard
from catalogsync_gui.ui.dialogs.add_source import AddSourceDialog
from catalogsync_gui.ui.dialogs.adopt import AdoptDialog
from catalogsync_gui.ui.dialogs.credits import CreditsSaver
from catalogsync_gui.ui.dialogs.damage import DamageDialog
from catalogsync_gui.ui.dialogs.diagnostics import DiagnosticsDialog
from catalogsync_gui.ui.dialogs.edit_source import EditSourceDialog
from catalogsync_gui.ui.dialogs.folder_note import NewFolder
from catalogsync_gui.ui.dialogs.remove_source import RemoveSourceDialog
from catalogsync_gui.ui.dialogs.rename_library import RenameLibraryDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.dialogs.sync_plan import SyncPlanDialog
from catalogsync_gui.ui.dialogs.trash import TrashDialog
from catalogsync_gui.ui.dropping import dropped_location
from catalogsync_gui.ui.empty_state import EmptyState
from catalogsync_gui.ui.log_view import LogView
from catalogsync_gui.ui.now_page import NowPage
from catalogsync_gui.ui.queue_panel import QueuePanel
from catalogsync_gui.ui.sources_list import waiting
from catalogsync_gui.ui.sources_panel import SourcesPanel
from catalogsync_gui.ui.status_panel import StatusPanel
from catalogsync_gui.ui.status_words import Remedy

_QUEUED = Qt.ConnectionType.QueuedConnection


class MainWindow(QMainWindow):
    """Shows one engine. Main thread only.

    :ivar stays: tells whether closing only hides the window; set by the tray, once there is one.
    """

    quit_requested = Signal()
    """The program is to end: by the menu, or by closing where there is no tray to stay in."""

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
        self.welcome = EmptyState(
            "library",
            self.tr("Where should the music go?"),
            self._welcome_text(),
            self.tr("Choose music folder…"),
            self,
        )
        self.sources = SourcesPanel(engine, self.actions_.add, self.actions_.trash, self)
        self.status_panel = StatusPanel(self)
        self.credits = CreditsSaver(engine, self)
        self.new_folder = NewFolder(engine, self)
        self.damage = DamageCard(engine, self)
        self.now = NowPage(self)
        self.queue = QueuePanel(engine, self)
        self.log = LogView(engine, self)
        self._arrange()
        self._connect()
        self._restore()
        self._follow()

    def _welcome_text(self) -> str:
        return self.tr(
            "Catalog Sync downloads the tracks of your playlists, podcasts and music servers into "
            "one folder, and keeps playlist files for your player in it."
        )

    def _arrange(self) -> None:
        self.toolbar = QToolBar(self.tr("Main toolbar"), self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_.fill_toolbar(self.toolbar)
        self.addToolBar(self.toolbar)
        self.actions_.fill_menus(self.menuBar())
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.now, self.tr("Now"))
        self.tabs.addTab(self.queue, self.tr("Queue"))
        self.tabs.addTab(self.log, self.tr("Log"))
        right = QWidget(self)
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.status_panel)
        # As far from the edges as the card within the panel above.
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 8)
        row.addWidget(self.damage)
        layout.addLayout(row)
        layout.addWidget(self.tabs, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.sources)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([260, 740])
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.splitter)
        self.pages.addWidget(self.welcome)
        self.setCentralWidget(self.pages)

    def _connect(self) -> None:
        actions = self.actions_
        actions.sync.triggered.connect(self.sync)
        actions.plan.triggered.connect(self._on_plan)
        actions.pause.triggered.connect(self.toggle_pause)
        actions.stop.triggered.connect(self._engine.stop_job)
        actions.add.triggered.connect(self._on_add)
        actions.folder.triggered.connect(self._on_folder)
        actions.trash.triggered.connect(self._on_trash)
        actions.adopt.triggered.connect(self._on_adopt)
        actions.rename.triggered.connect(self._on_rename)
        actions.credits.triggered.connect(self.credits.ask)
        actions.settings.triggered.connect(self._on_settings)
        actions.diagnostics.triggered.connect(self._on_diagnostics)
        actions.about.triggered.connect(self._on_about)
        actions.quit.triggered.connect(self.quit_requested)
        self.welcome.acted.connect(self.choose_library)
        self.sources.remove_wanted.connect(self._on_remove)
        self.sources.edit_wanted.connect(self._on_edit)
        self.sources.rows_changed.connect(self._on_sources)
        self.now.sync_wanted.connect(self.sync)
        self.now.resume_wanted.connect(self.toggle_pause)
        self.now.add_wanted.connect(self._on_add)
        self.status_panel.remedy_wanted.connect(self._on_remedy)
        self.damage.remedy_wanted.connect(self._on_remedy)
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
        self.now.show_workers(rows)
        self.status_panel.show_workers(rows)

    def _on_sources(self, rows: list[SourceRow]) -> None:
        self._sources = rows
        self.status_panel.show_waiting(waiting(rows))
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
        self.pages.setCurrentWidget(self.splitter if library else self.welcome)
        self.actions_.follow(status, library=library, sources=sources)
        self.status_panel.show_status(status, library=library)
        self.now.show_workers(status.workers)
        self.now.follow(status, sources=sources)

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
        """Asks for the folder that the music goes into."""
        dialog = QFileDialog(self, self.tr("Choose music folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use_library)
        dialog.open()

    def use_library(self, folder: str) -> None:
        """Has a folder made the library, on the desk: it may lie on a slow volume."""
        self.welcome.button.setEnabled(False)
        self._engine.desk.ask(
            lambda desk: set_library(desk, Path(folder)),
            self._on_library,
            self._on_library_refused,
        )

    def _on_library(self, settings: Settings) -> None:
        self.welcome.button.setEnabled(True)
        waited = self._status.problem is not None and self._status.problem.kind == "no_library"
        self._engine.apply_settings(
            replace(self._engine.settings, library=settings.library, library_id=settings.library_id)
        )
        if waited:
            self.sync()

    def _on_library_refused(self, error: CatalogSyncError) -> None:
        self.welcome.button.setEnabled(True)
        self.welcome.say(self.tr("This folder cannot be used"), str(error))

    def _on_add(self) -> None:
        self.add_source("")

    def add_source(self, location: str) -> None:
        """Opens the dialog to add a source."""
        self._open(AddSourceDialog(self._engine, self, location))

    def _on_remove(self, source: Source) -> None:
        self._open(RemoveSourceDialog(self._engine, source, self))

    def _on_edit(self, source: Source) -> None:
        self._open(EditSourceDialog(self._engine, source, self))

    def _on_trash(self) -> None:
        self._open(TrashDialog(self._engine, self))

    def _on_rename(self) -> None:
        self._open(RenameLibraryDialog(self._engine, self))

    def _on_adopt(self) -> None:
        self._open(AdoptDialog(self._engine, self))

    def _on_plan(self) -> None:
        self._open(SyncPlanDialog(self._engine, self))

    def _on_settings(self) -> None:
        self._open(SettingsDialog(self._engine, self))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._engine.settings.library))

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
                self.tabs.setCurrentWidget(self.queue)
            case Remedy.SHOW_LOG:
                self.tabs.setCurrentWidget(self.log)
            case Remedy.SHOW_DAMAGE:
                self._open(DamageDialog(self._engine, self))

    def _on_diagnostics(self) -> None:
        self._open(DiagnosticsDialog(self._engine, self))

    def _on_about(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About Catalog Sync"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIconPixmap(icons.app_icon().pixmap(64, 64))
        box.setText(self.tr("Catalog Sync {version}").format(version=__version__))
        box.setInformativeText(
            self.tr(
                "Keeps a music library and its playlists in step with remote catalogues.\n\n"
                "Free software under the GNU General Public License, version 3 or later."
            )
        )
        box.open()

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
        self._memory.setValue("splitter", self.splitter.saveState())
        self._memory.sync()

    def _restore(self) -> None:
        geometry = self._memory.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1040, 680)
        splitter = self._memory.value("splitter")
        if isinstance(splitter, QByteArray):
            self.splitter.restoreState(splitter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        super().closeEvent(event)
        if not self.stays():
            self.quit_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "sources"):
            self.actions_.draw_icons()
            self.sources.draw_icons()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.actions_.add.isEnabled() and dropped_location(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        location = dropped_location(event.mimeData())
        if location:
            event.acceptProposedAction()
            self.add_source(location)
