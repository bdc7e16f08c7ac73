# SPDX-License-Identifier: GPL-3.0-or-later
"""What a playlist says, whatever format it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LocationKind(StrEnum):
    """What an address is good for."""

    URL = "url"
    """An http or https address, percent-encoded and pure ASCII."""
    PATH = "path"
    """A file on a disk. Only to be followed when the person opened the playlist from disk."""
    UNSUPPORTED = "unsupported"
    """Something that cannot be fetched; `Location.reason` says why."""


@dataclass(frozen=True, slots=True)
class Location:
    """One address of a track or a picture, resolved against its playlist.

    The kind describes the address, it is no permission: a playlist from the network may
    name `/etc/passwd`, and it is for the caller to refuse every `PATH` in it.
    """

    kind: LocationKind
    address: str
    reason: str = ""

    @classmethod
    def url(cls, address: str) -> Location:
        """An http or https address, already percent-encoded."""
        return cls(LocationKind.URL, address)

    @classmethod
    def path(cls, address: str) -> Location:
        """A path as the system it belongs to writes it; relative ones only for rendering."""
        return cls(LocationKind.PATH, address)

    @classmethod
    def unsupported(cls, address: str, reason: str) -> Location:
        """An address as it was found, with the reason in words for a person."""
        return cls(LocationKind.UNSUPPORTED, address, reason)


@dataclass(frozen=True, slots=True)
class PlaylistEntry:
    """One track of a playlist.

    Text is plain, on one line and at most 300 characters; `None` means the playlist does
    not say. `locations` are alternatives for the same track, the likeliest first, and may
    be empty: some playlists only describe their tracks.

    Attributes:
        artist: The artists as they should be shown.
        artists: The single artists, when the playlist tells them apart.
        duration: In seconds.
        date: As written: a year, a day or a time stamp.
        identifiers: URIs that name the track without telling where it is.
        recording_id: MusicBrainz recording, a lower-case UUID.
        release_id: MusicBrainz release, a lower-case UUID.
        annotation: A longer remark, at most 2000 characters.
    """

    locations: tuple[Location, ...] = ()
    title: str | None = None
    artist: str | None = None
    artists: tuple[str, ...] = ()
    album: str | None = None
    album_artist: str | None = None
    track_number: int | None = None
    disc_number: int | None = None
    date: str | None = None
    genre: str | None = None
    duration: float | None = None
    image: Location | None = None
    identifiers: tuple[str, ...] = ()
    recording_id: str | None = None
    release_id: str | None = None
    isrc: str | None = None
    annotation: str | None = None


@dataclass(frozen=True, slots=True)
class PlaylistDoc:
    """A playlist: its own description and its entries, in order, repeats included."""

    title: str | None = None
    creator: str | None = None
    annotation: str | None = None
    image: Location | None = None
    identifier: str | None = None
    date: str | None = None
    entries: tuple[PlaylistEntry, ...] = ()
