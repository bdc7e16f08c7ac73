# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do, as numbers and names. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from catalogsync_gui.core.models import ErrorInfo, Job
from catalogsync_gui.core.states import StageName


class PlaylistFate(StrEnum):
    """What would become of a playlist's file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PlaylistChange:
    """A playlist whose file would be another, or be no more.

    :ivar source: id of its source.
    :ivar before: entries it has now. :ivar after: entries it would have.
    :ivar arriving: how many of its tracks would come with this sync.
    """

    source: int
    title: str
    fate: PlaylistFate
    before: int
    after: int
    arriving: int


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """What a sync would do for one source.

    :ivar files: tracks to be downloaded (or copied, from a playlist of local files).
    :ivar bytes: of those whose size the catalogue tells. :ivar unknown: how many it does not tell.
    :ivar adopted: tracks that take a file of the library instead of being downloaded.
    :ivar matched: tracks without an address that are in the library by their names.
    :ivar there: tracks that are there already.
    :ivar skipped: tracks that cannot be had, as the catalogue gives no address.
    :ivar trashed: files whose track left the catalogue and that go to the trash.
    :ivar unchanged: the catalogue is as it was.
    :ivar error: why the catalogue could not be read to its end, or None.
    """

    id: int
    name: str
    files: int = 0
    bytes: int = 0
    unknown: int = 0
    adopted: int = 0
    matched: int = 0
    there: int = 0
    skipped: int = 0
    trashed: int = 0
    trashed_bytes: int = 0
    unchanged: bool = False
    error: ErrorInfo | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast downloads were: bytes a second, and seconds a file, all workers together."""

    bytes: float
    seconds: float

    def estimate(self, known: int, unknown: int) -> float:
        """Seconds for so many bytes and so many files of unknown size."""
        return known / self.bytes + unknown * self.seconds


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync would do.

    :ivar expired: tracks whose time in the trash is over: their files are deleted for good.
    :ivar restored: tracks that are listed again and come back from the trash.
    :ivar free: bytes free on the library's volume, None where it does not tell.
    :ivar reserve: how many of them are to stay free.
    :ivar speed: of former downloads; None where there were none.
    :ivar warnings: what a person should look at before.
    """

    sources: tuple[SourcePlan, ...]
    playlists: tuple[PlaylistChange, ...]
    expired: int = 0
    expired_bytes: int = 0
    restored: int = 0
    free: int | None = None
    reserve: int = 0
    speed: Speed | None = None
    warnings: tuple[str, ...] = ()

    def total(self, name: str) -> int:
        """The sum of one number of :class:`SourcePlan` over all sources."""
        return sum(getattr(source, name) for source in self.sources)

    @property
    def free_after(self) -> int | None:
        """Bytes free afterwards; files of unknown size take from that as well.

        What goes to the trash stays on the volume; what is deleted from there makes room.
        """
        if self.free is None:
            return None
        return self.free - self.total("bytes") + self.expired_bytes

    @property
    def full(self) -> bool:
        """The reserve is touched already: a sync would not begin."""
        return self.free is not None and self.free < self.reserve

    @property
    def too_large(self) -> bool:
        """The reserve would be touched on the way, so that some downloads would have to wait."""
        return self.free_after is not None and self.free_after < self.reserve

    def seconds(self, source: SourcePlan | None = None) -> float | None:
        """About how long the downloads of one source, or all, take; None when nobody can tell."""
        if self.speed is None:
            return None
        if source is not None:
            return self.speed.estimate(source.bytes, source.unknown)
        return self.speed.estimate(self.total("bytes"), self.total("unknown"))


def speed_of(jobs: Iterable[Job]) -> Speed | None:
    """How fast the downloads of these jobs were; None when they have downloaded nothing.

    The middle one of them: a sync that waited for a person or a mount must not count for all.
    """
    rates: list[float] = []
    waits: list[float] = []
    for job in jobs:
        for stage in job.stages:
            if stage.name is not StageName.DOWNLOAD or stage.finished_at is None:
                continue
            seconds = stage.finished_at - stage.opened_at
            if seconds > 0 and stage.counts.done and stage.counts.bytes:
                rates.append(stage.counts.bytes / seconds)
                waits.append(seconds / stage.counts.done)
    return Speed(median(rates), median(waits)) if rates else None
