# SPDX-License-Identifier: GPL-3.0-or-later
"""The values in tags: made clean when read, and put together with those of the catalogue. Pure."""

import dataclasses
import re
from collections.abc import Iterable
from typing import Final

from catalogsync_gui.core.models import TrackInfo

MUSICBRAINZ_OWNER: Final = "http://musicbrainz.org"
"""Owner of the ID3 UFID frame that holds a recording id (Picard's tag mapping)."""

_MAX_TEXT: Final = 300  # a hostile title must not freeze a label
_MAX_VALUES: Final = 50
_MAX_NUMBER: Final = 99_999

_OF_THE_ALBUM: Final = (
    "album_id",
    "album_artist_ids",
    "release_group_id",
    "release_track_id",
    "label",
    "compilation",
)

_SORTED: Final = (
    ("title", "title_sort"),
    ("artists", "artist_sort"),
    ("album", "album_sort"),
    ("album_artist", "album_artist_sort"),
)

_DATE: Final = re.compile(r"\s*(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)", re.ASCII)
_PAIR: Final = re.compile(r"\s*(\d{1,6})\s*(?:/\s*(\d{1,6})\s*)?$", re.ASCII)


def texts(values: Iterable[object]) -> tuple[str, ...]:
    """Clean each value, and drop the empty and the repeated ones."""
    found: dict[str, None] = {}
    for value in values:
        cleaned = " ".join(str(value).replace("\x00", " ").split())[:_MAX_TEXT].strip()
        if cleaned:
            found[cleaned] = None
        if len(found) >= _MAX_VALUES:
            break
    return tuple(found)


def text(values: Iterable[object]) -> str:
    """Return the first value that is not empty, or the empty text."""
    return next(iter(texts(values)), "")


def pair(value: str) -> tuple[int | None, int | None]:
    """Read `3` or `3/12` as number and total; zero and nonsense are None."""
    match = _PAIR.match(value)
    if match is None:
        return None, None
    return known(int(match[1])), known(int(match[2] or 0))


def known(number: int | None) -> int | None:
    """Return a number that can be a track's or disc's, or None."""
    return number if number is not None and 0 < number <= _MAX_NUMBER else None


def pair_text(number: int, total: int | None) -> str:
    """Write number and total the way ID3 does."""
    return f"{number}/{total}" if total else str(number)


def date(value: str) -> str:
    """Return the date at the beginning of a value as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or ""."""
    match = _DATE.match(value)
    if match is None or match[1] == "0000":
        return ""
    month, day = int(match[2] or 0), int(match[3] or 0)
    if not 1 <= month <= 12:
        return match[1]
    return f"{match[1]}-{match[2]}" + (f"-{match[3]}" if 1 <= day <= 31 else "")


def seconds(length: object) -> float | None:
    """Return a duration that can be true, or None; cut files report zero or less."""
    return float(length) if isinstance(length, int | float) and 0 < length < 1e7 else None


def merged(first: TrackInfo, second: TrackInfo) -> TrackInfo:
    """Put the values of the first over those of the second.

    What belongs to a number, a name or an album of the second is not put beside another of the
    first.
    """
    changes = {
        entry.name: getattr(first, entry.name) or getattr(second, entry.name)
        for entry in dataclasses.fields(TrackInfo)
    }
    if first.track and second.track not in {None, first.track}:
        changes["track_total"] = first.track_total
    if first.disc and second.disc not in {None, first.disc}:
        changes["disc_total"] = first.disc_total
    if first.album and second.album.casefold() not in {"", first.album.casefold()}:
        changes |= {name: getattr(first, name) for name in _OF_THE_ALBUM}
    for name, sort in _SORTED:
        if getattr(first, name) and getattr(second, name) not in ("", (), getattr(first, name)):
            changes[sort] = getattr(first, sort)
    return TrackInfo(**changes)


def additions(own: TrackInfo, result: TrackInfo) -> TrackInfo:
    """Return what `result` knows and the file does not say; empty elsewhere.

    A number and its total go together, and a total without its number is no addition.
    """
    changes = {
        entry.name: getattr(result, entry.name)
        for entry in dataclasses.fields(TrackInfo)
        if entry.name != "duration" and getattr(result, entry.name) != getattr(own, entry.name)
    }
    for number, total in (("track", "track_total"), ("disc", "disc_total")):
        wanted = {number: getattr(result, number), total: getattr(result, total)}
        same = wanted == {number: getattr(own, number), total: getattr(own, total)}
        empty = {number: None, total: None}
        changes |= empty if same or wanted[number] is None else wanted
    return TrackInfo(**changes)
