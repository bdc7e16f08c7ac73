# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a playlist whose format is not known beforehand.

What the bytes are counts first, then the name, then the content type: servers send
playlists as `text/plain` and web pages as `audio/x-mpegurl` often enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.core.naming_rules import AUDIO_SUFFIXES
from catalogsync_gui.playlists import jspf, m3u, pls, xspf
from catalogsync_gui.playlists.addresses import label_of
from catalogsync_gui.playlists.doc import PlaylistDoc
from catalogsync_gui.playlists.formats import (
    PlaylistFormat,
    format_of_content_type,
    format_of_name,
)
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.text import decode_text, lines_of
from catalogsync_gui.playlists.webaddress import is_web_address

_HEAD = 8192  # bytes that are looked at to tell what a document is

_PARSERS: dict[PlaylistFormat, Callable[..., PlaylistDoc]] = {
    PlaylistFormat.M3U: m3u.parse,
    PlaylistFormat.M3U8: m3u.parse,
    PlaylistFormat.PLS: pls.parse,
    PlaylistFormat.XSPF: xspf.parse,
    PlaylistFormat.JSPF: jspf.parse,
}

_AUDIO_STARTS = (b"ID3", b"fLaC", b"OggS", b"RIFF", b"FORM", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1")
_OTHER_STARTS = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_CUE_TRACK = re.compile(r"^[ \t]*TRACK[ \t]+\d{1,3}[ \t]+AUDIO\b", re.MULTILINE | re.IGNORECASE)
_JSON_OBJECT = re.compile(r"\{\s*(?:[\"}]|\Z)")
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})")

# What other documents are, by their first element.
_FEED = "a podcast feed, not a playlist. Add it as a podcast"
_PAGE = (
    "a web page, not a playlist. Perhaps the server wants a login first, or the address is wrong"
)
_ELEMENTS = {
    "rss": _FEED,
    "feed": _FEED,
    "rdf": _FEED,
    "opml": "a list of podcasts (OPML), not a playlist. Add it without naming a kind, and you can "
    "follow the podcasts in it",
    "html": _PAGE,
    "head": _PAGE,
    "body": _PAGE,
    "smil": "a Windows Media playlist (WPL), which cannot be read. Save it as M3U",
    "asx": "a Windows Media playlist (ASX), which cannot be read. Save it as M3U",
    "plist": "an iTunes library or playlist, which cannot be read. Export it as M3U8",
    "mpd": "a DASH stream, not a list of tracks. Such streams cannot be added",
}


def parse_playlist(
    data: bytes,
    *,
    base: str,
    name_hint: str = "",
    content_type: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> PlaylistDoc:
    """Read a playlist of any known format.

    Args:
        data: The whole document.
        base: Where it was found: an http(s) URL after all redirects, or a path.
        name_hint: A file name, if `base` ends with none (from `Content-Disposition`, or the
            address before redirects).
        content_type: The `Content-Type` header, if there was one.
        limits: Bounds on the size in bytes and on the number of entries.

    Raises:
        PlaylistUnreadable: for everything that is no playlist, or too much of one. No other
            exception leaves this function, whatever the bytes are.
    """
    limits.check_size(data, label_of(name_hint or base))
    found = detect(data, base=base, name_hint=name_hint, content_type=content_type)
    return _PARSERS[found](data, base=base, limits=limits)


def detect(
    data: bytes, *, base: str = "", name_hint: str = "", content_type: str = ""
) -> PlaylistFormat:
    """The format of a playlist.

    Raises:
        PlaylistUnreadable: of kind `cue` or `not_a_playlist`, saying what it is instead.
    """
    label = label_of(name_hint or base)
    _refuse_binary(data, label)
    head = decode_text(data[:_HEAD]).lstrip("\ufeff \t\r\n\v\f\0")
    by_name = format_of_name(name_hint) or format_of_name(base)
    claimed = by_name or format_of_content_type(content_type)
    lowered = head[:16].lower()
    if lowered.startswith(("#extm3u", "#extinf", "#ext-x-", "#playlist", "#extenc")):
        return PlaylistFormat.M3U
    if lowered.startswith("[playlist]"):
        return PlaylistFormat.PLS
    if lowered.startswith("<"):
        return _of_xml(head, label)
    if _JSON_OBJECT.match(head) or claimed is PlaylistFormat.JSPF:
        return PlaylistFormat.JSPF
    if _CUE_TRACK.search(head):
        raise PlaylistUnreadable(
            f"{label} is a cue sheet: it marks the tracks within one long recording. "
            "Cue sheets cannot be added.",
            kind="cue",
        )
    if claimed in (PlaylistFormat.M3U, PlaylistFormat.M3U8, PlaylistFormat.PLS):
        return claimed
    if claimed is None and _lists_addresses(head):
        return PlaylistFormat.M3U
    raise _not_a_playlist(
        label,
        "not a playlist in a known format (M3U, PLS, XSPF or JSPF). "
        "Check that the address is that of a playlist",
    )


def _refuse_binary(data: bytes, label: str) -> None:
    if data.startswith(_AUDIO_STARTS) or data[4:8] == b"ftyp":
        raise _not_a_playlist(label, "an audio file, not a playlist")
    for start, what in _OTHER_STARTS.items():
        if data.startswith(start):
            raise _not_a_playlist(label, f"{what}, not a playlist")


def _of_xml(head: str, label: str) -> PlaylistFormat:
    if head[:32].lower().startswith("<!doctype html"):
        raise _not_a_playlist(label, _PAGE)
    what = _ELEMENTS.get((_first_element(head) or "").lower())
    if what is not None:
        raise _not_a_playlist(label, what)
    return PlaylistFormat.XSPF  # for anything else its reader says what it is


def _first_element(head: str) -> str | None:
    """The name of the first element, past declarations, comments and the document type."""
    position = 0
    while True:
        position = head.find("<", position)
        if position < 0:
            return None
        for start, end in (("<?", "?>"), ("<!--", "-->"), ("<!", ">")):
            if head.startswith(start, position):
                position = head.find(end, position + len(start))
                break
        else:
            found = _ELEMENT.match(head, position)
            return found[1] if found is not None else None
        if position < 0:
            return None


def _lists_addresses(head: str) -> bool:
    """Whether text of an unknown kind is plain lines of addresses or audio file names."""
    lines = [line for line in list(lines_of(head))[:50] if not line.startswith("#")]
    if len(head) >= _HEAD:  # the last line is cut
        lines = lines[:-1]
    return bool(lines) and all(is_web_address(line) or _names_audio(line) for line in lines)


def _names_audio(line: str) -> bool:
    try:
        path = urlsplit(line).path if "://" in line[:12] else line
    except ValueError:
        return False
    return PurePosixPath(path[-300:]).suffix.lower() in AUDIO_SUFFIXES


def _not_a_playlist(label: str, what: str) -> PlaylistUnreadable:
    return PlaylistUnreadable(f"{label} is {what}.", kind="not_a_playlist")
