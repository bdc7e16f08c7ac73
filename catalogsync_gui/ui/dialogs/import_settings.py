# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file of settings would change: shown before it is taken over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.settings import merged
from catalogsync_gui.engine import transfer_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.transfer_commands import Offer, Taken
from catalogsync_gui.sources import registry
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import PlainLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_SIZE = (640, 420)


class ImportDialog(QDialog):
    """Takes over all of it or nothing. Main thread only."""

    taken = Signal(str)
    """It was taken over: what there is to say of that."""

    def __init__(self, engine: Engine, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._offer = offer
        self._base = engine.settings
        self._taking = False
        self.setWindowTitle(self.tr("Import settings"))
        self.summary = PlainLabel(self._words())
        self.changes = TextTable((self.tr("Setting"), self.tr("Now"), self.tr("Then")), parent=self)
        self.sources = TextTable((self.tr("Source"), self.tr("Kind"), self.tr("From")), parent=self)
        self.notice = Notice()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton(
            self.tr("&Import"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        changes = small_table(self.changes, self.tr("Settings that would be others"), (20, 0, 30))
        sources = small_table(self.sources, self.tr("Sources that would be added"), (24, 16, 0))
        if offer.changes:
            tabs.addTab(changes, self.tr("Settings"))
        if offer.new:
            tabs.addTab(sources, self.tr("Sources"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(tabs, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.changes.show([(one.name, one.before, one.after) for one in offer.changes])
        kinds = registry.kinds()
        self.sources.show(
            [
                (
                    one.name,
                    kinds[one.kind].label if one.kind in kinds else one.kind,
                    shown(one.location),
                )
                for one in offer.new
            ]
        )
        self._say(self._warnings())
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.resize(*_SIZE)

    def _words(self) -> str:
        settings, new = len(self._offer.changes), len(self._offer.new)
        said = [
            self.tr("1 setting would be another")
            if settings == 1
            else self.tr("{count} settings would be others").format(count=count_text(settings)),
            self.tr("1 source would be added")
            if new == 1
            else self.tr("{count} sources would be added").format(count=count_text(new)),
        ]
        if self._offer.there:
            said.append(
                self.tr("{count} are there already").format(count=count_text(self._offer.there))
            )
        return sentences(said)

    def _warnings(self) -> list[str]:
        said = [
            self.tr("An export variant is left out: {reason}").format(reason=words)
            for words in self._offer.left
        ]
        if self._offer.unknown:
            said.append(
                self.tr("This version does not know: {names}").format(
                    names=", ".join(self._offer.unknown)
                )
            )
        return said

    def _say(self, said: list[str]) -> None:
        self.notice.say(sentences(said))
        self.notice.setVisible(bool(said))

    def reject(self) -> None:
        """Gives it up, unless it is under way: half of it would stay."""
        if not self._taking:
            super().reject()

    def _set_under_way(self, under_way: bool) -> None:
        self._taking = under_way
        for button in self.buttons.buttons():
            button.setEnabled(not under_way)

    def _on_accepted(self) -> None:
        self._set_under_way(True)
        offer = self._offer
        self._engine.desk.ask(
            lambda desk: transfer_commands.take(desk, offer), self._on_taken, self._on_failed
        )

    def _on_taken(self, taken: Taken) -> None:
        engine = self._engine
        engine.apply_settings(merged(taken.settings, self._base, engine.settings))
        engine.keeper.catalogue_changed()
        said = [self.tr("The settings were taken over")]
        if taken.incomplete:
            said.append(
                self.tr("Enter passwords and tokens anew for {names}").format(
                    names=", ".join(map(plain, taken.incomplete))
                )
            )
        said += [
            self.tr("Not added: {reason}").format(reason=plain(words, 300))
            for words in taken.failed
        ]
        self.taken.emit(sentences(said))
        self.accept()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._set_under_way(False)
        self._say([str(error)])
