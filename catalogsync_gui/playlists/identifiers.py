# SPDX-License-Identifier: GPL-3.0-or-later
"""Identifiers that say which recording a track is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalogsync_gui.playlists.text import clean_text

_UUID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_RECORDING = re.compile(r"https?://(?:[a-z]+\.)?musicbrainz\.org/recording/" + _UUID)
_RELEASE = re.compile(r"https?://(?:[a-z]+\.)?musicbrainz\.org/release/" + _UUID)
# ISO 3901: two letters, three letters or digits, two digits of a year, five digits.
_ISRC = re.compile(r"(?:urn:)?isrc:([a-z]{2}-?[a-z0-9]{3}-?\d{2}-?\d{5})")

_MOST = 16
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Identified:
    """What a list of identifiers tells; the ids are `None` where none was found."""

    identifiers: tuple[str, ...] = ()
    recording_id: str | None = None
    release_id: str | None = None
    isrc: str | None = None


def identify(texts: Iterable[str]) -> Identified:
    """Clean a track's identifiers and pick out the known ones among them."""
    kept: list[str] = []
    recording = release = isrc = None
    for text in texts:
        cleaned = clean_text(text, _LONGEST)
        if cleaned is None or cleaned in kept:
            continue
        if len(kept) == _MOST:
            break
        kept.append(cleaned)
        lowered = cleaned.lower()
        recording = recording or _first(_RECORDING, lowered)
        release = release or _first(_RELEASE, lowered)
        isrc = isrc or _first(_ISRC, lowered)
    return Identified(tuple(kept), recording, release, isrc and isrc.replace("-", "").upper())


def release_in(text: str) -> str | None:
    """The MusicBrainz release that an address names."""
    return _first(_RELEASE, text[:_LONGEST].lower())


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.match(text)
    return found[1] if found is not None else None
