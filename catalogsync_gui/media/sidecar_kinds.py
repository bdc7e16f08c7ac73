# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sidecar's content is, and what its file is called. Pure.

Names are those that players look for: ``cover.jpg`` in the album's folder (Navidrome, Jellyfin,
Plex, MPD, minidlna), ``<track>.lrc`` beside the track (Navidrome, Jellyfin).
"""

import json
import re
from pathlib import PurePosixPath

from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.core.tag_extras import Chapter

COVER_STEMS = ("cover", "folder", "front", "album", "albumart", "poster", "default")
"""A picture of one of these names is the album's cover already, whoever put it there."""

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")

_MAGIC = (
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"GIF8[79]a"), ".gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp"),
)
_TEXT_SUFFIXES = (".lrc", ".txt", ".vtt", ".srt", ".json", ".html", ".ttml")
_MOST_CHAPTERS = 500
_LONGEST_TITLE = 300
_LONGEST_TIME = 1e6  # seconds
_LRC = re.compile(rb"^\[\d{1,3}:\d\d", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<\?xml)", re.IGNORECASE)


def suffix_for(ref: SidecarRef, data: bytes) -> str | None:
    """The suffix of the file; None when the content is not what it should be."""
    if ref.kind is SidecarKind.COVER:
        return next((suffix for magic, suffix in _MAGIC if magic.match(data)), None)
    if not data.strip() or b"\0" in data[:4096]:
        return None
    if ref.suffix not in {".html", ".ttml"} and _PAGE.match(data):
        # A login page, or an error in place of what was asked for.
        return None
    if ref.kind is SidecarKind.CHAPTERS or ref.suffix == ".json":
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            return None
        return ".json"
    if ref.kind is SidecarKind.LYRICS and not ref.suffix:
        # Whether lines have times is not told before they are there.
        return ".lrc" if _LRC.search(data) else ".txt"
    return ref.suffix if ref.suffix in _TEXT_SUFFIXES else ".txt"


def place_for(ref: SidecarRef, track: PurePosixPath, suffix: str) -> PurePosixPath:
    """Where the file goes, relative to the library.

    :param track: the track's file, relative to the library.
    """
    if ref.album:
        return track.with_name(f"cover{suffix}")
    language = f".{ref.language}" if _LANGUAGE.fullmatch(ref.language) else ""
    middle = ".chapters" if ref.kind is SidecarKind.CHAPTERS else ""
    return track.with_name(f"{track.stem}{language}{middle}{suffix}")


def chapters_in(data: bytes) -> tuple[Chapter, ...]:
    """The chapters of a file of chapters, in their order; what makes no sense is left out.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    listed = document.get("chapters") if isinstance(document, dict) else None
    found = []
    for mark in listed[:_MOST_CHAPTERS] if isinstance(listed, list) else ():
        if not isinstance(mark, dict) or mark.get("toc") is False:
            continue  # those only show a picture
        start, title = mark.get("startTime"), mark.get("title")
        if not isinstance(start, int | float) or not isinstance(title, str):
            continue
        # JSON may hold half a surrogate pair, which no tag can.
        name = " ".join(title.encode("utf-8", "ignore").decode().split())[:_LONGEST_TITLE]
        if name and 0 <= start < _LONGEST_TIME:
            found.append(Chapter(float(start), name))
    return tuple(sorted(found, key=lambda chapter: chapter.start))
