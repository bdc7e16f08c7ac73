# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds as XML: safely parsed, repaired where need be, and what this program has a use for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.text import clean_text
from catalogsync_gui.sources.feed_repair import repaired

_CHUNK = 1 << 18
"""So many bytes between two looks at whether somebody stops the refresh."""

_LONGEST = 10_000
_MOST_MARKS = 500
"""Elements of one name kept of an item; a block of psc:chapters may have hundreds."""

_MOST_NAMES = 5_000
_MOST_TAGS = 4_000_000
"""Fifty megabytes of empty elements would become gigabytes of tree."""

_AFTER_THE_END = 9
"""Expat's XML_ERROR_JUNK_AFTER_DOC_ELEMENT."""

# Namespaces without scheme, trailing slash and case, which feeds all get wrong.
_NAMESPACES = {
    "": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "www.w3.org/2005/atom": "atom:",
    "purl.org/atom/ns": "atom:",
    "atom": "atom:",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "www.itunes.com/dtds/podcast-1.0": "itunes:",
    "itunes": "itunes:",
    "podcastindex.org/namespace/1.0": "podcast:",
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast:",
    "podcast": "podcast:",
    "podlove.org/simple-chapters": "psc:",
    "psc": "psc:",
    "purl.org/syndication/history/1.0": "fh:",
    "fh": "fh:",
    "purl.org/dc/elements/1.1": "dc:",
    "dc": "dc:",
    "backend.userland.com/creativecommonsrssmodule": "cc:",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc:",
    "creativecommons": "cc:",
}

_TEXT, _ATTRIBUTES, _AROUND, _ITEM = 1, 2, 4, 8

# What is kept of a channel or an item: as text, as attributes, or both; and around what more is.
_WANTED: dict[str, int] = {
    **dict.fromkeys(
        ["title", "link", "guid", "pubdate", "author", "dc:creator", "dc:date",
         "atom:title", "atom:id", "atom:published", "atom:updated", "atom:logo",
         "itunes:title", "itunes:author", "itunes:duration", "itunes:episode", "itunes:season",
         "description", "itunes:keywords", "atom:summary",
         "itunes:type", "itunes:new-feed-url", "podcast:medium", "podcast:season",
         "podcast:episode", "cc:license",
         "image/url", "atom:author/atom:name", "itunes:owner/itunes:name"],
        _TEXT,
    ),
    **dict.fromkeys(
        ["enclosure", "atom:link", "atom:content", "atom:category", "itunes:category",
         "podcast:transcript", "podcast:chapters", "podcast:remoteitem", "fh:complete",
         "podcast:alternateenclosure/podcast:source",
         "podcast:alternateenclosure/podcast:integrity",
         "psc:chapters/psc:chapter"],
        _ATTRIBUTES,
    ),
    **dict.fromkeys(["itunes:image", "category", "podcast:license"], _TEXT | _ATTRIBUTES),
}  # fmt: skip

ALTERNATE = "podcast:alternateenclosure"
"""Itself, its sources and its hashes are kept together, each with its name as ``element``."""

_WANTED |= dict.fromkeys(["image", "atom:author", "itunes:owner", "psc:chapters"], _AROUND)
_WANTED |= {ALTERNATE: _ATTRIBUTES | _AROUND, "item": _ITEM, "atom:entry": _ITEM}
_ROOTS = frozenset(["rss", "rdf", "feed"])


@dataclass(slots=True)
class Elements:
    """What is kept of a channel or an item, by the elements' names.

    :ivar texts: of each name the first text that is not empty.
    :ivar marks: of each name the attributes of all elements; in lower case, where none of them is
        an address. Where every text of a name counts, it stands there as the attribute ``text``.
    """

    texts: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def text(self, *names: str) -> str:
        """The text of the first of these elements that has one, or nothing."""
        for name in names:
            if name in self.texts:
                return self.texts[name]
        return ""

    def all(self, name: str) -> list[dict[str, str]]:
        """The attributes of all elements of a name."""
        return self.marks.get(name, [])


@dataclass(slots=True)
class RawFeed:
    """What a feed says, before anything is made of it. The items can be taken once."""

    channel: Elements
    items: Iterator[Elements]


def read_feed(
    data: bytes,
    label: str,
    check: Callable[[], None] = lambda: None,
    limits: Limits = DEFAULT_LIMITS,
) -> RawFeed:
    """Reads RSS 0.9 to 2.0 or Atom; XML that is broken in the usual ways is repaired first.

    :param label: what to call the document in messages.
    :param check: called now and then; whatever it raises ends the reading.
    :raises PlaylistUnreadable: of kind ``bad_xml``, ``not_a_feed``, ``empty`` or ``too_large``.
    """
    limits.check_size(data, label)
    if _is_page(data):
        raise _not_a_feed(label)
    try:
        return _read(data, label, check, limits)
    except (ParseError, LookupError, ValueError) as error:
        # Also an encoding that the XML parser does not know but Python does.
        again = repaired(data)
        if again == data:
            raise _broken(label, error) from None
    try:
        return _read(again, label, check, limits)
    except (ParseError, LookupError, ValueError) as error:
        raise _broken(label, error) from None


def _read(data: bytes, label: str, check: Callable[[], None], limits: Limits) -> RawFeed:
    names = _Names(_tree(data, label, check), label)
    channel = Elements()
    nodes = [names.root]
    nodes += [node for node in names.root if names[node.tag][0] == "channel"]
    for node in nodes:
        _take(node, names, channel)
    items = [child for node in nodes for child in node if names[child.tag][1] & _ITEM]
    limits.check_entries(len(items), label)
    return RawFeed(channel, (_item(node, names) for node in items))


def _item(node: Element, names: "_Names") -> Elements:
    found = Elements({}, {})
    _take(node, names, found)
    return found


def _tree(data: bytes, label: str, check: Callable[[], None]) -> Element:
    """The document as elements, by the parser with its defences.

    Its handlers are the tree builder's own: the ones between them, written in Python, take names
    apart that nobody asks for, and most of the time.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise PlaylistUnreadable(
            f"{label} has more than {_MOST_TAGS:,} tags, which is more than a feed can have",
            kind="too_large",
        )
    builder = TreeBuilder()
    parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True)
    expat = parser.parser
    expat.ordered_attributes = False
    expat.DefaultHandlerExpand = None
    expat.StartElementHandler = builder.start
    expat.EndElementHandler = builder.end
    expat.CharacterDataHandler = builder.data
    try:
        for start in range(0, len(data), _CHUNK):
            check()
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except DTDForbidden:
        raise PlaylistUnreadable(
            f"{label} brings its own document type (DTD), which no feed needs and which can be "
            "used for attacks; it is not read",
            kind="bad_xml",
        ) from None
    except DefusedXmlException as error:
        raise _broken(label, error) from None
    except ParseError as error:
        # What comes after the end is a server's own remark and none of the feed's.
        if error.code != _AFTER_THE_END:
            raise
    return builder.close()


def _take(node: Element, names: "_Names", found: Elements, around: str = "") -> None:
    """Adds what is wanted of an element's children."""
    texts, marks = found.texts, found.marks
    for child in node:
        name, wanted = names[child.tag]
        if around:
            name = f"{around}/{name}"
            wanted = _WANTED.get(name, 0)
        if not wanted or wanted == _ITEM:
            continue
        if wanted & _TEXT:
            text = "".join(child.itertext()) if len(child) else child.text or ""
            text = text[:_LONGEST].strip()
            if text and name not in texts:
                texts[name] = text
        else:
            text = ""
        if wanted & _ATTRIBUTES:
            attributes = child.attrib
            if "url" not in attributes and "href" not in attributes:
                attributes = {key.lower(): value for key, value in attributes.items()}
            if text:
                attributes["text"] = text
            if ALTERNATE in (name, around):
                # Which source belongs to which alternate is a matter of their order.
                attributes["element"], name = name, ALTERNATE
            if name not in marks:
                marks[name] = [attributes]
            elif len(marks[name]) < _MOST_MARKS:
                marks[name].append(attributes)
        if wanted & _AROUND:
            _take(child, names, found, name)


def _is_page(data: bytes) -> bool:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _not_a_feed(label: str) -> PlaylistUnreadable:
    return PlaylistUnreadable(
        f"{label} is no podcast feed but another kind of document, perhaps a web page; the "
        "address of the feed is often behind a link called RSS there",
        kind="not_a_feed",
    )


def _broken(label: str, error: Exception) -> PlaylistUnreadable:
    detail = clean_text(str(error), 120) or type(error).__name__
    return PlaylistUnreadable(
        f"{label} is damaged: its XML cannot be read ({detail}). If it stays so, tell the "
        "people who publish it.",
        kind="bad_xml",
    )


class _Names(dict[str, tuple[str, int]]):
    """Elements as they are written -> their short name (``itunes:image``), what is wanted of it.

    Names without a namespace, or in the one of the root, are those of RSS or Atom itself.
    """

    def __init__(self, root: Element, label: str) -> None:
        super().__init__()
        self.root = root
        self._space, _, local = root.tag.rpartition("}")
        if local.lower() not in _ROOTS:
            raise _not_a_feed(label)
        self._own = "atom:" if local.lower() == "feed" else ""

    def __missing__(self, raw: str) -> tuple[str, int]:
        space, _, local = raw.rpartition("}")
        prefix = self._own if space == self._space else _NAMESPACES.get(_bare(space))
        name = "" if prefix is None else prefix + local.lower()
        found = name, _WANTED.get(name, 0)
        if len(self) < _MOST_NAMES:
            self[raw] = found
        return found


def _bare(namespace: str) -> str:
    text = namespace.strip().lower()
    for scheme in ("http://", "https://"):
        text = text.removeprefix(scheme)
    return text.rstrip("/#")


class _Nothing:
    """A target that wants nothing."""

    def close(self) -> None:
        """There is nothing to give back."""
