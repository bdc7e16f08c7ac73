# SPDX-License-Identifier: GPL-3.0-or-later
"""Jellyfin, and servers that speak as it does: playlists, favourites and albums of one user."""

import logging
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

from catalogsync_gui.core.addresses import host_of, origin_of, split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceGone
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
from catalogsync_gui.sources.base import (
    Adapter,
    Option,
    Recognised,
    SourceKind,
    yes_or_no,
)
from catalogsync_gui.sources.http import Document
from catalogsync_gui.sources.jellyfin_client import error_of, id_of, object_of, probe
from catalogsync_gui.sources.jellyfin_items import DOWNLOAD, ContentRevision, entry_of
from catalogsync_gui.sources.jellyfin_lists import (
    ALBUMS,
    WHAT,
    ClosedError,
    Lists,
    Params,
    TrackList,
    words_of,
)
from catalogsync_gui.sources.jellyfin_session import Session
from catalogsync_gui.sources.jellyfin_sidecars import lyrics_text

log = logging.getLogger(__name__)

HELD_PAGES = 10
"""So many pages of a list without a revision are read before the first of them goes on, to see
whether anything changed; a longer list goes on in any case, and is compared track by track."""

_IMAGE_WIDTH = 1200
_IMAGE_BYTES = 10_000_000
_LYRICS_BYTES = 1_000_000


class Jellyfin(Adapter):
    """A subscription to what one user of a server listens to.

    An unchanged source costs one request where the server gives revisions of its lists
    (:func:`listed_revision`). It gives none for favourites, for all albums as one list, and, if it
    is a Navidrome, for playlists: those are read, and compared as a whole while they are short.
    """

    def __init__(self, source: Source, context: SourceContext) -> None:
        super().__init__(source, context)
        self._base = source.location
        self._session = Session(source, context, allow_private=self.allow_private)
        self._lists = Lists(self._session, self._base, source.options)
        self._by_file = source.memory.get("media") == "file"
        self._renewed = False

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The lists the options ask for, one after the other, 500 entries a page."""
        cancel.check()
        self._session.try_again()
        user = self._session.user(cancel)
        refused: SourceError | None = None
        read = 0
        for wanted in self._lists.wanted(user, cancel):
            before = known.get(wanted.key, "")
            if before and before == wanted.revision:
                read += 1
                yield _unchanged(wanted, before)
                continue
            try:
                yield from self._read(wanted, before, cancel)
                read += 1
            except ClosedError as closed:
                if not wanted.may_go:
                    raise self._lists.not_listed(closed) from None
                if isinstance(closed.error, SourceGone):
                    continue  # deleted since it was listed
                log.warning(
                    "%s: the list %r is left: %s", self.source.name, wanted.title, closed.error
                )
                refused = closed.error
                if before:
                    yield _unchanged(wanted, before)
        if refused is not None and not read:
            raise refused

    def _read(self, wanted: TrackList, before: str, cancel: StopToken) -> Iterator[CatalogPage]:
        """One list's pages; the last of them only when it is known to be the last."""
        content = ContentRevision(wanted.title)
        holding = bool(before) and not wanted.revision
        held: list[tuple[CatalogEntry, ...]] = []
        position = 0
        by_album = wanted.key == ALBUMS
        for batch in self._lists.batches(wanted.path, wanted.params, cancel):
            found = [entry_of(item, self._base) for item in batch]
            entries = tuple(e for e in found if e and (e.info.album or not by_album))
            if not entries:
                continue
            if not wanted.revision:
                content.add(entries)
            held.append(entries)
            holding = holding and len(held) <= HELD_PAGES
            while not holding and len(held) > 1:
                entries = held.pop(0)
                yield CatalogPage(_ref(wanted), entries, position, last=False)
                position += len(entries)
        revision = wanted.revision or content.word
        if holding and revision == before:
            yield _unchanged(wanted, before)
            return
        for number, entries in enumerate(held or [()], 1):
            last = number >= len(held)
            ref = _ref(wanted, revision if last else "")
            yield CatalogPage(ref, entries, position, last=last)
            position += len(entries)

    def media(self, ref: MediaRef) -> MediaRequest:
        """The original file, with the login, for the server's own origin only."""
        self._renewed = False
        self._session.log_in(StopToken())
        return self._request(ref)

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """Logs in anew once; asks for ``/File`` where the user may not download.

        ``/Items/{id}/Download`` needs a right of the user, ``/Items/{id}/File`` any login; both
        send the same bytes (LibraryController.cs).

        :raises SourceRefused: the login is not accepted any more.
        """
        if not self._is_own(ref.address):
            return None
        if answer.status == 401:
            if self._renewed:
                raise self._session.rejected()
            self._session.renew(StopToken())
            self._renewed = True
            return self._request(ref)
        if answer.status in (400, 403) and not self._by_file and ref.address.endswith(DOWNLOAD):
            self._by_file = True
            self.context.remember({"media": "file"})
            return self._request(ref)
        return None

    def _request(self, ref: MediaRef) -> MediaRequest:
        address = ref.address
        if self._by_file and address.endswith(DOWNLOAD):
            address = address.removesuffix(DOWNLOAD) + "/File"
        return MediaRequest(
            address,
            headers=self._session.headers() if self._is_own(address) else {},
            own_host=host_of(self._base),
            allow_private=self.allow_private,
            ca_file=self.context.ca_file,
            size=ref.size,
            digest=ref.digest,
        )

    def _is_own(self, address: str) -> bool:
        return origin_of(address) == origin_of(self._base)

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """A cover (at most 1200 pixels wide) or lyrics; None when the server has none after all."""
        kind, _, rest = ref.address.partition(":")
        key, _, tag = rest.partition(":")
        if kind == "image" and id_of(key) and id_of(tag):
            params: Params = {"maxWidth": _IMAGE_WIDTH, "tag": tag}
            path = f"/Items/{key}/Images/Primary"
            answer = self._session.get(path, cancel, params, most=_IMAGE_BYTES)
            if _is_there(answer) and answer.content_type.lower().startswith("image/"):
                return answer.data or None
        elif kind == "lyrics" and id_of(key):
            answer = self._session.get(f"/Audio/{key}/Lyrics", cancel, most=_LYRICS_BYTES)
            if _is_there(answer):
                return lyrics_text(object_of(answer)).encode() or None
        return None


def _is_there(answer: Document) -> bool:
    """Whether there is what was asked for.

    :raises SourceError: it could not be had.
    """
    if answer.status in (400, 403, 404):
        return False
    if answer.status != 200:
        raise error_of(answer)
    return True


def _ref(wanted: TrackList, revision: str = "") -> PlaylistRef:
    return PlaylistRef(wanted.key, wanted.title, revision)


def _unchanged(wanted: TrackList, revision: str) -> CatalogPage:
    return CatalogPage(_ref(wanted, revision), unchanged=True)


def _checked_what(text: str) -> str:
    words = [word.lower().replace("favorites", "favourites") for word in words_of(text)]
    if not words or set(words) - set(WHAT):
        raise ValueError(f"one or more of {', '.join(WHAT)}, with commas between them")
    return ",".join(word for word in WHAT if word in words)


def _checked_names(text: str) -> str:
    if not words_of(text):
        raise ValueError("names or ids of playlists, with commas between them")
    return ",".join(words_of(text))


def _recognise(location: str) -> Recognised | None:
    """Any address may be that of a server; what the browser shows of it ends in ``/web/…``."""
    if split(location) is None:
        return None
    parts = urlsplit(location)
    path = re.sub(r"/web(?:/.*)?$", "", parts.path, flags=re.DOTALL).rstrip("/")
    base = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return Recognised(base, f"Jellyfin ({host_of(location)})", sure=False)


def _detect(address: str, content_type: str, data: bytes) -> bool:
    """The page that a Jellyfin server shows to a browser."""
    return "html" in content_type.lower() and bool(re.search(rb"<title>\s*Jellyfin\b", data))


KIND = SourceKind(
    name="jellyfin",
    label="Jellyfin",
    open=Jellyfin,
    recognise=_recognise,
    options={
        "what": Option("what to subscribe to: playlists, albums, favourites", _checked_what),
        "playlists": Option("only these playlists, by name or id", _checked_names),
        "album_playlists": Option("a playlist for each album instead of one for all", yes_or_no),
    },
    secrets=("password", "token", "session"),
    detect=_detect,
    probe=probe,
)
