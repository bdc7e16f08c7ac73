# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the Archive's answers: each may be a text, a number, a list of them, or missing. Pure.

The shapes are those of answers of https://archive.org/metadata/ that the Archive's own projects
keep as test data (internetarchive/internet-archive-voice-apps, functions/tests).
"""

import re

from catalogsync_gui.playlists.text import clean_text, ordinal, seconds

_MOST_VALUES = 50
_DATE = re.compile(r"\D{0,3}((?:1\d|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?(?!\d)", re.ASCII)
_RECORDING = re.compile(
    r"urn:mb_recording_id:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)
_HEX = re.compile(r"[0-9a-f]+")
_DIGESTS = (("sha1", 40), ("md5", 32))
_LARGEST = 1 << 50
_LONGEST_LENGTH = 100_000.0
"""Seconds, more than a day. Some uploads carry a length in another unit."""


def texts(value: object) -> list[str]:
    """All texts of a value, on one line each, without empty ones."""
    many = value[:_MOST_VALUES] if isinstance(value, list) else [value]
    found = []
    for one in many:
        plain = str(one) if isinstance(one, int | float) and not isinstance(one, bool) else one
        cleaned = clean_text(plain) if isinstance(plain, str) else None
        if cleaned:
            found.append(cleaned)
    return found


def first(value: object) -> str:
    """The first text of a value, or empty."""
    return next(iter(texts(value)), "")


def names(value: object) -> tuple[str, ...]:
    """Names of people or genres: several in a list, or in one text between semicolons."""
    found = [clean_text(part) for text in texts(value) for part in text.split(";")]
    return tuple(dict.fromkeys(name for name in found if name))


def is_true(value: object) -> bool:
    """Whether a flag is set; it is the text ``true``, or JSON's own word."""
    return value is True or first(value).lower() == "true"


def length(value: object) -> float | None:
    """Seconds out of ``337.18``, ``05:37`` or ``1:02:03``; None for ``0``, which is unknown.

    The grammar is that of the Archive's web pages (internetarchive/iaux-field-parsers,
    src/field-types/duration.ts).
    """
    total = 0.0
    parts = first(value)[:40].split(":")
    if len(parts) > 3:
        return None
    for part in parts:
        if not re.fullmatch(r"\s*\d{1,9}(\.\d*)?\s*", part, re.ASCII):
            return None
        total = total * 60 + float(part)
    return seconds(total) if total < _LONGEST_LENGTH else None


def number(value: object) -> tuple[int | None, int | None]:
    """A track's number and how many there are, out of ``1``, ``01`` or ``1/15``."""
    text = first(value)
    return ordinal(text), ordinal(text.partition("/")[2])


def size(value: object) -> int | None:
    """Bytes; None when unknown."""
    text = first(value)[:20]
    if not text.isascii() or not text.isdigit():
        return None
    count = int(text)
    return count if 0 < count < _LARGEST else None


def digest(file: dict[str, object]) -> str:
    """A file's ``sha1:`` or else ``md5:``, or empty."""
    for algorithm, digits in _DIGESTS:
        text = first(file.get(algorithm)).lower()
        if len(text) == digits and _HEX.fullmatch(text):
            return f"{algorithm}:{text}"
    return ""


def date(*values: object) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` out of the first value that begins with a year."""
    for value in values:
        found = _DATE.match(first(value))
        if found:
            year, month, day = found.groups()
            if not month or not 1 <= int(month) <= 12:
                return str(year)
            return f"{year}-{month}-{day}" if day and 1 <= int(day) <= 31 else f"{year}-{month}"
    return ""


def recording(value: object) -> str:
    """The MusicBrainz recording id among a file's ``external-identifier``, or empty."""
    for text in texts(value):
        found = _RECORDING.fullmatch(text)
        if found:
            return found[1].lower()
    return ""
