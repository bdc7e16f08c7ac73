# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes between those who want playlist files written and the one who writes them."""

from dataclasses import dataclass, field

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import ExportReason


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One line of a playlist to be exported; path relative to the library."""

    path: str
    info: TrackInfo


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A wish to have a playlist's file written."""

    playlist: int
    reason: ExportReason
    job: int | None


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What was last written for a playlist. ``path`` relative to the library."""

    path: str
    format: str
    sha256: str
    size: int
    mtime_ns: int
    entries: int
    missing: int


@dataclass(frozen=True, slots=True)
class PlaylistVersion:
    """What a playlist held once.

    :ivar playlist: None when the playlist is no more.
    :ivar title: of the playlist then. :ivar kept_at: seconds since the epoch.
    :ivar entries: number of its tracks that were there then.
    """

    id: int
    playlist: int | None
    title: str
    kept_at: float
    entries: int


@dataclass(frozen=True, slots=True)
class RestoredPlaylist:
    """A version written as a file of its own.

    :ivar path: relative to the library.
    :ivar missing: tracks of the version that are not there any more.
    :ivar size: of the file, bytes; with ``sha256`` it tells whether the file is still as written.
    """

    path: str
    entries: int
    missing: int
    size: int = field(default=0, compare=False)
    sha256: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class VersionTrack:
    """A track of a version.

    :ivar path: relative to the library, today if it is there and else as it was.
    :ivar there: whether its file is in the library today.
    """

    path: str
    artist: str
    title: str
    there: bool


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """A former version beside what the playlist holds today.

    :ivar added: what is in the playlist today and was not then; the first of ``added_count``.
    :ivar removed: what was in it then and is not today; the first of ``removed_count``.
    :ivar moved: what is in both stands in another order.
    """

    version: int
    added: tuple[VersionTrack, ...]
    removed: tuple[VersionTrack, ...]
    moved: bool
    added_count: int
    removed_count: int
