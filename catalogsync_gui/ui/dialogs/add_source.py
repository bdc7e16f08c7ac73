# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribing: paste, type, drop or choose anything, and see what it would bring."""

from collections.abc import Callable

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.commands import AddedFeeds, add_feeds, add_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.dialogs.source_chooser import SourceChooser
from catalogsync_gui.ui.dropping import dropped_location

_SIZE = (660, 540)


class AddSourceDialog(QDialog):
    """Asks what to follow, shows it, has it subscribed, and starts its first sync."""

    def __init__(self, engine: Engine, parent: QWidget | None = None, location: str = "") -> None:
        super().__init__(parent)
        self._engine = engine
        self.setWindowTitle(self.tr("Add a source"))
        self.setAcceptDrops(True)
        self.chooser = SourceChooser(engine, self._hint(), location)
        self.form, self.pane, self.test = self.chooser.form, self.chooser.pane, self.chooser.test
        self.sync = QCheckBox(self.tr("&Sync it now"))
        self.sync.setChecked(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = self.buttons.addButton(self.tr("&Add"), QDialogButtonBox.ButtonRole.ActionRole)
        self._build()
        self.chooser.changed.connect(self._follow)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.failed.connect(self._on_failed)
        self.add.clicked.connect(self.chooser.choose)
        self.buttons.rejected.connect(self.reject)
        self.resize(*_SIZE)
        self._follow()

    def _hint(self) -> str:
        return self.tr(
            "Paste or drop a playlist (M3U, PLS, XSPF, JSPF), a podcast or its web page, a list of "
            "podcasts (OPML), something at the Internet Archive, or the address of your Subsonic "
            "or Jellyfin server. What it is, is recognised. Enter shows what it would bring."
        )

    def _build(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.sync)
        below.addStretch(1)
        below.addWidget(self.test)
        below.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.chooser, 1)
        layout.addLayout(below)
        self.add.setAutoDefault(False)

    # ------------------------------------------------------------ what is added

    def _on_chosen(self) -> None:
        request, gained, feeds = self.chooser.request, self.chooser.gained, self.chooser.feeds
        if request is not None:
            self._at_desk(lambda desk: add_source(desk, request, gained=gained), self._on_added)
        else:
            self._at_desk(lambda desk: add_feeds(desk, feeds), self._on_feeds_added)

    def _at_desk(self, work: Callable[[Desk], object], done: Callable[..., None]) -> None:
        self._set_enabled(False)
        self._engine.desk.ask(work, done, self.chooser.fail)

    def _on_added(self, source: int) -> None:
        self._end((source,))

    def _on_feeds_added(self, added: AddedFeeds) -> None:
        if added.sources:
            self._end(added.sources)
        else:
            self.chooser.fail(UsageError(sentences(added.left)))

    def _end(self, sources: tuple[int, ...]) -> None:
        self._engine.keeper.catalogue_changed()
        if self.sync.isChecked() and sources:
            self._engine.start_job(JobSpec(sources=sources))
        self.accept()

    def _on_failed(self) -> None:
        self._set_enabled(True)
        self._follow()

    # ------------------------------------------------------------ the dialog itself

    def _follow(self) -> None:
        """Allows what makes sense now; Enter does what comes next."""
        self.add.setEnabled(self.chooser.ready)
        (self.add if self.chooser.known else self.test).setDefault(True)

    def _set_enabled(self, enabled: bool) -> None:
        for widget in (self.chooser, self.test, self.add, self.sync):
            widget.setEnabled(enabled)

    def done(self, result: int) -> None:
        """Closes; what is still being asked is left."""
        self.chooser.cancel()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_location(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        location = dropped_location(event.mimeData())
        if location:
            self.form.location.setText(location)
            event.acceptProposedAction()
