# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of a Jellyfin server as catalogue entries. Pure.

Fields as in jellyfin/jellyfin: BaseItemDto.cs. Every one may be missing, and of any type.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.playlists.text import clean_text, ordinal, seconds
from catalogsync_gui.sources.jellyfin_client import id_of

TRACK_FIELDS = "MediaSources,ProviderIds,Genres,Settings"
LIST_FIELDS = "Etag,ChildCount,DateLastMediaAdded"
"""What is asked for besides that which is always there."""

DOWNLOAD = "/Download"
"""The original file; needs the user's right to download (LibraryController.cs)."""

_READER = "3"
"""Goes up when the same items are read in another way, so that they are read again."""

_TICKS = 10_000_000.0  # a second
_LARGEST = 1 << 40
_MOST_NAMES = 32
_AUDIO_TYPES = ("audio", "audiobook")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})T")
_BETWEEN_IDS = re.compile("[;/,]")  # Jellyfin keeps what the tag's writer put there
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def text_of(value: object) -> str:
    """A text on one line, at most 300 characters long; empty when it is none."""
    return clean_text(value if isinstance(value, str) else None) or ""


def is_audio(item: Mapping[str, Any]) -> bool:
    """Whether an item of a playlist is a track; playlists may hold videos as well."""
    if item.get("IsFolder") is True:
        return False
    media, kind = text_of(item.get("MediaType")).lower(), text_of(item.get("Type")).lower()
    if media:
        return media == "audio"
    return not kind or kind in _AUDIO_TYPES


def entry_of(item: object, base: str) -> CatalogEntry | None:
    """An item as an entry; None where it is no track, or has no id to fetch it by."""
    if not isinstance(item, dict) or not is_audio(item):
        return None
    key = id_of(item.get("Id"))
    if not key:
        return None
    info, sidecars = _info(item), _sidecars(item, key)
    if text_of(item.get("LocationType")).lower() == "virtual":
        reason = "the server knows of this track, but has no file of it"
        return CatalogEntry(key, info, None, reason, sidecars)
    media = MediaRef(f"{base}/Items/{key}{DOWNLOAD}", size=_size(item, key))
    return CatalogEntry(key, info, media, sidecars=sidecars)


def _info(item: Mapping[str, Any]) -> TrackInfo:
    artists = _names(item.get("Artists")) or _names(item.get("ArtistItems"))
    album_artist = text_of(item.get("AlbumArtist"))
    if not album_artist:
        album_artist = next(iter(_names(item.get("AlbumArtists"))), "")
    ids = item.get("ProviderIds")
    return TrackInfo(
        title=text_of(item.get("Name")),
        artists=artists,
        album=text_of(item.get("Album")),
        album_artist=album_artist,
        track=ordinal(_number(item.get("IndexNumber"))),
        disc=ordinal(_number(item.get("ParentIndexNumber"))),
        date=_date(item),
        genres=_names(item.get("Genres")),
        duration=seconds(_number(item.get("RunTimeTicks")), _TICKS),
        recording_id=_one(ids, "MusicBrainzRecording"),
        album_id=_one(ids, "MusicBrainzAlbum"),
        artist_ids=_ids(ids, "MusicBrainzArtist"),
        album_artist_ids=_ids(ids, "MusicBrainzAlbumArtist"),
        release_group_id=_one(ids, "MusicBrainzReleaseGroup"),
        release_track_id=_one(ids, "MusicBrainzTrack"),
        # Its SortName is one that Jellyfin made: in small letters, and its numbers filled up.
        title_sort=text_of(item.get("ForcedSortName")),
    )


def _names(value: object) -> tuple[str, ...]:
    """The names in a list of texts, or of objects with a ``Name``."""
    names: dict[str, None] = {}
    for part in value[:_MOST_NAMES] if isinstance(value, list) else ():
        name = text_of(part.get("Name") if isinstance(part, dict) else part)
        if name:
            names[name] = None
    return tuple(names)


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _date(item: Mapping[str, Any]) -> str:
    """The day, or the year alone: Jellyfin makes a 1 January of a tag that holds only a year."""
    year = _number(item.get("ProductionYear"))
    found = _DATE.match(text_of(item.get("PremiereDate")))
    if found is not None and found[1] != "0001":
        day = f"{found[1]}-{found[2]}-{found[3]}"
        return found[1] if day.endswith("-01-01") else day
    return f"{year:04d}" if isinstance(year, int) and 1000 <= year <= 9999 else ""


def _ids(ids: object, name: str) -> tuple[str, ...]:
    """MusicBrainz ids under a name of ``ProviderIds`` (MetadataProvider.cs).

    ``MusicBrainzTrack`` is the track of one release, not the recording.
    """
    value = text_of(ids.get(name) if isinstance(ids, dict) else None).lower()
    found = [part.strip() for part in _BETWEEN_IDS.split(value)]
    return tuple(dict.fromkeys(found)) if all(map(_UUID.fullmatch, found)) else ()


def _one(ids: object, name: str) -> str:
    return next(iter(_ids(ids, name)), "")


def _size(item: Mapping[str, Any], key: str) -> int | None:
    """Bytes of the file; of several versions of a track, of the one that is downloaded."""
    sources = item.get("MediaSources")
    found = (
        [source for source in sources if isinstance(source, dict)]
        if (isinstance(sources, list))
        else []
    )
    if len(found) > 1:
        found = [source for source in found if source.get("Id") == key]
    size = found[0].get("Size") if len(found) == 1 else None
    return size if type(size) is int and 0 < size < _LARGEST else None


def _sidecars(item: Mapping[str, Any], key: str) -> tuple[SidecarRef, ...]:
    """The album's cover, else the track's own, and lyrics, where the server says it has them."""
    refs = []
    album, album_tag = id_of(item.get("AlbumId")), id_of(item.get("AlbumPrimaryImageTag"))
    tags = item.get("ImageTags")
    own_tag = id_of(tags.get("Primary")) if isinstance(tags, dict) else ""
    if album and album_tag:
        refs.append(SidecarRef(SidecarKind.COVER, f"image:{album}:{album_tag}", album=True))
    elif own_tag:
        refs.append(SidecarRef(SidecarKind.COVER, f"image:{key}:{own_tag}"))
    if item.get("HasLyrics") is True:
        refs.append(SidecarRef(SidecarKind.LYRICS, f"lyrics:{key}"))
    return tuple(refs)


def listed_revision(item: Mapping[str, Any]) -> str:
    """A word that changes when a playlist or an album does; empty where the server gives none.

    Jellyfin's ``Etag`` is a hash of the time the item was last saved (BaseItem.cs, GetEtagValues):
    adding, removing and moving entries and renaming save it. A track that vanishes from the disk
    does not, but changes ``ChildCount``. A track that is only described anew changes neither, and
    is seen when its list changes for another reason.
    """
    etag = item.get("Etag")
    if not isinstance(etag, str) or not etag:
        return ""
    facts = [_READER, etag, *(item.get(k) for k in ("ChildCount", "DateLastMediaAdded", "Name"))]
    return "etag:" + hashlib.sha256(json.dumps(facts).encode("ascii")).hexdigest()


class ContentRevision:
    """A revision made of the content itself, for lists that have none."""

    def __init__(self, title: str) -> None:
        self._digest = hashlib.sha256(f"{_READER}\n{title}\n".encode())

    def add(self, entries: tuple[CatalogEntry, ...]) -> None:
        """The entries that come next."""
        for entry in entries:
            self._digest.update(repr(entry).encode() + b"\n")

    @property
    def word(self) -> str:
        """The revision of all entries so far."""
        return f"content:{self._digest.hexdigest()}"
