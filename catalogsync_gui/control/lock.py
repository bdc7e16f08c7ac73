# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile's lock: whoever holds it is the one instance."""

import errno
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile

from catalogsync_gui.core.errors import CannotRun


class InstanceLock:
    """A lock file. It ends with its process, however that ends.

    :param file: its path; the folder must exist.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = QLockFile(str(file))
        # Never stale by age: a sync may run for days.
        self._lock.setStaleLockTime(0)

    def acquire(self, wait_ms: int = 0) -> bool:
        """Takes the lock, waiting for it at most so many milliseconds; whether it is ours.

        QLockFile takes a lock file for live when a process of that number and name runs. In a
        container that was started again that process is often ourselves, so the kernel's own lock
        on the file is asked as well: removeStaleLockFile() fails while a live process holds it.
        """
        if self._lock.tryLock(wait_ms):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return False
        return self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def refusal(self) -> CannotRun | None:
        """Why the file cannot be made at all (rights, a full or read-only disk), if that is so."""
        if self._lock.error() not in {
            QLockFile.LockError.PermissionError,
            QLockFile.LockError.UnknownError,
        }:
            return None
        try:
            # QLockFile does not tell.
            with tempfile.TemporaryFile(dir=self._file.parent) as file:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return CannotRun(
                    f"the disk that holds the profile {self._file.parent} is full; make room and "
                    "start again"
                )
            why = f": {error.strerror}"
        else:
            why = ""
        return CannotRun(
            f"the lock file {self._file} cannot be made{why}; check the rights of its folder"
        )

    def owner(self) -> str:
        """Who holds it, for a message: ``process 4711`` or ``another process``."""
        number, _, _ = self._lock.getLockInfo()
        return f"process {number}" if number else "another process"

    def release(self) -> None:
        """Gives it back."""
        self._lock.unlock()
