# SPDX-License-Identifier: GPL-3.0-or-later
"""The Internet Archive: items, collections, favourites, lists and searches.

An item is a playlist. What holds many items is one playlist of all their tracks, or a playlist for
each item, as the person chooses. One search tells which items there are and when each of them
changed last; so what is unchanged costs that one request, and with a playlist for each item only
the changed ones are asked for again. A single playlist can only be written anew as a whole.
"""

import hashlib
import json
import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceGone,
    TransferError,
)
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaAnswer,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    SidecarRef,
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources.archive_api import SORTS, ArchiveApi, Member, Members, Wait, waiting
from catalogsync_gui.sources.archive_files import WANTED, formats_check
from catalogsync_gui.sources.archive_item import COVER_BYTES, Item, entries_of, item_of
from catalogsync_gui.sources.archive_places import (
    SCHEMES,
    Place,
    Shape,
    detect,
    place_of,
    recognise,
)
from catalogsync_gui.sources.base import Adapter, Option, SourceKind, one_of, whole_number
from catalogsync_gui.sources.http import DocumentClient

log = logging.getLogger(__name__)

PAGE = 500
MOST_ITEMS = 500

_READER = "2"
"""Goes up when the same answers are read in another way, so that they are read again."""

_LIST_AGE = 30 * 86_400
"""Seconds after which the items of a list are looked at again: a list tells nothing of them."""


class Archive(Adapter):
    """A subscription to something the Internet Archive has."""

    def __init__(self, source: Source, context: SourceContext, *, wait: Wait = waiting) -> None:
        """Takes ``wait``, by which the pauses between requests are made."""
        super().__init__(source, context)
        place = place_of(source.location)
        if place is None:
            raise AddressRefused(f"{source.name}: its address is none of the Internet Archive's")
        self._place: Place = place
        options = source.options
        self._formats = tuple((options.get("formats") or WANTED).split(", "))
        self._each = options.get("playlists") == "items"
        self._sort = options.get("sort") or SORTS[0]
        self._most = int(options.get("max_items") or MOST_ITEMS)
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            allow_private=self.allow_private,
        )
        self._api = ArchiveApi(place.origin, self._client, wait)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def media(self, ref: MediaRef) -> MediaRequest:
        """The Archive asks for no credentials; it redirects to one of its many hosts."""
        return MediaRequest(
            ref.address,
            own_host=host_of(self.source.location),
            allow_private=self.allow_private,
            ca_file=self.context.ca_file,
            size=ref.size,
            digest=ref.digest,
        )

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """401 and 403 stand for an item that is restricted, which asking again does not change.

        Nor does it speak against the rest of the source, as a ``TransferRefused`` would.

        :raises TransferError: and says so.
        """
        if answer.status in (401, 403):
            raise TransferError(
                f"the Internet Archive lets people listen to this recording but does not give the "
                f"file out ({answer.status}); another format, named by the source's option "
                "formats, may be open",
                kind="restricted",
            )
        return None

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """A cover."""
        try:
            return self._api.fetch(ref.address, COVER_BYTES, cancel)
        except SourceGone:
            return None

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The playlists of the source; see the module for how many there are and what they cost."""
        place = self._place
        match place.shape:
            case Shape.ACCOUNT:
                raise PlaylistUnreadable(
                    f"the page of the account {place.name} is no list of recordings; "
                    "give the address of its favourites or of one of its lists",
                    kind="account",
                )
            case Shape.SEARCH:
                found = self._api.search(place.name, self._sort, self._most, cancel)
                yield from self._many("search", self.source.name, found, known, cancel)
            case Shape.USER_LIST:
                found = self._api.user_list(place.name, place.number, self._most, cancel)
                yield from self._many(
                    f"@{place.name}/lists/{place.number}",
                    found.title or self.source.name,
                    Members(self._aged(found), more=found.more),
                    known,
                    cancel,
                )
            case Shape.DETAILS:
                yield from self._details(known, cancel)

    def _details(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """Pages of what is an item or a collection; which it is, is remembered of the latter."""
        name = self._place.name
        title = self.source.memory.get("collection", "")
        if not title and self._place.is_favourites:
            title = self._place.title
        found = self._collected(cancel) if title else Members(())
        if not found.items:
            # Nothing is found in what is gone, too.
            item = item_of(self._api.metadata(name, cancel), name)
            if not item.is_collection:
                yield from self._single(item, known)
                return
            if not title:
                title = item.title
                self.context.remember({"collection": title})
                found = self._collected(cancel)
        yield from self._many(name, title, found, known, cancel)

    def _collected(self, cancel: StopToken) -> Members:
        return self._api.search(f"collection:({self._place.name})", self._sort, self._most, cancel)

    def _single(self, item: Item, known: Mapping[str, str]) -> Iterator[CatalogPage]:
        if not item.tracks:
            raise PlaylistUnreadable(
                f"“{item.title}” at the Internet Archive holds no recordings; "
                "only what has audio files can be subscribed to",
                kind="no_audio",
            )
        entries = self._entries(item)
        revision = _hashed([item.title, [repr(entry) for entry in entries]])
        playlist = PlaylistRef(item.identifier, item.title, revision)
        if known.get(item.identifier) == revision:
            yield CatalogPage(playlist, unchanged=True)
            return
        yield from _paged(_Reading(playlist), iter([entries]))

    def _many(
        self,
        key: str,
        title: str,
        found: Members,
        known: Mapping[str, str],
        cancel: StopToken,
    ) -> Iterator[CatalogPage]:
        if found.more:
            log.info(
                "source %s: only the first %s items are read; its option max_items allows more",
                self.source.id,
                len(found.items),
            )
        if self._each:
            yield from self._one_by_one(found, known, cancel)
            return
        stamps = [(member.identifier, member.stamp) for member in found.items]
        if self._sort == "downloads" and self._place.shape is not Shape.USER_LIST:
            # How often others download it changes the order daily, and is no reason to read anew.
            stamps.sort()
        playlist = PlaylistRef(key, title, _hashed([title, self._formats, stamps]))
        if known.get(key) == playlist.revision:
            yield CatalogPage(playlist, unchanged=True)
            return
        reading = _Reading(playlist)
        yield from _paged(reading, self._batches(found, reading, cancel))

    def _batches(
        self, found: Members, reading: "_Reading", cancel: StopToken
    ) -> Iterator[tuple[CatalogEntry, ...]]:
        for member in found.items:
            try:
                item = self._item(member, cancel)
            except PlaylistUnreadable as error:
                log.info("source %s: %s", self.source.id, error)
                reading.whole = False
                continue
            if item is not None:
                yield self._entries(item)

    def _one_by_one(
        self, found: Members, known: Mapping[str, str], cancel: StopToken
    ) -> Iterator[CatalogPage]:
        for member in found.items:
            cancel.check()
            name, before = member.identifier, known.get(member.identifier)
            revision = _hashed([self._formats, member.stamp])
            if before == revision:
                yield CatalogPage(PlaylistRef(name, name, revision), unchanged=True)
                continue
            try:
                item = self._item(member, cancel)
            except PlaylistUnreadable as error:
                log.info("source %s: %s", self.source.id, error)
                if before is not None:
                    yield CatalogPage(PlaylistRef(name, name, before), unchanged=True)
                continue
            if item is not None:
                playlist = PlaylistRef(name, item.title, revision)
                yield from _paged(_Reading(playlist), iter([self._entries(item)]))

    def _item(self, member: Member, cancel: StopToken) -> Item | None:
        """One of many items; None for one that is gone, and for a collection within."""
        name = member.identifier
        try:
            item = item_of(self._api.metadata(name, cancel), name)
        except SourceGone as error:
            log.info("source %s: %s", self.source.id, error)
            return None
        return None if item.is_collection else item

    def _entries(self, item: Item) -> tuple[CatalogEntry, ...]:
        return entries_of(item, self._place.origin, self._formats)

    def _aged(self, found: Members) -> tuple[Member, ...]:
        shift = zlib.crc32(self.source.location.encode()) % _LIST_AGE
        age = str(int((self.context.now() + shift) // _LIST_AGE))
        return tuple(Member(member.identifier, age) for member in found.items)


@dataclass(slots=True)
class _Reading:
    """A playlist on its way.

    :ivar whole: every part of it could be read; otherwise it is read again next time.
    """

    playlist: PlaylistRef
    whole: bool = True


def _paged(reading: _Reading, batches: Iterator[tuple[CatalogEntry, ...]]) -> Iterator[CatalogPage]:
    """A page for each item, so that its tracks are fetched while the others are read.

    One is held back, since the last has to be marked.
    """
    held: tuple[CatalogEntry, ...] = ()
    position = 0
    for batch in batches:
        for start in range(0, len(batch), PAGE):
            if held:
                yield CatalogPage(reading.playlist, held, position, last=False)
                position += len(held)
            held = batch[start : start + PAGE]
    playlist = reading.playlist if reading.whole else replace(reading.playlist, revision="")
    yield CatalogPage(playlist, held, position)


def _hashed(what: object) -> str:
    text = json.dumps([_READER, what])
    return hashlib.sha256(text.encode()).hexdigest()


KIND = SourceKind(
    name="archive",
    label="Internet Archive",
    open=Archive,
    recognise=recognise,
    options={
        "formats": Option(
            "the formats to take, the best first, in the Archive's words; one file a track",
            formats_check,
        ),
        "playlists": Option(
            "of a collection, favourites, a list or a search: one playlist of all tracks (one), "
            "which is read anew as a whole whenever something changes, or a playlist for each "
            "item (items), of which only changed ones are read",
            one_of("one", "items"),
        ),
        "max_items": Option(
            f"so many items of a collection or a search are read at most (else {MOST_ITEMS})",
            whole_number(1, 10_000),
        ),
        "sort": Option(
            "the order of a collection's or a search's items: newest, oldest, title or downloads",
            one_of(*SORTS),
        ),
    },
    most_per_host=2,
    titled=True,
    detect=detect,
    schemes=SCHEMES,
)
