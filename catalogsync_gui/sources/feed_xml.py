# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds as XML: the elements this program has a use for, taken one by one as the parser meets them.

No tree is built: fifty megabytes of empty elements would become gigabytes of tree, and most of a
feed is descriptions, which are passed over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

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
}

_TEXT, _ATTRIBUTES, _SPECIAL = 1, 2, 4
_REPEATED = frozenset(["itunes:image", "category"])

# What is kept of a channel or an item: as text, as attributes, or both.
_WANTED: dict[str, int] = {
    **dict.fromkeys(
        ["title", "link", "guid", "pubdate", "author", "dc:creator", "dc:date",
         "atom:title", "atom:id", "atom:published", "atom:updated", "atom:logo",
         "itunes:title", "itunes:author", "itunes:duration", "itunes:episode", "itunes:season",
         "itunes:type", "itunes:new-feed-url", "podcast:medium", "podcast:season",
         "podcast:episode",
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
    **dict.fromkeys(_REPEATED, _TEXT | _ATTRIBUTES),
}  # fmt: skip

# Elements whose children are looked at; the first of them says something itself as well.
ALTERNATE = "podcast:alternateenclosure"
_AROUND = frozenset([ALTERNATE, "image", "atom:author", "itunes:owner", "psc:chapters"])
_ITEMS = frozenset(["item", "atom:entry"])
_ROOT = "/"
_WANTED |= dict.fromkeys(_AROUND | _ITEMS | {"channel", _ROOT}, _SPECIAL)
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
    """What a feed says, before anything is made of it."""

    channel: Elements = field(default_factory=Elements)
    items: list[Elements] = field(default_factory=list)


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
    reader = _Reader(label, limits)
    try:
        for start in range(0, len(data), _CHUNK):
            check()
            reader.parser.feed(data[start : start + _CHUNK])
        reader.parser.close()
    except DTDForbidden:
        raise PlaylistUnreadable(
            f"{label} brings its own document type (DTD), which no feed needs and which can be "
            "used for attacks; it is not read",
            kind="bad_xml",
        ) from None
    except DefusedXmlException as error:
        raise _broken(label, error) from None
    except ParseError:
        if not reader.whole:
            raise
        # What comes after the end is a server's own remark and none of the feed's.
    return reader.feed


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


class _Reader:
    """Takes what the parser meets. Elements count by their name and their place."""

    def __init__(self, label: str, limits: Limits) -> None:
        self.feed = RawFeed()
        self.whole = False
        self._label = label
        self._limits = limits
        self._names: dict[str, tuple[str, int]] = {}
        self._root_space = ""
        self._root_prefix = ""
        self._depth = 0
        # Depth of the channel or item whose children are looked at, and what is kept of them.
        self._level = 0
        self._open = self.feed.channel
        self._levels: list[int] = []
        # Depth of an element that is being collected or passed over, and of one that is entered.
        self._until = 0
        self._around = ""
        self._pieces: list[str] | None = None
        self._name_of_text = ""
        self._beside: dict[str, str] = {}
        # The parser with its defences; its handlers are ours, because the ones of ElementTree
        # take names apart that nobody asks for and would take twice the time.
        self.parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True)
        self._expat = self.parser.parser
        self._expat.ordered_attributes = False
        self._expat.DefaultHandlerExpand = None
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if self._until:
            return
        try:
            name, wanted = self._names[raw]
        except KeyError:
            name, wanted = self._name(raw)
        if self._around:
            name = f"{self._around}/{name}"
            wanted = _WANTED.get(name, 0)
        elif wanted & _SPECIAL and self._special(name, depth, attributes):
            return
        self._until = depth
        if wanted & _ATTRIBUTES:
            attributes = self._mark(name, attributes)
        if wanted & _TEXT:
            self._name_of_text, self._beside = name, attributes
            self._pieces = []
            self._expat.CharacterDataHandler = self._pieces.append

    def _end(self, _raw: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._until:
            if depth == self._until:
                self._until = 0
                pieces = self._pieces
                if pieces is not None:
                    self._expat.CharacterDataHandler = self._pieces = None
                    text = (pieces[0] if len(pieces) == 1 else "".join(pieces)).strip()
                    if text:
                        self._take_text(text[:_LONGEST])
        elif self._around:
            self._around = ""
        else:
            self._open = self.feed.channel
            self._level = self._levels.pop()
            self.whole = depth == 1

    def _take_text(self, text: str) -> None:
        name = self._name_of_text
        texts = self._open.texts
        if name not in texts:
            texts[name] = text
        if name in _REPEATED:
            self._beside["text"] = text

    def _special(self, name: str, depth: int, attributes: dict[str, str]) -> bool:
        """Elements whose children are looked at; False where it is none in this place."""
        if name in _ITEMS:
            if self._open is not self.feed.channel:
                return False
            self._enter(depth)
            self._open = Elements()
            self.feed.items.append(self._open)
            self._limits.check_entries(len(self.feed.items), self._label)
        elif name in _AROUND:
            self._around = name
            if name == ALTERNATE:
                self._mark(name, attributes)
        elif depth == 1 or (name == "channel" and self._level == 1):
            self._enter(depth)
        else:
            return False
        return True

    def _mark(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        if "url" not in attributes and "href" not in attributes:
            attributes = {key.lower(): value for key, value in attributes.items()}
        if name.startswith(ALTERNATE):
            # Which source belongs to which alternate is a matter of their order.
            attributes["element"], name = name, ALTERNATE
        marks = self._open.marks
        if name not in marks:
            marks[name] = [attributes]
        elif len(marks[name]) < _MOST_MARKS:
            marks[name].append(attributes)
        return attributes

    def _enter(self, depth: int) -> None:
        self._levels.append(self._level)
        self._level = depth

    def _name(self, raw: str) -> tuple[str, int]:
        """The short name of an element (``itunes:image``, ``/`` for the root) and what it is for."""
        space, _, local = raw.rpartition("}")
        local = local.lower()
        if self._depth == 1:
            if local not in _ROOTS:
                raise _not_a_feed(self._label)
            self._root_space = space
            self._root_prefix = "atom:" if local == "feed" else ""
            return _ROOT, _SPECIAL
        if space == self._root_space:
            name = self._root_prefix + local
        else:
            prefix = _NAMESPACES.get(_bare(space))
            name = f"?{local}" if prefix is None else prefix + local
        if len(self._names) < _MOST_NAMES:
            self._names[raw] = name, _WANTED.get(name, 0)
        return name, _WANTED.get(name, 0)


def _bare(namespace: str) -> str:
    text = namespace.strip().lower()
    for scheme in ("http://", "https://"):
        text = text.removeprefix(scheme)
    return text.rstrip("/#")


class _Nothing:
    """A target that wants nothing."""

    def close(self) -> None:
        """There is nothing to give back."""
