# SPDX-License-Identifier: GPL-3.0-or-later
"""Locations as the URI references that XSPF and JSPF ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from catalogsync_gui.playlists.doc import Location, LocationKind
from catalogsync_gui.playlists.webaddress import web_location

_SAFE = "/:@!$&'()*+,;=~"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def uri_of(location: Location | None) -> str | None:
    """The location as a URI reference (RFC 3986); `None` for one that cannot be written."""
    if location is None or not location.address or "\0" in location.address:
        return None
    address = location.address
    match location.kind:
        case LocationKind.UNSUPPORTED:
            return None
        case LocationKind.URL:
            checked = web_location(address)
            return checked.address if checked.kind is LocationKind.URL else None
        case LocationKind.PATH:
            return _path_uri(address)


def uris_of(locations: Iterable[Location]) -> list[str]:
    """All the locations that can be written, in order."""
    return [uri for uri in map(uri_of, locations) if uri is not None]


def _path_uri(path: str) -> str:
    if _DRIVE.match(path):
        return "file:///" + _quoted(path.replace("\\", "/"))
    if path.startswith("\\\\"):
        return "file:" + _quoted(path.replace("\\", "/"))
    if path.startswith("/"):
        return "file://" + _quoted(path)
    # A colon in the first part of a relative reference would end a scheme (section 4.2).
    quoted = _quoted(path)
    return f"./{quoted}" if ":" in quoted.partition("/")[0] else quoted


def _quoted(text: str) -> str:
    return quote(text, safe=_SAFE, errors="replace")
