# SPDX-License-Identifier: GPL-3.0-or-later
"""JSPF, XSPF's elements as JSON: https://wiki.xiph.org/JSPF_Draft.

ListenBrainz publishes its playlists this way, without locations but with MusicBrainz
identifiers and the extensions of https://musicbrainz.org/doc/jspf.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.addresses import Base, label_of, resolve_uri
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.identifiers import identify, release_in
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.text import (
    ANNOTATION_LENGTH,
    clean_text,
    decode_text,
    ordinal,
    seconds,
)
from catalogsync_gui.playlists.uris import uri_of, uris_of

PLAYLIST_EXTENSION = "https://musicbrainz.org/doc/jspf#playlist"
TRACK_EXTENSION = "https://musicbrainz.org/doc/jspf#track"

_MOST_PARTS = 8_000_000  # values a document may hold before it would fill the memory
_MOST_LOCATIONS = 16


def parse(data: bytes, *, base: str, limits: Limits = DEFAULT_LIMITS) -> PlaylistDoc:
    """Read a JSPF playlist found at `base`, an http(s) URL or a path.

    Keys may be missing, null or of another type than the draft says; a track is kept as
    long as it is an object.

    Raises:
        PlaylistUnreadable: of kind `bad_json`, `not_a_playlist`, `empty` or `too_large`.
    """
    label = label_of(base)
    limits.check_size(data, label)
    playlist, tracks = _playlist_in(_loaded(data, label), label)
    limits.check_entries(len(tracks), label)
    root = Base.of(base)
    extension = _extension(playlist, PLAYLIST_EXTENSION)
    return PlaylistDoc(
        title=clean_text(_text(playlist.get("title"))),
        creator=clean_text(_text(playlist.get("creator")) or _text(extension.get("creator"))),
        annotation=clean_text(_text(playlist.get("annotation")), ANNOTATION_LENGTH),
        image=_location(root, playlist.get("image")),
        identifier=clean_text(next(iter(_texts(playlist.get("identifier"))), None), 1000),
        date=clean_text(_text(playlist.get("date")), 40),
        entries=tuple(_entry(root, track) for track in tracks if isinstance(track, dict)),
    )


def render(doc: PlaylistDoc) -> bytes:
    """Write a JSPF playlist: UTF-8, indented, every location as an escaped URI."""
    playlist: dict[str, Any] = {
        "title": clean_text(doc.title),
        "creator": clean_text(doc.creator),
        "annotation": clean_text(doc.annotation, ANNOTATION_LENGTH),
        "image": uri_of(doc.image),
        "identifier": clean_text(doc.identifier, 1000),
        "date": clean_text(doc.date, 40),
    }
    playlist = {key: value for key, value in playlist.items() if value}
    playlist["track"] = [_track(entry) for entry in doc.entries]
    return (json.dumps({"playlist": playlist}, ensure_ascii=False, indent=1) + "\n").encode()


def _track(entry: PlaylistEntry) -> dict[str, Any]:
    track = {
        "location": uris_of(entry.locations),
        "identifier": [text for text in map(clean_text, entry.identifiers) if text],
        "title": clean_text(entry.title),
        "creator": clean_text(entry.artist or ", ".join(entry.artists)),
        "annotation": clean_text(entry.annotation, ANNOTATION_LENGTH),
        "image": uri_of(entry.image),
        "album": clean_text(entry.album),
        "trackNum": entry.track_number,
        "duration": round(entry.duration * 1000) if entry.duration else None,
    }
    return {key: value for key, value in track.items() if value}


def _loaded(data: bytes, label: str) -> object:
    # json builds everything at once; "[[],[],[]," makes some twenty times its size of it.
    if data.count(b"[") + data.count(b"{") + data.count(b",") > _MOST_PARTS:
        raise PlaylistUnreadable(
            f"{label} holds more values than any playlist does. "
            "Check that the address is that of a playlist.",
            kind="too_large",
        )
    try:
        loaded: object = json.loads(decode_text(data))
    except (ValueError, RecursionError) as error:
        detail = clean_text(str(error), 120) or type(error).__name__
        raise PlaylistUnreadable(
            f"{label} is damaged: its JSON cannot be read ({detail}). Save or download it again.",
            kind="bad_json",
        ) from error
    return loaded


def _playlist_in(loaded: object, label: str) -> tuple[Mapping[str, Any], list[Any]]:
    """The playlist object and its tracks; the wrapping object may be missing."""
    if isinstance(loaded, dict):
        inner = loaded.get("playlist")
        playlist: Mapping[str, Any] = inner if isinstance(inner, dict) else loaded
        for key in ("track", "tracks", "trackList"):
            tracks = playlist.get(key)
            if isinstance(tracks, list):
                return playlist, tracks
        if isinstance(inner, dict) and not any(inner.get(k) for k in ("track", "tracks")):
            return inner, []
        if isinstance(loaded.get("playlists"), list):
            raise PlaylistUnreadable(
                f"{label} is a list of playlists, not a playlist. "
                "Add the addresses of the playlists in it.",
                kind="not_a_playlist",
            )
    raise PlaylistUnreadable(
        f"{label} is JSON but no JSPF playlist. Check that the address is that of a playlist.",
        kind="not_a_playlist",
    )


def _entry(root: Base, track: Mapping[str, Any]) -> PlaylistEntry:
    extension = _extension(track, TRACK_EXTENSION)
    more = _object(extension.get("additional_metadata"))
    known = identify(_texts(track.get("identifier")))
    locations: dict[Location, None] = {}
    for text in _texts(track.get("location"))[:_MOST_LOCATIONS]:
        locations.update(dict.fromkeys(resolve_uri(root, text)))
    artists = [
        _text(_object(artist).get("artist_credit_name")) for artist in _list(more, "artists")
    ]
    release = next(iter(_texts(extension.get("release_identifier"))), "")
    return PlaylistEntry(
        locations=tuple(locations),
        title=clean_text(_text(track.get("title"))),
        artist=clean_text(_text(track.get("creator"))),
        artists=tuple(name for name in map(clean_text, artists[:32]) if name),
        album=clean_text(_text(track.get("album"))),
        track_number=ordinal(_number(track.get("trackNum"))),
        duration=seconds(_number(track.get("duration")), 1000.0),
        image=_location(root, track.get("image")),
        identifiers=known.identifiers,
        recording_id=known.recording_id,
        release_id=known.release_id or release_in(release),
        isrc=known.isrc,
        annotation=clean_text(_text(track.get("annotation")), ANNOTATION_LENGTH),
    )


def _extension(owner: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An extension's content: an object, or a list holding one, as the draft has it."""
    value = _object(owner.get("extension")).get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return _object(value)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(owner: Mapping[str, Any], key: str) -> list[Any]:
    value = owner.get(key)
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(value)  # a title such as 1979, written without quotes
    return None


def _digits(value: float) -> str | None:
    try:
        return str(value)
    except ValueError:  # more digits than Python turns into text
        return None


def _texts(value: object) -> list[str]:
    """A list of text out of a list, a single text or nothing."""
    if isinstance(value, str):
        return [value] if value else []
    return [v for v in value if isinstance(v, str) and v] if isinstance(value, list) else []


def _number(value: object) -> str | float | None:
    return value if isinstance(value, str | int | float) else None


def _location(root: Base, value: object) -> Location | None:
    for text in _texts(value):
        for location in resolve_uri(root, text):
            return location
    return None
