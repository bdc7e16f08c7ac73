# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of feeds, as podcast applications exchange them: OPML 2.0, http://opml.org/spec2.opml."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.text import clean_text
from catalogsync_gui.sources.feed_address import web_address
from catalogsync_gui.sources.feed_repair import repaired

MOST_OUTLINES = 5_000
"""Feeds in one list; nobody follows more."""

MOST_BYTES = 20_000_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list.

    :ivar title: as it may be shown; the address where the list has no other.
    :ivar address: http(s) without user and password.
    :ivar folder: the headings it stands under, from the outermost, with `` / `` between them.
    """

    title: str
    address: str
    folder: str = ""


def parse_opml(data: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, in its order, each address once; empty where it names none.

    :raises PlaylistUnreadable: of kind ``bad_xml``, ``not_opml`` or ``too_large``.
    """
    if len(data) > MOST_BYTES:
        raise PlaylistUnreadable(
            f"the list is larger than {MOST_BYTES // 1_000_000} MB, more than a list of feeds is",
            kind="too_large",
        )
    try:
        return _read(data)
    except (ParseError, LookupError, ValueError):
        # DefusedXmlException is a ValueError as well, and no repair takes a DTD away.
        try:
            return _read(repaired(data))
        except (ParseError, LookupError, ValueError):
            raise PlaylistUnreadable(
                "the list of feeds cannot be read; export it again from the other application",
                kind="bad_xml",
            ) from None


def _read(data: bytes) -> tuple[Outline, ...]:
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    parser.feed(data)
    parser.close()
    return tuple(reader.found.values())


def render_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """A list of feeds in OPML 2.0, UTF-8; those of one folder come together under its heading."""
    folders: dict[str, list[Outline]] = {"": []}
    for outline in outlines:
        folders.setdefault(outline.folder, []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(clean_text(title) or '')}</title></head>",
        "  <body>",
    ]
    for folder, feeds in folders.items():
        indent = "    "
        if folder:
            lines.append(f"    <outline text={_quoted(folder)}>")
            indent = "      "
        for feed in feeds:
            name, address = _quoted(feed.title or feed.address), _quoted(feed.address)
            lines.append(f'{indent}<outline type="rss" text={name} title={name} xmlUrl={address}/>')
        if folder:
            lines.append("    </outline>")
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return quoteattr(clean_text(text, 8192) or "")


def _feed_address(said: dict[str, str]) -> str:
    """The address of a feed; of an outline that names a page or nothing, nothing."""
    text = said.get("xmlurl", "")
    if not text and said.get("type", "").strip().lower() in ("rss", "atom"):
        text = said.get("url", "")
    return web_address(text)


class _Reader:
    """A target for the parser that keeps no tree."""

    def __init__(self) -> None:
        self.found: dict[str, Outline] = {}
        self._headings: list[str] = []
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = tag.rpartition("}")[2].lower()
        if self._depth == 1 and name != "opml":
            raise PlaylistUnreadable(
                "this is no list of feeds (OPML) but another kind of document", kind="not_opml"
            )
        if name != "outline":
            return
        said = {key.lower(): value for key, value in attributes.items()}
        title = clean_text(said.get("title")) or clean_text(said.get("text")) or ""
        self._headings.append(title)
        address = _feed_address(said)
        if address and address not in self.found:
            if len(self.found) >= MOST_OUTLINES:
                raise PlaylistUnreadable(
                    f"the list names more than {MOST_OUTLINES:,} feeds; split it into smaller ones",
                    kind="too_large",
                )
            above = [heading for heading in self._headings[:-1][:_DEEPEST] if heading]
            folder = clean_text(" / ".join(above)) or ""
            self.found[address] = Outline(title or address[:300], address, folder)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag.rpartition("}")[2].lower() == "outline":
            self._headings.pop()

    def close(self) -> None:
        """There is nothing to give back."""
