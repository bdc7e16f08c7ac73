# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of matching tracks without an address with what is in the library."""

from dataclasses import dataclass

from catalogsync_gui.core.models import TrackInfo


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A track that its catalogue gives no address for. ``item`` and ``track`` are ids."""

    item: int
    track: int
    info: TrackInfo


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track that is in the library. ``track`` and ``item`` are ids."""

    track: int
    item: int
    info: TrackInfo


@dataclass(frozen=True, slots=True)
class Decision:
    """What comparing an item came to.

    :ivar track: the candidate that is most like it; None when none is like it enough.
    :ivar made: the item gets the candidate's file; otherwise a person is asked.
    """

    item: int
    track: int | None = None
    confidence: float = 0.0
    made: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """An item that is done by a match.

    :ivar path: of its file, relative to the library.
    :ivar playlists: ids of those whose files are to be written again.
    """

    item: int
    title: str
    path: str
    playlists: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match that waits for a person's answer.

    :ivar candidate: the item whose file it would be.
    :ivar path: of that file, relative to the library. :ivar source: the name of its source.
    """

    item: int
    wanted: TrackInfo
    candidate: int
    found: TrackInfo
    path: str
    source: str
    confidence: float
