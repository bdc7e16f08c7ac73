# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of a Subsonic server that a source's options ask for."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceGone
from catalogsync_gui.sources.base import YES
from catalogsync_gui.sources.subsonic_answers import id_of, object_of, objects_of, text_of
from catalogsync_gui.sources.subsonic_client import SubsonicClient
from catalogsync_gui.sources.subsonic_tracks import ALBUM, key_of, stamp

WHAT = ("playlists", "starred", "albums", "newest")

ALBUM_PAGE = 500
"""Albums asked for at once, the most the protocol allows
(https://opensubsonic.netlify.app/docs/endpoints/getalbumlist2/)."""

MOST_ALBUMS = 100_000
NEWEST = 50
"""So many albums are the newest, where the person does not say."""

Song = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list of songs that becomes a playlist.

    :ivar revision: what the server says of its state; empty where it says nothing, and only
        reading it tells.
    :ivar songs: asks for them; a part at a time where the protocol has parts.
    :ivar may_go: it may have been deleted since it was listed.
    """

    key: str
    title: str
    revision: str
    songs: Callable[[], Iterable[Song]]
    may_go: bool = True


class Lists:
    """What one refresh reads.

    :ivar missing: playlists that were asked for by name or id and are not there.
    """

    def __init__(
        self,
        client: SubsonicClient,
        options: Mapping[str, str],
        view: Callable[[], str],
        cancel: StopToken,
    ) -> None:
        """Takes the options, and a word for how songs are read (``view``): part of revisions."""
        self._client = client
        self._options = options
        self._view = view
        self._cancel = cancel
        self.missing: list[str] = []

    def wanted(self) -> Iterator[Wanted]:
        """The lists, one after the other.

        :raises SourceError: they cannot be had.
        :raises Interrupted: the refresh was stopped.
        """
        options = self._options
        by_album = options.get("artist") or options.get("genre")
        for what in (options.get("what") or ("albums" if by_album else WHAT[0])).split(","):
            match what:
                case "playlists":
                    yield from self._playlists()
                case "starred":
                    yield Wanted("starred", "Starred", "", self._starred, may_go=False)
                case "albums":
                    yield from self._album_lists("albums", self._albums_title(), self._albums())
                case "newest":
                    most = int(options.get("newest", NEWEST))
                    found = self._listed(most, type="newest")
                    yield from self._album_lists("newest", "Newest albums", found)

    def _call(self, method: str, **params: str) -> Mapping[str, Any]:
        return self._client.call(method, self._cancel, **params)

    def _playlists(self) -> Iterator[Wanted]:
        chosen = _words(self._options.get("playlists", ""))
        left, seen = set(chosen), set()
        for playlist in objects_of(self._call("getPlaylists"), "playlists", "playlist"):
            identity = id_of(playlist.get("id"))
            name = text_of(playlist.get("name"))
            if not identity or identity in seen:
                continue
            seen.add(identity)
            if chosen:
                by_name = (word for word in chosen if word.casefold() == name.casefold())
                found = {identity, *by_name} & chosen.keys()
                if not found:
                    continue
                left -= {part for word in found for part in chosen[word]}
            yield Wanted(
                key_of(identity, "playlist:"),
                name or f"Playlist {identity[:100]}",
                self._playlist_revision(playlist, name),
                partial(self._playlist, identity),
            )
        self.missing += [word for word in chosen if word in left and chosen[word] == {word}]

    def _playlist_revision(self, playlist: Mapping[str, Any], name: str) -> str:
        """What tells whether a playlist changed.

        Not every server has ``changed``. One with ``validUntil`` is put together by rules when it
        is read, and does not change before.
        """
        changed = text_of(playlist.get("changed"))
        if not changed or playlist.get("validUntil"):
            return ""
        return stamp(self._view(), name, changed, text_of(playlist.get("songCount")))

    def _playlist(self, identity: str) -> list[Song]:
        return objects_of(self._call("getPlaylist", id=identity), "playlist", "entry")

    def _starred(self) -> list[Song]:
        return objects_of(self._call("getStarred2"), "starred2", "song")

    def _albums_title(self) -> str:
        artist, genre = self._options.get("artist", ""), self._options.get("genre", "")
        words = [f"by {artist}"] if artist else []
        return " ".join(["Albums", *words, *([f"({genre})"] if genre else [])])

    def _albums(self) -> Iterator[Mapping[str, Any]]:
        artist, genre = self._options.get("artist", ""), self._options.get("genre", "")
        if artist:
            for album in self._albums_by(artist):
                genres = [album, *({"genre": g.get("name")} for g in objects_of(album, "genres"))]
                names = {text_of(item.get("genre")).casefold() for item in genres}
                if not genre or genre.casefold() in names:
                    yield album
        elif genre:
            yield from self._listed(MOST_ALBUMS, type="byGenre", genre=genre)
        else:
            yield from self._listed(MOST_ALBUMS, type="alphabeticalByName")

    def _albums_by(self, name: str) -> list[Mapping[str, Any]]:
        for index in objects_of(self._call("getArtists"), "artists", "index"):
            for artist in objects_of(index, "artist"):
                identity = id_of(artist.get("id"))
                named = text_of(artist.get("name")).casefold() == name.casefold()
                if identity and (named or identity == name):
                    return objects_of(self._call("getArtist", id=identity), "artist", "album")
        raise SourceError(
            f"the server knows no artist “{name}”; the source's option artist takes a name or an "
            "id as the server has it",
            kind="no_such_artist",
        )

    def _listed(self, most: int, **params: str) -> Iterator[Mapping[str, Any]]:
        """Albums page by page. A page with nothing new ends it: some servers ignore the offset."""
        seen: set[str] = set()
        for offset in range(0, most, ALBUM_PAGE):
            size = min(ALBUM_PAGE, most - offset)
            answer = self._call("getAlbumList2", **params, size=str(size), offset=str(offset))
            page = objects_of(answer, "albumList2", "album")
            before = len(seen)
            for album in page:
                identity = id_of(album.get("id"))
                if identity and identity not in seen:
                    seen.add(identity)
                    yield album
            if len(page) < size or len(seen) == before:
                return
        if most == MOST_ALBUMS:
            raise SourceError(
                f"the server has more than {MOST_ALBUMS:,} albums; subscribe to some of them, by "
                "the source's option artist or genre",
                kind="too_large",
            )

    def _album_lists(
        self, key: str, title: str, albums: Iterable[Mapping[str, Any]]
    ) -> Iterator[Wanted]:
        """A playlist for each album, or one for all of them.

        That one is told to be unchanged by the lists alone, so the albums are listed to the end
        before the first is read; only their ids are kept.
        """
        if self._options.get("album_playlists", "") in YES:
            for album in albums:
                identity = id_of(album.get("id"))
                if identity:
                    yield Wanted(
                        key_of(identity, "album:"),
                        _album_title(album) or f"Album {identity[:100]}",
                        stamp(self._view(), *_state(album)),
                        partial(self._album, identity),
                    )
            return
        digest = hashlib.sha256()
        ids: list[str] = []
        for album in albums:
            identity = id_of(album.get("id"))
            if identity:
                ids.append(identity)
                digest.update(stamp(*_state(album)).encode())
        yield Wanted(
            key,
            title,
            stamp(self._view(), title, digest.hexdigest()),
            lambda: (song for identity in ids for song in self._album(identity)),
        )

    def _album(self, identity: str) -> list[Song]:
        try:
            answer = self._call("getAlbum", id=identity)
            about = {k: v for k, v in object_of(answer, "album").items() if k != "song"}
            return [{ALBUM: about, **song} for song in objects_of(answer, "album", "song")]
        except SourceGone:
            return []  # taken away since it was listed


def _state(album: Mapping[str, Any]) -> list[str]:
    """What changes with an album; its play counts and stars do as well, and mean nothing here."""
    names = ("id", "name", "artist", "songCount", "duration", "created", "year", "coverArt")
    return [text_of(album.get(name)) for name in names]


def _album_title(album: Mapping[str, Any]) -> str:
    artist = text_of(album.get("displayArtist")) or text_of(album.get("artist"))
    name = text_of(album.get("name")) or text_of(album.get("title"))
    return " - ".join(filter(None, (artist, name)))


def _words(text: str) -> dict[str, set[str]]:
    """The names in a list -> those that need not be there when they are.

    The whole text may be one name with commas in it.
    """
    words = [" ".join(word.split()) for word in text.split(",")]
    chosen = {word: {word} for word in words if word}
    whole = " ".join(text.split())
    if whole and whole not in chosen:
        chosen[whole] = {*chosen, whole}
    return chosen
