# SPDX-License-Identifier: GPL-3.0-or-later
"""How much room there is on the library's volume, for whoever looks at it."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, StorageSilent
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.volume import open_library

LOOK_MS = 20_000
"""Between two looks, while anybody wants to know."""

_SILENT_MS = 300_000
"""Each look at a volume that does not answer leaves a thread behind."""

_ANSWER = 20.0


@dataclass(frozen=True, slots=True)
class LibrarySpace:
    """The library's volume: bytes.

    :ivar total: None where the file system does not tell. Likewise ``free``.
    :ivar reserve: how much is to stay free. :ivar problem: why it cannot be used now, if so.
    """

    total: int | None = None
    free: int | None = None
    reserve: int = 0
    problem: ErrorInfo | None = None

    @property
    def nearly_full(self) -> bool:
        """Whether less is free than is to stay free."""
        return self.free is not None and self.free <= self.reserve


class SpaceWatch(QObject):
    """Looks only while somebody wants to know. Lives in the main thread and never blocks it."""

    changed = Signal(object)
    """LibrarySpace, or None while there is no library."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._asked: StopToken | None = None
        self._root = ""
        self.space: LibrarySpace | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        engine.signals.settings_changed.connect(
            self._on_settings, Qt.ConnectionType.QueuedConnection
        )

    def begin(self) -> None:
        """Somebody wants to know."""
        self._timer.start(LOOK_MS)
        self.look()

    def end(self) -> None:
        """Nobody wants to know any more."""
        self._timer.stop()

    def look(self) -> None:
        """Asks, unless there is a question open."""
        settings = self._engine.settings
        if settings.library != self._root:
            self._root = settings.library
            self._forget()
        if not settings.library:
            self._take(None)
        elif self._asked is None:
            self._asked = self._engine.lookups.ask(
                partial(_measure, settings), self._on_measured, self._on_failed
            )

    def _forget(self) -> None:
        if self._asked is not None:
            self._asked.set()
            self._asked = None

    def _on_settings(self, settings: Settings) -> None:
        if settings.library != self._root:
            self.space = None
        if self._timer.isActive():
            self.look()

    def _on_measured(self, space: LibrarySpace) -> None:
        self._asked = None
        self._pace(LOOK_MS)
        self._take(space)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asked = None
        self._pace(_SILENT_MS if isinstance(error, StorageSilent) else LOOK_MS)
        self._take(LibrarySpace(problem=ErrorInfo(error.kind, str(error))))

    def _pace(self, milliseconds: int) -> None:
        if self._timer.isActive() and self._timer.interval() != milliseconds:
            self._timer.start(milliseconds)

    def _take(self, space: LibrarySpace | None) -> None:
        if space != self.space or space is None:
            self.space = space
            self.changed.emit(space)


def _measure(settings: Settings, stop: StopToken) -> LibrarySpace:
    """A thread of its own."""
    library = open_library(settings.library, settings.library_id, settings.free_space_mb)

    def ask() -> LibrarySpace:
        library.check_marker()
        room = library.room()
        if room is None:
            return LibrarySpace()
        return LibrarySpace(room.total, room.free, room.reserve)

    return ask_within(_ANSWER, f"the library {library.root}", ask, stop)
