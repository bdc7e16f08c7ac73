# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers and players that read the library, and the proof that they know what is in it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from catalogsync_gui.core.naming import collision_key

SLACK_SECONDS = 2.0
"""Servers round lengths, and two decoders do not agree about the last frame."""


class ServerKind(StrEnum):
    """What can be told that the library has changed."""

    SUBSONIC = "subsonic"
    JELLYFIN = "jellyfin"
    PLEX = "plex"
    MPD = "mpd"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Server:
    """One of them, as it is on record. Its secrets are kept elsewhere.

    :ivar address: of an MPD ``host:port`` or a socket's path; of a command its program.
    :ivar memory: what was noted of the server (which login it takes); never a secret.
    :ivar told_at: when it was last told, epoch seconds. :ivar checked_at: likewise, asked.
    :ivar entries: of all playlists, when it was last asked. :ivar known: those of them it knew.
    :ivar problem: why it could not be told or asked the last time; empty if it could.
    """

    id: int
    kind: ServerKind
    name: str
    address: str
    options: Mapping[str, str] = field(default_factory=dict)
    memory: Mapping[str, str] = field(default_factory=dict)
    told_at: float | None = None
    checked_at: float | None = None
    known: int = 0
    entries: int = 0
    problem: str = ""

    @property
    def variant(self) -> str | None:
        """The export variant whose files it reads: empty for the usual ones, None for all."""
        return None if self.kind is ServerKind.COMMAND else self.options.get("variant", "")

    @property
    def owner(self) -> int:
        """Under which number its secrets are kept: those above zero are sources'."""
        return -self.id


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a playlist file. ``path`` is relative to the library, ``duration`` in seconds."""

    path: str
    title: str = ""
    duration: float | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A playlist's file. ``path`` is relative to the library, or absolute outside of it."""

    playlist: int
    title: str
    path: str
    sha256: str
    entries: tuple[Entry, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What servers may call it: by its title, or by its file's name; as collision keys."""
        return frozenset(map(collision_key, (self.title, PurePosixPath(self.path).stem)))


@dataclass(frozen=True, slots=True)
class News:
    """What is another in the library since a server was last told.

    :ivar library: its absolute path on this machine.
    :ivar changed: playlists whose file was written. :ivar removed: paths of files that are gone.
    """

    library: str
    changed: tuple[Exported, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerTrack:
    """A track as a server tells of it. ``path`` may be any text, ``duration`` is in seconds."""

    path: str
    title: str = ""
    duration: float | None = None


class Sighting:
    """Which of the entries that are looked for a server has; holds no more than those.

    A server's path is that of an entry if it ends with the entry's: where the library lies in the
    server's view need not be known. Some servers make paths up (Navidrome's ``fakePath``, unless
    the player reports real ones): where none at all is an entry's, titles and lengths are compared.
    """

    def __init__(self, entries: Iterable[Entry], root: str = "", *, invented: bool = False) -> None:
        """Takes what is looked for.

        :param root: where the library is in the server's view; absolute paths elsewhere are not
            the library's then. Empty where that is not known.
        :param invented: whether paths may be made up.
        """
        wanted = tuple(entries)
        self._root = collision_key(root.replace("\\", "/")).rstrip("/")
        self._invented = invented
        self._paths = {collision_key(entry.path) for entry in wanted}
        self._titles: dict[str, list[ServerTrack]] = {
            collision_key(entry.title): [] for entry in wanted if entry.title
        }
        self._found: set[str] = set()
        self.seen = 0

    def see(self, track: ServerTrack) -> None:
        """The server has this track."""
        self.seen += 1
        whole = collision_key(track.path.replace("\\", "/"))
        rest = whole.lstrip("/")
        while rest:
            if rest in self._paths and self._inside(whole, rest):
                self._found.add(rest)
            rest = rest.partition("/")[2]
        alike = self._titles.get(collision_key(track.title)) if track.title else None
        if alike is not None and len(alike) < 100:
            alike.append(track)

    def _inside(self, whole: str, rest: str) -> bool:
        absolute = whole.startswith("/") or whole[1:3] == ":/"
        return not self._root or not absolute or whole == f"{self._root}/{rest}"

    @property
    def nothing(self) -> bool:
        """Whether none of the paths is one that was looked for."""
        return not self._found

    @property
    def strange(self) -> bool:
        """Whether what the server has is nothing of what was looked for."""
        return self.nothing and not (self._invented and any(self._titles.values()))

    def has(self, entry: Entry) -> bool:
        """Whether the server has the track of an entry."""
        if collision_key(entry.path) in self._found:
            return True
        return self._invented and self.nothing and self.like(entry) is not None

    def like(self, entry: Entry) -> ServerTrack | None:
        """A track of the server's that is called the same and is as long."""
        for track in self._titles.get(collision_key(entry.title), ()):
            if entry.duration is None or track.duration is None:
                return track
            if abs(entry.duration - track.duration) <= SLACK_SECONDS:
                return track
        return None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a server has.

    :ivar library: of everything. :ivar listed: by playlist, of its own playlist of that name;
        a playlist without one is not among them.
    :ivar playlists: whether servers of this kind read playlist files at all.
    """

    library: Sighting
    listed: Mapping[int, Sighting] = field(default_factory=dict)
    playlists: bool = True


class Why(StrEnum):
    """Why a server does not know an entry."""

    SCANNING = "scanning"
    OTHER_LIBRARY = "other_library"
    ELSEWHERE = "elsewhere"
    UNLISTED = "unlisted"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An entry that a server does not know, and why, in a word and in words."""

    path: str
    why: Why
    words: str


@dataclass(frozen=True, slots=True)
class PlaylistProof:
    """How much of a playlist a server knows.

    :ivar listed: whether the server has a playlist of that name, whose entries were counted then;
        None where it reads no playlist files.
    """

    playlist: int
    title: str
    path: str
    entries: int
    known: int
    listed: bool | None
    unresolved: tuple[Unresolved, ...] = ()


def prove(
    playlists: Sequence[Exported], findings: Findings, *, scanning: bool
) -> tuple[PlaylistProof, ...]:
    """Compares playlist files with what a server has.

    :param scanning: whether the server was still looking when it was asked.
    """
    return tuple(_proof(playlist, findings, scanning) for playlist in playlists)


def _proof(playlist: Exported, findings: Findings, scanning: bool) -> PlaylistProof:
    listed = findings.listed.get(playlist.playlist)
    counted = findings.library if listed is None else listed
    unresolved = tuple(
        _unresolved(entry, findings, scanning)
        for entry in playlist.entries
        if not counted.has(entry)
    )
    return PlaylistProof(
        playlist.playlist,
        playlist.title,
        playlist.path,
        len(playlist.entries),
        len(playlist.entries) - len(unresolved),
        (listed is not None) if findings.playlists else None,
        unresolved,
    )


def _unresolved(entry: Entry, findings: Findings, scanning: bool) -> Unresolved:
    library = findings.library
    if scanning:
        why, words = Why.SCANNING, "the server is still scanning; ask again when it has ended"
    elif library.has(entry):
        why = Why.UNLISTED
        words = (
            "the server has the track, but not in its playlist of that name: it may have read the "
            "playlist before the track, so let it scan once more; or the playlist is another one"
        )
    elif (like := library.like(entry)) is not None and not library.nothing:
        why, words = Why.ELSEWHERE, f"the server has a track like it elsewhere: {like.path}"
    elif library.strange:
        why = Why.OTHER_LIBRARY
        words = (
            "the server has none of these files: check that its music folder is this library, "
            "that it may read it, and that it has scanned it"
        )
    else:
        why = Why.ABSENT
        words = (
            "the server does not have the file: it may not have scanned it yet, may not be "
            "allowed to read it, or not take its format; its log tells"
        )
    return Unresolved(entry.path, why, words)
