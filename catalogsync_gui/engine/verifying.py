# SPDX-License-Identifier: GPL-3.0-or-later
"""The library compared with the database. Like ``engine.commands``, on a desk's thread."""

import hashlib
import itertools
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from catalogsync_gui.core.errors import (
    PathRefused,
)
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.volume import Library
from catalogsync_gui.store.library import FileRow

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as the database knows it.

    :ivar kind: ``missing``, ``changed`` or ``unreadable``. :ivar path: relative to the library.
    """

    kind: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files were looked at, and how many were not as they should be."""

    checked: int = 0
    missing: int = 0
    changed: int = 0
    unreadable: int = 0

    @property
    def clean(self) -> bool:
        """Whether the library is as the database knows it."""
        return not (self.missing or self.changed or self.unreadable)


def verify(desk: Desk, report: Callable[[Difference], None]) -> VerifyReport:
    """Compares every file on record with the library: size first, then content. Changes nothing.

    :param report: takes each difference as it is found.
    :raises CannotRun: no library is set, or it is offline.
    """
    library = current_library(desk)
    library.check()
    found = VerifyReport()
    tracks, sidecars = desk.store.library, desk.store.sidecars
    rows = itertools.chain(
        ((row, tracks.at) for row in tracks.files()),
        ((row, sidecars.at) for row in sidecars.files()),
    )
    for row, at in rows:
        found = replace(found, checked=found.checked + 1)
        difference = _compare(library, row)
        if difference is None:
            continue
        # A sync may go on meanwhile, or the library may go; neither is a difference.
        if at(row.path) != row:
            continue
        library.check()
        found = replace(found, **{difference.kind: getattr(found, difference.kind) + 1})
        report(difference)
    return found


def sha256_of(path: Path) -> str:
    """A file's SHA-256 in hex, read past the cache.

    :raises OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_CHUNK))
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            # A whole library goes through once; it need not push everything else out of memory.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_NOREUSE)
        while count := file.readinto(buffer):
            digest.update(buffer[:count])
    return digest.hexdigest()


def _compare(library: Library, row: FileRow) -> Difference | None:
    try:
        path = library.absolute(row.path)
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Difference("changed", row.path, "is no regular file")
        if status.st_size != row.size:
            return Difference("changed", row.path, f"{status.st_size} bytes, not {row.size}")
        if sha256_of(path) != row.sha256:
            return Difference("changed", row.path, "same size, other content")
    except (FileNotFoundError, NotADirectoryError):
        return Difference("missing", row.path, "is not there")
    except OSError as error:
        return Difference("unreadable", row.path, error.strerror or type(error).__name__)
    except PathRefused as error:
        return Difference("unreadable", row.path, str(error))
    return None
