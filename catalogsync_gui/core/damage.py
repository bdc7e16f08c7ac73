# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not as they were recorded: what that means. Pure."""

from dataclasses import dataclass
from enum import StrEnum

TIME_STEPS = (100, 1_000, 10**6, 10**7, 10**9, 2 * 10**9)
"""Nanoseconds to which file systems cut times off: SMB, most of UNIX, exFAT, FAT."""

_WRITING = 2 * 10**9
"""Nanoseconds by which a file's time may lie behind its record where it was not noted."""


class DamageKind(StrEnum):
    """What is wrong with a file.

    ``changed`` is what somebody did to it: its size or its time is another one. ``damaged`` is
    what happened to it: its content is another one though nobody wrote it. ``unreadable`` means
    that the file system refuses to read this one file.
    """

    DAMAGED = "damaged"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


FETCHED_UNASKED = frozenset({DamageKind.DAMAGED, DamageKind.UNREADABLE})
"""What is fetched again when nothing is named: what somebody changed or removed is their will."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as the database knows it.

    :ivar path: relative to the library.
    :ivar size: bytes there are now, :ivar sha256: of them, empty if it was not taken,
        :ivar mtime_ns: when they were written, nanoseconds since the epoch.
    """

    kind: DamageKind
    path: str
    detail: str
    size: int = 0
    sha256: str = ""
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """A difference on record, with whom it concerns.

    :ivar file: id of the file's record. :ivar ours: whether we wrote it.
    :ivar items: ids of those that have this file, the one that brought it first.
    :ivar artist: of the first item, as are ``title`` and ``source`` (the source's name).
    :ivar found_at: epoch seconds. :ivar asked: whether a person has it fetched again.
    """

    file: int
    difference: Difference
    ours: bool
    found_at: float
    asked: bool
    items: tuple[int, ...] = ()
    title: str = ""
    artist: str = ""
    source: str = ""


def judged(mtime_ns: int, noted_ns: int | None, recorded_at: float) -> DamageKind:
    """What another content of the same size means.

    :param mtime_ns: when the file was written last, nanoseconds since the epoch.
    :param noted_ns: when it was at the time its hash was taken; None if that was not noted.
    :param recorded_at: when it came on record, epoch seconds.
    """
    if noted_ns is None:
        untouched = mtime_ns <= recorded_at * 1e9 + _WRITING
    else:
        untouched = is_same_time(mtime_ns, noted_ns)
    return DamageKind.DAMAGED if untouched else DamageKind.CHANGED


def is_same_time(mtime_ns: int, noted_ns: int) -> bool:
    """Whether a file was not written since its time was noted, nanoseconds since the epoch.

    A file system that is mounted again may tell the same time less exactly.
    """
    return mtime_ns in (noted_ns, *(noted_ns - noted_ns % step for step in TIME_STEPS))
