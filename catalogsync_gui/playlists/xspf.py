# SPDX-License-Identifier: GPL-3.0-or-later
"""XSPF 1, the XML Shareable Playlist Format: https://xspf.org/spec."""

from __future__ import annotations

import html
import re
from html.entities import html5
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.addresses import Base, label_of
from catalogsync_gui.playlists.doc import PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.text import ANNOTATION_LENGTH, clean_text
from catalogsync_gui.playlists.uris import uri_of, uris_of
from catalogsync_gui.playlists.xspf_reader import XspfReader

NAMESPACE = "http://xspf.org/ns/0/"

_AMPERSAND = re.compile(rb"&(?:(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?")
_MOST_AMPERSANDS = 2_000_000  # each takes memory while they are replaced
_XML_ENTITIES = frozenset([b"amp", b"lt", b"gt", b"quot", b"apos"])
_FORBIDDEN_BYTES = bytes(b for b in range(0x20) if b not in b"\t\r\n")
# xsd:dateTime, as section 4.1.1.2.8 of the specification asks for.
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def parse(data: bytes, *, base: str, limits: Limits = DEFAULT_LIMITS) -> PlaylistDoc:
    """Read an XSPF playlist found at `base`, an http(s) URL or a path.

    The namespace may be missing. XML broken by bare ampersands, HTML entities or control
    characters, as addresses and titles pasted into a template bring along, is repaired.

    Raises:
        PlaylistUnreadable: of kind `bad_xml`, `not_a_playlist`, `empty` or `too_large`.
    """
    label = label_of(base)
    limits.check_size(data, label)
    try:
        return _read(data, base, label, limits)
    except ParseError as error:
        repaired = _repaired(data)
        if repaired == data:
            raise _broken(label, str(error)) from error
    try:
        return _read(repaired, base, label, limits)
    except ParseError as error:
        raise _broken(label, str(error)) from error


def _read(data: bytes, base: str, label: str, limits: Limits) -> PlaylistDoc:
    reader = XspfReader(Base.of(base), label, limits)
    try:
        parser = DefusedXMLParser(target=reader, forbid_dtd=True)
        parser.feed(data)
        parser.close()
    except DTDForbidden as error:
        raise PlaylistUnreadable(
            f"{label} brings its own document type (DTD), which no playlist needs and which "
            "can be used for attacks. Remove the <!DOCTYPE …> from it.",
            kind="bad_xml",
        ) from error
    except (DefusedXmlException, LookupError, UnicodeError) as error:
        raise _broken(label, type(error).__name__) from error
    except ValueError as error:  # an encoding that the XML parser cannot use
        raise _broken(label, str(error)) from error
    return reader.doc()


def _broken(label: str, detail: str) -> PlaylistUnreadable:
    detail = clean_text(detail, 120) or "no detail"
    return PlaylistUnreadable(
        f"{label} is damaged: its XML cannot be read ({detail}). Save or download it again.",
        kind="bad_xml",
    )


def _repaired(data: bytes) -> bytes:
    """The document with every ampersand escaped that begins nothing XML knows.

    Only for encodings in which ASCII is ASCII; others come back unchanged.
    """
    if b"\0" in data[:64] or data.count(b"&") > _MOST_AMPERSANDS:
        return data
    return _AMPERSAND.sub(_repaired_entity, data.translate(None, _FORBIDDEN_BYTES))


def _repaired_entity(found: re.Match[bytes]) -> bytes:
    name: bytes | None = found[1]
    if name is None:
        return b"&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    if name.startswith(b"#"):
        text = html.unescape(found[0].decode("ascii"))
    else:
        text = html5.get(found[0][1:].decode("ascii"), "")
        if not text:
            return b"&amp;" + found[0][1:]
    cleaned = clean_text(text) or " "
    return "".join(f"&#{ord(character)};" for character in cleaned).encode("ascii")


def render(doc: PlaylistDoc) -> bytes:
    """Write an XSPF 1 playlist: UTF-8, line feeds, every location as an escaped URI."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<playlist version="1" xmlns="{NAMESPACE}">',
    ]
    _element(lines, 1, "title", clean_text(doc.title))
    _element(lines, 1, "creator", clean_text(doc.creator))
    _element(lines, 1, "annotation", clean_text(doc.annotation, ANNOTATION_LENGTH))
    _element(lines, 1, "identifier", doc.identifier)
    _element(lines, 1, "image", uri_of(doc.image))
    if doc.date and _DATE_TIME.fullmatch(doc.date):
        _element(lines, 1, "date", doc.date)
    lines.append("  <trackList>")
    for entry in doc.entries:
        _track(lines, entry)
    lines += ["  </trackList>", "</playlist>", ""]
    return "\n".join(lines).encode()


def _track(lines: list[str], entry: PlaylistEntry) -> None:
    lines.append("    <track>")
    for uri in uris_of(entry.locations):
        _element(lines, 3, "location", uri)
    for identifier in entry.identifiers:
        _element(lines, 3, "identifier", identifier)
    _element(lines, 3, "title", clean_text(entry.title))
    _element(lines, 3, "creator", clean_text(entry.artist or ", ".join(entry.artists)))
    _element(lines, 3, "annotation", clean_text(entry.annotation, ANNOTATION_LENGTH))
    _element(lines, 3, "image", uri_of(entry.image))
    _element(lines, 3, "album", clean_text(entry.album))
    if entry.track_number and entry.track_number > 0:
        _element(lines, 3, "trackNum", str(entry.track_number))
    if entry.duration:
        _element(lines, 3, "duration", str(round(entry.duration * 1000)))
    lines.append("    </track>")


def _element(lines: list[str], depth: int, name: str, text: str | None) -> None:
    text = clean_text(text, ANNOTATION_LENGTH) if name == "identifier" else text
    if text:
        lines.append(f"{'  ' * depth}<{name}>{escape(text)}</{name}>")
