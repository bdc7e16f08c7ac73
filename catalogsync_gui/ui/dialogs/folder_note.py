# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's folder can do, in the settings; and what to mind of a new one."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.traits import Traits, summary, warnings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import known_traits, probe_library
from catalogsync_gui.store.traits import Probed
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import MutedLabel, breakable

_LONGEST = 1000


class FolderNote(QWidget):
    """A line with what is known, and a button to try it out again. Asks on the desk only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.words = MutedLabel("", self)
        # In a form, a label that wraps is given the height of another width.
        self.words.setWordWrap(False)
        self.again = QPushButton(self.tr("&Try it out…"), self)
        self.again.setToolTip(
            self.tr("Finds out which names it takes and what else it can do; leaves nothing there")
        )
        self.box: QMessageBox | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.again)
        self.again.clicked.connect(self._on_again)
        self.setVisible(bool(engine.settings.library))
        if engine.settings.library:
            engine.desk.ask(known_traits, self._on_known)

    def _on_again(self) -> None:
        self.again.setEnabled(False)
        self._engine.desk.ask(probe_library, self._on_probed, self._on_failed)

    def _on_known(self, probed: Probed | None) -> None:
        if probed is None:
            self.words.setText(self.tr("Not tried out yet"))
            return
        traits = probed.traits
        case = self.tr("A and a differ") if traits.case_sensitive else self.tr("A and a are one")
        self.words.setText(
            self.tr("{file_system}; {case}; names up to {longest}").format(
                file_system=traits.file_system or self.tr("Unknown"),
                case=case,
                longest=traits.longest_name,
            )
        )
        self.words.setToolTip("\n".join(map(in_words, summary(traits))))

    def _on_probed(self, probed: Probed) -> None:
        self.again.setEnabled(True)
        self._on_known(probed)
        self.box = _told(self, probed.traits, self.tr("All a library needs works in this folder."))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.again.setEnabled(True)
        self.box = _box(self, QMessageBox.Icon.Warning, plain(in_words(str(error)), _LONGEST), ())


class NewFolder(QObject):
    """Tells what to mind when another folder becomes the library. Belongs to the window.

    :ivar told: tells whether it is said elsewhere already: the first run shows it at once.
    """

    def __init__(self, engine: Engine, window: QWidget) -> None:
        super().__init__(window)
        self.told: Callable[[], bool] = bool
        self._engine = engine
        self._window = window
        self._library = engine.settings.library_id
        self.box: QMessageBox | None = None
        engine.signals.settings_changed.connect(
            self._on_settings, Qt.ConnectionType.QueuedConnection
        )

    def _on_settings(self, settings: Settings) -> None:
        if settings.library_id == self._library:
            return
        self._library = library = settings.library_id
        self._engine.desk.ask(lambda desk: desk.store.traits.of(library), self._on_known)

    def _on_known(self, probed: Probed | None) -> None:
        if probed is not None and warnings(probed.traits) and not self.told():
            self.box = _told(self._window, probed.traits, "")


def _told(parent: QWidget, traits: Traits, well: str) -> QMessageBox:
    """Says what to mind, or that all is well, and below all that was found."""
    found = warnings(traits)
    icon = QMessageBox.Icon.Warning if found else QMessageBox.Icon.Information
    return _box(parent, icon, sentences(found) if found else well, summary(traits))


def _box(
    parent: QWidget, icon: QMessageBox.Icon, words: str, details: Iterable[str]
) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(icon)
    box.setWindowTitle(box.tr("Music folder"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(breakable(words))
    box.setInformativeText("\n".join(details))
    box.open()
    return box
