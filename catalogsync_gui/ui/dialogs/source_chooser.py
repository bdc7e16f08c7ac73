# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing what to follow: what is entered, and what it turns out to be."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, SourceRefused, UsageError
from catalogsync_gui.engine.commands import subscribed_feeds
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.previewing import Gained, Preview, preview
from catalogsync_gui.engine.quick_connecting import access_token
from catalogsync_gui.engine.recognising import recognised
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.detecting import FeedList
from catalogsync_gui.sources.opml import Outline
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.preview_pane import PreviewPane
from catalogsync_gui.ui.dialogs.source_form import SourceForm


class SourceChooser(QWidget):
    """The form and the preview below it; asks the network in threads that can be left.

    :ivar test: the button that looks it up; whoever shows this gives it a place.
    """

    changed = Signal()
    """Something else can be done now."""

    chosen = Signal()
    """:meth:`choose` has come to its end: :attr:`request` or :attr:`feeds` tell of what."""

    failed = Signal()
    """It failed, and the preview says why."""

    def __init__(
        self, engine: Engine, hint: str, location: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._stop: StopToken | None = None
        self._found: Preview | FeedList | None = None
        self.request: AddRequest | None = None
        self.gained: Gained | None = None
        self.feeds: tuple[Outline, ...] = ()
        self.form = SourceForm(location)
        self.test = QPushButton(icons.icon("search"), self.tr("&Test and preview"))
        self.pane = PreviewPane(hint)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        layout.addWidget(line)
        layout.addWidget(self.pane, 1)
        self.form.edited.connect(self._on_edited)
        self.form.quick_connect_wanted.connect(self._on_quick_connect)
        self.test.clicked.connect(self.look_up)
        self.pane.stop_wanted.connect(self._on_stop)
        self.pane.chosen_changed.connect(self._follow)
        self._follow()

    @property
    def preview(self) -> Preview | None:
        """What was found, if it is a catalogue."""
        return self._found if isinstance(self._found, Preview) else None

    @property
    def known(self) -> bool:
        """Whether it was looked up."""
        return self._found is not None

    @property
    def ready(self) -> bool:
        """Whether something is there to be chosen, and nothing is being asked."""
        typed = bool(self.form.location.text().strip())
        chosen = not isinstance(self._found, FeedList) or bool(self.pane.feeds.chosen())
        return typed and chosen and self._stop is None

    # ------------------------------------------------------------ what is looked up

    def look_up(self) -> None:
        """Shows what it would bring."""
        request = self._entered()
        if request is not None:
            settings, now = self._engine.settings, self._engine.clock.now
            self._ask(lambda cancel: preview(request, settings, cancel, now=now), self._on_found)

    def choose(self) -> None:
        """Settles on it: as it was found, or else as it is recognised now."""
        found = self._found
        if isinstance(found, FeedList):
            self._settle(None, None, self.pane.feeds.chosen())
        elif isinstance(found, Preview):
            self._settle(replace(found.request, name=found.name), found.gained)
        else:
            request = self._entered()
            if request is not None:
                settings = self._engine.settings
                self._ask(lambda cancel: recognised(request, settings, cancel), self._on_recognised)

    def cancel(self) -> None:
        """Leaves what is being asked."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def fail(self, error: CatalogSyncError) -> None:
        """Says why it cannot be."""
        self._stop = None
        self._found = None
        self.pane.show_failure(error)
        self._follow()
        self.failed.emit()
        if isinstance(error, SourceRefused):
            self.form.ask_for_login()

    def _settle(
        self, request: AddRequest | None, gained: Gained | None, feeds: tuple[Outline, ...] = ()
    ) -> None:
        self.request, self.gained, self.feeds = request, gained, feeds
        self.chosen.emit()

    def _on_edited(self) -> None:
        """What was found is not what is asked for any more."""
        self.cancel()
        self._found = None
        self.pane.show_hint()
        self._follow()

    def _on_quick_connect(self) -> None:
        try:
            request = self.form.quick_connect_request()
        except UsageError as error:
            self.fail(error)
            return
        settings, lookups = self._engine.settings, self._engine.lookups

        def sign_in(cancel: StopToken) -> str:
            def show(code: str) -> None:
                lookups.tell(cancel, self.pane.show_code, code)

            return access_token(request, settings, show, cancel)

        self._ask(sign_in, self._on_signed_in)

    def _on_signed_in(self, token: str) -> None:
        self._stop = None
        self.form.sign_in(token)
        self.look_up()

    def _entered(self) -> AddRequest | None:
        try:
            return self.form.request()
        except UsageError as error:
            self.fail(error)
            return None

    def _ask(self, work: Callable[[StopToken], Any], done: Callable[[Any], None]) -> None:
        host = host_of(self.form.location.text().strip())
        self.pane.show_busy(
            self.tr("Asking {host}…").format(host=host) if host else self.tr("Reading…")
        )
        self._stop = self._engine.lookups.ask(work, done, self.fail)
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
                self.fail,
            )
        self._follow()

    def _on_subscribed(self, subscribed: frozenset[str]) -> None:
        if isinstance(self._found, FeedList):
            self.pane.show_feeds(self._found, subscribed)
            self._follow()

    def _on_recognised(self, found: object) -> None:
        self._stop = None
        if isinstance(found, AddRequest):
            self._settle(found, None)
        else:
            # Nobody subscribes to a hundred podcasts unseen.
            self._on_found(found)

    def _on_stop(self) -> None:
        self.cancel()
        self.pane.show_hint()
        self._follow()
        self.form.location.setFocus()

    def _follow(self) -> None:
        typed, busy = bool(self.form.location.text().strip()), self._stop is not None
        self.test.setEnabled(typed and not busy)
        self.form.quick.setEnabled(not busy)
        self.changed.emit()
