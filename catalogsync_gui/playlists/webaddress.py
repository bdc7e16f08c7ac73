# SPDX-License-Identifier: GPL-3.0-or-later
"""Web addresses as playlists hold them, made into ones that can be requested.

RFC 3986 allows far fewer characters than people type. What it does not allow is
percent-encoded here once, so that everything behind this module meets plain ASCII.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from catalogsync_gui.core.naming_rules import AUDIO_SUFFIXES
from catalogsync_gui.playlists.doc import Location

LONGEST_ADDRESS = 8192

_READY = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::(\d{1,5}))?"
    r"(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
)
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)|\[[0-9A-Fa-f:.]+\]")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?"
_USER_SAFE = "%:!$&'()*+,;=~"


def web_location(text: str) -> Location:
    """An absolute http or https address, encoded; the fragment, which no server sees, goes."""
    ready = _READY.fullmatch(text)
    if ready is not None and int(ready[1] or 0) < 65536:
        return Location.url(text)
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        return Location.unsupported(_shown(text), "this is not a valid web address")
    if not host:
        return Location.unsupported(_shown(text), "this web address names no server")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = ""
    if ":" in ascii_host:
        ascii_host = f"[{ascii_host}]"
    # Browsers and servers disagree on which side of a backslash the host ends.
    if "\\" in parts.netloc or _HOST.fullmatch(ascii_host) is None:
        return Location.unsupported(_shown(text), "this web address names no valid server")
    user, at, _ = parts.netloc.rpartition("@")
    netloc = (_quoted(user, _USER_SAFE) + at) + ascii_host + (f":{port}" if port else "")
    query = f"?{_quoted(parts.query, _QUERY_SAFE)}" if parts.query else ""
    return Location.url(f"{parts.scheme}://{netloc}{_quoted(parts.path, _PATH_SAFE)}{query}")


def joined_reference(base: str, reference: str) -> Location:
    """A relative URI reference (RFC 3986, section 5) against the URL of its playlist."""
    path, mark, query = reference.partition("#")[0].partition("?")
    quoted = _quoted(path, _PATH_SAFE) + (f"?{_quoted(query, _QUERY_SAFE)}" if mark else "")
    return _joined(base, quoted)


def joined_file_name(base: str, name: str) -> Location:
    """A line of a plain playlist against the URL of that playlist.

    Such lines are mostly file names, put on a web server together with the files: `#` is
    part of the name, and so is a `?` if a media suffix ends what follows it. Percent
    signs are taken as encoding only where two hexadecimal digits follow.
    """
    path, mark, query = name.replace("\\", "/").partition("?")
    if mark and _ends_a_file_name(query):
        path, mark, query = f"{path}%3F{query}", "", ""
    quoted = _quoted(path, _PATH_SAFE) + (f"?{_quoted(query, _QUERY_SAFE)}" if mark else "")
    return _joined(base, quoted)


def _ends_a_file_name(text: str) -> bool:
    _, dot, suffix = text[-8:].rpartition(".")
    return bool(dot) and f".{suffix.lower()}" in AUDIO_SUFFIXES and "=" not in text


def is_web_address(text: str) -> bool:
    """Whether the text begins like an http or https address."""
    return text[:8].lower().startswith(("http://", "https://"))


def without_userinfo(text: str) -> str:
    """The address without a name and password in it, for messages."""
    return re.sub(r"//[^/?#@]*@", "//", text, count=1)


def _joined(base: str, reference: str) -> Location:
    # "Artist: Title.mp3" would be read as an address of the scheme "Artist".
    if ":" in reference.partition("/")[0]:
        reference = f"./{reference}"
    try:
        return web_location(urljoin(base, reference))
    except ValueError:
        return Location.unsupported(_shown(reference), "this is not a valid web address")


def _quoted(text: str, safe: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", text), safe=safe, errors="replace")


def _shown(text: str) -> str:
    return without_userinfo(text[:LONGEST_ADDRESS])
