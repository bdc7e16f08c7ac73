# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for room on the disk that holds the database."""

import logging
import tempfile
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.desk import Desk, DeskThread

log = logging.getLogger(__name__)

LOOK_EVERY_MS = 30_000

_ENOUGH = 4_000_000
"""Bytes that have to fit before a job is begun again; a quota counts, so they are written."""


class RoomWait(QObject):
    """Has jobs begun again that a full disk broke off. Lives in the main thread."""

    def __init__(
        self, desk: DeskThread, begin: Callable[[JobSpec], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._begin = begin
        self._jobs: list[JobSpec] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    @Slot(object)
    def wait_with(self, spec: JobSpec) -> None:
        """This job is begun again when there is room."""
        if spec not in self._jobs:
            self._jobs.append(spec)
        self._timer.start(LOOK_EVERY_MS)

    def stop(self) -> None:
        """Nothing is begun any more: somebody stopped it, or the program ends."""
        self._jobs.clear()
        self._timer.stop()

    @Slot()
    def _look(self) -> None:
        self._desk.ask(_has_room, self._on_looked)

    def _on_looked(self, room: bool) -> None:
        if not room and self._jobs:
            self._timer.start(LOOK_EVERY_MS)
            return
        jobs, self._jobs = self._jobs, []
        for spec in jobs:
            log.info("there is room for the database again: the sync goes on")
            self._begin(spec)


def _has_room(desk: Desk) -> bool:
    """Desk thread."""
    try:
        with tempfile.TemporaryFile(dir=desk.profile.data) as file:
            file.write(bytes(_ENOUGH))
            file.flush()
    except OSError as error:
        log.info("there is no room for the database yet: %s", error.strerror)
        return False
    return True
