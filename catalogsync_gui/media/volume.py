# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's volume: is it there, is it ours, is there room.

A network mount that went away leaves an empty folder of the local disk behind. A marker file with
an id tells the two apart: without it nothing is written, nothing is created and nothing counts as
removed.
"""

import errno
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogsync_gui.core.errors import (
    NoLibrary,
    StorageFull,
    StorageOffline,
    StorageRefused,
    UsageError,
    VolumeError,
)

FOLDER = ".catalog-sync"
"""Our own folder in the library; scanners skip it for its leading dot."""

MARKER = f"{FOLDER}/library.json"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_OFFLINE = frozenset({errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.EHOSTDOWN})


def volume_error(error: OSError, what: str) -> VolumeError:
    """An error of the file system as an error of the volume, in words."""
    words = f"{what}: {error.strerror or error}"
    if error.errno in _FULL:
        return StorageFull(
            f"{words}. Make room on the library's volume; the sync goes on by itself."
        )
    if error.errno in _OFFLINE:
        return StorageOffline(f"{words}. The sync goes on by itself when the volume is back.")
    return StorageRefused(f"{words}. Check the rights and the health of the library's volume.")


@contextmanager
def disk(what: str) -> Iterator[None]:
    """Turns an OSError of the body into a :class:`VolumeError`."""
    try:
        yield
    except OSError as error:
        raise volume_error(error, what) from error


def create_marker(root: Path) -> str:
    """Makes a folder a library; returns the id in its marker, an old one if there is one.

    :raises UsageError: the folder does not exist or is none.
    :raises VolumeError: it cannot be written to.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder; create it first, then set it as the library")
    marker = root / MARKER
    known = _read_marker(marker)
    if known:
        with disk(f"cannot write into {root}"):
            _probe_write(marker.parent)
        return known
    identity = str(uuid.uuid4())
    with disk(f"cannot write into {root}"):
        marker.parent.mkdir(exist_ok=True)
        temporary = marker.with_suffix(".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump({"id": identity, "program": "Catalog Sync"}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(marker)
    return identity


def _probe_write(folder: Path) -> None:
    probe = folder / f"probe-{uuid.uuid4().hex}"
    probe.touch()
    probe.unlink()


def _read_marker(marker: Path) -> str:
    try:
        data = json.loads(marker.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    identity = data.get("id") if isinstance(data, dict) else None
    return identity if isinstance(identity, str) else ""


class Library:
    """The library folder of a running engine. Safe from every thread; every call may block on I/O.

    :param root: absolute path. :param identity: the marker's id.
    :param reserve: bytes to keep free; 0 switches the reserve off.
    """

    def __init__(self, root: Path, identity: str, reserve: int) -> None:
        self.root = root
        self._identity = identity
        self._reserve = reserve

    def check_marker(self) -> None:
        """Makes sure that the library is there.

        :raises StorageOffline: the folder or its marker is gone, or is another one.
        """
        if _read_marker(self.root / MARKER) != self._identity:
            raise StorageOffline(
                f"the library {self.root} is offline: its marker {MARKER} is not there. "
                "Connect or mount it again; the sync goes on by itself."
            )

    def check(self, needed: int = 0) -> None:
        """Makes sure that the library is there and has room for ``needed`` more bytes.

        :raises StorageOffline: the folder or its marker is gone, or is another one.
        :raises StorageFull: the reserve would be touched.
        """
        self.check_marker()
        if self._reserve:
            with disk(f"cannot read the free space of {self.root}"):
                usage = shutil.disk_usage(self.root)
            reserve = max(self._reserve, usage.total // 100)
            if usage.free - needed < reserve:
                raise StorageFull(
                    f"the library's volume is nearly full: {usage.free // 1_000_000} MB free, "
                    f"{reserve // 1_000_000} MB are kept free. Make room; "
                    "the sync goes on by itself."
                )

    def absolute(self, path: str) -> Path:
        """A path relative to the library as an absolute one.

        :raises VolumeError: it would leave the library (a symbolic link, or a damaged database).
        """
        target = self.root / path
        root = os.path.realpath(self.root)
        parent = os.path.realpath(target.parent)
        beneath = parent == root or parent.startswith(root.rstrip(os.sep) + os.sep)
        if Path(path).is_absolute() or not beneath:
            raise StorageRefused(f"{path} would lie outside the library {self.root}")
        return target


def open_library(root: str, identity: str, reserve_mb: int) -> Library:
    """The library as the settings name it.

    :raises NoLibrary: none is set.
    """
    if not root:
        raise NoLibrary(
            "no library folder is set; choose the folder for your music with "
            '"catalogsync-gui library DIR" or in the window\'s settings'
        )
    return Library(Path(root), identity, reserve_mb * 1_000_000)
