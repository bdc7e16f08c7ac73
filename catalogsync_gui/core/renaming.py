# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of a rename of the library. Paths are relative to the library, with ``/``."""

from dataclasses import dataclass
from enum import StrEnum

from catalogsync_gui.core.models import TrackInfo


class MoveState(StrEnum):
    """Where one move stands. ``dropped``: the person stopped before its turn came."""

    PLANNED = "planned"
    MOVING = "moving"
    MOVED = "moved"
    LEFT = "left"
    DROPPED = "dropped"


class RenameState(StrEnum):
    """Where a rename stands. One that runs goes on after a restart."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class NamedTrack:
    """A track's file and what its name is made of.

    :ivar file: id of the file. :ivar ours: whether we wrote it.
    :ivar source: id, :ivar source_name: name of the source that names it.
    :ivar info: what the catalogue says.
    :ivar fallback: a title where nobody knows one.
    :ivar playlist: the title of the first playlist that lists it, or empty.
    """

    file: int
    path: str
    size: int
    sha256: str
    ours: bool
    source: int
    source_name: str
    info: TrackInfo
    fallback: str
    playlist: str = ""


@dataclass(frozen=True, slots=True)
class KeptSidecar:
    """A sidecar's file that we wrote, and the track files it came with.

    :ivar album: whether it is one for the whole folder.
    """

    path: str
    size: int
    sha256: str
    album: bool
    tracks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A file that is to have another name.

    :ivar parent: of a sidecar, the place in the plan of the track that it goes with.
    """

    path: str
    target: str
    size: int
    sha256: str
    sidecar: bool = False
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class RenamePlan:
    """What a rename would do.

    :ivar template: of the settings; sources may have their own.
    :ivar unchanged: tracks that have their name already.
    :ivar numbered: tracks that get a number, for another file has the name.
    :ivar not_ours: tracks that were in the library before us; they keep their names.
    :ivar left: tracks that keep their names for another reason, with that reason.
    :ivar undoes: the rename that this plan takes back.
    """

    template: str
    moves: tuple[PlannedMove, ...] = ()
    unchanged: int = 0
    numbered: int = 0
    not_ours: int = 0
    left: tuple[tuple[str, str], ...] = ()
    undoes: int | None = None

    @property
    def tracks(self) -> int:
        """How many tracks get another name."""
        return sum(not move.sidecar for move in self.moves)

    @property
    def sidecars(self) -> int:
        """How many covers, lyrics and the like go with them."""
        return len(self.moves) - self.tracks


@dataclass(frozen=True, slots=True)
class Move:
    """A move on record.

    :ivar parent: the move of the track that a sidecar goes with.
    """

    id: int
    rename: int
    parent: int | None
    sidecar: bool
    path: str
    target: str
    size: int
    sha256: str
    state: MoveState


@dataclass(frozen=True, slots=True)
class RenameSpec:
    """What is asked of the engine: a plan to be carried out, or to go on with what is on record."""

    plan: RenamePlan | None = None


@dataclass(frozen=True, slots=True)
class RenameCounts:
    """How the moves of a rename stand, tracks and sidecars together."""

    moved: int = 0
    left: int = 0
    open: int = 0
    dropped: int = 0
