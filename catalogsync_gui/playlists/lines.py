# SPDX-License-Identifier: GPL-3.0-or-later
"""What the formats made of lines, M3U and PLS, have in common when they are written."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from catalogsync_gui.playlists.doc import Location, LocationKind, PlaylistEntry
from catalogsync_gui.playlists.text import clean_text, join_artist_title

# Whatever some reader takes for the end of a line, and what UTF-8 cannot hold.
_UNSAFE_CATEGORIES = frozenset(["Cc", "Cs", "Zl", "Zp"])


def is_line_safe(location: Location) -> bool:
    """Whether the address can stand on a line of its own and be read back unchanged.

    A path with a line break or another control character in it, or with a space at its
    end (readers trim lines), cannot; the naming rules never make such a path.
    """
    address = location.address
    if location.kind is LocationKind.UNSUPPORTED or not address or _trimmed(address[-1]):
        return False
    if address.isprintable():
        return True
    return not any(unicodedata.category(c) in _UNSAFE_CATEGORIES for c in address)


def needs_dot(address: str) -> bool:
    """Whether `./` must go before a path, as its first character would be lost otherwise."""
    return address[0] == "#" or _trimmed(address[0])


def shown_title(entry: PlaylistEntry, address: str) -> str:
    """`Artist - Title`, or the name of the file where the title is unknown."""
    title = clean_text(entry.title) or title_of_address(address)
    return join_artist_title(entry.artist or ", ".join(entry.artists), title)


def title_of_address(address: str) -> str | None:
    """A readable name out of an address: its last part, decoded, without the suffix."""
    if "://" in address[:12]:
        address = unquote(address.partition("?")[0].partition("#")[0])
    name = re.split(r"[\\/]", address.rstrip("\\/")[-2000:])[-1]
    stem, dot, suffix = name.rpartition(".")
    return clean_text(stem if dot and stem and len(suffix) <= 5 else name)


def _trimmed(character: str) -> bool:
    return character.isspace() or character == "\ufeff"
