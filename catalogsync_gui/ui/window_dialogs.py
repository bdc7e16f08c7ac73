# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs that the window opens. None of them blocks; each goes when it is closed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from catalogsync_gui import __version__
from catalogsync_gui.core.models import Source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.add_source import AddSourceDialog
from catalogsync_gui.ui.dialogs.adopt import AdoptDialog
from catalogsync_gui.ui.dialogs.damage import DamageDialog
from catalogsync_gui.ui.dialogs.diagnostics import DiagnosticsDialog
from catalogsync_gui.ui.dialogs.edit_source import EditSourceDialog
from catalogsync_gui.ui.dialogs.keys import KeysDialog
from catalogsync_gui.ui.dialogs.licences import LicencesDialog
from catalogsync_gui.ui.dialogs.remove_source import RemoveSourceDialog
from catalogsync_gui.ui.dialogs.rename_library import RenameLibraryDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.dialogs.sync_plan import SyncPlanDialog
from catalogsync_gui.ui.dialogs.trash import TrashDialog
from catalogsync_gui.ui.key_list import KeyLine


class WindowDialogs(QObject):
    """Main thread only. The slots take no argument, so that actions can be connected to them."""

    restart_wanted = Signal()
    """The program is to end and to start anew."""

    def __init__(self, engine: Engine, window: QWidget) -> None:
        super().__init__(window)
        self._engine = engine
        self._window = window
        # The language that the window speaks was chosen by what was set when it was made.
        self._spoken = engine.settings.language

    @staticmethod
    def open(dialog: QDialog) -> None:
        """Opens a dialog that is gone when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def add(self) -> None:
        """To subscribe to something."""
        self.add_location("")

    def add_location(self, location: str) -> None:
        """To subscribe to what was dropped or pasted."""
        self.open(AddSourceDialog(self._engine, self._window, location))

    def edit(self, source: Source) -> None:
        """To change a source."""
        self.open(EditSourceDialog(self._engine, source, self._window))

    def remove(self, source: Source) -> None:
        """To unsubscribe."""
        self.open(RemoveSourceDialog(self._engine, source, self._window))

    def trash(self) -> None:
        """What was thrown away."""
        self.open(TrashDialog(self._engine, self._window))

    def rename(self) -> None:
        """To give the library's files other names."""
        self.open(RenameLibraryDialog(self._engine, self._window))

    def adopt(self) -> None:
        """To take files that are there already."""
        self.open(AdoptDialog(self._engine, self._window))

    def plan(self) -> None:
        """What a sync would do."""
        self.open(SyncPlanDialog(self._engine, self._window))

    def plan_of(self, source: Source) -> None:
        """What a sync of one source would do."""
        self.open(SyncPlanDialog(self._engine, self._window, source.id))

    def settings(self) -> None:
        """The settings."""
        self._settings_dialog()

    def settings_again(self, said: str) -> None:
        """The settings after an import, and what there is to say of that."""
        dialog = self._settings_dialog()
        dialog.show_section(dialog.exchange)
        dialog.exchange.say(said)

    def _settings_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(self._engine, self._window, spoken=self._spoken)
        dialog.restart_wanted.connect(self.restart_wanted)
        dialog.again_wanted.connect(self.settings_again)
        self.open(dialog)
        return dialog

    def damage(self) -> None:
        """What has been found damaged."""
        self.open(DamageDialog(self._engine, self._window))

    def diagnostics(self) -> None:
        """To save what helps to find an error."""
        self.open(DiagnosticsDialog(self._engine, self._window))

    def keys(self, rows: Sequence[KeyLine]) -> None:
        """Which keys there are."""
        self.open(KeysDialog(rows, self._window))

    def about(self) -> None:
        """What this is."""
        box = QMessageBox(self._window)
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
        licences = box.addButton(self.tr("&Licences…"), QMessageBox.ButtonRole.ActionRole)
        close = box.addButton(QMessageBox.StandardButton.Close)
        box.setDefaultButton(close)
        box.setEscapeButton(close)
        licences.clicked.connect(self.licences)
        self.open(box)

    def licences(self) -> None:
        """What this is made of."""
        self.open(LicencesDialog(self._engine, self._window))
