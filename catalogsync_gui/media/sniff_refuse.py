# SPDX-License-Identifier: GPL-3.0-or-later
"""Name what arrived instead of audio, in words a person can act on.

Servers answer with status 200 and something else: a login page, an error in JSON, a picture.
The words complete "The download is not audio: ...". Pure functions, safe in any thread.
"""

import re
from typing import Final

_EMPTY: Final = "the answer was empty"
_ZEROS: Final = "it holds nothing but zeros"
_PAGE: Final = "the server sent a web page, perhaps because it wants a login"
_JSON: Final = "the server sent a JSON answer, most likely an error message"
_XML: Final = "the server sent an XML document, most likely an error message"
_FEED: Final = "this is a feed or an XML playlist; add it as a source of its own"
_PLAYLIST: Final = "this is a playlist; add it as a source of its own"
_HLS: Final = "this is a live stream (HLS), which cannot be kept as one file"
_TEXT: Final = "the server sent plain text, most likely an error message"
_UNKNOWN: Final = "its content is not a sound format this application knows"

VIDEO: Final = "this is a video"
"""The same words for the containers that hold sound or pictures."""

_MAGIC: Final = (
    (b"PK\x03\x04", "this is a ZIP archive; its tracks must be unpacked first"),
    (b"PK\x05\x06", "this is an empty ZIP archive"),
    (b"Rar!\x1a\x07", "this is a RAR archive; its tracks must be unpacked first"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive; its tracks must be unpacked first"),
    (b"\x1f\x8b", "this is a compressed archive; its tracks must be unpacked first"),
    (b"BZh", "this is a compressed archive; its tracks must be unpacked first"),
    (b"\xfd7zXZ\x00", "this is a compressed archive; its tracks must be unpacked first"),
    (b"%PDF-", "this is a PDF document"),
    (b"{\\rtf", "this is a text document"),
    (b"\xff\xd8\xff", "this is a picture (JPEG)"),
    (b"\x89PNG\r\n\x1a\n", "this is a picture (PNG)"),
    (b"GIF87a", "this is a picture (GIF)"),
    (b"GIF89a", "this is a picture (GIF)"),
    (b"II*\x00", "this is a picture (TIFF)"),
    (b"MM\x00*", "this is a picture (TIFF)"),
    (b"FLV\x01", VIDEO),
    (b"\x00\x00\x01\xba", VIDEO),
    (b"\x00\x00\x01\xb3", VIDEO),
    (b"MThd", "this is a MIDI file: notes, and no recorded sound"),
    (b"d8:announce", "this is a torrent file and not the track itself"),
    (b"\x7fELF", "this is a program"),
    (b"MZ", "this is a program"),
)

_PAGE_START: Final = re.compile(r"<(!doctype\s+html|html|head|body|script|title|meta)\b")
_COMMENTS: Final = re.compile(r"^(\s*<!--.*?-->|\s*<\?xml[^>]*\?>)+\s*", re.DOTALL)
_FEED_START: Final = re.compile(r"<(rss|feed|playlist|opml|rdf:rdf|asx|smil)\b")


def why_not_audio(head: bytes) -> str:
    """Return the reason to refuse content that no sound format claims."""
    if not head:
        return _EMPTY
    if not head.strip(b"\x00"):
        return _ZEROS
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return VIDEO  # MPEG transport stream: a sync byte each 188 bytes
    text = _as_text(head)
    return _UNKNOWN if text is None else _why_text(text)


def _as_text(head: bytes) -> str | None:
    """Decode what is text from start to end; None for everything binary."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        if b"\x00" in head:
            return None
        try:
            text = head.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # Cut within its last character, or in an old encoding but plainly a page.
            if error.start < len(head) - 3 and not head.lstrip().startswith(b"<"):
                return None
            text = head.decode("utf-8", "replace")
    controls = sum(character < " " and character not in "\t\n\r\f\x1b" for character in text)
    return text if controls == 0 else None


def _why_text(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        return _EMPTY
    if text.startswith("#EXTM3U"):
        return _HLS if "#EXT-X-" in text else _PLAYLIST
    if text[:10].lower() == "[playlist]":
        return _PLAYLIST
    if text[0] in "{[":
        return _JSON
    if text[0] == "<":
        start = _COMMENTS.sub("", text).lower()
        if _PAGE_START.match(start):
            return _PAGE
        return _FEED if _FEED_START.match(start) else _XML
    return _TEXT
