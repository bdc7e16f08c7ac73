# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's folder can do, below its row in the settings."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.traits import Traits, summary, warnings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import known_traits, probe_library
from catalogsync_gui.store.traits import Probed
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.labels import MutedLabel


class FolderNote(QWidget):
    """Shows what is known, and has it tried out again. Asks on the desk only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.words = MutedLabel("", self)
        self.notice = Notice(self)
        self.notice.hide()
        self.again = QPushButton(self.tr("Try this &folder out again"), self)
        self.again.setToolTip(
            self.tr("Finds out which names it takes and what else it can do; leaves nothing there")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.notice):
            layout.addWidget(widget)
        layout.addWidget(self.again)
        self.again.clicked.connect(self._on_again)
        self.setVisible(bool(engine.settings.library))
        if engine.settings.library:
            engine.desk.ask(known_traits, self._on_known, self._on_failed)

    def _on_again(self) -> None:
        self.again.setEnabled(False)
        self._engine.desk.ask(probe_library, self._on_known, self._on_failed)

    def _on_known(self, probed: Probed | None) -> None:
        self.again.setEnabled(True)
        if probed is None:
            self.words.setText(self.tr("It was not tried out yet what this folder can do."))
            return
        self.words.setText(self._short(probed.traits))
        self.words.setToolTip("\n".join(summary(probed.traits)))
        self._warn(sentences(warnings(probed.traits)))

    def _short(self, traits: Traits) -> str:
        case = (
            self.tr("upper and lower case are two names")
            if traits.case_sensitive
            else self.tr("upper and lower case are one name")
        )
        return self.tr("{file_system}; {case}; names of up to {longest} characters").format(
            file_system=traits.file_system or self.tr("Unknown file system"),
            case=case,
            longest=traits.longest_name,
        )

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.again.setEnabled(True)
        self._warn(str(error))

    def _warn(self, words: str) -> None:
        self.notice.setVisible(bool(words))
        if words:
            self.notice.say(words)
