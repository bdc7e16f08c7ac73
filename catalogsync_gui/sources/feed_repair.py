# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairs XML that templates and careless servers break in the usual ways. Pure.

Tried only on documents that no XML parser takes as they are.
"""

import html
import re
from html.entities import html5

from catalogsync_gui.playlists.text import decode_text, known_charset

_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,200}\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml\b[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_FORBIDDEN = dict.fromkeys([*(n for n in range(0x20) if n not in b"\t\r\n"), 0xFFFE, 0xFFFF])
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,30}):|\s([A-Za-z_][\w.-]{0,30}):[\w.-]{1,50}\s*=")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]{0,30})\s*=")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]{0,60}")
_UNREAD = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_MOST_PREFIXES = 50
_MOST_AMPERSANDS = 2_000_000  # each takes memory while they are replaced


def repaired(data: bytes) -> bytes:
    """The document with the usual faults mended; as it was where none was found.

    Mended are: text before the beginning; bytes that are not in the encoding that is declared;
    control characters; ampersands that begin nothing XML knows, and HTML's entities, outside of
    CDATA sections; prefixes that were never declared, which then are namespaces of their own.
    """
    if data.count(b"&") > _MOST_AMPERSANDS:
        return data
    text = _DECLARATION.sub("", _decoded(data).lstrip("\ufeff"), count=1)
    begin = text.find("<")
    if begin < 0:
        return data
    text = text[begin:].translate(_FORBIDDEN)
    return _with_prefixes("".join(_mended(text))).encode("utf-8", "replace")


def _decoded(data: bytes) -> str:
    found = _ENCODING.search(data[:512])
    charset = known_charset(found[1].decode("ascii")) if found else None
    if charset in (None, "utf-8", "ascii"):
        return decode_text(data)
    return data.decode(charset, "replace")


def _mended(text: str) -> list[str]:
    """The text in pieces, ampersands mended in all but CDATA sections and comments."""
    pieces: list[str] = []
    position = 0
    for found in _UNREAD.finditer(text):
        if found.start() < position:
            continue
        end = text.find(_ENDS[found[0]], found.end())
        if end < 0:
            break
        pieces.append(_AMPERSAND.sub(_entity, text[position : found.start()]))
        pieces.append(text[found.start() : end])
        position = end
    pieces.append(_AMPERSAND.sub(_entity, text[position:]))
    return pieces


def _entity(found: re.Match[str]) -> str:
    name: str | None = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    text = html.unescape(found[0]) if name.startswith("#") else html5.get(found[0][1:], "")
    if not text:
        return f"&amp;{found[0][1:]}"
    text = text.translate(_FORBIDDEN)
    return "".join(f"&#{ord(character)};" for character in text)


def _with_prefixes(text: str) -> str:
    """Undeclared prefixes declared at the root, each as a namespace of its own name."""
    declared = {"xml", "xmlns", *(found[1] for found in _DECLARED.finditer(text))}
    missing = dict.fromkeys(
        prefix
        for found in _PREFIX.finditer(text)
        if (prefix := found[1] or found[2]) not in declared
    )
    root = _ROOT.search(text)
    if root is None or not 0 < len(missing) <= _MOST_PREFIXES:
        return text
    names = "".join(f' xmlns:{prefix}="{prefix.lower()}"' for prefix in missing)
    return text[: root.end()] + names + text[root.end() :]
