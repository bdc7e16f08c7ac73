# SPDX-License-Identifier: GPL-3.0-or-later
"""A playlist's entries as the core's catalogue entries: identity, description, address."""

import hashlib
from pathlib import Path

from catalogsync_gui.core.addresses import without_userinfo
from catalogsync_gui.core.models import CatalogEntry, MediaRef, TrackInfo
from catalogsync_gui.playlists.doc import Location, LocationKind, PlaylistEntry


def usable(entry: PlaylistEntry, *, local: bool) -> Location | None:
    """The first of an entry's addresses that may be followed.

    An M3U line can be read in two ways; of several paths the one that exists is meant. Looks
    at the disk only where there is a choice.
    """
    allowed = [
        location
        for location in entry.locations
        if location.kind is LocationKind.URL or (local and location.kind is LocationKind.PATH)
    ]
    if len(allowed) > 1:
        for location in allowed:
            if location.kind is LocationKind.URL or _is_there(location.address):
                return location
    return allowed[0] if allowed else None


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def catalog_entry(entry: PlaylistEntry, location: Location | None) -> CatalogEntry:
    """The entry with the address that was chosen for it, or with the reason why there is none."""
    info = TrackInfo(
        title=entry.title or "",
        artists=entry.artists or ((entry.artist,) if entry.artist else ()),
        album=entry.album or "",
        album_artist=entry.album_artist or "",
        track=entry.track_number,
        disc=entry.disc_number,
        date=(entry.date or "")[:10],
        genres=(entry.genre,) if entry.genre else (),
        duration=entry.duration,
        recording_id=entry.recording_id or "",
        isrc=entry.isrc or "",
        album_id=entry.release_id or "",
    )
    if location is None:
        return CatalogEntry(_described(entry), info, None, _why_not(entry))
    address = without_userinfo(location.address)
    is_path = location.kind is LocationKind.PATH
    return CatalogEntry(short_key(address), info, MediaRef(address, local=is_path))


def _described(entry: PlaylistEntry) -> str:
    """The identity of a track without an address."""
    if entry.recording_id:
        return f"recording:{entry.recording_id}"
    addresses = [location.address for location in entry.locations]
    words = [entry.artist or "", entry.title or "", entry.album or "", *entry.identifiers]
    return short_key("track:" + "\n".join([*words, *addresses]))


def short_key(key: str) -> str:
    """Keys are compared often and stored twice; a long one is replaced by its hash.

    SQLite's JSON functions end a text at a NUL, which a damaged playlist may hold.
    """
    key = key.replace("\0", "\ufffd")
    if len(key) <= 200:
        return key
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def _why_not(entry: PlaylistEntry) -> str:
    for location in entry.locations:
        if location.kind is LocationKind.PATH:
            return "the playlist comes from the web and names a local file, which is not followed"
        if location.reason:
            return location.reason
    return "the playlist names no address for this track"
