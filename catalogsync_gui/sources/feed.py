# SPDX-License-Identifier: GPL-3.0-or-later
"""What a podcast's feed says, in one form for RSS and Atom. Pure.

Elements of the iTunes namespace: https://help.apple.com/itc/podcasts_connect/#/itcb54353390;
of the podcast namespace: https://podcasting2.org/docs/podcast-namespace/1.0;
of paged and archived feeds: RFC 5005; of simple chapters: https://podlove.org/simple-chapters.

What occurs thousands of times in a feed is a named tuple, made in a third of a dataclass's time.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.text import ordinal
from catalogsync_gui.sources.feed_text import Moment, clock, length, moment, person, plain, title
from catalogsync_gui.sources.feed_xml import ALTERNATE, Elements, read_feed

_MOST_FILES = 20
"""Enclosures, transcripts and the like of one episode; more is a mistake."""

_ABOUT = 1500
"""Characters of a description that are kept to make a short one of: much of it is markup."""

_MOST_CHAPTERS = 200
_CHAPTER = "psc:chapters/psc:chapter"


class Enclosure(NamedTuple):
    """A file of an episode; the length that feeds give with it is too often wrong to be kept.

    :ivar address: as written.
    :ivar type: media type in lower case, without parameters.
    :ivar sha256: in hexadecimal, from ``podcast:integrity``, or empty.
    :ivar preferred: the alternate that the feed calls its default.
    """

    address: str
    type: str = ""
    sha256: str = ""
    preferred: bool = False


class Attachment(NamedTuple):
    """A transcript or a file of chapters. Its language is empty where none is given."""

    address: str
    type: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that stands in the feed itself. It begins at so many seconds."""

    start: float
    title: str
    link: str = ""
    image: str = ""


class _Written(NamedTuple):
    """An item of a feed. Addresses, times and numbers are as written; empty: nothing is said.

    :ivar alternates: of ``podcast:alternateEnclosure``, the same sound in other forms.
    """

    title: str = ""
    guid: str = ""
    link: str = ""
    author: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    alternates: tuple[Enclosure, ...] = ()
    date_text: str = ""
    duration_text: str = ""
    season_text: str = ""
    number_text: str = ""
    image: str = ""
    transcripts: tuple[Attachment, ...] = ()
    chapters: Attachment | None = None
    marks: tuple[Chapter, ...] = ()
    about_text: str = ""
    keywords_text: str = ""


class Episode(_Written):
    """An item of a feed, and what its times and numbers mean.

    They are read when somebody asks, since that takes a quarter of the time items take; a
    refresh asks for the dates of what it orders, and for the rest of what it lists.
    """

    @cached_property
    def published(self) -> Moment | None:
        """When it appeared, if that is said."""
        return moment(self.date_text)

    @cached_property
    def duration(self) -> float | None:
        """Its length in seconds, if that is said."""
        return length(self.duration_text)

    @cached_property
    def season(self) -> int | None:
        """The season it belongs to, if that is said."""
        return ordinal(self.season_text)

    @cached_property
    def number(self) -> int | None:
        """Its place in the season or the show, if that is said."""
        return ordinal(self.number_text)

    @cached_property
    def about(self) -> str:
        """What it is about, in short and as plain text."""
        return plain(self.about_text)

    @cached_property
    def keywords(self) -> str:
        """Its keywords, with commas."""
        return title(self.keywords_text)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's channel and its items, in the feed's order.

    :ivar serial: ``itunes:type`` is serial: to be heard from the first episode on.
    :ivar medium: ``podcast:medium`` in lower case; ``podcast`` where nothing is said.
    :ivar license: address or name, of ``podcast:license`` or of Creative Commons' own element.
    :ivar new_address: ``itunes:new-feed-url``.
    :ivar following: the next page (RFC 5005, section 3), or the archive before (section 4).
    :ivar complete: ``fh:complete``: there is nothing beyond this document.
    :ivar remote_items: how many items of other feeds it names instead of its own.
    """

    title: str = ""
    link: str = ""
    author: str = ""
    image: str = ""
    serial: bool = False
    medium: str = "podcast"
    genres: tuple[str, ...] = ()
    license: str = ""
    new_address: str = ""
    following: str = ""
    complete: bool = False
    remote_items: int = 0
    episodes: tuple[Episode, ...] = ()


def parse_feed(
    data: bytes,
    label: str,
    check: Callable[[], None] = lambda: None,
    limits: Limits = DEFAULT_LIMITS,
) -> Feed:
    """Reads a feed.

    :param label: what to call it in messages.
    :param check: called now and then; whatever it raises ends the reading.
    :raises PlaylistUnreadable: it is no feed, damaged beyond repair, or too large.
    """
    raw = read_feed(data, label, check, limits)
    channel = raw.channel
    links = {
        attributes.get("rel", "").strip().lower(): attributes.get("href", "")
        for attributes in reversed(channel.all("atom:link"))
    }
    return Feed(
        title=title(channel.text("title", "atom:title", "itunes:title")),
        link=channel.text("link") or links.get("alternate", "") or links.get("", ""),
        author=person(
            channel.text("itunes:author", "atom:author/atom:name", "dc:creator")
            or channel.text("itunes:owner/itunes:name")
        ),
        image=_image(channel) or channel.text("image/url", "atom:logo"),
        serial=channel.text("itunes:type").lower() == "serial",
        medium=channel.text("podcast:medium").lower() or "podcast",
        genres=_genres(channel),
        license=_license(channel),
        new_address=channel.text("itunes:new-feed-url"),
        following=links.get("next", "") or links.get("prev-archive", ""),
        complete=bool(channel.all("fh:complete")),
        remote_items=len(channel.all("podcast:remoteitem")),
        episodes=tuple(_episode(item) for item in raw.items),
    )


def _image(said: Elements) -> str:
    for attributes in said.all("itunes:image"):
        address = attributes.get("href") or attributes.get("url") or attributes.get("text")
        if address:
            return address.strip()
    return ""


def _license(channel: Elements) -> str:
    """The address where one is given, else the name (an SPDX identifier)."""
    for attributes in channel.all("podcast:license"):
        address = attributes.get("url", "").strip()
        if address:
            return address
    return title(channel.text("podcast:license", "cc:license"))


def _genres(channel: Elements) -> tuple[str, ...]:
    words = [
        *(attributes.get("text", "") for attributes in channel.all("itunes:category")),
        *(attributes.get("text", "") for attributes in channel.all("category")),
        *(attributes.get("term", "") for attributes in channel.all("atom:category")),
    ]
    return tuple(dict.fromkeys(genre for genre in map(title, words[:_MOST_FILES]) if genre))


def _episode(item: Elements) -> Episode:
    text, marks = item.texts.get, item.marks
    enclosures = [_enclosure(a, "url") for a in marks.get("enclosure", ()) if a.get("url")]
    link = text("link", "")
    if "atom:link" in marks or "atom:content" in marks:
        link = link or _atom(item, enclosures)
    chapters = _attachments(marks["podcast:chapters"]) if "podcast:chapters" in marks else ()
    transcripts = marks.get("podcast:transcript")
    return Episode(
        title(text("title") or text("atom:title") or text("itunes:title", "")),
        text("guid") or text("atom:id", ""),
        link,
        person(item.text("itunes:author", "atom:author/atom:name", "author", "dc:creator")),
        tuple(enclosures[:_MOST_FILES]),
        _alternates(marks[ALTERNATE]) if ALTERNATE in marks else (),
        text("pubdate") or item.text("atom:published", "atom:updated", "dc:date"),
        text("itunes:duration", ""),
        text("itunes:season") or text("podcast:season", ""),
        text("itunes:episode") or text("podcast:episode", ""),
        _image(item) if "itunes:image" in marks else "",
        _attachments(transcripts) if transcripts else (),
        chapters[0] if chapters else None,
        _chapters(marks[_CHAPTER]) if _CHAPTER in marks else (),
        (text("description") or text("atom:summary", ""))[:_ABOUT],
        text("itunes:keywords", "")[:_ABOUT],
    )


def _attachments(marks: list[dict[str, str]]) -> tuple[Attachment, ...]:
    return tuple(
        [
            Attachment(address.strip(), _type(a), a.get("language", "").strip())
            for a in marks[:_MOST_FILES]
            if (address := a.get("url", ""))
        ]
    )


def _atom(item: Elements, enclosures: list[Enclosure]) -> str:
    """The page an Atom entry links to; what it encloses is added to the enclosures."""
    page = ""
    for attributes in item.all("atom:link"):
        relation = attributes.get("rel", "alternate").strip().lower()
        if relation == "enclosure" and attributes.get("href"):
            enclosures.append(_enclosure(attributes, "href"))
        elif relation == "alternate" and not page:
            page = attributes.get("href", "").strip()
    # RFC 4287, section 4.1.3.2: content that lies elsewhere.
    enclosures += [_enclosure(a, "src") for a in item.all("atom:content") if a.get("src")]
    return page


def _enclosure(attributes: dict[str, str], where: str) -> Enclosure:
    return Enclosure(attributes.get(where, "").strip(), _type(attributes))


def _type(attributes: dict[str, str]) -> str:
    text = attributes.get("type", "")
    return _plain_type(text) if text else ""


@lru_cache(64)
def _plain_type(text: str) -> str:
    return text.partition(";")[0].strip().lower()


def _alternates(marks: list[dict[str, str]]) -> tuple[Enclosure, ...]:
    """Every source of every alternate, with what its alternate says of it."""
    found: list[Enclosure] = []
    group: dict[str, str] = {}
    sources: list[tuple[str, str]] = []
    digest = ""

    def close() -> None:
        preferred = group.get("default", "").strip().lower() == "true"
        for address, own_type in sources:
            found.append(Enclosure(address, own_type or _type(group), digest, preferred))

    for attributes in marks:
        element = attributes["element"].rpartition("/")[2]
        if element == "podcast:source":
            own_type = attributes.get("contenttype", "").partition(";")[0].strip().lower()
            sources.append((attributes.get("uri", "").strip(), own_type))
        elif element == "podcast:integrity":
            digest = digest or _sha256(attributes)
        else:
            close()
            group, sources, digest = attributes, [], ""
    close()
    return tuple(enclosure for enclosure in found if enclosure.address)[:_MOST_FILES]


def _sha256(attributes: dict[str, str]) -> str:
    """The hash of a subresource integrity value (W3C SRI, section 3.5), in hexadecimal."""
    value = attributes.get("value", "").strip()
    if attributes.get("type", "").strip().lower() != "sri" or not value.startswith("sha256-"):
        return ""
    try:
        digest = base64.b64decode(value.removeprefix("sha256-").partition("?")[0], validate=True)
    except ValueError:
        return ""
    return digest.hex() if len(digest) == 32 else ""


def _chapters(marks: list[dict[str, str]]) -> tuple[Chapter, ...]:
    found = []
    for attributes in marks[:_MOST_CHAPTERS]:
        start = clock(attributes.get("start", ""))
        if start is not None:
            found.append(
                Chapter(
                    start,
                    title(attributes.get("title", "")),
                    attributes.get("href", "").strip(),
                    attributes.get("image", "").strip(),
                )
            )
    return tuple(sorted(found, key=lambda chapter: chapter.start))
