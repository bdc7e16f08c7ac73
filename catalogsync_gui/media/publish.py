# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting a file under its final name: durable, and never over a file that is there."""

import contextlib
import ctypes
import errno
import hashlib
import itertools
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.naming import collision_key, folder_with_number

_CHUNK = 1 << 20

# File systems without hard links say so in different ways (measured: exFAT EPERM, FUSE ENOSYS).
_NO_LINKS = frozenset(
    {
        errno.EPERM,
        errno.ENOSYS,
        errno.EINVAL,
        errno.EOPNOTSUPP,
        errno.ENOTSUP,
        errno.EMLINK,
        errno.EACCES,
    }
)

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
# renameat2(2): flags that a file system does not know are EINVAL, a kernel without the call ENOSYS.
_NO_FLAGS = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})


def hash_file(
    path: Path, algorithm: str = "sha256", alive: Callable[[], None] | None = None
) -> tuple[str, int]:
    """The hash of a file's content, in hex, and its size in bytes.

    :param alive: called again and again meanwhile; what it raises ends the reading.
    :raises OSError: it cannot be read.
    """
    digest, size = hashlib.new(algorithm), 0
    buffer = memoryview(bytearray(_CHUNK))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(buffer[:count])
            size += count
            if alive is not None:
                alive()
    return digest.hexdigest(), size


def size_of(path: Path) -> int:
    """A file's size in bytes; 0 where it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_file_of(path: Path, size: int, sha256: str, alive: Callable[[], None] | None = None) -> bool:
    """Whether there is a file of that size and hash at ``path``, and no link to one.

    :raises OSError: it cannot be read.
    """
    try:
        if path.is_symlink() or path.stat().st_size != size:
            return False
        return hash_file(path, alive=alive)[0] == sha256
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False


def sync_file(path: Path) -> None:
    """Makes a file's content survive a power cut."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Makes a folder's names survive a power cut, where the file system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network mounts answer EINVAL to fsync of a folder; there is nothing else to call.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP):
            raise
    finally:
        os.close(descriptor)


def remove_for_good(path: Path) -> None:
    """Removes a file, if it is there, so that no power cut brings it back.

    :raises OSError: it cannot be removed.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)


def is_beneath(root: Path, path: Path) -> bool:
    """Whether a path is the root or within it once every symbolic link is followed."""
    if _has_no_links(root, path):
        return True
    real, top = os.path.realpath(path), os.path.realpath(root)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)


def _has_no_links(root: Path, path: Path) -> bool:
    """Whether a path leads from the root down without a link; then nothing has to be followed.

    False where that cannot be told (Windows has other kinds of links as well).
    """
    try:
        parts = path.relative_to(root).parts
        if os.name == "nt" or ".." in parts:
            return False
        place = os.fspath(root)
        for part in parts:
            place = f"{place}/{part}"
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return False
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return True


def same_name(folder: Path, name: str) -> str | None:
    """The entry of a folder that any file system could take for ``name``; None if there is none.

    An exact match wins. Another spelling (case, normalisation) counts, because a client over SMB
    sees both as one.

    :raises OSError: the folder cannot be read; that it is not there, or is none, is no error.
    """
    if os.path.lexists(folder / name):
        return name
    wanted = collision_key(name)
    try:
        with os.scandir(folder) as entries:
            return next((e.name for e in entries if collision_key(e.name) == wanted), None)
    except (FileNotFoundError, NotADirectoryError):
        return None


def existing_folder(root: Path, folder: PurePosixPath) -> PurePosixPath:
    """The folder in the spelling its existing parts have on the disk.

    So "ABBA" and "Abba" of two catalogues share one folder. A name that is taken by something
    else than a folder of the library (a file, a link that leads elsewhere or nowhere) gets a
    number: what a person put there is left alone, and nothing is written behind it.

    :raises OSError: a folder on the way cannot be read.
    """
    found = PurePosixPath()
    for part in folder.parts:
        numbered = (folder_with_number(part, number) for number in itertools.count(2))
        for name in itertools.chain([part], numbered):
            spelled = same_name(root / found, name)
            path = root / found / (spelled or name)
            if spelled is None or _is_folder_beneath(root, path):
                found /= spelled or name
                break
    return found


def _is_folder_beneath(root: Path, path: Path) -> bool:
    """Whether there is a folder of the library, of which the one it is in is known to be one."""
    with contextlib.suppress(OSError):
        if os.name != "nt" and stat.S_ISDIR(os.lstat(path).st_mode):
            return True
    return path.is_dir() and is_beneath(root, path)


def make_folder(root: Path, folder: PurePosixPath) -> None:
    """Makes a folder beneath the root, which itself is never created.

    :raises OSError: it cannot be made, or the root is not there.
    """
    path = root
    if (root / folder).is_dir():
        return
    for part in folder.parts:
        path /= part
        try:
            path.mkdir()
        except FileExistsError:
            if not path.is_dir():
                raise NotADirectoryError(
                    errno.ENOTDIR, "there is a file where a folder should be", str(path)
                ) from None
            continue
        sync_folder(path.parent)


def prune_folders(root: Path, folder: Path) -> None:
    """Removes the folder and its parents up to the root as long as they are empty."""
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def move_without_replacing(source: Path, target: Path) -> None:
    """Gives a file its final name, atomically.

    A hard link refuses an existing name by itself; where there are none, Linux may rename without
    replacing. Where neither is known the name is looked for first, and the one window that leaves
    open is closed by the database's claim on the path.

    :raises FileExistsError: there is something of that name.
    :raises OSError: everything else that went wrong; the source is in place then.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not rename_without_replacing(source, target):
            if os.path.lexists(target):
                raise FileExistsError(
                    errno.EEXIST, os.strerror(errno.EEXIST), str(target)
                ) from error
            source.rename(target)
    else:
        source.unlink()
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def rename_without_replacing(source: Path, target: Path) -> bool:
    """renameat2(2) with RENAME_NOREPLACE; False where it is not known.

    :raises OSError: as of renameat2, FileExistsError among them.
    """
    call = getattr(_LIBC, "renameat2", None)
    if call is None:
        return False
    names = os.fsencode(source), os.fsencode(target)
    if call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_NOREPLACE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_FLAGS:
        return False
    raise OSError(number, os.strerror(number), str(source), None, str(target))


def finish_link(old: Path, new: Path) -> None:
    """Ends a move that a crash cut in two, which leaves one file with two names.

    :raises OSError: the old name cannot be removed.
    """
    if old != new and old.exists() and old.samefile(new):
        old.unlink()


def write_atomically(target: Path, temporary: Path, data: bytes) -> os.stat_result:
    """Writes a whole file beside its place and puts it there in one step, replacing ours.

    :returns: the file's stat.
    """
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError:
        # What went wrong first is what is to be told.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return target.stat()
