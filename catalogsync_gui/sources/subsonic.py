# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic and OpenSubsonic servers (Navidrome, gonic, Airsonic, supysonic …) as a source."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from catalogsync_gui.core.addresses import host_of, shown, split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceGone, SourceUnreachable
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
from catalogsync_gui.sources import subsonic_answers as answers
from catalogsync_gui.sources import subsonic_tracks as tracks
from catalogsync_gui.sources.base import (
    Adapter,
    Option,
    Recognised,
    SourceKind,
    one_of,
    whole_number,
    yes_or_no,
)
from catalogsync_gui.sources.subsonic_client import (
    FORM_POST,
    SONG_LYRICS,
    SubsonicClient,
    base_of,
    method_address,
    probe,
)
from catalogsync_gui.sources.subsonic_lists import ALBUM_PAGE, WHAT, Lists, Wanted

__all__ = ["KIND", "Subsonic", "probe"]

PAGE = 500

_DOWNLOAD, _STREAM = "download", "stream"
_COVER_PIXELS = "1200"
_COVER_BYTES = 10_000_000
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
"""How JPEG, PNG, GIF and WebP begin."""

_OF_ONE_LIST = ("server_error", "not_allowed", "too_large")
"""Kinds of errors that one list may have while the others can be read."""

_NONE_THERE = ("server_error", "not_allowed", "gone", "gone_for_good", "http_400", "too_large")
"""Kinds of errors that stand for a small file that is not there after all."""


class Subsonic(Adapter):
    """A subscription to lists of one user of a server.

    Playlists of a server that tells when they changed cost one request together while they do
    not; so do albums, one for 500 of them. Other lists are read and compared.
    """

    def __init__(self, source: Source, context: SourceContext) -> None:
        super().__init__(source, context)
        self._client = SubsonicClient(source, context, allow_private=self.allow_private)
        self._way = _DOWNLOAD
        self._asked: set[str] = set()

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The lists that the options ask for, one after the other, 500 entries a page."""
        cancel.check()
        lists = Lists(self._client, self.source.options, self._lyrics, cancel)
        failed: SourceError | None = None
        seen: set[str] = set()
        for wanted in lists.wanted():
            if wanted.key in seen:
                continue  # one of the newest albums, and among all of them
            seen.add(wanted.key)
            before = known.get(wanted.key, "")
            if before and before == wanted.revision:
                yield _unchanged(wanted, before)
                continue
            try:
                yield from self._read(wanted, before, cancel)
            except SourceUnreachable:
                raise
            except SourceGone:
                if not wanted.may_go:
                    raise
            except SourceError as error:
                if error.kind not in _OF_ONE_LIST:
                    raise
                failed = failed or error
        # Raised at the end: what can be read is read, and nothing counts as removed.
        if failed is not None:
            raise failed
        if lists.missing:
            raise SourceError(
                f"the server has no playlist {', '.join(f'“{name}”' for name in lists.missing)}; "
                "the source's option playlists takes names or ids as the server has them",
                kind="no_such_playlist",
            )

    def _read(self, wanted: Wanted, before: str, cancel: StopToken) -> Iterator[CatalogPage]:
        entries: Iterable[CatalogEntry] = self._entries(wanted, cancel)
        revision = wanted.revision
        if not revision:
            entries = list(entries)
            revision = tracks.revision_of(wanted.title, entries)
            if revision == before:
                yield _unchanged(wanted, before)
                return
        ref = PlaylistRef(wanted.key, wanted.title, revision)
        page: list[CatalogEntry] = []
        position = 0
        for entry in entries:
            if len(page) == PAGE:
                yield CatalogPage(ref, tuple(page), position, last=False)
                position += len(page)
                page.clear()
            page.append(entry)
        cancel.check()
        yield CatalogPage(ref, tuple(page), position)

    def _entries(self, wanted: Wanted, cancel: StopToken) -> Iterator[CatalogEntry]:
        lyrics = self._lyrics()
        for song in wanted.songs():
            cancel.check()
            entry = tracks.entry_of(song, self._client.base, lyrics)
            if entry is not None:
                yield entry

    def _lyrics(self) -> str:
        """Where lyrics come from; empty for none. Part of every revision."""
        wanted = self.source.options.get("lyrics", "auto")
        if wanted == "no":
            return ""
        if self._client.offers(SONG_LYRICS):
            return tracks.BY_ID
        return tracks.BY_NAME if wanted == "always" else ""

    def media(self, ref: MediaRef) -> MediaRequest:
        """The original with the login of the server. No network.

        :raises SourceError: there is nothing to log in with.
        """
        self._asked.clear()
        refused = self._client.remembered(_DOWNLOAD) == "refused"
        return self._request(ref, _STREAM if refused else _DOWNLOAD)

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """Asks by another login, or for the original as a stream where downloads are not allowed.

        Both send the same bytes: ``format=raw`` keeps a server from converting them
        (https://opensubsonic.netlify.app/docs/endpoints/stream/).

        :raises SourceRefused: the login is not accepted.
        :raises TransferError: the server says why it does not send the track.
        """
        envelope = answers.envelope_of(answer.body)
        if envelope is None or envelope.fault is None:
            return None
        fault = envelope.fault
        if fault.code in answers.OTHER_LOGIN and self._client.other_login():
            return self._request(ref, self._way)
        if fault.code not in answers.ABOUT_THE_TRACK:
            raise self._client.refusal(fault, self._way)
        other = _STREAM if self._way == _DOWNLOAD else _DOWNLOAD
        if fault.code in (answers.GENERIC, answers.NOT_ALLOWED) and other not in self._asked:
            if fault.code == answers.NOT_ALLOWED:
                self._client.remember(download="refused" if other == _STREAM else "")
            return self._request(ref, other)
        raise answers.media_error(self._client.cleaned(fault), shown(self._client.base))

    def _request(self, ref: MediaRef, way: str) -> MediaRequest:
        identity = tracks.identity_in(ref.address)
        if not identity:
            raise SourceError(
                f"{shown(ref.address)} names no song of a Subsonic server; refresh the source",
                kind="bad_reference",
            )
        self._way = way
        self._asked.add(way)
        post = self._client.offers(FORM_POST)
        named = {"id": identity, "format": "raw"} if way == _STREAM else {"id": identity}
        # The address is made anew: the server may have moved, and only it is sent the login.
        return MediaRequest(
            method_address(self._client.base, way),
            params=named | self._client.params(),
            post=post,
            ca_file=self.context.ca_file,
            own_host=host_of(self._client.base),
            allow_private=self.allow_private,
            size=ref.size,
            digest=ref.digest,
        )

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """A cover (of about 1200 pixels) or lyrics; None when the server has none after all."""
        kind, _, rest = ref.address.partition(":")
        try:
            match kind:
                case "cover":
                    return self._cover(rest, cancel)
                case "lyrics":
                    answer = self._client.call("getLyricsBySongId", cancel, id=rest)
                    return tracks.structured_lyrics(answer).encode() or None
                case "words":
                    answer = self._client.call("getLyrics", cancel, **dict(parse_qsl(rest)))
                    return tracks.plain_lyrics(answer).encode() or None
        except SourceUnreachable:
            raise
        except SourceError as error:
            if error.kind not in _NONE_THERE:
                raise
        return None

    def _cover(self, identity: str, cancel: StopToken) -> bytes | None:
        document = self._client.fetch(
            "getCoverArt", cancel, _COVER_BYTES, id=identity, size=_COVER_PIXELS
        )
        return document.data if document.data.startswith(_IMAGES) else None


def _unchanged(wanted: Wanted, revision: str) -> CatalogPage:
    return CatalogPage(PlaylistRef(wanted.key, wanted.title, revision), unchanged=True)


def _checked_what(text: str) -> str:
    words = {word.strip().lower() for word in text.split(",")} - {""}
    if not words or words - set(WHAT):
        raise ValueError(f"one or more of {', '.join(WHAT)}, with commas between them")
    return ",".join(word for word in WHAT if word in words)


def _named(words: str) -> Option:
    def check(text: str) -> str:
        if not text.strip(" ,"):
            raise ValueError("a name")
        return text.strip()

    return Option(words, check)


def _recognise(location: str) -> Recognised | None:
    """Any address may be that of a server; ``/rest`` at its end says so."""
    parts = split(location)
    if parts is None:
        return None
    sure = parts.path.rstrip("/").endswith("/rest")
    return Recognised(base_of(location), f"Subsonic ({host_of(location)})", sure=sure)


KIND = SourceKind(
    name="subsonic",
    label="Subsonic",
    open=Subsonic,
    recognise=_recognise,
    options={
        "what": Option(
            "what to subscribe to: playlists (without this), starred, albums, newest",
            _checked_what,
        ),
        "playlists": _named("only these playlists, by name or id, with commas between them"),
        "artist": _named("only albums by this artist, by name or id"),
        "genre": _named("only albums of this genre"),
        "newest": Option("how many albums are the newest; 50 without", whole_number(1, ALBUM_PAGE)),
        "album_playlists": Option("a playlist for each album instead of one for all", yes_or_no),
        "lyrics": Option(
            "lyrics: auto (where the server has them by song), always (also by artist and title, "
            "for which a server may ask others), no",
            one_of("auto", "always", "no"),
        ),
    },
    secrets=("password", "token"),
    probe=probe,
)
