# SPDX-License-Identifier: GPL-3.0-or-later
"""Podcasts: RSS and Atom feeds. One feed is one source and one playlist."""

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from catalogsync_gui.core.addresses import host_of, origin_of, shown, split, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
)
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    SidecarRef,
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.playlists.addresses import Base, label_of, resolve_uri
from catalogsync_gui.playlists.doc import LocationKind
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS
from catalogsync_gui.sources.authorization import authorization
from catalogsync_gui.sources.base import Adapter, Recognised, SourceKind
from catalogsync_gui.sources.feed import Feed, parse_feed
from catalogsync_gui.sources.feed_address import SCHEMES
from catalogsync_gui.sources.feed_choice import OPTIONS, Choice
from catalogsync_gui.sources.feed_entries import (
    CHAPTERS_INLINE,
    MUSIC,
    Entries,
    Listed,
    as_album,
    first_to_last,
    identified,
    newest_first,
)
from catalogsync_gui.sources.http import Ask, Document, DocumentClient, check_address

log = logging.getLogger(__name__)

PAGE = 500
MOST_DOCUMENTS = 50
"""So many documents of one paged or archived feed are read, the newest included."""

SIDECAR_BYTES = 10_000_000

_KEY = "feed"
_MOVES = 5
_READER = "3"
"""Goes up when the same feed is read in another way, so that it is read again."""

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<\?[^>]{0,500}>|<!--(?:(?!-->).){0,2000}-->){0,20}"
    rb"<(?:[A-Za-z][\w.-]{0,30}:)?(rss|rdf|feed)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A feed and where it is.

    :ivar address: relative addresses in it start from there.
    :ivar place: the address it should be asked for at from now on.
    """

    feed: Feed
    address: str
    place: str
    validators: Mapping[str, str] = field(default_factory=dict)


class Podcast(Adapter):
    """A subscription to a feed.

    The newest episode comes first, as in every podcast application. A serial show
    (``itunes:type``) is listed from its first episode on, and what calls itself music
    (``podcast:medium``) is an album: in the order of its track numbers, else of the feed.
    """

    def __init__(self, source: Source, context: SourceContext) -> None:
        super().__init__(source, context)
        self._choice = Choice.of(source.options)
        moved = source.memory.get("moved_to") == source.location
        # Only the host that the person named may be private, not one that a feed moved to.
        self._own_host = source.memory.get("typed_host", "") if moved else host_of(source.location)
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            allow_private=self.allow_private,
            credentials=self._credentials,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def media(self, ref: MediaRef) -> MediaRequest:
        """Adds the source's credentials, for its own origin only."""
        same = origin_of(ref.address) == origin_of(self.source.location)
        return MediaRequest(
            ref.address,
            headers=self._credentials() if same else {},
            own_host=self._own_host,
            allow_private=self.allow_private,
            ca_file=self.context.ca_file,
            size=ref.size,
            digest=ref.digest,
        )

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """Fetches a cover, a transcript or chapters; chapters of the feed itself need no fetch."""
        if ref.address.startswith(CHAPTERS_INLINE):
            return unquote_to_bytes(ref.address.removeprefix(CHAPTERS_INLINE))
        try:
            return self._get(ref.address, cancel, ask=Ask(most=SIDECAR_BYTES)).data or None
        except SourceGone:
            return None

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The feed's episodes, 500 a page; or one page saying that it is unchanged.

        What an unchanged feed continues in (RFC 5005) is not asked for. When the feed did change,
        its older pages or archives are read again: a playlist is always told as a whole. One that
        is gone or cannot be read ends the list there.
        """
        location = self.source.location
        before = self._revision(known.get(_KEY, ""))
        conditions = {name: word for name, word in before.items() if name.startswith("If-")}
        if before.get("asked") != location:
            conditions = {}
        document = self._get(location, cancel, conditions)
        if document.unchanged:
            self._move(self._acceptable(document.settled, location))
            yield CatalogPage(PlaylistRef(_KEY, self.source.name, known[_KEY]), unchanged=True)
            return
        found = self._moved(self._parsed(document, location, cancel), cancel)
        feed = found.feed
        if feed.remote_items and not feed.episodes:
            raise PlaylistUnreadable(
                f"{label_of(location)} is a list of episodes in other feeds; "
                "subscribe to those feeds themselves",
                kind="list_feed",
            )
        self._move(found.place)
        title = feed.title or self.source.name
        words = repr((feed, found.address, title)).encode("utf-8", "backslashreplace")
        sha256 = hashlib.sha256(words).hexdigest()
        if (before.get("sha256"), before.get("asked")) == (sha256, found.place):
            yield CatalogPage(PlaylistRef(_KEY, title, known[_KEY]), unchanged=True)
            return
        revision = {"reader": _READER, "options": self._options_word(), "sha256": sha256}
        revision |= {"asked": found.place, **found.validators}
        ref = PlaylistRef(_KEY, title, json.dumps(revision, sort_keys=True))
        entries = Entries(feed, title, found.address, self._refusal)
        yield from _paged(ref, entries, self._listed(found, cancel), cancel)

    def _listed(self, found: _Found, cancel: StopToken) -> Iterable[Listed]:
        """The wanted episodes in their order."""
        music = found.feed.medium == MUSIC
        if not music and not found.feed.serial:
            return self._choice.newest(self._all(found, cancel, sort=True))
        everything = list(self._all(found, cancel, sort=False))
        wanted = {one.key for one in self._choice.newest(newest_first(everything))}
        ordered = as_album(everything) if music else first_to_last(everything)
        return [one for one in ordered if one.key in wanted]

    def _all(self, found: _Found, cancel: StopToken, *, sort: bool) -> Iterator[Listed]:
        """The episodes of a feed and of what it continues in, document after document."""
        seen: set[str] = set()
        for document in self._documents(found, cancel):
            listed = identified(document.feed, document.address)
            for one in newest_first(listed) if sort else listed:
                if one.key not in seen:
                    seen.add(one.key)
                    DEFAULT_LIMITS.check_entries(len(seen), label_of(self.source.location))
                    yield one
            if self._choice.since and all(
                one.episode.published and one.episode.published[0] < self._choice.since
                for one in listed
            ):
                return

    def _documents(self, found: _Found, cancel: StopToken) -> Iterator[_Found]:
        """The feed, then its further pages or its archives, the newer ones first (RFC 5005)."""
        visited = {self.source.location, found.place, found.address}
        yield found
        for _ in range(MOST_DOCUMENTS - 1):
            if found.feed.complete or not found.feed.following:
                return
            address = self._web_address(found.feed.following, found.address)
            if not address or address in visited:
                return
            visited.add(address)
            try:
                found = self._parsed(self._get(address, cancel), address, cancel)
            except (SourceGone, AddressRefused, PlaylistUnreadable) as error:
                # The others (no connection, no rights) may pass: the old list stays till then.
                log.info("%s: older episodes are left out: %s", self.source.name, error)
                return
            if found.address in visited - {address}:
                return
            visited.add(found.address)
            yield found

    def _moved(self, found: _Found, cancel: StopToken) -> _Found:
        """Follows ``itunes:new-feed-url`` to a feed that can be read; in a circle, not at all."""
        first = found
        visited: set[str] = {self.source.location}
        for _ in range(_MOVES):
            here = {found.place, found.address}
            visited |= here
            target = self._acceptable(
                self._web_address(found.feed.new_address, found.address), found.address
            )
            if not target or target in here:
                return found
            if target in visited:
                break
            try:
                document = self._get(target, cancel)
                found = self._parsed(document, target, cancel)
            except SourceError as error:
                log.info("%s: its new address is not taken over: %s", self.source.name, error)
                return found
        return first

    def _parsed(self, document: Document, asked: str, cancel: StopToken) -> _Found:
        feed = parse_feed(document.data, label_of(asked), cancel.check)
        settled = self._acceptable(document.settled, asked)
        return _Found(feed, document.address, settled or asked, document.validators)

    def _acceptable(self, target: str, source: str) -> str:
        """An address the feed may be at from now on, or nothing.

        Never from https to http; and since credentials go where the source is, one that has
        some follows to no other server.
        """
        if split(target) is None or target == source:
            return target if target == source else ""
        if origin_of(target) == origin_of(self.source.location):
            return target
        secure = target.lower().startswith("https:")
        if not secure and self.source.location.lower().startswith("https:"):
            return ""
        same_host = host_of(target) == host_of(self.source.location)
        if self._credentials() and not (secure and same_host):
            log.info(
                "%s says it has moved to %s; a source with a password is not moved to another "
                "server by itself",
                self.source.name,
                shown(target),
            )
            return ""
        return "" if self._refusal(target) else target

    def _move(self, place: str) -> None:
        if place and place != self.source.location:
            self.context.remember({"typed_host": self._own_host, "moved_to": place})
            self.context.moved(place)

    def _web_address(self, text: str, base: str) -> str:
        """An address a feed names, absolute, or nothing."""
        for location in resolve_uri(Base.of(base), text)[:1]:
            if location.kind is LocationKind.URL:
                return without_userinfo(location.address)
        return ""

    def _refusal(self, address: str) -> str:
        """Why a numeric host may not be talked to; of names the connected peer will tell."""
        own = host_of(address) == self._own_host
        try:
            check_address(address, private=own or self.allow_private)
        except AddressRefused as error:
            return str(error)
        return ""

    def _get(
        self,
        address: str,
        cancel: StopToken,
        conditions: Mapping[str, str] | None = None,
        ask: Ask | None = None,
    ) -> Document:
        cancel.check()
        return self._client.get(
            address, cancel, conditions, own_host=self._own_host, ask=ask or Ask()
        )

    def _credentials(self) -> dict[str, str]:
        return authorization(self.source, self.context)

    def _options_word(self) -> str:
        """Tells whether the list was made with the same options."""
        return json.dumps({name: self.source.options.get(name, "") for name in OPTIONS})

    def _revision(self, text: str) -> dict[str, str]:
        try:
            data = json.loads(text) if text else {}
        except ValueError:
            return {}
        if not isinstance(data, dict) or data.get("reader") != _READER:
            return {}
        return data if data.get("options") == self._options_word() else {}


def _paged(
    ref: PlaylistRef, entries: Entries, listed: Iterable[Listed], cancel: StopToken
) -> Iterator[CatalogPage]:
    position = 0
    batch: list[CatalogEntry] = []
    for one in listed:
        if len(batch) == PAGE:
            yield CatalogPage(ref, tuple(batch), position, last=False)
            cancel.check()
            position, batch = position + PAGE, []
        batch.append(entries.entry(one))
    cancel.check()
    yield CatalogPage(ref, tuple(batch), position)


def _recognise(location: str) -> Recognised | None:
    """Any web address may be a feed; two suffixes say so. A page of Apple's directory is none."""
    parts = split(location)
    if parts is None or (parts.hostname or "").lower() == "podcasts.apple.com":
        return None
    location = location.partition("#")[0]
    suffix = PurePosixPath(parts.path).suffix.lower()
    return Recognised(location, host_of(location), sure=suffix in {".rss", ".atom"})


def _detect(_address: str, _content_type: str, data: bytes) -> bool:
    return _ROOT.match(data[:65_536]) is not None


KIND = SourceKind(
    name="podcast",
    label="Podcast",
    open=Podcast,
    titled=True,
    recognise=_recognise,
    options=OPTIONS,
    secrets=("password", "token"),
    detect=_detect,
    schemes=SCHEMES,
)
