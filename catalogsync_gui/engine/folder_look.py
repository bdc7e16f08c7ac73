# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at a folder that may become the library, before it does.

Blocks on the disk, but no longer than a person waits, whatever mount it is; runs in any thread but
the main one. Leaves nothing behind, and makes nothing.
"""

import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, UsageError
from catalogsync_gui.core.file_systems import Where, where
from catalogsync_gui.core.traits import warnings
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.probing import probe_folder
from catalogsync_gui.media.volume import FOLDER, MARKER, Library, Room
from catalogsync_gui.store.connection import filesystem_type

PATIENCE = 10.0
"""Seconds in which a folder has to answer."""


class Sign(Enum):
    """How a finding is meant: fine, to be minded, or in the way."""

    GOOD = auto()
    MIND = auto()
    BAD = auto()


class What(Enum):
    """What a finding is about."""

    PLACE = auto()
    """Whether the folder is there, or can be made."""

    WRITING = auto()
    """Whether files can be made, renamed and replaced."""

    ROOM = auto()
    """The free space."""

    FILE_SYSTEM = auto()
    """Where its files are."""

    NAMES = auto()
    """Something about the names it takes."""

    CONTENT = auto()
    """What is in it already."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    :ivar reason: why, in words of the errors' tree; empty where the rest says it all.
    """

    what: What
    sign: Sign
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What was found of a folder.

    :ivar there: it exists; else it would be made.
    :ivar room: None where the file system does not tell.
    :ivar file_system: as the kernel names it, or empty.
    :ivar library: it is a library of this program already.
    :ivar empty: there is nothing in it.
    """

    root: Path
    findings: tuple[Finding, ...]
    there: bool = False
    room: Room | None = None
    file_system: str = ""
    library: bool = False
    empty: bool = True

    @property
    def usable(self) -> bool:
        """Whether it can become the library."""
        return not any(finding.sign is Sign.BAD for finding in self.findings)

    @property
    def where(self) -> Where:
        """Where its files are."""
        return where(self.file_system)


def look(root: Path, reserve_mb: int, stop: StopToken, *, patience: float = PATIENCE) -> FolderLook:
    """Looks at a folder.

    :param reserve_mb: megabytes to be kept free.
    :returns: what is wrong with it is among what was found, too.
    :raises Interrupted: ``stop`` was set.
    """
    try:
        return ask_within(patience, f"the folder {root}", lambda: _look(root, reserve_mb), stop)
    except CatalogSyncError as error:
        stop.check()
        return FolderLook(root, (Finding(What.PLACE, Sign.BAD, str(error)),))


def make_folder(root: Path, stop: StopToken, *, patience: float = PATIENCE) -> None:
    """Makes a folder that :func:`look` found could be made.

    :raises UsageError: it cannot be made. :raises StorageSilent: it does not answer.
    """

    def make() -> None:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"the folder {root} cannot be made: {error.strerror}. Choose another one"
            ) from error

    ask_within(patience, f"the folder {root}", make, stop)


def _look(root: Path, reserve_mb: int) -> FolderLook:
    if not root.is_absolute():
        return _refused(root, "the path has to begin at the top: /home/me/Music")
    if any(ord(character) < 32 for character in str(root)):
        return _refused(root, "the path holds characters that no path can hold")
    if os.path.lexists(root):
        if not root.is_dir():
            return _refused(root, "it is a file, or a link to nothing")
        return _tried(root, reserve_mb)
    return _to_be_made(root, reserve_mb)


def _refused(root: Path, reason: str) -> FolderLook:
    return FolderLook(root, (Finding(What.PLACE, Sign.BAD, reason),))


def _to_be_made(root: Path, reserve_mb: int) -> FolderLook:
    above = next(parent for parent in root.parents if parent.exists())
    if not above.is_dir():
        return _refused(root, f"{above} is a file, so there can be no folder in it")
    if not os.access(above, os.W_OK | os.X_OK):
        return _refused(root, f"you may not make folders in {above}")
    kind = filesystem_type(above)
    if where(kind) is Where.SYSTEM:
        return _refused(root, f"{above} belongs to the system ({kind}) and holds no files of yours")
    room = _room(above, reserve_mb)
    findings = (
        Finding(What.PLACE, Sign.GOOD),
        *_of_volume(kind, room),
    )
    return FolderLook(root, findings, room=room, file_system=kind)


def _tried(root: Path, reserve_mb: int) -> FolderLook:
    kind = filesystem_type(root)
    try:
        traits = probe_folder(root, kind)
    except CatalogSyncError as error:
        findings = (Finding(What.WRITING, Sign.BAD, str(error)), *_of_volume(kind, None))
        return FolderLook(root, findings, there=True, file_system=kind)
    room = _room(root, reserve_mb)
    library = (root / MARKER).is_file()
    empty = not any(name != FOLDER for name in _some_names(root))
    findings = (
        Finding(What.WRITING, Sign.GOOD),
        *_of_volume(kind, room),
        *(Finding(What.NAMES, Sign.MIND, words) for words in warnings(traits)),
        *((Finding(What.CONTENT, Sign.GOOD),) if library or not empty else ()),
    )
    return FolderLook(root, findings, True, room, kind, library, empty)


def _some_names(root: Path) -> list[str]:
    """The first names in a folder; a music library may hold very many."""
    with os.scandir(root) as entries:
        return [entry.name for entry, _ in zip(entries, range(3), strict=False)]


def _of_volume(kind: str, room: Room | None) -> tuple[Finding, ...]:
    found = []
    if room is not None:
        found.append(Finding(What.ROOM, Sign.GOOD if room.left > 0 else Sign.MIND))
    passing = where(kind) in (Where.MEMORY, Where.CONTAINER)
    found.append(Finding(What.FILE_SYSTEM, Sign.MIND if passing else Sign.GOOD))
    return tuple(found)


def _room(folder: Path, reserve_mb: int) -> Room | None:
    try:
        return Library(folder, "", reserve_mb * 1_000_000).room()
    except CatalogSyncError:
        return None
