# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for the threads of an engine that was told to end."""

from collections.abc import Iterable

from PySide6.QtCore import QDeadlineTimer, QThread

from catalogsync_gui.engine.backing_up import BackupThread
from catalogsync_gui.engine.desk import DeskThread
from catalogsync_gui.engine.lookups import Lookups


def ended(
    threads: Iterable[QThread],
    desk: DeskThread,
    lookups: Lookups,
    backups: BackupThread,
    deadline: QDeadlineTimer,
) -> bool:
    """Waits for all of them, whichever hangs; whether all have ended in time. Main thread."""
    clean = True
    for thread in threads:
        if thread.isRunning():
            clean = thread.wait(deadline) and clean
    clean = desk.wait(max(0, deadline.remainingTime())) and clean
    clean = lookups.wait(deadline) and clean
    return backups.wait(deadline) and clean
