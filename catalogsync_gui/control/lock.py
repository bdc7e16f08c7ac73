# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile's lock: whoever holds it is the one instance."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class InstanceLock:
    """A lock file. It ends with its process, however that ends.

    :param file: its path; the folder must exist.
    """

    def __init__(self, file: Path) -> None:
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

    @property
    def refused(self) -> bool:
        """Whether the file cannot be made at all (rights, a read-only disk)."""
        return self._lock.error() in {
            QLockFile.LockError.PermissionError,
            QLockFile.LockError.UnknownError,
        }

    def owner(self) -> str:
        """Who holds it, for a message: ``process 4711`` or ``another process``."""
        number, _, _ = self._lock.getLockInfo()
        return f"process {number}" if number else "another process"

    def release(self) -> None:
        """Gives it back."""
        self._lock.unlock()
