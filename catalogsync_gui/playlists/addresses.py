# SPDX-License-Identifier: GPL-3.0-or-later
"""What an address in a playlist means, given where the playlist itself was found.

There are two ways to write one. M3U and PLS hold text (`resolve_text`): a path is taken
letter for letter, percent signs included. XSPF and JSPF hold URI references
(`resolve_uri`): a path is percent-encoded. Programs mix them up, so where both readings
differ, both are returned and the one the format asks for comes first.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from catalogsync_gui.playlists.doc import Location, LocationKind
from catalogsync_gui.playlists.text import clean_text, without_surrogates
from catalogsync_gui.playlists.webaddress import (
    LONGEST_ADDRESS,
    is_web_address,
    joined_file_name,
    joined_reference,
    web_location,
    without_userinfo,
)

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30}):(//)?")
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\/]")
_DRIVE_ONLY = re.compile(r"[A-Za-z]:(?![\\/])")
_DOTS = re.compile(r"(?:\.[\\/]+)+")
_DRIVE_HOST = re.compile(r"[A-Za-z][:|]")
_FILE_DRIVE = re.compile(r"/?([A-Za-z])[:|](?=[\\/])")

# Schemes that come without "//". Anything else before a colon is part of a file name,
# as in "Artist: Title.mp3".
_OPAQUE_SCHEMES = frozenset(
    {
        "about", "blob", "cdda", "cid", "content", "data", "dvd", "file", "ftp", "http", "https",
        "intent", "jar", "javascript", "magnet", "mailto", "resource", "spotify", "tag", "tel",
        "urn", "vbscript", "view-source",
    }
)  # fmt: skip


class _Flavour(Enum):
    WEB = "web"
    POSIX = "posix"
    WINDOWS = "windows"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Base:
    """Where a playlist is, as far as relative addresses in it are concerned."""

    flavour: _Flavour
    address: str
    """The playlist's own URL, or the folder it lies in."""

    @classmethod
    def of(cls, text: str) -> Base:
        """The base for a playlist at an http(s) URL, a `file:` URL or a path.

        Paths of Windows are known by their drive or two backslashes, on every system.
        """
        text = without_surrogates(text)
        if is_web_address(text):
            location = web_location(text)
            known = location.kind is LocationKind.URL
            return cls(_Flavour.WEB if known else _Flavour.UNKNOWN, location.address)
        if text[:5].lower() == "file:":
            text = _file_uri_path(text.partition("#")[0].partition("?")[0])
        if _WINDOWS.match(text):
            return cls(_Flavour.WINDOWS, ntpath.dirname(text))
        return cls(_Flavour.POSIX, posixpath.dirname(text))

    def moved(self, reference: str) -> Base:
        """The base that an `xml:base` attribute within this one stands for."""
        found = resolve_uri(self, reference)
        if not found:
            return self
        address = found[0].address
        if found[0].kind is LocationKind.UNSUPPORTED:
            return Base(_Flavour.UNKNOWN, address)
        # RFC 3986, section 5.2.4: ".." at the end of a reference names a folder.
        return Base.of(f"{address}/" if re.search(r"[\\/]\.\.$", address) else address)


def resolve_text(base: Base, text: str) -> tuple[Location, ...]:
    """The address that one line of an M3U or PLS playlist stands for; empty for no text."""
    text = without_surrogates(text).strip(" \t")
    if is_web_address(text) and "#" in text and (" " in text or not text.isascii()):
        # Nobody encoded this address, so the "#" belongs to a name, as in "Track #1.mp3".
        text = text.replace("#", "%23")
    return _special(base, text) or _unique(_relative_text(base, text)) if text else ()


def resolve_uri(base: Base, reference: str) -> tuple[Location, ...]:
    """The address that an XSPF or JSPF location stands for; empty for no text."""
    # XML and JSON may wrap long lines; no URI holds a line end or a tab.
    text = re.sub(r"[\t\r\n]", "", without_surrogates(reference)).strip()
    if not text:
        return ()
    special = _special(base, text)
    if special:
        return special
    if base.flavour is _Flavour.WEB:
        return (joined_reference(base.address, text),)
    if base.flavour is _Flavour.UNKNOWN:
        return _relative_text(base, text)
    strict = unquote(text.partition("#")[0].partition("?")[0])
    return _unique((*_local(base, strict), *_local(base, text)) if strict else _local(base, text))


def label_of(address: str) -> str:
    """What to call a document in messages: the last part of its address, quoted."""
    if is_web_address(address):
        path = without_userinfo(address).partition("?")[0].partition("#")[0].rstrip("/")
        text = unquote(path.rpartition("/")[2])
    else:
        text = re.split(r"[\\/]", address[-2000:].rstrip("\\/"))[-1]
    name = clean_text(text, 120)
    return f"“{name}”" if name else "This playlist"


def _special(base: Base, text: str) -> tuple[Location, ...]:
    """Whatever does not depend on the playlist's folder; empty when it is a relative address."""
    if len(text) > LONGEST_ADDRESS:
        reason = f"this address is longer than {LONGEST_ADDRESS} characters"
        return (Location.unsupported(_shown(text), reason),)
    if "\0" in text:
        return (Location.unsupported(_shown(text), "this address holds a NUL character"),)
    found = _SCHEME.match(text)
    if found is not None:
        scheme = found[1].lower()
        if scheme == "file":
            return _file_uri(base, text)
        if scheme in ("http", "https"):
            return (web_location(text),)
        if found[2] or scheme in _OPAQUE_SCHEMES:
            reason = f"“{scheme}:” addresses cannot be downloaded, only http and https can"
            return (Location.unsupported(_shown(text), reason),)
    if _WINDOWS.match(text):
        return (_windows_path(base, text),)
    return ()


def _relative_text(base: Base, text: str) -> tuple[Location, ...]:
    match base.flavour:
        case _Flavour.WEB:
            return (joined_file_name(base.address, text),)
        case _Flavour.UNKNOWN:
            reason = "it is relative to an address that cannot be downloaded"
            return (Location.unsupported(_shown(text), reason),)
        case _:
            plain = _local(base, text)
            return (*plain, *_local(base, unquote(text))) if "%" in text else plain


def _local(base: Base, path: str) -> tuple[Location, ...]:
    """A path against the playlist's folder.

    On POSIX a backslash may belong to a name, yet it is far more often the separator of a
    playlist written on Windows; so both readings are given, except after a leading slash.
    `..` stays: what it means depends on links, which only the file system knows.
    """
    if "\0" in path:
        return (Location.unsupported(_shown(path), "this address holds a NUL character"),)
    if base.flavour is _Flavour.WINDOWS:
        if _DRIVE_ONLY.match(path):
            return (Location.unsupported(_shown(path), "it names a drive but no folder on it"),)
        joined = ntpath.join(base.address, _undotted(path.replace("/", "\\")))
        return (Location.path(joined),)
    readings = [path]
    if "\\" in path and not path.startswith("/"):
        readings.insert(0, path.replace("\\", "/"))
    return tuple(
        Location.path(posixpath.join(base.address, _undotted(reading))) for reading in readings
    )


def _undotted(path: str) -> str:
    """The path without the `./` some programs put in front of every line."""
    found = _DOTS.match(path)
    return path[found.end() :] if found is not None else path


def _windows_path(base: Base, path: str) -> Location:
    if base.flavour is _Flavour.POSIX:
        reason = "it lies on a drive or network share of a Windows computer"
        return Location.unsupported(_shown(path), reason)
    return Location.path(path.replace("/", "\\"))


def _file_uri(base: Base, text: str) -> tuple[Location, ...]:
    """`file:` addresses (RFC 8089), with the unencoded `#` and `?` that occur in them."""
    strict = _file_uri_path(text.partition("#")[0].partition("?")[0])
    found: list[Location] = []
    for path in (strict, _file_uri_path(text)):
        if not path:
            continue
        if "\0" in path:
            found.append(Location.unsupported(_shown(text), "this address holds a NUL character"))
        elif _WINDOWS.match(path):
            found.append(_windows_path(base, path))
        elif base.flavour in (_Flavour.POSIX, _Flavour.WINDOWS):
            found.extend(_local(base, path))
        elif path.startswith("/"):
            found.append(Location.path(path))
    if not found:
        return (Location.unsupported(_shown(text), "this “file:” address names no file"),)
    return _unique(tuple(found))


def _file_uri_path(text: str) -> str:
    """The path in a `file:` address; one with a drive or a host is a path of Windows.

    Besides `file:///path` this understands `file:/path`, `file://C:/path`, the older
    `file:///C|/path` and, on POSIX, the surplus slash of `file:////path`.
    """
    path = text[5:].replace("\\", "/")
    host = ""
    if path.startswith("//"):
        host, slash, path = path[2:].partition("/")
        path = slash + path
        if _DRIVE_HOST.fullmatch(host):
            host, path = "", f"/{host}{path}"
    path = unquote(path)
    drive = _FILE_DRIVE.match(path)
    if drive is not None:
        return f"{drive[1]}:{path[drive.end() :]}".replace("/", "\\")
    if host and host.lower() != "localhost":
        return f"\\\\{unquote(host)}{path}".replace("/", "\\")
    return path


def _unique(locations: tuple[Location, ...]) -> tuple[Location, ...]:
    return locations if len(locations) < 2 else tuple(dict.fromkeys(locations))


def _shown(text: str) -> str:
    return without_userinfo(text[:200])
