# SPDX-License-Identifier: GPL-3.0-or-later
"""The values that travel between the parts: frozen, with ids and paths, never a QObject."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogsync_gui.core.queueing import Priority, Wish
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.states import (
    ItemState,
    JobState,
    SidecarKind,
    StageName,
    StageState,
)


@dataclass(frozen=True, slots=True)
class TrackInfo:
    """What is known of a track. Empty means unknown.

    :ivar date: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; so is ``original_date``, the day of the
        first release.
    :ivar duration: seconds.
    :ivar recording_id: MusicBrainz recording id; the other MusicBrainz ids are named likewise.
    :ivar license: its address, else its name.
    :ivar source_url: page of the catalogue that tells of the track.
    :ivar feed_url: address of the podcast's feed; only podcasts have one.
    :ivar episode_id: a podcast episode's guid.
    :ivar category: the podcast's, where ``genres`` only tell that it is one.
    :ivar title_sort: by which players put the title in order; the others are named likewise.
    :ivar artist_url: the artist's own page, or the podcast's.
    :ivar description: of a podcast's episode, in short; ``keywords`` are its own, with commas.
    """

    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    album_artist: str = ""
    track: int | None = None
    track_total: int | None = None
    disc: int | None = None
    disc_total: int | None = None
    date: str = ""
    genres: tuple[str, ...] = ()
    duration: float | None = None
    recording_id: str = ""
    isrc: str = ""
    original_date: str = ""
    composers: tuple[str, ...] = ()
    compilation: bool = False
    label: str = ""
    license: str = ""
    source_url: str = ""
    album_id: str = ""
    artist_ids: tuple[str, ...] = ()
    album_artist_ids: tuple[str, ...] = ()
    release_group_id: str = ""
    release_track_id: str = ""
    feed_url: str = ""
    episode_id: str = ""
    category: str = ""
    title_sort: str = ""
    artist_sort: str = ""
    album_sort: str = ""
    album_artist_sort: str = ""
    artist_url: str = ""
    description: str = ""
    keywords: str = ""

    @property
    def artist(self) -> str:
        """All artists as one line."""
        return ", ".join(self.artists)


@dataclass(frozen=True, slots=True)
class MediaRef:
    """Where a track's bytes are. Holds no credentials: the source adds them at fetch time.

    :ivar address: http(s) URL, or an absolute local path when ``local``.
    :ivar local: a path in a playlist that the person opened from disk.
    :ivar size: bytes as the catalogue promises them, or None.
    :ivar digest: ``algorithm:hex`` (md5, sha1, sha256) from the catalogue, or empty.
    """

    address: str
    local: bool = False
    size: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class MediaRequest:
    """A MediaRef made ready to be asked for. Lives only during one fetch, never stored.

    :ivar headers: sent only to the scheme, host and port of ``address``.
    :ivar params: parameters that carry credentials. Sent only to the scheme, host and port of
        ``address``, with ``post`` as a form, else added to the query. Never shown.
    :ivar post: ask by POST, which keeps ``params`` out of the logs of proxies.
    :ivar ca_file: the source's own CA file, or empty.
    :ivar own_host: the source's own host (``core.addresses.host_of``), which may be private.
    :ivar allow_private: the person allows this source any private address, redirects included.
    """

    address: str
    local: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    post: bool = False
    ca_file: str = ""
    own_host: str = ""
    allow_private: bool = False
    size: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class MediaAnswer:
    """What a server said instead of sending audio.

    :ivar status: of HTTP; some servers send their errors with 200.
    :ivar body: its beginning, at most 64 KiB.
    """

    status: int
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SidecarRef:
    """A small file a catalogue offers with a track. Holds no credentials.

    :ivar address: what the source's adapter fetches it by; need not be a web address.
    :ivar suffix: with its dot (``.jpg``, ``.lrc``, ``.vtt``); empty where only the fetched bytes
        will tell, as with covers.
    :ivar language: language tag that becomes part of the name, or empty.
    :ivar album: one for all tracks in the folder (``cover.jpg``) instead of one for this track.
    """

    kind: SidecarKind
    address: str
    suffix: str = ""
    language: str = ""
    album: bool = False


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One line of a catalogue's playlist.

    :ivar key: the track's identity within its source; stable from refresh to refresh.
    :ivar media: None where the catalogue gives no address (metadata only).
    :ivar reason: why there is no usable address, in words, when ``media`` is None.
    :ivar sidecars: files to be kept beside the track.
    """

    key: str
    info: TrackInfo
    media: MediaRef | None
    reason: str = ""
    sidecars: tuple[SidecarRef, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaylistRef:
    """A playlist of a source.

    :ivar key: its identity within the source.
    :ivar revision: opaque word that changes when the playlist does (an ETag, a hash).
    """

    key: str
    title: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """Some entries of one playlist, in order.

    :ivar position: index of the first entry within the playlist.
    :ivar last: no more pages of this playlist follow.
    :ivar unchanged: the playlist is as it was; ``entries`` is empty then.
    """

    playlist: PlaylistRef
    entries: tuple[CatalogEntry, ...] = ()
    position: int = 0
    last: bool = True
    unchanged: bool = False


LONGEST_SOURCE_NAME = 120
"""Characters of a source's name, whoever gave it."""

UNNAMED: Mapping[str, str] = {"unnamed": "yes"}
"""What :attr:`Source.memory` notes of a source that still waits for its catalogue's own title."""

HAS_SECRETS: Mapping[str, str] = {"secrets": "yes"}
"""What :attr:`Source.memory` notes of a source for which the secret store holds something."""


@dataclass(frozen=True, slots=True)
class Source:
    """A subscription.

    :ivar location: as it is stored, without credentials: where a token is part of it, a place
        stands for that (``core.veils``). What an adapter is opened with is whole.
    :ivar memory: what the adapter noted of its server (which login it takes); never a secret.
    :ivar failures: refreshes that failed in a row.
    :ivar paused: why it is not refreshed by the schedule any more; empty while it is.
    :ivar warning: what a person should look at though nothing failed; empty for nothing.
    :ivar not_before: until when its server wants to be left alone (epoch seconds), or None.
    """

    id: int
    kind: str
    name: str
    location: str
    options: Mapping[str, str] = field(default_factory=dict)
    added_at: float = 0.0
    refreshed_at: float | None = None
    error: str = ""
    memory: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    paused: str = ""
    warning: str = ""
    not_before: float | None = None


@dataclass(frozen=True, slots=True)
class ClaimedItem:
    """An item under one worker's claim.

    :ivar claim: fencing number; every write about the item must name it.
    :ivar placing: set when a former process committed the final path and then died.
    :ivar part_path: where an unfinished part lies, relative to the library, or empty.
    :ivar last_error: kind of the error the last attempt ended with, or empty.
    :ivar validator: the strong validator (ETag or Last-Modified) the part was fetched under.
    """

    id: int
    job: int
    worker: int
    claim: int
    source: int
    source_name: str
    info: TrackInfo
    media: MediaRef
    host: str
    attempts: int
    part_path: str = ""
    validator: str = ""
    part_total: int | None = None
    last_error: str = ""
    placing: "Placing | None" = None


@dataclass(frozen=True, slots=True)
class Placing:
    """The final place of an item, committed before the rename. Path relative to the library.

    :ivar mtime_ns: the file's modification time once it is there, or None; not committed.
    """

    path: str
    size: int
    sha256: str
    mtime_ns: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """An error as it is stored and shown: without secrets, whoever wrote the message."""

    kind: str
    message: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", redactor.redact(self.message))


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What a job is asked to do. An empty tuple of sources means all of them.

    :ivar automatic: started by the schedule, not by a person: failed items come back only when
        their time has come.
    :ivar refresh: read the catalogues; without it only items that are due are worked on.
    :ivar accept_shrunk: a catalogue that has become much smaller is taken over all the same.
    """

    sources: tuple[int, ...] = ()
    automatic: bool = False
    refresh: bool = True
    accept_shrunk: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Outcomes of a stage or a job. ``bytes`` are the bytes that were transferred."""

    done: int = 0
    failed: int = 0
    skipped: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands in the database. Times in seconds since the epoch.

    :ivar why: why it ran, as ``core.history.JobWhy`` has it.
    :ivar error: what broke it off. :ivar unwritten: playlists that could not be written.
    """

    id: int
    state: JobState
    sources: tuple[int, ...]
    started_at: float
    finished_at: float | None
    counts: Counts
    stages: tuple["Stage", ...] = ()
    why: str = ""
    error: ErrorInfo | None = None
    unwritten: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a job."""

    name: StageName
    state: StageState
    opened_at: float
    finished_at: float | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Playlist:
    """A playlist of a source, with how much of it is on the disk."""

    id: int
    source: int
    key: str
    title: str
    entries: int
    present: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the lists show it.

    :ivar retry_at: when a failed or waiting item is tried again, or None.
    :ivar path: relative to the library; empty until it is done.
    :ivar with_next_sync: it failed and is tried again with the next sync, whenever that is.
    :ivar warning: what a person should know though it is done; mostly empty.
    :ivar priority: what it comes to, with that of its source.
    :ivar ranked: the priority is its own.
    :ivar wish: what a person wants of it that is not its state.
    """

    id: int
    state: ItemState
    source: int
    source_name: str
    title: str
    artist: str
    album: str
    host: str
    size: int | None
    attempts: int
    error: ErrorInfo | None
    retry_at: float | None
    path: str
    with_next_sync: bool = False
    warning: str = ""
    priority: Priority = Priority.NORMAL
    ranked: bool = False
    wish: Wish = Wish.NONE


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its counts by state."""

    source: Source
    playlists: int
    items: Mapping[ItemState, int]
