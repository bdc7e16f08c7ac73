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
import threading
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from catalogsync_gui.core.errors import (
    CatalogSyncError,
    NoLibrary,
    NoRoom,
    PathRefused,
    RoomTaken,
    StorageFull,
    StorageOffline,
    StorageRefused,
    SystemBusy,
    UsageError,
    VolumeError,
)
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.media.publish import is_beneath, write_atomically

FOLDER = ".catalog-sync"
"""Our own folder in the library; scanners skip it for its leading dot."""

MARKER = f"{FOLDER}/library.json"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_OFFLINE = frozenset(
    {
        errno.ESTALE,
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOTCONN,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
    }
)
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})


def storage_error(error: OSError, what: str) -> VolumeError | PathRefused | SystemBusy:
    """An error of the file system in words: of the volume, of this one path, or of neither.

    Only what can be meant of a whole volume is an error of it. A name that is too long, a file
    where a folder should be and their like hold nothing else up.
    """
    words = f"{what}: {error.strerror or error}"
    busy = system_busy(error, what)
    if busy is not None:
        return busy
    if error.errno in _FULL:
        return StorageFull(f"{words}. Make room on the library's volume.")
    if error.errno in _OFFLINE:
        return StorageOffline(f"{words}. Connect or mount the library's volume again.")
    if error.errno in _REFUSED:
        return StorageRefused(f"{words}. Check the rights and the health of the library's volume.")
    return PathRefused(f"{words}. Look at what is there in the library.")


class disk:  # noqa: N801 - reads as what it does, and costs less than a generator
    """Turns an OSError of the body into what :func:`storage_error` makes of it."""

    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        """There is nothing to give."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError):
            raise storage_error(error, self._what) from error


def create_marker(root: Path) -> str:
    """Makes a folder a library; returns the id in its marker, an old one if there is one.

    :raises UsageError: the folder does not exist or is none.
    :raises VolumeError, PathRefused: it cannot be written to.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder; create it first, then set it as the library")
    marker = root / MARKER
    with disk(f"cannot read {root}"):
        known = _read_marker(marker)
    if known:
        with disk(f"cannot write into {root}"):
            _probe_write(marker.parent)
        return known
    identity = str(uuid.uuid4())
    with disk(f"cannot write into {root}"):
        marker.parent.mkdir(exist_ok=True)
        words = json.dumps({"id": identity, "program": "Catalog Sync"})
        write_atomically(marker, marker.with_suffix(".new"), words.encode())
    return identity


def _probe_write(folder: Path) -> None:
    probe = folder / f"probe-{uuid.uuid4().hex}"
    try:
        with probe.open("wb") as file:
            file.write(bytes(4096))
            file.flush()
            # A quota, a full server or a broken disk may only be told of here.
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)


def _read_marker(marker: Path) -> str:
    """The id in a marker; empty where there is no marker.

    :raises OSError: it may be there, but cannot be read.
    """
    try:
        with marker.open("rb", buffering=0) as file:
            return _identity_in(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return ""


@lru_cache(8)
def _identity_in(words: bytes) -> str:
    """What a marker's content says: the same words are read again and again."""
    try:
        data = json.loads(words)
    except ValueError:
        return ""
    identity = data.get("id") if isinstance(data, dict) else None
    return identity if isinstance(identity, str) else ""


class Library:
    """The library folder of a running engine. Safe from every thread; every call may block on I/O.

    :param root: absolute path. :param identity: the marker's id.
    :param reserve: bytes to keep free, at least 1 % of the volume; 0 switches the reserve off.
    """

    def __init__(self, root: Path, identity: str, reserve: int) -> None:
        self.root = root
        self.identity = identity
        self._marker = root / MARKER
        self._reserve = reserve
        self._lock = threading.Lock()
        self._device: int | None = None
        self._needs: dict[int, int] = {}

    def check_marker(self) -> None:
        """Makes sure that the library is there.

        :raises StorageOffline: the folder or its marker is gone, or is another one, or the folder
            is on another device than before.
        :raises StorageRefused, SystemBusy: the marker cannot be read.
        """
        with disk(f"cannot read the marker of the library {self.root}"):
            there = _read_marker(self._marker)
        if there != self.identity:
            raise StorageOffline(
                f"the library {self.root} is offline: its marker {MARKER} is not there. "
                "Connect or mount it again."
            )
        with disk(f"cannot read {self.root}"):
            device = self.root.stat().st_dev
        with self._lock:
            if self._device is None:
                self._device = device
            elif self._device != device:
                raise StorageOffline(
                    f"another volume was mounted at the library {self.root} meanwhile."
                )

    def check(self, needed: int = 0) -> None:
        """Makes sure that the library is there and has room for ``needed`` more bytes.

        :raises StorageOffline: as of :meth:`check_marker`.
        :raises StorageFull: the reserve would be touched.
        """
        self._checked_room(needed, wanted=bool(self._reserve or needed))

    def _checked_room(self, needed: int, *, wanted: bool) -> "Room | None":
        self.check_marker()
        room = self.room() if wanted else None
        if room is not None and room.left < needed:
            raise StorageFull(
                f"the library's volume is nearly full: {room.words}. Make room on it."
            )
        return room

    def check_writes(self) -> None:
        """Makes sure that the library is there and takes a new file, without waiting for its disk.

        :raises VolumeError, PathRefused, SystemBusy: it does not.
        """
        self.check_marker()
        with disk(f"cannot write into {self.root}"):
            # Always of this name, so that a crash leaves one behind at most.
            probe = (self.root / MARKER).with_name("probe")
            probe.touch()
            probe.unlink(missing_ok=True)

    def probe(self) -> None:
        """Makes sure that the volume as a whole takes writes, whatever one path of it does.

        A volume that was mounted again may have another device number; from here on that one is
        expected.

        :raises VolumeError: it does not.
        """
        with self._lock:
            self._device = None
        self.check()
        with disk(f"cannot write into {self.root}"):
            _probe_write((self.root / MARKER).parent)

    def blame(self, error: CatalogSyncError) -> CatalogSyncError:
        """Whether an error is the volume's or only the path's: tried out on the volume itself.

        :returns: a :class:`VolumeError` if the volume is to blame, else what is to be said of the
            path (or the error itself, if it is none of storage).
        """
        if not isinstance(error, StorageRefused | PathRefused):
            return error
        try:
            self.probe()
        except VolumeError as problem:
            return problem
        except (PathRefused, SystemBusy):
            return error
        return PathRefused(str(error), kind=error.kind)

    def admit(self, item: int, needed: int) -> None:
        """Sets room aside for the bytes that an item still needs, until :meth:`release`.

        :param needed: bytes; 0 where the server does not tell.
        :raises NoRoom: the volume had no room for it even if nothing else was running.
        :raises RoomTaken: there is room, but the other running items need it.
        :raises VolumeError: as of :meth:`check`.
        """
        room = self._checked_room(0, wanted=bool(self._reserve or needed))
        with self._lock:
            if room is not None and needed:
                size = f"{needed / 1_000_000:.1f} MB more"
                if needed > room.left:
                    raise NoRoom(f"it is larger than the room there is: {size}, {room.words}")
                others = sum(bytes for other, bytes in self._needs.items() if other != item)
                if needed > room.left - others:
                    raise RoomTaken(
                        f"it waits for room: {size}, and other downloads need "
                        f"{others / 1_000_000:.1f} MB ({room.words})"
                    )
            self._needs[item] = needed

    def spent(self, item: int, count: int) -> None:
        """So many bytes of what was set aside for an item are on the disk now."""
        with self._lock:
            if item in self._needs:
                self._needs[item] = max(0, self._needs[item] - count)

    def release(self, item: int) -> None:
        """The item does not run any more: what was set aside for it is free again."""
        with self._lock:
            self._needs.pop(item, None)

    def room(self) -> "Room | None":
        """The free space; None where the file system does not tell (some FUSE mounts say 0 of 0).

        :raises VolumeError, PathRefused, SystemBusy: it cannot be read.
        """
        with disk(f"cannot read the free space of {self.root}"):
            usage = shutil.disk_usage(self.root)
        if not usage.total:
            return None
        reserve = max(self._reserve, usage.total // 100) if self._reserve else 0
        return Room(usage.free, reserve, by_share=reserve > self._reserve, total=usage.total)

    def absolute(self, path: str) -> Path:
        """A path relative to the library as an absolute one.

        :raises PathRefused: it would leave the library (a symbolic link, or a damaged database).
        """
        target = self.root / path
        with disk(f"cannot read the folder of {path}"):
            outside = Path(path).is_absolute() or not is_beneath(self.root, target.parent)
        if outside:
            raise PathRefused(
                f"{path} would lie outside the library {self.root}; a link in it leads there",
                kind="outside_library",
            )
        return target


@dataclass(frozen=True, slots=True)
class Room:
    """Free space, and how much of it is to stay free: bytes.

    :ivar by_share: 1 % of the volume is more than the setting.
    :ivar total: of the whole volume.
    """

    free: int
    reserve: int
    by_share: bool
    total: int = 0

    @property
    def left(self) -> int:
        """What may be written; negative when the reserve is touched already."""
        return self.free - self.reserve

    @property
    def words(self) -> str:
        """It in words."""
        free = f"{self.free // 1_000_000} MB free"
        if not self.reserve:
            return free
        why = ", which is 1 % of the volume" if self.by_share else ""
        return f"{free}, {self.reserve // 1_000_000} MB are kept free{why}"


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
