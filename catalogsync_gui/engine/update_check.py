# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking once a day whether there is a newer version. Off by default; nothing is ever installed.

Where to ask is written into the program when it is built (``release_address.py`` in packaging).
Without that nothing is asked, whatever the settings say: from the source, and in packages whose
distribution brings the updates.
"""

import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from catalogsync_gui import __version__
from catalogsync_gui.core.addresses import split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.releases import Release, is_newer, parse
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.publish import write_atomically
from catalogsync_gui.paths import Profile, resources
from catalogsync_gui.sources.http import Ask, DocumentClient

FILE: Final = "releases.txt"
"""The resource with the address."""

DAY: Final = 86_400.0
_LOOK_EVERY_MS: Final = 3_600_000
_SETTLE_MS: Final = 30_000
"""A start has better things to do."""

_MOST_BYTES: Final = 1_000_000

log = logging.getLogger(__name__)


def releases_address() -> str:
    """The address that is asked for the newest version; empty where none is known.

    Reads a file: not for the GUI thread.
    """
    try:
        address = (resources() / FILE).read_text("utf-8").strip()
    except (OSError, UnicodeError):
        return ""
    return address if split(address) is not None else ""


class UpdateCheck(QObject):
    """Looks by itself while the setting is on. Main thread only; asks in a thread of its own.

    :param address: tells where to ask; called in that thread.
    """

    found = Signal(object)
    """Release: there is one that is newer. Or None: there is not, or the setting is off."""

    def __init__(
        self,
        engine: Engine,
        parent: QObject | None = None,
        *,
        address: Callable[[], str] = releases_address,
        version: str = __version__,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._address = address
        self._version = version
        self._on = engine.settings.update_check
        self._asking: StopToken | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        engine.signals.settings_changed.connect(
            self._on_settings, Qt.ConnectionType.QueuedConnection
        )
        if self._on:
            self._timer.start(_SETTLE_MS)

    @Slot()
    def look(self) -> None:
        """Asks, if that is wanted and due; ``found`` tells what came of it."""
        if not self._on:
            return
        self._timer.start(_LOOK_EVERY_MS)
        if self._asking is not None:
            return
        engine = self._engine
        work = partial(
            newest, engine.profile, engine.clock.now(), engine.settings.proxy, self._address
        )
        self._asking = engine.lookups.ask(work, self._on_answer, self._on_failed)

    def _on_settings(self, settings: Settings) -> None:
        if settings.update_check is self._on:
            return
        self._on = settings.update_check
        if self._on:
            self.look()
            return
        self._timer.stop()
        if self._asking is not None:
            self._asking.set()
            self._asking = None
        self.found.emit(None)

    def _on_answer(self, release: Release | None) -> None:
        self._asking = None
        newer = release is not None and is_newer(release.version, self._version)
        self.found.emit(release if newer else None)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asking = None
        # Nobody is bothered with it: it is asked again tomorrow.
        log.info("the newest version is not known: %s", error)


def newest(
    profile: Profile, now: float, proxy: str, address: Callable[[], str], stop: StopToken
) -> Release | None:
    """The newest version there is: asked for, or as it was answered within the last day.

    What is sent is one GET, with nothing in it about the person, the profile or the version.

    :param now: seconds since the epoch.
    :raises SourceError: the address does not answer.
    :raises Interrupted: ``stop`` was set.
    """
    where = address()
    if not where:
        return None
    file = profile.cache / "newest-version.json"
    known = _known(file)
    if known.get("address") == where and 0.0 <= now - known["at"] < DAY:
        return _released(known)
    known = {"at": now, "address": where, "answer": known.get("answer")}
    # Before it is asked: a server that fails is not asked every hour.
    _keep(file, known)
    client = DocumentClient(where, proxy=proxy)
    try:
        data = client.get(where, stop, ask=Ask(most=_MOST_BYTES)).data
    finally:
        client.close()
    known["answer"] = data.decode("utf-8", "replace")
    _keep(file, known)
    return _released(known)


def _released(known: dict[str, Any]) -> Release | None:
    answer = known.get("answer")
    if not isinstance(answer, str):
        return None
    try:
        return parse(answer.encode(), known["address"])
    except (ValueError, RecursionError) as error:
        log.info("what the releases address answered cannot be used: %s", error)
        return None


def _known(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            known = json.loads(stream.read(2 * _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {"at": 0.0}
    usable = isinstance(known, dict) and isinstance(known.get("at"), int | float)
    return known if usable else {"at": 0.0}


def _keep(file: Path, known: dict[str, Any]) -> None:
    try:
        write_atomically(file, file.with_suffix(".new"), json.dumps(known).encode())
    except OSError as error:
        log.info("when the newest version was asked for cannot be kept: %s", error)
