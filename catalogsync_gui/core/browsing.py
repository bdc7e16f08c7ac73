# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window shows of a catalogue: playlists, their tracks, and one track from near."""

from dataclasses import dataclass
from enum import StrEnum

from catalogsync_gui.core.models import ItemRow, TrackInfo


class TrackPart(StrEnum):
    """Which tracks of a list are shown."""

    ALL = "all"
    HERE = "here"
    ABSENT = "absent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TrackScope:
    """A list of tracks: of a playlist in its order, or of a source by the time they were found.

    :ivar playlist: None for all tracks of the source.
    :ivar text: looked for in title, artist and album; empty for all.
    """

    source: int
    playlist: int | None = None
    part: TrackPart = TrackPart.ALL
    text: str = ""


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A line of such a list.

    :ivar position: within the playlist, from 0; within the whole list for a source.
    :ivar duration: seconds as the catalogue tells them, or None.
    """

    position: int
    item: ItemRow
    duration: float | None


@dataclass(frozen=True, slots=True)
class PlaylistSummary:
    """A playlist, how much of it is here, and what was last written of it.

    :ivar entries: all lines; a track that is listed twice counts twice.
    :ivar here: those whose file is on the disk. :ivar failed: those that failed.
    :ivar path: of its file, relative to the library; empty while there is none.
    :ivar exported_at: when that was last written, epoch seconds, or None.
    :ivar listed: how many entries the file names.
    :ivar stale: the file is still to be written anew.
    """

    id: int
    source: int
    title: str
    entries: int
    here: int
    failed: int
    path: str
    exported_at: float | None
    listed: int
    stale: bool


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """Everything that is on record of one track.

    :ivar address: of its media, without secrets; empty where the catalogue names none.
    :ivar digest: ``algorithm:hex`` as the catalogue promises it, or empty.
    :ivar sha256: of its file; empty while there is none. Likewise ``added_at`` and
        ``verified_at`` (epoch seconds), which are None.
    :ivar ours: this program wrote the file.
    :ivar damage: what is wrong with the file since it was read again, one word; mostly empty.
    :ivar cover: path of a picture beside it, relative to the library, or empty.
    :ivar playlists: titles of the playlists that list it, in their order.
    :ivar kept: a person took it back from the trash: it is theirs.
    """

    item: ItemRow
    info: TrackInfo
    address: str = ""
    digest: str = ""
    sha256: str = ""
    added_at: float | None = None
    verified_at: float | None = None
    ours: bool = False
    damage: str = ""
    cover: str = ""
    playlists: tuple[str, ...] = ()
    kept: bool = False
