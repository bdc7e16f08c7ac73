# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings, page by page."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError, SettingError
from catalogsync_gui.core.naming import FIELDS
from catalogsync_gui.core.settings import Settings, checked, merged
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.variant_commands import take_folders
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.folder_note import FolderNote
from catalogsync_gui.ui.dialogs.playlist_page import PlaylistPage
from catalogsync_gui.ui.dialogs.servers_page import ServersPage
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.naming_preview import NamingPreview

_WIDTH = 560


class SettingsDialog(QDialog):
    """Shows the settings as they are; OK checks and applies them all at once."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = engine.settings
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(_WIDTH)
        now = self._settings
        self.library = QLineEdit(now.library)
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"))
        self.folder_note = FolderNote(engine)
        self.free_space = self._number(now.free_space_mb, 0, 10_000_000, self.tr(" MB"))
        self.workers = self._number(now.workers, 1, 16)
        self.per_host = self._number(now.per_host, 1, 16)
        self.proxy = QLineEdit(now.proxy)
        self.naming = QLineEdit(now.naming)
        self.preview = NamingPreview(engine)
        self.playlists = PlaylistPage(now)
        self.verify = self._number(now.verify_days, 0, 3650, self.tr(" days"))
        self.id3 = QComboBox()
        self.hours = QDoubleSpinBox()
        self.theme = QComboBox()
        self.tray = QCheckBox(self.tr("Closing the window &keeps the program in the tray"))
        self.notify = QCheckBox(self.tr("Show a &message when a sync ends"))
        self.secrets = QCheckBox(
            self.tr("Where there is no keyring, keep &passwords in a file only I can read")
        )
        self.error = QLabel()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._fill()
        self._build()
        self.naming.textChanged.connect(self.preview.show_template)
        self.browse.clicked.connect(self._on_browse)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.preview.show_template(now.naming)

    def _fill(self) -> None:
        now = self._settings
        self.library.setPlaceholderText(self.tr("The folder your music goes to"))
        self.proxy.setPlaceholderText(self.tr("http://proxy.example:3128, or nothing"))
        self.free_space.setSpecialValueText(self.tr("Nothing"))
        self.verify.setSpecialValueText(self.tr("Never"))
        for version, words in (
            ("2.4", self.tr("ID3v2.4")),
            ("2.3", self.tr("ID3v2.3, for old players")),
        ):
            self.id3.addItem(words, version)
        self.id3.setCurrentIndex(self.id3.findData(now.id3_version))
        self.hours.setRange(0, 24 * 365)
        self.hours.setDecimals(1)
        self.hours.setSuffix(self.tr(" hours"))
        self.hours.setSpecialValueText(self.tr("Only when I ask"))
        self.hours.setValue(now.refresh_hours)
        for name, words in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(words, name)
        self.theme.setCurrentIndex(self.theme.findData(now.theme))
        self.tray.setChecked(now.close_to_tray)
        self.notify.setChecked(now.notify)
        self.secrets.setChecked(now.secrets_file)

    def _build(self) -> None:
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        self.error.hide()
        folder = QHBoxLayout()
        folder.addWidget(self.library, 1)
        folder.addWidget(self.browse)
        pages = QTabWidget()
        library = self._page(pages, self.tr("Library"))
        self._row(library, self.tr("Music &folder"), self.library, folder)
        library.addRow("", self.folder_note)
        self._row(library, self.tr("Keep &free"), self.free_space)
        library.addRow("", self._hint(self.tr("Or 1 % of the volume, where that is more.")))
        self._row(library, self.tr("&Naming"), self.naming)
        library.addRow("", self.preview)
        for words in (
            self.tr("Fields: {fields}").format(fields=", ".join(FIELDS)),
            self.tr(
                "{albumartist|artist} is the first that is known, {track:03} has three digits, "
                "{?{disc}-} is there only if the disc is known. Tracks that are there keep their "
                "names until you rename them (File menu)."
            ),
        ):
            library.addRow("", self._hint(words))
        self._row(library, self.tr("Read files again &every"), self.verify)
        library.addRow(
            "",
            self._hint(
                self.tr("Finds files that have been damaged on the disk. Never in a hurry.")
            ),
        )
        self._row(library, self.tr("&Tags of MP3, WAV and AIFF"), self.id3)
        pages.addTab(self.playlists, self.tr("Playlists"))
        downloads = self._page(pages, self.tr("Downloads"))
        self._row(downloads, self.tr("Downloads at a &time"), self.workers)
        self._row(downloads, self.tr("Of those from one &server"), self.per_host)
        self._row(downloads, self.tr("Sync &every"), self.hours)
        self._row(downloads, self.tr("Pro&xy"), self.proxy)
        self.servers = ServersPage(self._engine)
        pages.addTab(self.servers, self.tr("Servers"))
        program = self._page(pages, self.tr("Program"))
        self._row(program, self.tr("&Appearance"), self.theme)
        for box in (self.tray, self.notify, self.secrets):
            program.addRow("", box)
        layout = QVBoxLayout(self)
        layout.addWidget(pages, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.buttons)

    @staticmethod
    def _page(pages: QTabWidget, title: str) -> QFormLayout:
        page = QWidget()
        form = QFormLayout(page)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        pages.addTab(page, title)
        return form

    @staticmethod
    def _row(
        form: QFormLayout, text: str, widget: QWidget, layout: QHBoxLayout | None = None
    ) -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(widget)
        form.addRow(label, layout if layout is not None else widget)

    @staticmethod
    def _hint(text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setEnabled(False)
        wide = label.sizePolicy()
        wide.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        label.setSizePolicy(wide)
        return label

    @staticmethod
    def _number(value: int, low: int, high: int, suffix: str = "") -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setGroupSeparatorShown(True)
        box.setSuffix(suffix)
        box.setValue(value)
        return box

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose music folder"), self.library.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.library.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _wanted(self) -> Settings:
        return checked(
            replace(
                self._engine.settings,
                free_space_mb=self.free_space.value(),
                workers=self.workers.value(),
                per_host=self.per_host.value(),
                proxy=self.proxy.text().strip(),
                naming=self.naming.text(),
                playlist_format=self.playlists.format.currentData(),
                playlist_covers=self.playlists.covers.isChecked(),
                exports=self.playlists.variants,
                credits_file=self.playlists.credits.isChecked(),
                verify_days=self.verify.value(),
                id3_version=self.id3.currentData(),
                refresh_hours=self.hours.value(),
                theme=self.theme.currentData(),
                close_to_tray=self.tray.isChecked(),
                notify=self.notify.isChecked(),
                secrets_file=self.secrets.isChecked(),
            )
        )

    def _on_accepted(self) -> None:
        try:
            wanted = self._wanted()
        except SettingError as error:
            self._on_failed(error)
            return
        folder = self.library.text().strip()
        former = self._engine.settings.exports
        changed = [variant for variant in wanted.exports if variant not in former]
        if folder == wanted.library and not changed:
            self._on_taken(wanted)
            return

        def take(desk: Desk) -> Settings:
            taken = wanted
            if folder != wanted.library:
                library = set_library(desk, Path(folder))
                taken = replace(wanted, library=library.library, library_id=library.library_id)
            take_folders(desk, changed)
            return taken

        # Folders are looked at, and marked, away from the window's thread.
        self.buttons.setEnabled(False)
        self._engine.desk.ask(take, self._on_taken, self._on_failed)

    def _on_taken(self, settings: Settings) -> None:
        self._engine.apply_settings(merged(settings, self._settings, self._engine.settings))
        self.accept()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.buttons.setEnabled(True)
        self.error.setText(in_words(str(error)))
        self.error.show()
