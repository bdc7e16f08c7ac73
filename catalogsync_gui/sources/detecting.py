# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of source is at a location that does not tell it by its form."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlunsplit

from catalogsync_gui.core.addresses import shown, split, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceError,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.playlists.formats import format_of_content_type
from catalogsync_gui.playlists.reading import parse_playlist
from catalogsync_gui.playlists.text import decode_text
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.base import Recognised, SourceKind
from catalogsync_gui.sources.http import Ask, Document, DocumentClient
from catalogsync_gui.sources.local_files import read_local
from catalogsync_gui.sources.opml import MOST_BYTES, Outline, parse_opml

NAME_IT = 'say what kind of source it is ("Kind" in the window, --kind on the command line)'
"""What to do where nothing tells the kind."""

_PAGE_BYTES = 500_000
"""Of a web page so much is searched for a feed; links stand in its head."""

_MOST_LINKS = 3
_HEAD = 4096
_AUDIO = (b"ID3", b"fLaC", b"OggS", b"RIFF", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1")
_PAGE = re.compile(
    r"(?:<\?[^>]{0,500}>|<!--(?:(?!-->).){0,2000}-->|\s){0,20}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z-]{1,20})\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)
_FEEDS = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Detected:
    """A kind of source, and what it makes of the location."""

    kind: SourceKind
    what: Recognised


@dataclass(frozen=True, slots=True)
class FeedList:
    """No source, but a list of feeds (OPML), each of which can be one.

    :ivar location: an http(s) address, or an absolute path.
    """

    location: str
    feeds: tuple[Outline, ...]


def detect(
    location: str,
    cancel: StopToken,
    *,
    proxy: str = "",
    ca_file: str = "",
    allow_private: bool = False,
    login: Mapping[str, str] | None = None,
) -> Detected | FeedList:
    """Finds out the kind of source at a location.

    Where the form of the location is enough, nothing is read. Otherwise the document there is, and
    its content tells; a web page is left for the feed that it names, or asked whether it is that
    of a music server.

    :param location: an http(s) address without userinfo, or an absolute path.
    :param login: request headers with credentials. They go to the origin of ``location`` alone,
        and only when it refuses to answer without: a music server may take the password in a way
        that does not reveal it.
    :raises SourceError: it cannot be found out; the message tells what was found instead, and
        what to do. One that is unreachable is a SourceUnreachable.
    :raises Interrupted: ``cancel`` was set.
    """
    candidates = registry.recognise(location)
    if len(candidates) == 1 and candidates[0][1].sure:
        return Detected(*candidates[0])
    if split(location) is None:
        return _of_file(Path(location))
    headers: dict[str, str] = {}
    client = DocumentClient(
        location,
        proxy=proxy,
        ca_file=ca_file,
        allow_private=allow_private,
        credentials=lambda: headers,
    )
    try:
        return _of_address(location, client, cancel, headers, login or {})
    finally:
        client.close()


def _of_address(
    location: str,
    client: DocumentClient,
    cancel: StopToken,
    headers: dict[str, str],
    login: Mapping[str, str],
) -> Detected | FeedList:
    try:
        document = _read(client, location, cancel)
    except (AddressRefused, PlaylistUnreadable):
        raise
    except SourceUnreachable as error:
        raise SourceUnreachable(
            f"{str(error).rstrip('.')}. As long as it does not answer, {NAME_IT}", kind=error.kind
        ) from None
    except SourceError as error:
        # Many a music server has nothing to show at its own address.
        found: Detected | FeedList | None = _server(location, client, cancel)
        if found is not None:
            return found
        if not login or not isinstance(error, SourceRefused):
            raise
        headers.update(login)
        document = _read(client, location, cancel)
    found = _of_document(location, document)
    if found is not None:
        return found
    if _is_page(document):
        found = _of_page(document, client, cancel) or _server(location, client, cancel)
        if found is not None:
            return found
        raise _unknown(
            f"{shown(location)} is a web page that names no feed, and no music server answers "
            "there. Give the address of the feed or of the playlist itself"
        )
    if not _is_audio(document.content_type, document.data):
        found = _server(location, client, cancel)
        if found is not None:
            return found
    raise _unknown(_description(document))


def _read(client: DocumentClient, address: str, cancel: StopToken) -> Document:
    return client.get(address, cancel, ask=Ask(most=MOST_BYTES, enough=_is_audio))


def _is_audio(content_type: str, data: bytes | bytearray) -> bool:
    """Whether it is a track or the stream of a radio station, which has no end."""
    if format_of_content_type(content_type) is not None:
        return False
    return data.startswith(_AUDIO) or content_type.lower().startswith(("audio/", "video/"))


def _of_document(location: str, document: Document) -> Detected | FeedList | None:
    if _is_audio(document.content_type, document.data):
        return None
    feeds = _feeds(location, document.data)
    if feeds is not None:
        return feeds
    for kind, what in registry.recognise(location):
        if kind.detect(document.address, document.content_type, document.data):
            return Detected(kind, what)
    return None


def _feeds(location: str, data: bytes) -> FeedList | None:
    if not re.search(r"<opml[\s>]", decode_text(data[:_HEAD]), re.IGNORECASE):
        return None
    feeds = parse_opml(data)
    if not feeds:
        raise PlaylistUnreadable(
            f"{shown(location)} is a list of feeds (OPML) that names none", kind="empty"
        )
    return FeedList(location, feeds)


def _is_page(document: Document) -> bool:
    head = decode_text(document.data[:_HEAD]).lstrip("\ufeff")
    return "html" in document.content_type.lower() or _PAGE.match(head) is not None


def _of_page(document: Document, client: DocumentClient, cancel: StopToken) -> Detected | None:
    """The first feed that a page names (WHATWG HTML, section 4.6.7, link type "alternate")."""
    why: SourceError | None = None
    for address in _links(document):
        try:
            feed = _read(client, address, cancel)
        except SourceError as error:
            why = why or error
            continue
        found = _of_document(address, feed)
        if isinstance(found, Detected) and not _is_page(feed):
            return found
    if why is not None:
        raise SourceError(
            f"{shown(document.address)} is a web page that names a feed, but {why}", kind=why.kind
        )
    return None


def _links(document: Document) -> Iterator[str]:
    text = decode_text(document.data[:_PAGE_BYTES])
    seen: set[str] = set()
    for link in _LINK.finditer(text):
        said = {
            name.lower(): html.unescape(value.strip("\"'")).strip()
            for name, value in _ATTRIBUTE.findall(link[1])
        }
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if "alternate" not in said.get("rel", "").lower().split() or kind not in _FEEDS:
            continue
        try:
            address = without_userinfo(urljoin(document.address, said.get("href", "")))
        except ValueError:
            continue
        if split(address) is not None and address not in seen and len(seen) < _MOST_LINKS:
            seen.add(address)
            yield address


def _server(location: str, client: DocumentClient, cancel: StopToken) -> Detected | None:
    """A music server at the address, or where its host begins: pages of it are pasted as well."""
    for place in dict.fromkeys((location, _root(location))):
        for kind, what in registry.recognise(place):
            cancel.check()
            try:
                if kind.probe(client, what.location, cancel):
                    return Detected(kind, what)
            except SourceError:
                continue
    return None


def _root(location: str) -> str:
    parts = split(location)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", "")) if parts else location


def _of_file(path: Path) -> Detected | FeedList:
    document = Document(str(path), read_local(path, MOST_BYTES), "", {})
    found = _of_document(str(path), document)
    if found is not None:
        return found
    for kind in registry.kinds().values():
        if kind.detect(document.address, "", document.data):
            raise SourceError(
                f"{path} is what a source of the kind {kind.label} reads from the web, and it "
                "changes there; give its web address instead",
                kind="no_kind",
            )
    raise _unknown(_description(document))


def _description(document: Document) -> str:
    """What the reader of playlists, which is asked last, says of a document."""
    if _is_audio(document.content_type, document.data):
        return (
            f"{shown(document.address)} is a track or a stream, not a catalogue. Give the address "
            "of a playlist or a feed that names it"
        )
    try:
        parse_playlist(
            document.data,
            base=document.address,
            name_hint=document.address,
            content_type=document.content_type,
        )
    except PlaylistUnreadable as error:
        return str(error).rstrip(".")
    return f"{shown(document.address)} is nothing that is known"


def _unknown(words: str) -> SourceError:
    return SourceError(f"{words}, or {NAME_IT}", kind="no_kind")
