# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of a Subsonic server as catalogue entries, and its lyrics as files. Pure.

A song is a Child (https://opensubsonic.netlify.app/docs/responses/child/). Its ``path`` is no
identity: Navidrome makes it up from the tags. Its ``bitRate`` comes in different units, and is
not needed here.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.playlists.identifiers import identify
from catalogsync_gui.playlists.text import clean_text, ordinal, seconds
from catalogsync_gui.sources.subsonic_answers import id_of, object_of, objects_of, text_of
from catalogsync_gui.sources.subsonic_client import method_address

BY_ID = "songLyrics"
BY_NAME = "lyrics"
"""Where lyrics come from: OpenSubsonic's extension, or the old method by artist and title."""

_READER = "3"
"""Goes up when the same answer is read in another way, so that it is read again."""

ALBUM = "itsAlbum"
"""Where a song holds the answer it came in: its album (AlbumID3), which says more than it does."""

_LONGEST_KEY = 200
_LARGEST = 1 << 40
_MOST_NAMES = 50
_MOST_LINES = 5000
_LATEST = 100 * 60 * 1000  # milliseconds: an LRC file's minutes have two digits
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_LANGUAGE = ("", "xxx", "und")


def key_of(identity: str, prefix: str = "") -> str:
    """An id as a key. Keys are compared often and stored twice: a long one becomes its hash."""
    key = prefix + identity
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{prefix}sha256:{hashlib.sha256(identity.encode()).hexdigest()}"


def entry_of(song: Mapping[str, Any], base: str, lyrics: str) -> CatalogEntry | None:
    """A song as a catalogue's entry; None for folders, videos and what has no id.

    :param lyrics: BY_ID, BY_NAME, or empty for none.
    """
    identity = id_of(song.get("id"))
    if not identity or _true(song.get("isDir")) or _true(song.get("isVideo")):
        return None
    info = _info(song)
    return CatalogEntry(
        key_of(identity),
        info,
        MediaRef(media_address(base, identity), size=_size(song.get("size"))),
        sidecars=tuple(_sidecars(song, identity, info, lyrics)),
    )


def media_address(base: str, identity: str) -> str:
    """Where a song's original is, without the login."""
    return f"{method_address(base, 'download')}?id={quote(identity, safe='')}"


def identity_in(address: str) -> str:
    """The id in an address of :func:`media_address`; empty when there is none."""
    try:
        found = parse_qs(urlsplit(address).query, max_num_fields=20).get("id", [""])
    except ValueError:
        return ""
    return id_of(found[0])


def revision_of(title: str, entries: Iterable[CatalogEntry]) -> str:
    """A word that changes with a playlist's entries, for servers that give none."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(repr(entry).encode("utf-8", "surrogateescape"))
    return stamp("", title, digest.hexdigest())


def stamp(*words: object) -> str:
    """A revision out of what a server says of a list."""
    return json.dumps([_READER, *map(str, words)])


def _true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _size(value: object) -> int | None:
    """Bytes, where they can be meant. What is no size must not fail a good download."""
    return value if type(value) is int and 0 < value < _LARGEST else None


def _info(song: Mapping[str, Any]) -> TrackInfo:
    artists = _names(song.get("artists"))
    artist = text_of(song.get("displayArtist")) or text_of(song.get("artist"))
    album_artists = ", ".join(_names(song.get("albumArtists")))
    genres = _names(song.get("genres")) or _texts(song.get("genre"))
    ids = [f"https://musicbrainz.org/recording/{text_of(song.get('musicBrainzId'))}"]
    ids += [f"isrc:{isrc}" for isrc in _texts(song.get("isrc"))]
    identified = identify(ids)
    album = object_of(song, ALBUM)
    return TrackInfo(
        title=text_of(song.get("title")),
        artists=artists or ((artist,) if artist else ()),
        album=text_of(song.get("album")),
        album_artist=text_of(song.get("displayAlbumArtist"))
        or text_of(song.get("albumArtist"))
        or (clean_text(album_artists) or ""),
        track=ordinal(_number(song.get("track"))),
        disc=ordinal(_number(song.get("discNumber"))),
        date=_date(song, "releaseDate") or _date(album, "releaseDate"),
        genres=genres,
        duration=seconds(_number(song.get("duration"))),
        recording_id=identified.recording_id or "",
        isrc=identified.isrc or "",
        original_date=_day(album, "originalReleaseDate"),
        composers=_composers(song),
        compilation=_true(album.get("isCompilation")),
        label=next(iter(_names(album.get("recordLabels"))), ""),
        album_id=_mbid(album),
        artist_ids=_mbids(song.get("artists")),
        album_artist_ids=_mbids(song.get("albumArtists")) or _mbids(album.get("artists")),
        title_sort=_sort(text_of(song.get("title")), song),
        artist_sort=_sorts(song.get("artists")),
        album_sort=_sort(text_of(song.get("album")), album),
        album_artist_sort=_sorts(song.get("albumArtists")) or _sorts(album.get("artists")),
    )


def _sort(name: str, thing: Mapping[str, Any]) -> str:
    """A sort name that says more than the name in small letters.

    That is what Navidrome gives where the file has none: without its article, too (`sortName` in
    server/subsonic/helpers.go). No tag is to hold it.
    """
    sort = text_of(thing.get("sortName"))
    return "" if sort == name or (sort.islower() and not name.islower()) else sort


def _sorts(value: object) -> str:
    """The sort names of a list of artists, as one; empty unless one of them has its own."""
    artists = objects_of(value)[:_MOST_NAMES]
    names = [text_of(artist.get("name")) for artist in artists]
    sorts = [_sort(name, artist) for name, artist in zip(names, artists, strict=True)]
    if not any(sorts):
        return ""
    return ", ".join(sort or name for sort, name in zip(sorts, names, strict=True) if sort or name)


def _mbid(thing: Mapping[str, Any]) -> str:
    text = text_of(thing.get("musicBrainzId")).lower()
    return text if _UUID.fullmatch(text) else ""


def _mbids(value: object) -> tuple[str, ...]:
    """The ids of a list of artists; of some alone nobody could tell whose they are."""
    artists = objects_of(value)[:_MOST_NAMES]
    ids = [_mbid(artist) for artist in artists]
    return tuple(ids) if all(ids) else ()


def _composers(song: Mapping[str, Any]) -> tuple[str, ...]:
    roles = objects_of(song.get("contributors"))[:_MOST_NAMES]
    composers = [
        text_of(object_of(one, "artist").get("name"))
        for one in roles
        if text_of(one.get("role")).lower() == "composer"
    ]
    composers = composers or [text_of(song.get("displayComposer"))]
    return tuple(dict.fromkeys(filter(None, composers)))


def _names(value: object) -> tuple[str, ...]:
    """The names in a list of objects (``artists``, ``genres``), each once."""
    listed = objects_of(value)[:_MOST_NAMES]
    return tuple(dict.fromkeys(filter(None, (text_of(item.get("name")) for item in listed))))


def _texts(value: object) -> tuple[str, ...]:
    listed = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(text_of, listed))))


def _number(value: object) -> str | float | None:
    return value if isinstance(value, str | int | float) else None


def _date(thing: Mapping[str, Any], name: str) -> str:
    """The day of release where an ItemDate tells it, else the year."""
    return _day(thing, name) or _year(thing.get("year"))


def _year(value: object) -> str:
    year = ordinal(_number(value))
    return "" if year is None or year > 9999 else f"{year:04d}"


def _day(thing: Mapping[str, Any], name: str) -> str:
    """An ItemDate, as far as it goes."""
    released = object_of(thing, name)
    date = _year(released.get("year"))
    if not date:
        return ""
    for part, most in (("month", 12), ("day", 31)):
        number = ordinal(_number(released.get(part)))
        if number is None or number > most:
            break
        date += f"-{number:02d}"
    return date


def _sidecars(
    song: Mapping[str, Any], identity: str, info: TrackInfo, lyrics: str
) -> Iterable[SidecarRef]:
    cover = id_of(song.get("coverArt"))
    if cover:
        yield SidecarRef(SidecarKind.COVER, f"cover:{cover}", album=True)
    if lyrics == BY_ID:
        yield SidecarRef(SidecarKind.LYRICS, f"lyrics:{identity}")
    elif lyrics == BY_NAME and info.artists and info.title:
        query = urlencode({"artist": info.artists[0], "title": info.title})
        yield SidecarRef(SidecarKind.LYRICS, f"words:{query}")


def structured_lyrics(payload: Mapping[str, Any]) -> str:
    """The lyrics of ``getLyricsBySongId``; empty when there are none.

    Those with times, as an LRC file, before those without, as plain lines.
    https://opensubsonic.netlify.app/docs/responses/structuredlyrics/
    """
    listed = objects_of(payload, "lyricsList", "structuredLyrics")[:_MOST_NAMES]
    for lyrics in sorted(listed, key=lambda one: not _true(one.get("synced"))):
        text = _lrc(lyrics)
        if text:
            return text
    return ""


def _lrc(lyrics: Mapping[str, Any]) -> str:
    synced = _true(lyrics.get("synced"))
    lines: list[str] = []
    words = False
    for line in objects_of(lyrics, "line")[:_MOST_LINES]:
        text, start = text_of(line.get("value")), line.get("start")
        words = words or bool(text)
        if synced and type(start) is int and 0 <= start < _LATEST:
            text = _time(start) + text
        lines.append(text)
    if not words:
        return ""
    head = []
    if synced:
        language = text_of(lyrics.get("lang"), 20).lower()
        if language not in _NO_LANGUAGE:
            head.append(f"[la:{language}]")
        offset = lyrics.get("offset")
        if type(offset) is int and offset and abs(offset) < _LATEST:
            head.append(f"[offset:{offset:+d}]")
    return "\n".join([*head, *lines]) + "\n"


def _time(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds // 10, 6000)
    return f"[{minutes:02d}:{rest // 100:02d}.{rest % 100:02d}]"


def plain_lyrics(payload: Mapping[str, Any]) -> str:
    """The lyrics of the old ``getLyrics`` as text; empty when there are none."""
    value = object_of(payload, "lyrics").get("value")
    if not isinstance(value, str):
        return ""
    lines = [clean_text(line) or "" for line in value[:200_000].splitlines()[:_MOST_LINES]]
    return "\n".join(lines).strip() + "\n" if any(lines) else ""
