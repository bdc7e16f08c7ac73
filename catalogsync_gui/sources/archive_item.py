# SPDX-License-Identifier: GPL-3.0-or-later
"""An item of the Internet Archive as catalogue entries. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from catalogsync_gui.core.errors import PlaylistUnreadable, SourceGone
from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources import archive_values as values
from catalogsync_gui.sources.archive_files import TrackFiles, choose, is_askable, tracks_of
from catalogsync_gui.sources.playlist_entries import short_key

COVER_BYTES = 10_000_000

_PICTURES = ("jpeg", "png")
_COVER_NAME = re.compile(r"(?:cover|folder|front|album)[^a-z]*", re.IGNORECASE)
_DISC = re.compile(r"(?:^|[^a-z])d(?:isc)?(\d{1,2})[ ._-]*t(?:rack)?\d", re.IGNORECASE)
_DISC_FOLDER = re.compile(r"(?:cd|dis[ck])[ ._-]*(\d{1,2})\b", re.IGNORECASE)
_TRACK = re.compile(
    r"(?:^|[^a-z])d\d{1,2}[ ._-]*t(\d{1,3})(?!\d)|^(\d{1,3})(?=[ ._-]+\D)", re.IGNORECASE
)
_LEADING = re.compile(r"^\d{1,3}[ ._-]+")
_NUMBERS = re.compile(r"(\d+)")
_LONGEST_GENRE = 30
_MOST_GENRES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """What the Archive tells of an item.

    :ivar is_collection: it holds other items instead of files.
    :ivar restricted: it may be listened to, while its lossless files are not given out.
    :ivar cover: name of the file with its picture, or empty.
    :ivar license: its address (``licenseurl``), else what is said of rights.
    """

    identifier: str
    title: str
    is_collection: bool
    creators: tuple[str, ...] = ()
    date: str = ""
    genres: tuple[str, ...] = ()
    restricted: bool = False
    tracks: Sequence[TrackFiles] = ()
    cover: str = ""
    license: str = ""
    label: str = ""


def item_of(answer: Mapping[str, object], identifier: str) -> Item:
    """Reads an answer of ``/metadata/{identifier}``.

    An unknown item is answered by 200 and ``{}``, one that cannot be served by 200 and ``error``.

    :raises SourceGone: there is no such item, or it was taken down.
    :raises PlaylistUnreadable: the Archive cannot say now, or said something else.
    """
    if not answer:
        raise SourceGone(f"the Internet Archive has no item “{identifier}”; check its address")
    if values.is_true(answer.get("is_dark")):
        raise SourceGone(
            f"the Internet Archive has taken “{identifier}” down; its recordings are not to be had",
            kind="dark",
        )
    about = answer.get("metadata")
    if not isinstance(about, dict):
        said = values.first(answer.get("error"))
        raise PlaylistUnreadable(
            f"the Internet Archive cannot show “{identifier}” now"
            + (f" (it says: {said})" if said else "")
            + "; it is asked again at the next sync",
            kind="item",
        )
    files = answer.get("files")
    collections = [text.lower() for text in values.texts(about.get("collection"))]
    return Item(
        identifier=identifier,
        title=values.first(about.get("title")) or identifier,
        is_collection=values.is_true(answer.get("is_collection"))
        or "collection" in values.texts(about.get("mediatype")),
        creators=values.names(about.get("creator")),
        date=values.date(about.get("date"), about.get("year")),
        genres=_genres(about),
        restricted="stream_only" in collections
        or values.is_true(about.get("access-restricted-item")),
        tracks=tracks_of(files),
        cover=_cover(files if isinstance(files, list) else []),
        license=values.first(about.get("licenseurl")) or values.first(about.get("rights")),
        label=values.first(about.get("label")) or values.first(about.get("publisher")),
    )


def entries_of(item: Item, origin: str, formats: Sequence[str]) -> tuple[CatalogEntry, ...]:
    """An item's tracks in their order, one file for each.

    :param origin: of the Archive; every address lies below it.
    """
    cover = SidecarRef(SidecarKind.COVER, _cover_address(item, origin), album=True)
    found = []
    page = f"{origin}/details/{item.identifier}"
    for track, info in _in_order(item):
        info = replace(info, source_url=page)  # noqa: PLW2901
        file, reason = choose(track, formats, restricted=item.restricted)
        media = None
        if file is not None:
            address = f"{origin}/download/{item.identifier}/{quote(file.name)}"
            media = MediaRef(address, size=file.size, digest=file.digest)
        key = short_key(f"{item.identifier}/{track.stem}")
        found.append(CatalogEntry(key, info, media, reason, (cover,)))
    return tuple(found)


def _in_order(item: Item) -> list[tuple[TrackFiles, TrackInfo]]:
    numbers = [_number(track) for track in item.tracks]
    discs: list[int | None] = [None] * len(numbers)
    if max(Counter(one for one, _ in numbers if one).values(), default=0) > 1:
        # Many number through from the first disc to the last and still name the discs.
        discs = [_disc(track.stem) for track in item.tracks]
    disc_total = max((disc for disc in discs if disc), default=None)
    found = [
        (track, _info(item, track, number, disc, disc_total))
        for track, number, disc in zip(item.tracks, numbers, discs, strict=True)
    ]
    places = [(info.disc or 0, info.track or 0) for _, info in found]
    if all(track for _, track in places) and len(set(places)) == len(places):
        return sorted(found, key=lambda one: (one[1].disc or 0, one[1].track or 0))
    return sorted(found, key=lambda one: _natural(one[0].stem))


def _info(
    item: Item,
    track: TrackFiles,
    number: tuple[int | None, int | None],
    disc: int | None,
    disc_total: int | None,
) -> TrackInfo:
    tags = track.tags
    return TrackInfo(
        title=track.title or _title(track.stem, number[0]),
        artists=values.names(tags.get("artist"))
        or values.names(tags.get("creator"))
        or item.creators,
        album=item.title,
        album_artist=", ".join(item.creators),
        track=number[0],
        track_total=number[1],
        disc=disc,
        disc_total=disc_total if disc else None,
        date=item.date,
        genres=_sane(values.names(tags.get("genre"))) or item.genres,
        duration=track.length,
        recording_id=values.recording(tags.get("external-identifier")),
        license=item.license,
        label=item.label,
    )


def _number(track: TrackFiles) -> tuple[int | None, int | None]:
    number, total = values.number(track.tags.get("track"))
    if number is None:
        found = _TRACK.search(track.stem.rpartition("/")[2])
        number = int(found[1] or found[2]) or None if found else None
    return number, total


def _disc(stem: str) -> int | None:
    """Out of ``d2t01`` or a folder ``CD 2``; concerts are uploaded under such names."""
    folder, _, name = stem.rpartition("/")
    found = _DISC.search(name) or _DISC_FOLDER.search(folder) or _DISC_FOLDER.search(name)
    return int(found[1]) or None if found else None


def _title(stem: str, number: int | None) -> str:
    """A title out of a file's name."""
    name = values.first(stem.rpartition("/")[2].replace("_", " "))
    bare = _LEADING.sub("", name)
    return bare if number is not None and bare else name


def _natural(stem: str) -> list[tuple[int, str]]:
    """Sorts 10 after 2."""
    return [
        (int(part[:15]), part) if part.isdigit() and part.isascii() else (-1, part)
        for part in _NUMBERS.split(stem.casefold())
        if part
    ]


def _genres(about: Mapping[str, object]) -> tuple[str, ...]:
    """Subjects serve where no genre is told, if there are few of them and they are short."""
    genres = _sane(values.names(about.get("genre")))
    if genres:
        return genres
    subjects = values.names(about.get("subject"))
    return _sane(subjects) if len(subjects) <= 2 * _MOST_GENRES else ()


def _sane(names: Sequence[str]) -> tuple[str, ...]:
    """Words that may be genres: not sentences, dates, addresses or catalogue numbers."""
    short = [
        name
        for name in names
        if len(name) <= _LONGEST_GENRE and not any(c.isdigit() or c in ":/<" for c in name)
    ]
    return tuple(short[:_MOST_GENRES])


def _cover(files: Sequence[object]) -> str:
    """The best picture of an item: its own, one that is named like a cover, or the small one."""
    best: tuple[int, str] | None = None
    for file in files:
        if not isinstance(file, dict) or not isinstance(name := file.get("name"), str):
            continue
        large = (values.size(file.get("size")) or 0) > COVER_BYTES
        if large or values.is_true(file.get("private")) or not is_askable(name):
            continue
        kind = values.first(file.get("format")).lower()
        stem = name.rpartition("/")[2].rpartition(".")[0]
        if kind == "item image":
            rank = 0
        elif kind in _PICTURES and _COVER_NAME.fullmatch(stem):
            rank = 1
        elif kind == "item tile":
            rank = 2
        else:
            continue
        if best is None or (rank, name) < best:
            best = (rank, name)
    return best[1] if best else ""


def _cover_address(item: Item, origin: str) -> str:
    if item.cover:
        return f"{origin}/download/{item.identifier}/{quote(item.cover)}"
    return f"{origin}/services/img/{item.identifier}"
