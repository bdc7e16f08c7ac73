# SPDX-License-Identifier: GPL-3.0-or-later
"""The playlist formats, and how file names and content types tell them apart."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit


class PlaylistFormat(StrEnum):
    """A format that can be read and written. The value is also the file suffix."""

    M3U = "m3u"
    M3U8 = "m3u8"
    PLS = "pls"
    XSPF = "xspf"
    JSPF = "jspf"

    @property
    def suffix(self) -> str:
        """The file suffix with its dot."""
        return f".{self.value}"


# audio/x-mpegurl and its relatives are listed in RFC 8216, section 4; the XSPF type is
# registered with IANA; the others are what servers have agreed on.
_CONTENT_TYPES = {
    "audio/mpegurl": PlaylistFormat.M3U,
    "audio/x-mpegurl": PlaylistFormat.M3U,
    "audio/m3u": PlaylistFormat.M3U,
    "application/x-mpegurl": PlaylistFormat.M3U,
    "application/mpegurl": PlaylistFormat.M3U,
    "application/vnd.apple.mpegurl": PlaylistFormat.M3U,
    "audio/x-scpls": PlaylistFormat.PLS,
    "audio/scpls": PlaylistFormat.PLS,
    "application/pls+xml": PlaylistFormat.PLS,
    "application/xspf+xml": PlaylistFormat.XSPF,
    "application/jspf+json": PlaylistFormat.JSPF,
}


def format_of_name(address: str) -> PlaylistFormat | None:
    """The format that a path's or URL's suffix stands for."""
    text = address.rstrip()
    if text[:8].lower().startswith(("http://", "https://")):
        try:
            text = urlsplit(text).path
        except ValueError:
            return None
    _, dot, suffix = text[-16:].rpartition(".")
    try:
        return PlaylistFormat(suffix.lower()) if dot else None
    except ValueError:
        return None


def format_of_content_type(content_type: str) -> PlaylistFormat | None:
    """The format that a `Content-Type` header stands for, parameters ignored."""
    return _CONTENT_TYPES.get(content_type.partition(";")[0].strip().lower())


def looks_like_playlist(address: str) -> bool:
    """Whether an entry names another playlist rather than a track, by its suffix."""
    return format_of_name(address) is not None
