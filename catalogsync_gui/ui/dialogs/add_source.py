# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribing: paste, type, drop or choose anything, and see what it would bring."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, SourceRefused, UsageError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.commands import AddedFeeds, add_feeds, add_source, subscribed_feeds
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.previewing import Gained, Preview, preview
from catalogsync_gui.engine.quick_connecting import access_token
from catalogsync_gui.engine.recognising import recognised
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.detecting import FeedList
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.dialogs.preview_pane import PreviewPane
from catalogsync_gui.ui.dialogs.source_form import SourceForm
from catalogsync_gui.ui.dropping import dropped_location

_SIZE = (660, 540)


class AddSourceDialog(QDialog):
    """Asks what to follow, shows it, has it subscribed, and starts its first sync."""

    def __init__(self, engine: Engine, parent: QWidget | None = None, location: str = "") -> None:
        super().__init__(parent)
        self._engine = engine
        self._stop: StopToken | None = None
        self._found: Preview | FeedList | None = None
        self.setWindowTitle(self.tr("Add a source"))
        self.setAcceptDrops(True)
        self.form = SourceForm(location)
        self.test = QPushButton(icons.icon("search"), self.tr("&Test and preview"))
        self.pane = PreviewPane(self._hint())
        self.sync = QCheckBox(self.tr("&Sync it now"))
        self.sync.setChecked(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = self.buttons.addButton(self.tr("&Add"), QDialogButtonBox.ButtonRole.ActionRole)
        self._build()
        self.form.edited.connect(self._on_edited)
        self.form.quick_connect_wanted.connect(self._on_quick_connect)
        self.test.clicked.connect(self._on_test)
        self.add.clicked.connect(self._on_add)
        self.buttons.rejected.connect(self.reject)
        self.pane.stop_wanted.connect(self._on_stop)
        self.pane.chosen_changed.connect(self._follow)
        self.resize(*_SIZE)
        self._follow()

    def _hint(self) -> str:
        return self.tr(
            "Paste or drop a playlist (M3U, PLS, XSPF, JSPF), a podcast or its web page, a list of "
            "podcasts (OPML), something at the Internet Archive, or the address of your Subsonic "
            "or Jellyfin server. What it is, is recognised. Enter shows what it would bring."
        )

    def _build(self) -> None:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        below = QHBoxLayout()
        below.addWidget(self.sync)
        below.addStretch(1)
        below.addWidget(self.test)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(line)
        layout.addWidget(self.pane, 1)
        layout.addLayout(below)
        self.add.setAutoDefault(False)

    # ------------------------------------------------------------ what is looked up

    def _on_edited(self) -> None:
        """What was found is not what is asked for any more."""
        self._cancel()
        self._found = None
        self.pane.show_hint()
        self._follow()

    def _on_test(self) -> None:
        request = self._request()
        if request is not None:
            settings, now = self._engine.settings, self._engine.clock.now
            self._look_up(
                lambda cancel: preview(request, settings, cancel, now=now), self._on_found
            )

    def _on_quick_connect(self) -> None:
        try:
            request = self.form.quick_connect_request()
        except UsageError as error:
            self._on_failed(error)
            return
        settings, lookups = self._engine.settings, self._engine.lookups

        def sign_in(cancel: StopToken) -> str:
            def show(code: str) -> None:
                lookups.tell(cancel, self.pane.show_code, code)

            return access_token(request, settings, show, cancel)

        self._look_up(sign_in, self._on_signed_in)

    def _on_signed_in(self, token: str) -> None:
        self._stop = None
        self.form.sign_in(token)
        self._on_test()

    def _request(self) -> AddRequest | None:
        try:
            return self.form.request()
        except UsageError as error:
            self._on_failed(error)
            return None

    def _look_up(self, work: Callable[[StopToken], Any], done: Callable[[Any], None]) -> None:
        host = host_of(self.form.location.text().strip())
        self.pane.show_busy(
            self.tr("Asking {host}…").format(host=host) if host else self.tr("Reading…")
        )
        self._stop = self._engine.lookups.ask(work, done, self._on_failed)
        self._follow()

    def _on_found(self, found: object) -> None:
        """A preview, or a list of feeds."""
        self._stop = None
        if isinstance(found, Preview):
            self.form.found(registry.kinds()[found.kind], found.name)
            self._found = found
            self.pane.show_preview(found, self.form.warnings())
        elif isinstance(found, FeedList):
            self.form.found_list()
            self._found = found
            self._engine.desk.ask(
                lambda desk: subscribed_feeds(desk.store, desk.secrets),
                self._on_subscribed,
                self._on_failed,
            )
        self._follow()

    def _on_subscribed(self, subscribed: frozenset[str]) -> None:
        if isinstance(self._found, FeedList):
            self.pane.show_feeds(self._found, subscribed)
            self._follow()

    def _on_stop(self) -> None:
        self._cancel()
        self.pane.show_hint()
        self._follow()
        self.form.location.setFocus()

    def _cancel(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    # ------------------------------------------------------------ what is added

    def _on_add(self) -> None:
        found = self._found
        if isinstance(found, FeedList):
            chosen = self.pane.feeds.chosen()
            self._at_desk(lambda desk: add_feeds(desk, chosen), self._on_feeds_added)
        elif isinstance(found, Preview):
            self._subscribe(replace(found.request, name=found.name), found.gained)
        else:
            request = self._request()
            if request is not None:
                settings = self._engine.settings
                self._look_up(
                    lambda cancel: recognised(request, settings, cancel), self._on_recognised
                )

    def _on_recognised(self, found: object) -> None:
        self._stop = None
        if isinstance(found, AddRequest):
            self._subscribe(found)
        else:
            # Nobody subscribes to a hundred podcasts unseen.
            self._on_found(found)

    def _subscribe(self, request: AddRequest, gained: Gained | None = None) -> None:
        self._at_desk(lambda desk: add_source(desk, request, gained=gained), self._on_added)

    def _at_desk(self, work: Callable[[Desk], object], done: Callable[..., None]) -> None:
        self._set_enabled(False)
        self._engine.desk.ask(work, done, self._on_failed)

    def _on_added(self, source: int) -> None:
        self._end((source,))

    def _on_feeds_added(self, added: AddedFeeds) -> None:
        if added.sources:
            self._end(added.sources)
        else:
            self._on_failed(UsageError(sentences(added.left)))

    def _end(self, sources: tuple[int, ...]) -> None:
        self._engine.keeper.catalogue_changed()
        if self.sync.isChecked() and sources:
            self._engine.start_job(JobSpec(sources=sources))
        self.accept()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._stop = None
        self._found = None
        self._set_enabled(True)
        self.pane.show_failure(error)
        self._follow()
        if isinstance(error, SourceRefused):
            self.form.ask_for_login()

    # ------------------------------------------------------------ the dialog itself

    def _follow(self) -> None:
        """Allows what makes sense now; Enter does what comes next."""
        typed, busy = bool(self.form.location.text().strip()), self._stop is not None
        chosen = not isinstance(self._found, FeedList) or bool(self.pane.feeds.chosen())
        self.test.setEnabled(typed and not busy)
        self.form.quick.setEnabled(not busy)
        self.add.setEnabled(typed and not busy and chosen)
        (self.test if self._found is None else self.add).setDefault(True)

    def _set_enabled(self, enabled: bool) -> None:
        for widget in (self.form, self.test, self.add, self.pane, self.sync):
            widget.setEnabled(enabled)

    def done(self, result: int) -> None:
        """Closes; what is still being asked is left."""
        self._cancel()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_location(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        location = dropped_location(event.mimeData())
        if location:
            self.form.location.setText(location)
            event.acceptProposedAction()
