# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses of the Internet Archive: what they name, and their one stored form. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import SplitResult, parse_qs, unquote, urlencode

from catalogsync_gui.core.addresses import host_of, split
from catalogsync_gui.sources.base import Recognised

HOME = "https://archive.org"

SCHEMES = dict.fromkeys(("archive", "ia"), f"{HOME}/details/")
"""What people write before an identifier where no address is at hand: ``ia:identifier``."""

_HOSTS = ("archive.org", "www.archive.org")
_NODES = ".us.archive.org"
"""The machines that downloads are redirected to; their addresses are pasted now and then."""

_ITEM_PAGES = ("details", "download", "metadata", "embed", "stream")
_SEARCH_PAGES = {"search": "query", "search.php": "query", "advancedsearch.php": "q"}
_IDENTIFIER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,150}")
_LIST = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LONGEST_QUERY = 1500
_HEAD = 65_536
_TITLE = re.compile(rb"<title>[^<]{0,1000}\bInternet Archive\s*</title>", re.IGNORECASE)
"""Every page of the Archive's is called "... : Internet Archive"."""

_SORTS = {
    "-publicdate": "newest",
    "-addeddate": "newest",
    "publicdate": "oldest",
    "addeddate": "oldest",
    "title": "title",
    "titleSorter": "title",
    "-downloads": "downloads",
}
"""The order a page of results is shown in -> the source's option ``sort``."""


class Shape(Enum):
    """What an address names."""

    DETAILS = "details"
    """An item or a collection (favourites are one); the address does not tell which."""

    USER_LIST = "list"
    SEARCH = "search"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Place:
    """Something the Archive has.

    :ivar origin: scheme, host and port of the Archive, or of a mirror of its own.
    :ivar name: an identifier, a query, or the name of an account, as ``shape`` says.
    :ivar number: of an account's list.
    """

    origin: str
    shape: Shape
    name: str
    number: str = ""

    @property
    def location(self) -> str:
        """Its one stored form."""
        match self.shape:
            case Shape.SEARCH:
                return f"{self.origin}/search?{urlencode({'query': self.name})}"
            case Shape.USER_LIST:
                return f"{self.origin}/details/@{self.name}/lists/{self.number}"
            case Shape.ACCOUNT:
                return f"{self.origin}/details/@{self.name}"
        return f"{self.origin}/details/{self.name}"

    @property
    def title(self) -> str:
        """What to call it until the Archive says better."""
        match self.shape:
            case Shape.SEARCH:
                return f"Search: {self.name}"
            case Shape.USER_LIST:
                return f"List {self.number} of {self.name}"
        return f"Favourites of {self.name[4:]}" if self.is_favourites else self.name

    @property
    def is_favourites(self) -> bool:
        """Whether it is the collection of what an account marked as a favourite."""
        return self.shape is Shape.DETAILS and self.name.startswith("fav-")


def is_identifier(text: str) -> bool:
    """Whether a text can be an item's identifier (letters, digits and ``._-``)."""
    return _IDENTIFIER.fullmatch(text) is not None


def place_of(location: str) -> Place | None:
    """What an address names; None when it is none of the Archive's."""
    found = _parsed(location)
    return found[0] if found else None


def recognise(location: str) -> Recognised | None:
    """An address of the Archive in its stored form.

    Of another host only the form is known, which a mirror would have: that is not sure.
    """
    found = _parsed(location)
    if found is None:
        return None
    place, options = found
    return Recognised(place.location, place.title, options, sure=place.origin == HOME)


def detect(address: str, _content_type: str, data: bytes) -> bool:
    """Whether a document at a mirror is a page of the Archive's, or its description of an item."""
    place = place_of(address)
    if place is None or place.shape is Shape.ACCOUNT:
        return False
    if not data.lstrip().startswith(b"{"):
        return _TITLE.search(data[:_HEAD]) is not None
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return False
    # https://archive.org/developers/md-read.html
    metadata = said.get("metadata")
    return (
        isinstance(said.get("files"), list)
        and isinstance(metadata, dict)
        and metadata.get("identifier") == place.name
    )


def _parsed(location: str) -> tuple[Place, Mapping[str, str]] | None:
    parts = split(location)
    if parts is None:
        return None
    host = (parts.hostname or "").lower()
    words = [unquote(word) for word in parts.path.split("/") if word]
    try:
        fields = parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        fields = {}
    if host.endswith(_NODES):
        # https://ia600200.us.archive.org/4/items/IDENTIFIER/file
        identifier = words[2] if len(words) > 2 and words[1] == "items" else ""
        return (Place(HOME, Shape.DETAILS, identifier), {}) if is_identifier(identifier) else None
    place = _place(_origin(parts, location, host), words, fields)
    if place is None:
        return None
    sort = _SORTS.get(fields.get("sort", [""])[0], "")
    return place, {"sort": sort} if sort else {}


def _origin(parts: SplitResult, location: str, host: str) -> str:
    return HOME if host in _HOSTS else f"{parts.scheme.lower()}://{host_of(location)}"


def _place(origin: str, words: list[str], fields: Mapping[str, list[str]]) -> Place | None:
    page, name = words[0] if words else "", words[1] if len(words) > 1 else ""
    if page in _SEARCH_PAGES:
        return _search(origin, fields.get(_SEARCH_PAGES[page], [""])[0], fields)
    if page == "details" and name.startswith("@"):
        return _of_account(origin, name[1:], words[2:], fields)
    if page not in _ITEM_PAGES or not is_identifier(name):
        return None
    query = fields.get("query", [""])[0]
    if page == "details" and (query or "and[]" in fields or "not[]" in fields):
        # A collection's page, narrowed down.
        within = f"collection:({name})"
        return _search(origin, f"{within} AND ({query})" if query else within, fields)
    return Place(origin, Shape.DETAILS, name)


def _of_account(
    origin: str, user: str, rest: list[str], fields: Mapping[str, list[str]]
) -> Place | None:
    if not is_identifier(user):
        return None
    if len(rest) > 1 and rest[0] == "lists" and _LIST.fullmatch(rest[1]):
        return Place(origin, Shape.USER_LIST, user, rest[1])
    if "favorites" in (*rest[:1], *fields.get("tab", [])):
        return Place(origin, Shape.DETAILS, f"fav-{user}")
    return Place(origin, Shape.ACCOUNT, user)


def _search(origin: str, query: str, fields: Mapping[str, list[str]]) -> Place | None:
    """A search with the facets that were ticked: those of one field widen, others narrow down."""
    query = " ".join(query.split())
    facets: dict[str, list[str]] = {}
    for facet in fields.get("and[]", []):
        facets.setdefault(facet.partition(":")[0], []).append(f"({' '.join(facet.split())})")
    terms = [f"({query})" if facets else query] if query else []
    terms += [" OR ".join(some) if len(some) == 1 else f"({' OR '.join(some)})"
              for some in facets.values()]  # fmt: skip
    terms += [f"NOT ({' '.join(facet.split())})" for facet in fields.get("not[]", [])]
    text = " AND ".join(terms)
    if not text or len(text) > _LONGEST_QUERY:
        return None
    return Place(origin, Shape.SEARCH, text)
