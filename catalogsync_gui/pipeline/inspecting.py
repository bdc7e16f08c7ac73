# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the library compared with its record: size and content."""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalogsync_gui.core.damage import DamageKind, Difference, judged
from catalogsync_gui.core.errors import PathRefused, SystemBusy, VolumeError
from catalogsync_gui.media.volume import Library, storage_error
from catalogsync_gui.store.library import FileRow

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Inspected:
    """What came of it; ``mtime_ns`` is the file's modification time, or None."""

    difference: Difference | None
    mtime_ns: int | None = None


def inspect(library: Library, row: FileRow, go_on: Callable[[], None]) -> Inspected:
    """Reads a file and compares it with its record.

    :param go_on: called before every MiB; may wait, and may raise to give up.
    :raises VolumeError: the volume is to blame that it cannot be read.
    :raises SystemBusy: too many files are open.
    """
    try:
        return _compared(library, row, go_on)
    except OSError as error:
        problem = library.blame(storage_error(error, f"cannot read {row.path}"))
        if isinstance(problem, VolumeError | SystemBusy):
            raise problem from error
        return Inspected(_unreadable(row, error))
    except PathRefused as error:
        return Inspected(_unreadable(row, error))


def _compared(library: Library, row: FileRow, go_on: Callable[[], None]) -> Inspected:
    try:
        path = library.absolute(row.path)
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            found = Difference(DamageKind.CHANGED, row.path, "is no regular file")
            return Inspected(found)
        sha256 = sha256_of(path, go_on)
        # Whoever wrote to it meanwhile is seen by the time.
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return Inspected(Difference(DamageKind.MISSING, row.path, "is not there"))
    size, mtime_ns = status.st_size, status.st_mtime_ns
    if size == row.size and sha256 == row.sha256:
        return Inspected(None, mtime_ns)
    if size != row.size:
        kind, words = DamageKind.CHANGED, f"{size} bytes, not {row.size}"
    else:
        kind = judged(mtime_ns, row.mtime_ns, row.added_at)
        changed = kind is DamageKind.CHANGED
        words = f"same size{'' if changed else ' and time'}, other content"
    return Inspected(Difference(kind, row.path, words, size, sha256, mtime_ns), mtime_ns)


def _unreadable(row: FileRow, error: Exception) -> Difference:
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Difference(DamageKind.UNREADABLE, row.path, words)


def sha256_of(path: Path, go_on: Callable[[], None] = lambda: None) -> str:
    """A file's SHA-256 in hex, as it lies on the disk.

    :param go_on: called before every MiB; may wait, and may raise to give up.
    :raises OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_CHUNK))
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            # What the cache holds is what was written, and not what the disk has made of it.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_NOREUSE)
        go_on()
        while count := file.readinto(buffer):
            digest.update(buffer[:count])
            go_on()
    return digest.hexdigest()
