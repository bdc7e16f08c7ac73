# SPDX-License-Identifier: GPL-3.0-or-later
"""Which field of a track stands under which name in which family of tags. Pure.

One table for all, after Picard's mapping
(https://picard-docs.musicbrainz.org/en/appendices/tag_mapping.html). Where that has nothing:

- The catalogue's page of a track is ID3's WOAS, the "official audio source webpage"
  (https://id3.org/id3v2.4.0-frames, section 4.3.1), and elsewhere has the name TagLib gives that:
  WEBSITE is the artist's page.
- Podcasts have frames of iTunes in ID3 and MP4; elsewhere they get the names that TagLib gives
  those frames (taglib/mpeg/id3v2/id3v2frame.cpp).
- ORIGINALDATE in MP4 is where Navidrome looks for it (resources/mappings.yaml).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_ITUNES: Final = "----:com.apple.iTunes:"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of `TrackInfo` and its names. Of several the first is written, all are read.

    :ivar name: the attribute of `TrackInfo`.
    :ivar id3: a frame, or ``TXXX:`` and a description.
    :ivar mp4: an atom of four letters, or the whole name of a free-form one.
    """

    name: str
    id3: str
    vorbis: tuple[str, ...]
    mp4: str
    ape: tuple[str, ...]
    asf: tuple[str, ...]

    def of(self, info: TrackInfo) -> tuple[str, ...]:
        """The values in `info`; empty when it has none."""
        value = getattr(info, self.name)
        if isinstance(value, tuple):
            return value
        return (str(value),) if value else ()


ARTISTS: Final = Field(
    "artists", "TXXX:Artists", ("ARTISTS",), _ITUNES + "ARTISTS", ("Artists",), ("WM/ARTISTS",)
)
"""Every artist for itself, where the usual field may hold all of them as one credit."""


def _musicbrainz(name: str, words: str, vorbis: str) -> Field:
    return Field(
        name,
        f"TXXX:MusicBrainz {words}",
        (vorbis,),
        f"{_ITUNES}MusicBrainz {words}",
        (vorbis,),
        (f"MusicBrainz/{words}",),
    )


def _sort(name: str, id3: str, mp4: str, asf: str) -> Field:
    vorbis = f"{name.replace('_', '').upper()}SORT"
    return Field(f"{name}_sort", id3, (vorbis,), mp4, (vorbis,), (f"WM/{asf}",))


FIELDS: Final = (
    Field("title", "TIT2", ("TITLE",), "\xa9nam", ("Title",), ("Title",)),
    Field("artists", "TPE1", ("ARTIST",), "\xa9ART", ("Artist",), ("Author",)),
    Field("album", "TALB", ("ALBUM",), "\xa9alb", ("Album",), ("WM/AlbumTitle",)),
    Field(
        "album_artist",
        "TPE2",
        ("ALBUMARTIST", "ALBUM ARTIST", "ALBUM_ARTIST"),
        "aART",
        ("Album Artist", "AlbumArtist"),
        ("WM/AlbumArtist",),
    ),
    Field("date", "TDRC", ("DATE", "YEAR"), "\xa9day", ("Year", "Date"), ("WM/Year",)),
    Field(
        "original_date",
        "TDOR",
        ("ORIGINALDATE", "ORIGINALYEAR"),
        _ITUNES + "ORIGINALDATE",
        ("ORIGINALDATE", "ORIGINALYEAR"),
        ("WM/OriginalReleaseTime", "WM/OriginalReleaseYear"),
    ),
    Field("genres", "TCON", ("GENRE",), "\xa9gen", ("Genre",), ("WM/Genre",)),
    Field("composers", "TCOM", ("COMPOSER",), "\xa9wrt", ("Composer",), ("WM/Composer",)),
    Field("isrc", "TSRC", ("ISRC",), _ITUNES + "ISRC", ("ISRC",), ("WM/ISRC",)),
    Field("label", "TPUB", ("LABEL",), _ITUNES + "LABEL", ("Label",), ("WM/Publisher",)),
    Field("license", "WCOP", ("LICENSE",), _ITUNES + "LICENSE", ("LICENSE",), ("LICENSE",)),
    Field(
        "source_url",
        "WOAS",
        ("AUDIOSOURCEWEBPAGE",),
        _ITUNES + "AUDIOSOURCEWEBPAGE",
        ("AUDIOSOURCEWEBPAGE",),
        ("WM/AudioSourceURL",),
    ),
    Field(
        "artist_url",
        "WOAR",
        ("WEBSITE",),
        _ITUNES + "WEBSITE",
        ("Weblink",),
        ("WM/AuthorURL", "WEBSITE"),
    ),
    _sort("title", "TSOT", "sonm", "TitleSortOrder"),
    _sort("artist", "TSOP", "soar", "ArtistSortOrder"),
    _sort("album", "TSOA", "soal", "AlbumSortOrder"),
    _sort("album_artist", "TSO2", "soaa", "AlbumArtistSortOrder"),
    Field(
        "recording_id",
        f"UFID:{values.MUSICBRAINZ_OWNER}",
        ("MUSICBRAINZ_TRACKID",),
        _ITUNES + "MusicBrainz Track Id",
        ("MUSICBRAINZ_TRACKID",),
        ("MusicBrainz/Track Id",),
    ),
    _musicbrainz("album_id", "Album Id", "MUSICBRAINZ_ALBUMID"),
    _musicbrainz("artist_ids", "Artist Id", "MUSICBRAINZ_ARTISTID"),
    _musicbrainz("album_artist_ids", "Album Artist Id", "MUSICBRAINZ_ALBUMARTISTID"),
    _musicbrainz("release_group_id", "Release Group Id", "MUSICBRAINZ_RELEASEGROUPID"),
    _musicbrainz("release_track_id", "Release Track Id", "MUSICBRAINZ_RELEASETRACKID"),
    Field("feed_url", "WFED", ("PODCASTURL",), "purl", ("PODCASTURL",), ("PODCASTURL",)),
    Field("episode_id", "TGID", ("PODCASTID",), "egid", ("PODCASTID",), ("PODCASTID",)),
    Field(
        "category",
        "TCAT",
        ("PODCASTCATEGORY",),
        "catg",
        ("PODCASTCATEGORY",),
        ("PODCASTCATEGORY",),
    ),
    Field("description", "TDES", ("PODCASTDESC",), "desc", ("PODCASTDESC",), ("PODCASTDESC",)),
    Field(
        "keywords",
        "TKWD",
        ("PODCASTKEYWORDS",),
        "keyw",
        ("PODCASTKEYWORDS",),
        ("PODCASTKEYWORDS",),
    ),
)
"""Every field that is text. Numbers and marks differ too much from family to family."""

_DATES: Final = frozenset({"date", "original_date"})
_MANY: Final = frozenset({"artists", "genres", "composers", "artist_ids", "album_artist_ids"})


class Holder(Protocol):
    """The tags of one file."""

    def held(self, field: Field) -> Iterable[object]:
        """The values under a field's names, as they are."""

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        """Put values in place of those that are held."""


def is_many(field: Field) -> bool:
    """Whether a field has several values."""
    return field.name in _MANY


def is_podcast(new: TrackInfo) -> bool:
    """Whether what is written is a podcast's episode. Feeds for one subscriber are not named."""
    return bool(new.feed_url or new.episode_id)


def read_texts(holder: Holder) -> dict[str, Any]:
    """Return what the tags say, by attribute of `TrackInfo`."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        held = values.texts(holder.held(field))
        if field.name == "artists":
            held = values.texts(holder.held(ARTISTS)) or held
        if is_many(field):
            found[field.name] = held
        else:
            text = values.text(held)
            found[field.name] = values.date(text) if field.name in _DATES else text
    return found


def write_texts(holder: Holder, new: TrackInfo, *, force: bool) -> bool:
    """Put in what `new` knows, and tell whether that was anything.

    Without `force` what holds something is left alone, even if it makes no sense to us.
    """
    changed = False
    for field in FIELDS:
        wanted = field.of(new)
        if not wanted or not (force or not values.texts(holder.held(field))):
            continue
        holder.put(field, wanted)
        if field.name == "artists" and (len(wanted) > 1 or values.texts(holder.held(ARTISTS))):
            holder.put(ARTISTS, wanted)
        changed = True
    return changed


def write_number(
    number: int | None, total: int | None, held: str, put: Callable[[str], None], *, force: bool
) -> bool:
    """Write a number with its total as `3/12`, where there is none or only its total is missing."""
    if number is None:
        return False
    if held and not force and values.pair(held) != (number, None):
        return False
    put(values.pair_text(number, total))
    return True
