# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a file's tags besides the facts of a :class:`TrackInfo`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a track; it begins at so many seconds."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class TagExtras:
    """What goes into a file's tags besides a :class:`TrackInfo`. Empty means nothing to add.

    :ivar cover: a JPEG or PNG.
    :ivar lyrics: plain lines, or lines with times as in an LRC file.
    """

    cover: bytes | None = field(default=None, repr=False)
    lyrics: str = ""
    chapters: tuple[Chapter, ...] = ()
