# SPDX-License-Identifier: GPL-3.0-or-later
"""Has something done to very many items, in parts, so that lists go on meanwhile."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from catalogsync_gui.core.edits import Numbers
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.queueing import Changed
from catalogsync_gui.engine.desk import Desk, DeskThread

_AT_A_TIME = 4_000

Command = Callable[[Desk, list[int]], Changed]


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be done.

    :ivar command: what, by its word. :ivar backwards: the last ones first, for what puts them at
        the beginning of something.
    """

    command: str
    run: Command = field(repr=False)
    ids: Numbers
    backwards: bool = False


class QueueWork(QObject):
    """One work after the other. Main thread only."""

    progressed = Signal(object, int)
    """Work, and how many of its items have been seen to."""

    ended = Signal(object, object)
    """Work, and Changed in all."""

    failed = Signal(object)
    """CatalogSyncError: the rest of the work was not done."""

    def __init__(self, desk: DeskThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: deque[Work] = deque()
        self._work: Work | None = None
        self._starts: deque[int] = deque()
        self._seen = 0
        self._changed = 0

    def do(self, work: Work) -> None:
        """Begins, or waits for what is being done."""
        self._waiting.append(work)
        if self._work is None:
            self._begin()

    @property
    def busy(self) -> bool:
        """Whether anything is being done."""
        return self._work is not None

    def _begin(self) -> None:
        self._work = work = self._waiting.popleft() if self._waiting else None
        if work is None:
            return
        self._seen = self._changed = 0
        starts = range(0, len(work.ids), _AT_A_TIME)
        self._starts = deque(reversed(starts) if work.backwards else starts)
        self._next(work)

    def _next(self, work: Work) -> None:
        if not self._starts:
            self._work = None
            self.ended.emit(work, Changed(self._changed))
            if self._work is None:
                self._begin()
            return
        start = self._starts.popleft()
        part = work.ids[start : start + _AT_A_TIME].tolist()
        self._seen += len(part)
        self._desk.ask(lambda desk: work.run(desk, part), self._on_done, self._on_failed)

    def _on_done(self, changed: Changed) -> None:
        work = self._work
        if work is None:
            return
        self._changed += changed.count
        if self._starts:
            self.progressed.emit(work, self._seen)
        self._next(work)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._work = None
        self._starts.clear()
        self.failed.emit(error)
        if self._work is None:
            self._begin()
