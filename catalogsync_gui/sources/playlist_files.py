# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files, from a disk or from the web: M3U, M3U8, PLS, XSPF, JSPF."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from catalogsync_gui.core.addresses import host_of, origin_of, split
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
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.playlists.addresses import label_of
from catalogsync_gui.playlists.doc import Location, LocationKind, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.formats import looks_like_playlist
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS
from catalogsync_gui.playlists.reading import parse_playlist
from catalogsync_gui.sources.authorization import authorization
from catalogsync_gui.sources.base import Adapter, Recognised, SourceKind
from catalogsync_gui.sources.http import DocumentClient, check_address
from catalogsync_gui.sources.local_files import read_local
from catalogsync_gui.sources.playlist_entries import catalog_entry, usable

PAGE = 500
DEEPEST = 3
"""Playlists within playlists are followed so many levels down."""

MOST_PLAYLISTS = 100
"""So many playlists are read for one source, the outermost included."""

_READER = "1"
"""Goes up when the same bytes are read in another way, so that they are read again."""

_KEY = "playlist"


@dataclass(slots=True)
class _Reading:
    """One refresh: what was visited, and a hash over all that was read."""

    cancel: StopToken
    visited: set[str] = field(default_factory=set)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    nested: bool = False
    entries: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A document and where it was found.

    :ivar local: it lies on a disk, and so does every playlist that led to it.
    :ivar own_host: the host whose private addresses it may name; None: that of every address.
    """

    address: str
    data: bytes
    local: bool
    own_host: str | None
    content_type: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


class PlaylistFiles(Adapter):
    """A subscription to one playlist file; playlists it names are read in its place.

    Local paths count only when the person opened the playlist from a disk: a playlist from the
    web never makes this program read local files, not even one that a local playlist names.
    """

    def __init__(self, source: Source, context: SourceContext) -> None:
        super().__init__(source, context)
        self._local = split(source.location) is None
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
        if ref.local and not self._local:
            raise SourceError("a playlist from the web may not name local files")
        same = not ref.local and origin_of(ref.address) == origin_of(self.source.location)
        # Whoever opens a playlist from a disk of their own vouches for the hosts it names, yet
        # not for where those redirect to.
        own = host_of(ref.address if self._local else self.source.location)
        return MediaRequest(
            ref.address,
            local=ref.local,
            headers=self._credentials() if same else {},
            own_host=own,
            allow_private=self.allow_private,
            ca_file=self.context.ca_file,
            size=ref.size,
            digest=ref.digest,
        )

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The playlist's entries, 500 a page; or one page saying that it is unchanged."""
        before = _revision(known.get(_KEY, ""))
        validators = {k: v for k, v in before.items() if k.startswith("If-")}
        reading = _Reading(cancel)
        top = self._read(self.source.location, None, reading, validators)
        if top.unchanged:
            yield CatalogPage(PlaylistRef(_KEY, self.source.name, known[_KEY]), unchanged=True)
            return
        doc = self._parse(top, self.source.location)
        reading.visited.add(self.source.location)
        entries = list(self._flat(doc, top, reading, 1))
        title = doc.title or self.source.name
        sha256 = reading.digest.hexdigest()
        if before.get("sha256") == sha256 and before.get("title") == title:
            yield CatalogPage(PlaylistRef(_KEY, title, known[_KEY]), unchanged=True)
            return
        revision = {"reader": _READER, "sha256": sha256, "title": title}
        if not reading.nested:
            # A 304 for the outermost list says nothing of those within it.
            revision |= top.validators
        ref = PlaylistRef(_KEY, title, json.dumps(revision, sort_keys=True))
        for start in range(0, max(1, len(entries)), PAGE):
            cancel.check()
            page = tuple(entries[start : start + PAGE])
            yield CatalogPage(ref, page, start, last=start + PAGE >= len(entries))

    def _flat(
        self, doc: PlaylistDoc, found: _Found, reading: _Reading, level: int
    ) -> Iterator[CatalogEntry]:
        """The entries of a playlist, those of playlists in it in their place."""
        reading.visited.add(found.address)
        for entry in doc.entries:
            location = usable(entry, local=found.local)
            refusal = self._refusal(location, found)
            if refusal:
                reading.entries += 1
                yield catalog_entry(_unusable(entry, refusal), None)
                continue
            if location is None or not looks_like_playlist(location.address):
                reading.entries += 1
                DEFAULT_LIMITS.check_entries(reading.entries, label_of(self.source.location))
                yield catalog_entry(entry, location)
                continue
            reading.nested = True
            if location.address in reading.visited:
                continue
            try:
                inner, inner_doc = self._inner(location.address, found, reading, level)
            except (SourceGone, AddressRefused, PlaylistUnreadable) as error:
                # The others (no connection, no rights) may pass: the old list stays till then.
                yield catalog_entry(_unusable(entry, str(error)), None)
                continue
            if inner.address in reading.visited - {location.address}:
                continue  # another address of a playlist that was read already
            yield from self._flat(inner_doc, inner, reading, level + 1)

    def _refusal(self, location: Location | None, found: _Found) -> str:
        """Why a numeric host may not be talked to; of names the connected peer will tell."""
        if location is None or location.kind is not LocationKind.URL:
            return ""
        own = found.local or host_of(location.address) == found.own_host
        try:
            check_address(location.address, private=own or self.allow_private)
        except AddressRefused as error:
            return str(error)
        return ""

    def _inner(
        self, address: str, outer: _Found, reading: _Reading, level: int
    ) -> tuple[_Found, PlaylistDoc]:
        if level > DEEPEST:
            raise PlaylistUnreadable(
                f"{label_of(address)} is not read: it is a playlist within playlists, and those "
                f"are followed {DEEPEST} levels deep",
                kind="too_deep",
            )
        if len(reading.visited) >= MOST_PLAYLISTS:
            raise PlaylistUnreadable(
                f"{label_of(address)} is not read: the list names more than {MOST_PLAYLISTS} "
                "playlists; subscribe to some of them on their own",
                kind="too_many",
            )
        reading.visited.add(address)
        found = self._read(address, outer, reading, {})
        return found, self._parse(found, address)

    @staticmethod
    def _parse(found: _Found, asked: str) -> PlaylistDoc:
        return parse_playlist(
            found.data, base=found.address, name_hint=asked, content_type=found.content_type
        )

    def _read(
        self, address: str, outer: _Found | None, reading: _Reading, validators: Mapping[str, str]
    ) -> _Found:
        """Reads a document.

        :param outer: the playlist that names it; None for the source's own location.
        """
        reading.cancel.check()
        if split(address) is None:
            found = _from_disk(Path(address))
        else:
            own_host = host_of(address) if outer is None or outer.local else outer.own_host
            document = self._client.get(
                address, reading.cancel, validators, own_host=own_host or ""
            )
            found = _Found(
                document.address,
                document.data,
                local=False,
                own_host=own_host,
                content_type=document.content_type,
                validators=document.validators,
                unchanged=document.unchanged,
            )
        reading.digest.update(found.address.encode("utf-8", "surrogateescape"))
        reading.digest.update(hashlib.sha256(found.data).digest())
        return found

    def _credentials(self) -> dict[str, str]:
        return authorization(self.source, self.context)


def _unusable(entry: PlaylistEntry, reason: str) -> PlaylistEntry:
    address = entry.locations[0].address if entry.locations else ""
    return replace(entry, locations=(Location.unsupported(address, reason),))


def _from_disk(path: Path) -> _Found:
    data = read_local(path, DEFAULT_LIMITS.max_bytes)
    return _Found(str(path), data, local=True, own_host=None)


def _revision(text: str) -> dict[str, str]:
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) and data.get("reader") == _READER else {}


def _recognise(location: str) -> Recognised | None:
    """Any address and any path may be a playlist; a known suffix says so."""
    parts = split(location)
    sure = looks_like_playlist(location)
    if parts is None:
        return Recognised(location, Path(location).stem, sure=sure)
    location = location.partition("#")[0]
    name, host = unquote(PurePosixPath(parts.path).stem), host_of(location)
    return Recognised(location, f"{name} ({host})" if name else host, sure=sure)


def _detect(address: str, content_type: str, data: bytes) -> bool:
    try:
        parse_playlist(data, base=address, name_hint=address, content_type=content_type)
    except PlaylistUnreadable as error:
        # An HLS list is a playlist by its form, and the refusal tells why it is of no use.
        return error.kind == "hls"
    return True


KIND = SourceKind(
    name="playlist",
    label="Playlist file",
    open=PlaylistFiles,
    recognise=_recognise,
    secrets=("password", "token"),
    detect=_detect,
)
