# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files that lie in the library already are which tracks, and how sure that is. Pure.

What is taken unasked has the catalogue's own hash, or else the same names, the same length, and a
size that tags and a cover can account for. Everything else that is alike is shown to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from catalogsync_gui.core.matching import ASKED, AUTOMATIC, confidence
from catalogsync_gui.core.models import MediaRef, TrackInfo

SECONDS = 2.0
"""Two lengths that are apart by no more than this are the same."""

TAG_BYTES = 1_250_000
"""Tags and a cover can make two files of the same audio differ by so many bytes."""


class Sign(StrEnum):
    """By what a file was recognised."""

    HASH = "hash"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class WantedTrack:
    """A track that has no file. ``item`` and ``source`` are ids; ``media`` may be None."""

    item: int
    source: int
    info: TrackInfo
    media: MediaRef | None


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the library that no item has.

    :ivar path: relative to the library. :ivar size: bytes.
    :ivar mtime_ns: its modification time, by which it is seen that somebody changed it since.
    :ivar info: what its tags say.
    """

    path: str
    size: int
    mtime_ns: int
    info: TrackInfo = field(default_factory=TrackInfo)


@dataclass(frozen=True, slots=True)
class Adoption:
    """A file that may be a track's.

    :ivar confidence: from 0 to 1.
    :ivar doubt: why a person is to be asked, in words; empty where it is certain.
    """

    wanted: WantedTrack
    file: FoundFile
    sign: Sign
    confidence: float
    doubt: str = ""

    @property
    def certain(self) -> bool:
        """Whether it may be taken unasked."""
        return not self.doubt


@dataclass(frozen=True, slots=True)
class AdoptPlan:
    """What could be adopted.

    :ivar adoptions: those that are certain first, by path.
    :ivar files: audio files that were looked at.
    :ivar known: of those, how many are some item's file already.
    :ivar unmatched: of those, how many are like nothing that is wanted.
    :ivar left: path and reason of those that could not be read.
    """

    adoptions: tuple[Adoption, ...]
    files: int = 0
    known: int = 0
    unmatched: int = 0
    left: tuple[tuple[str, str], ...] = ()

    @property
    def certain(self) -> tuple[Adoption, ...]:
        """Those to be taken unasked."""
        return tuple(one for one in self.adoptions if one.certain)

    @property
    def doubtful(self) -> tuple[Adoption, ...]:
        """Those a person is to be asked about."""
        return tuple(one for one in self.adoptions if not one.certain)


def by_hash(wanted: WantedTrack, file: FoundFile) -> Adoption:
    """A file that has the hash the catalogue gives."""
    return Adoption(wanted, file, Sign.HASH, 1.0)


def by_tags(wanted: WantedTrack, file: FoundFile) -> Adoption | None:
    """A file that its tags say is the track, or something like it; None if it is another one."""
    sure = confidence(wanted.info, file.info)
    if sure < ASKED:
        return None
    return Adoption(wanted, file, Sign.TAGS, sure, _doubt(wanted, file, sure))


def _doubt(wanted: WantedTrack, file: FoundFile, sure: float) -> str:
    size = wanted.media.size if wanted.media is not None else None
    if size is not None and abs(size - file.size) > TAG_BYTES:
        return f"{_mb(file.size)} instead of {_mb(size)}"
    lengths = wanted.info.duration, file.info.duration
    if lengths[0] is None or lengths[1] is None:
        # The same names and the very same size say as much as a length.
        if size != file.size:
            whose = "the catalogue does not tell" if lengths[0] is None else "nothing tells"
            return f"{whose} how long it is"
    elif abs(lengths[0] - lengths[1]) > SECONDS:
        return f"{lengths[1]:.0f} s long instead of {lengths[0]:.0f} s"
    elif sure < AUTOMATIC:
        return "the names are only alike"
    return ""


def _mb(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


def settled(candidates: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """Takes every file at most for one track of a source, and every track for one file.

    Where several are equally sure, none of them is certain. The certain ones come first.
    """
    of_item: dict[int, list[Adoption]] = {}
    for one in candidates:
        of_item.setdefault(one.wanted.item, []).append(one)
    chosen = [one for every in of_item.values() for one in _of_one_track(every)]
    best: dict[tuple[str, int], list[float]] = {}
    for one in chosen:
        if one.certain and one.sign is Sign.TAGS:
            best.setdefault(_place(one), []).append(one.confidence)
    result = []
    for one in chosen:
        rivals = best.get(_place(one), [])
        if one.certain and one.sign is Sign.TAGS and rivals.count(max(rivals)) > 1:
            result.append(replace(one, doubt="several tracks of the source are like it"))
        elif not one.certain or one.sign is Sign.HASH or one.confidence == max(rivals):
            result.append(one)
    taken = {_place(one) for one in result if one.certain}
    # Nobody needs to be asked about a file that is known to be another track.
    asked = (one for one in result if one.certain or _place(one) not in taken)
    return tuple(sorted(asked, key=lambda one: (not one.certain, one.file.path, one.wanted.item)))


def _place(one: Adoption) -> tuple[str, int]:
    return one.file.path, one.wanted.source


def _of_one_track(candidates: list[Adoption]) -> list[Adoption]:
    hashed = [one for one in candidates if one.sign is Sign.HASH]
    if hashed:
        # They are all the same, to the last byte.
        return [min(hashed, key=lambda one: one.file.path)]
    certain = [one for one in candidates if one.certain]
    if not certain:
        return candidates
    most = max(one.confidence for one in certain)
    certain = [one for one in certain if one.confidence == most]
    if len(certain) == 1:
        return certain
    return [replace(one, doubt="several files are like it") for one in certain]
