# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying out what a folder can do. Blocks, for ever on a mount that hangs: see ``media.asking``."""

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogsync_gui.core.damage import TIME_STEPS
from catalogsync_gui.core.errors import StorageRefused
from catalogsync_gui.core.traits import LEAST_NAME, Traits
from catalogsync_gui.media.publish import rename_without_replacing, sync_file
from catalogsync_gui.media.volume import FOLDER, disk

_TRIAL = "trial-"
_CHARACTERS = '<>:"\\|?*\x01'
_LONGEST = 255
"""Of anything that file systems take: bytes on Linux, UTF-16 units on Windows."""

_COMPOSED, _DECOMPOSED = "n-\u00e9", "n-e\u0301"
_ALPHABETS = ("\u00e9", "\u0416", "\u65e5\u672c", "\U0001f3b5")
_MOMENT = 1_700_000_001_987_654_321
"""Nanoseconds since the epoch; of an odd second, as FAT knows even ones only."""


def probe_folder(root: Path, file_system: str = "") -> Traits:
    """Tries out what a library's folder can do, and leaves nothing behind.

    :param root: a folder that is a library or is to be one.
    :param file_system: as the kernel names it.
    :raises StorageRefused: files cannot be renamed or replaced in it, or have short names only, so
        it can hold no library.
    :raises VolumeError, PathRefused, SystemBusy: it cannot be written to.
    """
    clear_trials(root)
    with disk(f"cannot write into {root}"), _trial_folder(root / FOLDER) as folder:
        _check_renaming(root, folder)
        traits = _tried(folder, file_system)
    if traits.longest_name < LEAST_NAME:
        raise StorageRefused(
            f"{root} cannot hold a library: its names hold {traits.longest_name} characters at "
            "most. Choose a folder elsewhere, or mount it in another way"
        )
    return traits


def clear_trials(root: Path) -> None:
    """Removes what a probe left behind whose process was killed."""
    with contextlib.suppress(OSError):
        for left in (root / FOLDER).glob(f"{_TRIAL}*"):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _trial_folder(ours: Path) -> Iterator[Path]:
    ours.mkdir(exist_ok=True)
    folder = ours / f"{_TRIAL}{uuid.uuid4().hex}"
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            ours.rmdir()  # of what is no library yet, and may never be one


def _check_renaming(root: Path, folder: Path) -> None:
    """What nothing can be done without: a file gets another name, and takes another's place."""
    first, second, third = (folder / name for name in ("first", "second", "third"))
    first.write_bytes(b"1")
    third.write_bytes(b"3")
    sync_file(third)
    what = "renamed"
    try:
        first.rename(second)
        what = "replaced"
        third.replace(second)
        whole = second.read_bytes() == b"3" and not first.exists() and not third.exists()
    except OSError as error:
        raise StorageRefused(
            f"{root} cannot hold a library: its files cannot be {what} ({error.strerror}). Choose "
            "a folder elsewhere, or mount it in another way (a cache for writes may help)"
        ) from error
    if not whole:
        raise StorageRefused(
            f"{root} cannot hold a library: a file that takes the place of another one is not "
            "there afterwards. Choose a folder elsewhere, or mount it in another way"
        )


def _tried(folder: Path, file_system: str) -> Traits:
    longest = _longest(folder, "a")
    return Traits(
        file_system=file_system,
        case_sensitive=not _is_seen_as(folder, "CaSe", "cAsE"),
        refused="".join(c for c in _CHARACTERS if not _is_kept(folder, f"x{c}y")),
        longest_name=longest,
        counts_bytes=_longest(folder, "\u65e5") * 3 <= longest,
        unicode=all(_is_kept(folder, f"u-{text}") for text in _ALPHABETS),
        normalisation=_normalisation(folder),
        hard_links=_works(lambda: _link(folder)),
        keeps_others=_keeps_others(folder),
        time_step=_time_step(folder / "second"),
        folder_sync=os.name == "nt" or _works(lambda: _sync(folder)),
        symlinks=_works(lambda: (folder / "pointer").symlink_to("second")),
    )


def _works(act: Callable[[], object]) -> bool:
    try:
        act()
    except (OSError, NotImplementedError):
        return False
    return True


def _is_kept(folder: Path, name: str) -> bool:
    """Whether a file can be called so, and is called so when the folder is listed."""
    path = folder / name
    try:
        path.touch()
        return name in os.listdir(folder)  # noqa: PTH208
    except (OSError, ValueError):
        return False
    finally:
        with contextlib.suppress(OSError, ValueError):
            path.unlink()


def _is_seen_as(folder: Path, name: str, other: str) -> bool:
    path = folder / name
    path.touch()
    seen = os.path.lexists(folder / other)
    path.unlink()
    return seen


def _normalisation(folder: Path) -> str:
    if not _works((folder / _COMPOSED).touch):
        return "distinct"
    kept = _COMPOSED in os.listdir(folder)  # noqa: PTH208
    seen = os.path.lexists(folder / _DECOMPOSED)
    with contextlib.suppress(OSError):
        (folder / _COMPOSED).unlink()
    if not seen:
        return "distinct"
    return "same" if kept else "changed"


def _longest(folder: Path, character: str) -> int:
    """How often a name may hold the character."""
    most = _LONGEST // (len(character.encode("utf-16-le")) // 2)
    if _is_kept(folder, character * most):
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if _is_kept(folder, character * middle):
            low = middle
        else:
            high = middle
    return low


def _link(folder: Path) -> None:
    other = folder / "link"
    os.link(folder / "second", other)
    if not other.samefile(folder / "second"):
        raise OSError("it is a copy")


def _keeps_others(folder: Path) -> bool:
    """Whether there is a way to give a file its name that refuses one that is taken."""
    taken, mine = folder / "taken", folder / "mine"
    taken.write_bytes(b"theirs")
    mine.write_bytes(b"mine")
    for way in (lambda: os.link(mine, taken), lambda: rename_without_replacing(mine, taken)):
        try:
            known = way()
        except FileExistsError:
            return True
        except OSError:
            continue
        if known and taken.read_bytes() != b"theirs":
            return False
    return False


def _time_step(path: Path) -> int | None:
    try:
        os.utime(path, ns=(_MOMENT, _MOMENT))
        there = path.stat().st_mtime_ns
    except OSError:
        return None
    return next((step for step in (1, *TIME_STEPS) if there == _MOMENT - _MOMENT % step), None)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
