# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files on the disk: which are as we wrote them, and what becomes of those that are not.

All functions block on the disk and raise OSError where it fails.
"""

import hashlib
import logging
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from catalogsync_gui.core.damage import is_same_time
from catalogsync_gui.media.publish import sync_folder

log = logging.getLogger(__name__)


class Written(Protocol):
    """What is on record of a file that we wrote."""

    @property
    def sha256(self) -> str:
        """Hash of its content."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def mtime_ns(self) -> int:
        """When it was written, by the file system's clock."""


def stat_if_same(file: Path, record: Written) -> os.stat_result | None:
    """The file's stat if its size and time are those on record."""
    try:
        status = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    same = status.st_size == record.size and is_same_time(status.st_mtime_ns, record.mtime_ns)
    return status if same else None


def is_as_written(file: Path, record: Written) -> bool:
    """Whether the file is there and holds what we wrote, whatever its time."""
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != record.size:
            return False
        return hashlib.sha256(file.read_bytes()).hexdigest() == record.sha256
    except (FileNotFoundError, NotADirectoryError):
        return False


def remove_ours(file: Path, record: Written) -> None:
    """Removes the file unless somebody changed it."""
    if is_as_written(file, record):
        file.unlink(missing_ok=True)


def keep_edited(file: Path, record: Written, new: bytes, now: float) -> str | None:
    """Puts a file aside that somebody changed since we wrote it and that is to be written anew.

    It stays in its folder, under a name that no player takes for a playlist:
    ``Mix.m3u.edited-2026-01-31-235959``.

    :param new: what is to be written; a file that holds just that needs no keeping.
    :param now: seconds since the epoch; the name says it in local time.
    :returns: the name it is kept under; None where there was nothing to keep.
    """
    if not os.path.lexists(file) or is_as_written(file, record):
        return None
    try:
        if file.stat().st_size == len(new) and file.read_bytes() == new:
            return None
    except FileNotFoundError:
        pass  # a link that leads nowhere: it is somebody's all the same
    base = f"{file.name}.edited-{datetime.fromtimestamp(now, UTC).astimezone():%Y-%m-%d-%H%M%S}"
    name, number = base, 1
    while os.path.lexists(file.with_name(name)):
        number += 1
        name = f"{base}-{number}"
    file.rename(file.with_name(name))
    sync_folder(file.parent)
    log.warning("%s was changed by somebody else; their file is kept as %s", file, name)
    return name
