# SPDX-License-Identifier: GPL-3.0-or-later
"""The second screen: what to follow."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from catalogsync_gui.core.errors import CatalogSyncError, UsageError
from catalogsync_gui.engine.commands import AddedFeeds, add_feeds, add_source
from catalogsync_gui.engine.demo_catalogue import lasting_demo
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.previewing import Preview
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.dialogs.source_chooser import SourceChooser
from catalogsync_gui.ui.first_run.step import Step
from catalogsync_gui.ui.labels import MutedLabel


class SourceStep(Step):
    """Asks for a source and shows its first page; going on subscribes to it."""

    subscribed = Signal(object, object)
    """The ids of the new sources, and the preview of what was chosen, or None."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title.setText(self.tr("What do you want to follow?"))
        self.words.setText(
            self.tr("Paste its address here, or drop it anywhere on this window. You can add more.")
        )
        self._engine = engine
        self._busy = False
        self._preview: Preview | None = None
        self.chooser = SourceChooser(engine, self._hint(), parent=self)
        self.demo = QPushButton(icons.icon("playlist"), self.tr("Try the built-in &demo"), self)
        self.demo.setAutoDefault(False)
        self._offer = MutedLabel(
            self.tr("A few small tunes come with the program; no network needed.")
        )
        row = QHBoxLayout()
        row.addWidget(self.demo)
        row.addWidget(self._offer, 1)
        row.addWidget(self.chooser.test)
        self.column.addWidget(self.chooser, 1)
        self.column.addLayout(row)
        self.demo.clicked.connect(self.use_demo)
        self.chooser.changed.connect(self.changed)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.failed.connect(self._on_failed)
        self.chooser.form.location.returnPressed.connect(self._on_return)

    def _hint(self) -> str:
        return self.tr(
            "A playlist (M3U, PLS, XSPF, JSPF), a podcast or its web page, a list of podcasts "
            "(OPML), something at the Internet Archive, or the address of your Subsonic or "
            "Jellyfin server. What it is, is recognised, and you see what it would bring."
        )

    @property
    def ready(self) -> bool:
        """Whether something was found that can be followed."""
        return self.chooser.ready and self.chooser.known and not self._busy

    def enter(self) -> None:
        """Begins where one types."""
        self.chooser.form.location.setFocus()

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        self.chooser.cancel()

    def take(self, location: str) -> None:
        """Enters what was dropped, and shows what it would bring."""
        self.chooser.form.location.setText(location)
        self.chooser.look_up()

    def use_demo(self) -> None:
        """Enters the built-in catalogue."""
        self._engine.desk.ask(lasting_demo, self._on_demo, self._refused)

    def _on_demo(self, path: Path) -> None:
        self.take(str(path))

    def go_on(self) -> None:
        """Subscribes."""
        self._preview = self.chooser.preview
        self.chooser.choose()

    def _on_return(self) -> None:
        if self.ready:
            self.go_on()
        elif self.chooser.test.isEnabled():
            self.chooser.look_up()

    def _on_chosen(self) -> None:
        request, gained, feeds = self.chooser.request, self.chooser.gained, self.chooser.feeds
        self._set_busy(True)
        if request is not None:
            self._engine.desk.ask(
                lambda desk: add_source(desk, request, gained=gained), self._on_added, self._refused
            )
        else:
            self._engine.desk.ask(
                lambda desk: add_feeds(desk, feeds), self._on_feeds_added, self._refused
            )

    def _on_added(self, source: int) -> None:
        self._end((source,))

    def _on_feeds_added(self, added: AddedFeeds) -> None:
        if added.sources:
            self._end(added.sources)
        else:
            self._refused(UsageError(sentences(added.left)))

    def _end(self, sources: tuple[int, ...]) -> None:
        self._set_busy(False)
        self._engine.keeper.catalogue_changed()
        self.subscribed.emit(sources, self._preview)
        self.done.emit()

    def _refused(self, error: CatalogSyncError) -> None:
        self._set_busy(False)
        self.chooser.fail(error)

    def _on_failed(self) -> None:
        self.changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.chooser.setEnabled(not busy)
        self.demo.setEnabled(not busy)
        self.changed.emit()
