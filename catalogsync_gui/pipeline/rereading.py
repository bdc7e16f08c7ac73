# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file of the library read again in time, so that a disk that forgets is found out.

Slow on purpose. It takes a tenth of the disk's time at most, never reads while a job is open, and
gives a file up at once when one opens, when a pause begins or when the program ends; that file is
the next one again. A library that is not there is waited for, and nothing is said about its files.
"""

import logging
from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.damage import Difference
from catalogsync_gui.core.errors import (
    CannotRun,
    Interrupted,
    SystemBusy,
)
from catalogsync_gui.core.events import FileDiffers
from catalogsync_gui.core.ports import Clock, Report
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.media.volume import Library, open_library
from catalogsync_gui.pipeline.inspecting import Inspected, inspect
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

SHARE = 0.1
"""Of the time in which a file is read, the part in which the disk is really asked."""

LOOK_EVERY = 60.0
"""Seconds between two looks whether it may go on, and whether a file is due."""

_LONGEST_BREATH = 60.0
_DAY = 86400.0


class Rereading:
    """Belongs to one thread, with its store."""

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        control: RunControl,
        busy: Callable[[], bool],
        report: Report,
        clock: Clock,
        stop: StopToken,
    ) -> None:
        """Takes what it depends on.

        :param busy: whether a job is open; then the disk is the job's.
        :param stop: set when the program ends; whoever sets it wakes ``control``.
        """
        self._store = store
        self._settings = settings
        self._control = control
        self._busy = busy
        self._report = report
        self._clock = clock
        self._stop = stop
        self._asked_at = 0.0

    def run(self) -> None:
        """Reads files until it is stopped."""
        while not self._stop.is_set():
            seen = self._control.version
            wait = self.turn()
            if wait:
                self._control.wait(seen, wait)

    def turn(self) -> float:
        """Reads one file that is due; seconds until there may be something to do again."""
        try:
            return self._turn()
        except Interrupted:
            return LOOK_EVERY
        except (CannotRun, SystemBusy) as error:
            log.info("no file is read again for now: %s", error)
            return LOOK_EVERY

    def _turn(self) -> float:
        settings = self._settings()
        if not settings.verify_days or not settings.library or self._held():
            return LOOK_EVERY
        row = self._store.damage.next_to_read(self._clock.now(), settings.verify_days * _DAY)
        if row is None:
            return LOOK_EVERY
        library = open_library(settings.library, settings.library_id, 0)
        self._make_sure(library)
        self._asked_at = self._clock.monotonic()
        found = inspect(library, row, self._go_on)
        # It may have been replaced or renamed, or the library have gone, while it was read; neither
        # says anything about the file.
        if self._store.library.at(row.path) != row or self._store.renames.is_moving(row.path):
            return LOOK_EVERY
        self._make_sure(library)
        self._keep(row, found)
        return 0.0

    def _make_sure(self, library: Library) -> None:
        library.check_marker()
        if self._store.shelves.current() not in (None, library.identity):
            raise CannotRun("the database still speaks of another library")

    def _go_on(self) -> None:
        """Between two reads: gives the disk its rest, and looks whether to go on at all."""
        took = max(0.0, self._clock.monotonic() - self._asked_at)
        until = self._clock.monotonic() + min(took * (1 / SHARE - 1), _LONGEST_BREATH)
        while True:
            if self._held():
                raise Interrupted("the disk is needed for something else")
            left = until - self._clock.monotonic()
            if left <= 0:
                break
            self._control.wait(self._control.version, left)
        self._asked_at = self._clock.monotonic()

    def _held(self) -> bool:
        control = self._control
        return self._stop.is_set() or not control.may_start() or self._busy()

    def _keep(self, row: FileRow, found: Inspected) -> None:
        now, difference = self._clock.now(), found.difference
        if difference is None:
            if self._store.damage.is_well(row, found.mtime_ns, now):
                log.info("%s is as recorded again", row.path)
            return
        items = self._store.damage.note(row, difference, now)
        if items:
            log.info("%s is %s: %s", row.path, difference.kind, difference.detail)
            self._report(_event(now, difference, items))


def _event(at: float, difference: Difference, items: tuple[int, ...]) -> FileDiffers:
    return FileDiffers(
        at=at,
        job=None,
        kind=difference.kind,
        path=difference.path,
        detail=difference.detail,
        items=items,
    )
