# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files, from a disk or from the web: M3U, M3U8, PLS, XSPF, JSPF."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogsync_gui.core.addresses import host_of, split, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import PlaylistUnreadable, SourceError, SourceGone
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    Source,
    TrackInfo,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.playlists.doc import Location, LocationKind, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.formats import looks_like_playlist
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS
from catalogsync_gui.playlists.reading import parse_playlist
from catalogsync_gui.sources.http import DocumentClient

PAGE = 500
DEEPEST = 3
"""Playlists within playlists are followed so many levels down."""

_KEY = "playlist"
_YES = ("yes", "true", "on", "1")


@dataclass(slots=True)
class _Reading:
    """One refresh: what was visited, and a hash over all that was read."""

    cancel: StopToken
    visited: set[str] = field(default_factory=set)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    nested: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A document and where it was found."""

    address: str
    data: bytes
    content_type: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


class PlaylistFiles:
    """A subscription to one playlist file; playlists it names are read in its place.

    Local paths count only when the person opened the playlist from a disk: a playlist from the
    web never makes this program read local files.
    """

    def __init__(self, source: Source, context: SourceContext) -> None:
        self._source = source
        self._local = split(source.location) is None
        self._allow_private = source.options.get("allow_private", "").lower() in _YES
        self._context = context
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            # Whoever opens a playlist from a disk of their own vouches for its addresses.
            allow_private=self._allow_private or self._local,
            credentials=self._credentials,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def media(self, ref: MediaRef) -> MediaRequest:
        """Adds the source's credentials, for its own origin only."""
        if ref.local and not self._local:
            raise SourceError("a playlist from the web may not name local files")
        own = host_of(self._source.location)
        same = own and host_of(ref.address) == own and self._same_scheme(ref.address)
        return MediaRequest(
            ref.address,
            local=ref.local,
            headers=self._credentials() if same else {},
            own_host=own,
            allow_private=self._allow_private or self._local,
            size=ref.size,
            digest=ref.digest,
        )

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The playlist's entries, 500 a page; or one page saying that it is unchanged."""
        before = _revision(known.get(_KEY, ""))
        validators = {k: v for k, v in before.items() if k.startswith("If-")}
        reading = _Reading(cancel)
        top = self._read(self._source.location, reading, validators)
        if top.unchanged:
            yield CatalogPage(PlaylistRef(_KEY, self._source.name, known[_KEY]), unchanged=True)
            return
        doc = self._parse(top)
        entries = [_entry(e, local=self._local) for e in self._flat(doc, top, reading, 1)]
        title = doc.title or self._source.name
        sha256 = reading.digest.hexdigest()
        if before.get("sha256") == sha256 and before.get("title") == title:
            yield CatalogPage(PlaylistRef(_KEY, title, known[_KEY]), unchanged=True)
            return
        revision = {"sha256": sha256, "title": title}
        if not reading.nested:
            # A 304 for the outermost list says nothing of those within it.
            revision |= top.validators
        ref = PlaylistRef(_KEY, title, json.dumps(revision, sort_keys=True))
        for start in range(0, max(1, len(entries)), PAGE):
            cancel.check()
            page = tuple(entries[start : start + PAGE])
            yield CatalogPage(ref, page, start, last=start + PAGE >= len(entries))

    def _flat(
        self, doc: PlaylistDoc, found: _Found, reading: _Reading, depth: int
    ) -> Iterator[PlaylistEntry]:
        reading.visited.add(found.address)
        for entry in doc.entries:
            location = self._usable(entry)
            if location is None or not looks_like_playlist(location.address):
                yield entry
                continue
            reading.nested = True
            if depth >= DEEPEST or location.address in reading.visited:
                continue
            reading.visited.add(location.address)
            try:
                inner = self._read(location.address, reading, {})
                inner_doc = self._parse(inner)
            except SourceError as error:
                reason = Location.unsupported(location.address, str(error))
                yield PlaylistEntry(locations=(reason,), title=entry.title)
                continue
            yield from self._flat(inner_doc, inner, reading, depth + 1)

    def _usable(self, entry: PlaylistEntry) -> Location | None:
        return _usable(entry, local=self._local)

    def _parse(self, found: _Found) -> PlaylistDoc:
        return parse_playlist(found.data, base=found.address, content_type=found.content_type)

    def _read(self, address: str, reading: _Reading, validators: Mapping[str, str]) -> _Found:
        reading.cancel.check()
        if split(address) is None:
            found = _from_disk(Path(address))
        else:
            document = self._client.get(address, reading.cancel, validators)
            found = _Found(
                document.address,
                document.data,
                document.content_type,
                document.validators,
                document.unchanged,
            )
        reading.digest.update(found.address.encode("utf-8", "surrogateescape"))
        reading.digest.update(hashlib.sha256(found.data).digest())
        return found

    def _credentials(self) -> dict[str, str]:
        token = self._context.secret("token")
        if token:
            return {"Authorization": f"Bearer {token}"}
        password = self._context.secret("password")
        if password is None:
            return {}
        pair = f"{self._source.options.get('user', '')}:{password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}

    def _same_scheme(self, address: str) -> bool:
        return address.partition(":")[0].lower() == self._source.location.partition(":")[0].lower()


def _from_disk(path: Path) -> _Found:
    try:
        with path.open("rb") as file:
            data = file.read(DEFAULT_LIMITS.max_bytes + 1)
    except FileNotFoundError:
        raise SourceGone(f"{path} is not there; was it moved or renamed?") from None
    except OSError as error:
        raise PlaylistUnreadable(f"{path} cannot be read: {error.strerror}") from None
    return _Found(str(path), data)


def _revision(text: str) -> dict[str, str]:
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _usable(entry: PlaylistEntry, *, local: bool) -> Location | None:
    """The first of an entry's addresses that may be followed.

    An M3U line can be read in two ways; of several paths the one that exists is meant.
    """
    allowed = [
        location
        for location in entry.locations
        if location.kind is LocationKind.URL or (local and location.kind is LocationKind.PATH)
    ]
    for location in allowed:
        if location.kind is LocationKind.PATH and len(allowed) > 1:
            try:
                if Path(location.address).exists():
                    return location
            except (OSError, ValueError):
                continue
    return allowed[0] if allowed else None


def _entry(entry: PlaylistEntry, *, local: bool) -> CatalogEntry:
    info = TrackInfo(
        title=entry.title or "",
        artists=entry.artists or ((entry.artist,) if entry.artist else ()),
        album=entry.album or "",
        album_artist=entry.album_artist or "",
        track=entry.track_number,
        disc=entry.disc_number,
        date=(entry.date or "")[:10],
        genres=(entry.genre,) if entry.genre else (),
        duration=entry.duration,
        recording_id=entry.recording_id or "",
        isrc=entry.isrc or "",
    )
    location = _usable(entry, local=local)
    if location is None:
        return CatalogEntry(_described(entry), info, None, _why_not(entry))
    address = without_userinfo(location.address)
    is_path = location.kind is LocationKind.PATH
    return CatalogEntry(_short(address), info, MediaRef(address, local=is_path))


def _described(entry: PlaylistEntry) -> str:
    """The identity of a track without an address."""
    if entry.recording_id:
        return f"recording:{entry.recording_id}"
    addresses = [location.address for location in entry.locations]
    words = [entry.artist or "", entry.title or "", entry.album or "", *entry.identifiers]
    return _short("track:" + "\n".join([*words, *addresses]))


def _short(key: str) -> str:
    """Keys are compared often and stored twice; a long one is replaced by its hash."""
    if len(key) <= 200:
        return key
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def _why_not(entry: PlaylistEntry) -> str:
    for location in entry.locations:
        if location.kind is LocationKind.PATH:
            return "the playlist comes from the web and names a local file, which is not followed"
        if location.reason:
            return location.reason
    return "the playlist names no address for this track"
