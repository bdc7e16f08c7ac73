# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving settings and sources to another computer, and taking them over from a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine import transfer_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.transfer_commands import Given, Offer
from catalogsync_gui.ui.dialogs.add_source import AddSourceDialog
from catalogsync_gui.ui.dialogs.import_settings import ImportDialog
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import breakable
from catalogsync_gui.ui.settings.section import Hint, Section

_LONGEST = 1000


class ExchangeSection(Section):
    """Buttons that act at once. Files are written and read at the desk."""

    imported = Signal(str)
    """Settings were taken over, so that the other sections are out of date: what to say of it."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__("", "export", parent)
        self.title = self.tr("Export and import")
        self._engine = engine
        self.dialog: ImportDialog | None = None
        self.adding: AddSourceDialog | None = None
        self.give = QPushButton(self.tr("&Export settings…"))
        self.take = QPushButton(self.tr("&Import settings…"))
        self.with_sources = QCheckBox(self.tr("With the &sources"))
        self.with_sources.setChecked(True)
        self.give_feeds = QPushButton(self.tr("Save &podcasts…"))
        self.take_feeds = QPushButton(self.tr("Add p&odcasts…"))
        self.answer = Hint()
        self.heading(self.tr("Settings"))
        self.words(
            self.tr(
                "A file for another computer. Passwords, tokens and the music folder are not in "
                "it. Importing shows first what would be another."
            )
        )
        self._line(self.give, self.take, self.with_sources)
        self.heading(self.tr("Podcasts"))
        self.words(
            self.tr("As a list of feeds (OPML), which podcast programs exchange with each other.")
        )
        self._line(self.give_feeds, self.take_feeds)
        self.whole(self.answer)
        self.gap(10)
        self.words(
            self.tr("The profile is in {folder}.").format(
                folder=plain(str(engine.profile.config), _LONGEST)
            )
        )
        self.end()
        self.known(self.give.text(), self.tr("backup, another computer"), "config", self.give)
        self.known(self.take.text(), self.tr("restore, another computer"), "config", self.take)
        self.known(self.give_feeds.text(), "OPML", "", self.give_feeds)
        self.known(self.take_feeds.text(), "OPML", "", self.take_feeds)
        self.give.clicked.connect(self._on_give)
        self.take.clicked.connect(self._on_take)
        self.give_feeds.clicked.connect(self._on_give_feeds)
        self.take_feeds.clicked.connect(self._on_take_feeds)

    def _line(self, *widgets: QWidget) -> None:
        row = QHBoxLayout()
        for widget in widgets:
            row.addWidget(widget)
            if isinstance(widget, QPushButton):
                widget.setAutoDefault(False)
        row.addStretch(1)
        self.grid.addLayout(row, self._next, 0, 1, 2)
        self._next += 1
        self.gap(4)

    # ------------------------------------------------------------ settings

    def _on_give(self) -> None:
        dialog = self._saving(self.tr("Export settings"), "catalog-sync-settings.json")
        dialog.setNameFilter(self.tr("Settings (*.json)"))
        dialog.fileSelected.connect(self.give_to)
        dialog.open()

    def give_to(self, file: str) -> None:
        """Writes the settings as they are in force."""
        path, sources = Path(file), self.with_sources.isChecked()
        self._engine.desk.ask(
            partial(transfer_commands.give, path=path, sources=sources),
            self._on_given,
            self._on_failed,
        )

    def _on_given(self, given: Given) -> None:
        said = [self.tr("Written: {path}").format(path=given.path)]
        if given.incomplete:
            said.append(
                self.tr(
                    "Passwords and tokens are left out; enter them anew there for {names}"
                ).format(names=", ".join(map(plain, given.incomplete)))
            )
        self.say(sentences(said))

    def _on_take(self) -> None:
        dialog = self._opening(self.tr("Import settings"))
        dialog.setNameFilters([self.tr("Settings (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.take_from)
        dialog.open()

    def take_from(self, file: str) -> None:
        """Reads a file, and shows what it would change."""
        path = Path(file)
        self._engine.desk.ask(
            lambda desk: transfer_commands.offered(desk, path), self._on_offer, self._on_failed
        )

    def _on_offer(self, offer: Offer) -> None:
        if offer.empty:
            self.say(self.tr("Nothing would be another: all of it is set like that already."))
            return
        self.dialog = ImportDialog(self._engine, offer, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.taken.connect(self._on_taken)
        self.dialog.open()

    def _on_taken(self, said: str) -> None:
        self.imported.emit(said)

    # ------------------------------------------------------------ podcasts

    def _on_give_feeds(self) -> None:
        dialog = self._saving(self.tr("Save podcasts"), "podcasts.opml")
        dialog.setNameFilter(self.tr("Lists of podcasts (*.opml)"))
        dialog.fileSelected.connect(self.give_feeds_to)
        dialog.open()

    def give_feeds_to(self, file: str) -> None:
        """Writes the list of podcasts."""
        path = Path(file)
        self._engine.desk.ask(
            lambda desk: transfer_commands.give_feeds(desk, path),
            self._on_feeds_given,
            self._on_failed,
        )

    def _on_feeds_given(self, given: Given) -> None:
        said = [
            self.tr("{count} podcasts written: {path}").format(
                count=count_text(given.sources), path=given.path
            )
            if given.sources != 1
            else self.tr("1 podcast written: {path}").format(path=given.path)
        ]
        if given.incomplete:
            said.append(
                self.tr("Tokens are left out of the addresses of {names}").format(
                    names=", ".join(map(plain, given.incomplete))
                )
            )
        self.say(sentences(said))

    def _on_take_feeds(self) -> None:
        dialog = self._opening(self.tr("Add podcasts"))
        dialog.setNameFilters(
            [self.tr("Lists of podcasts (*.opml *.xml)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self.take_feeds_from)
        dialog.open()

    def take_feeds_from(self, file: str) -> None:
        """Shows which podcasts a list names, to choose from."""
        self.adding = AddSourceDialog(self._engine, self, file)
        self.adding.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.adding.open()
        self.adding.chooser.look_up()

    # ------------------------------------------------------------ what both need

    def _saving(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(QDir.homePath())
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _opening(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(QDir.homePath())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.say(sentences([str(error)]))

    def say(self, words: str) -> None:
        """Says what became of what was asked for."""
        self.answer.setText(breakable(plain(words, _LONGEST)))
