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
_MAX_COVER: Final = 8 << 20  # FLAC's own limit is 16 MiB - 1

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


def cover_type(cover: bytes | None) -> str | None:
    """Return the MIME type of a picture every format takes, or None when it is none to embed."""
    if cover is None or len(cover) > _MAX_COVER:
        return None
    if cover.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if cover.startswith(b"\x89PNG\r\n\x1a\n") else None


def merged(own: TrackInfo, catalogue: TrackInfo) -> TrackInfo:
    """Put the file's own values over those of the catalogue."""
    changes = {
        entry.name: getattr(own, entry.name) or getattr(catalogue, entry.name)
        for entry in dataclasses.fields(TrackInfo)
    }
    result = dataclasses.replace(own, **changes)
    # A total of the catalogue counts another album if the number is not the same.
    if own.track and catalogue.track not in {None, own.track}:
        result = dataclasses.replace(result, track_total=own.track_total)
    if own.disc and catalogue.disc not in {None, own.disc}:
        result = dataclasses.replace(result, disc_total=own.disc_total)
    return result


def additions(own: TrackInfo, result: TrackInfo) -> TrackInfo:
    """Return what `result` knows and the file does not; empty elsewhere.

    A number and its total go together, and a total without its number is no addition.
    """
    changes = {
        entry.name: getattr(result, entry.name)
        for entry in dataclasses.fields(TrackInfo)
        if entry.name != "duration" and not getattr(own, entry.name)
    }
    for number, total in (("track", "track_total"), ("disc", "disc_total")):
        wanted = {number: getattr(result, number), total: getattr(result, total)}
        same = wanted == {number: getattr(own, number), total: getattr(own, total)}
        empty = {number: None, total: None}
        changes |= empty if same or wanted[number] is None else wanted
    return TrackInfo(**changes)
