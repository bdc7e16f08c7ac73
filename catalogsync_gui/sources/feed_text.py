# SPDX-License-Identifier: GPL-3.0-or-later
"""Times, lengths and names as feeds write them. Pure; never fails."""

import datetime
import html
import re
from functools import lru_cache

from catalogsync_gui.playlists.text import clean_text, seconds

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# The zones RFC 822, section 5.1, names; hours.
_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

_RFC_822 = re.compile(
    r"(?:[^\W\d]{2,10}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]{0,6}\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?)?"
)
_ISO_8601 = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([+-]\d{2}:?\d{2}|[A-Za-z])?)?)?"
)
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2})(?:[.,]\d+)?")
_PLAY_TIME = re.compile(r"(?:(?:(\d{1,5}):)?(\d{1,5}):)?(\d{1,7}(?:\.\d{1,9})?)", re.ASCII)
_MAIL_AND_NAME = re.compile(r"[^\s@()]+@[^\s@()]+\s*\((.*)\)")

_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|code|small|sub|sup)\b[^<>]*>", re.IGNORECASE)
# A tag, or one that was cut off at the end.
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*(?:>|$)")

_EPOCH = datetime.date(1970, 1, 1).toordinal()

Moment = tuple[str, float]
"""A day as it was written, ``YYYY-MM-DD``, and the moment in seconds since the epoch."""


def moment(text: str) -> Moment | None:
    """A time in the forms of RSS (RFC 822, with two- and four-digit years) and Atom (RFC 3339).

    None for anything else. A zone that is not known counts as UTC.
    """
    if not text:
        return None
    text = text[:80].strip()
    found = _RFC_822.match(text)
    if found is not None:
        day, month_name, year, *clock = found.groups()
        month = _MONTHS.get(month_name.lower(), 0)
    else:
        found = _ISO_8601.match(text)
        if found is None:
            return None
        year, month_text, day, *clock = found.groups()
        month = int(month_text)
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    return _checked(number, month, int(day or 1), clock)


def clock(text: str) -> float | None:
    """A time from the start, normal play time (RFC 2326, section 3.6): seconds, zero included."""
    found = _PLAY_TIME.fullmatch(text[:40].strip())
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest)


def _checked(year: int, month: int, day: int, clock: list[str | None]) -> Moment | None:
    date = _date(year, month, day)
    if date is None:
        return None
    hour, minute, second, zone = clock
    at = date[1]
    if hour is not None:
        at += int(hour) * 3600 + int(minute or 0) * 60 + int(second or 0)
        at -= _offset(zone) if zone and zone != "GMT" else 0
    return date[0], float(at)


@lru_cache(4096)
def _date(year: int, month: int, day: int) -> tuple[str, int] | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date.isoformat(), (date.toordinal() - _EPOCH) * 86_400


def _offset(zone: str) -> int:
    """Seconds east of Greenwich."""
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        size = int(digits[:2]) * 3600 + int(digits[2:]) * 60
        return -size if zone[0] == "-" else size
    return _ZONES.get(zone.lower(), 0) * 3600


def length(text: str) -> float | None:
    """An ``itunes:duration`` in seconds: ``H:MM:SS``, ``M:SS`` or seconds. Zero is unknown."""
    if not text:
        return None
    text = text[:40].strip()
    if ":" not in text:
        return seconds(text)
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    return seconds(int(hours or 0) * 3600 + int(minutes) * 60 + int(rest))


def title(text: str) -> str:
    """A title on one line. HTML entities in it were escaped once too often."""
    if "&" in text:
        text = html.unescape(text[:5000])
    return clean_text(text) or ""


def plain(text: str) -> str:
    """A description on one line, without its markup."""
    if "<" in text:
        text = _MARKUP.sub(" ", _INLINE.sub("", text))
    return title(text)


@lru_cache(256)
def person(text: str) -> str:
    """A name. RSS writes ``mail (name)``; a mail address alone is nobody's name."""
    if "@" in text:
        text = text.strip()
        found = _MAIL_AND_NAME.fullmatch(text[:1000])
        if found is not None:
            text = found[1]
        elif " " not in text:
            return ""
    return title(text)
