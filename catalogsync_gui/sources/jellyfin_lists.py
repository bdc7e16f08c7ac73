# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lists of tracks a Jellyfin server has for a user, and what they hold, page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.sources.base import YES
from catalogsync_gui.sources.http import Document
from catalogsync_gui.sources.jellyfin_client import error_of, id_of, not_jellyfin, object_of
from catalogsync_gui.sources.jellyfin_items import (
    LIST_FIELDS,
    TRACK_FIELDS,
    listed_revision,
    text_of,
)
from catalogsync_gui.sources.jellyfin_session import Session

PAGE = 500
MOST_LISTS = 20_000
MOST_PAGES = 2000
"""So many are asked for of one list; a server that never comes to an end is cut off there."""

WHAT = ("playlists", "albums", "favourites")
ALBUMS = "albums"
"""The key of the list of all albums."""

_IN_ALBUM = "ParentIndexNumber,IndexNumber,SortName"
_BY_ALBUM = f"AlbumArtist,Album,{_IN_ALBUM}"

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class TrackList:
    """A list of tracks at the server.

    :ivar revision: as the server tells it, or empty.
    :ivar may_go: it may have been deleted since the server told of it.
    """

    key: str
    title: str
    path: str
    params: Params
    revision: str = ""
    may_go: bool = True


class ClosedError(Exception):
    """The server does not give a list to this user, or has it no more. Never leaves the adapter."""

    def __init__(self, error: SourceError) -> None:
        super().__init__()
        self.error = error


class Lists:
    """The lists that a source's options ask for. Used by one thread at a time.

    :param options: of the source: ``what``, ``playlists``, ``album_playlists``.
    """

    def __init__(self, session: Session, base: str, options: Mapping[str, str]) -> None:
        self._session = session
        self._base = base
        self._options = options

    def wanted(self, user: str, cancel: StopToken) -> Iterator[TrackList]:
        """The lists, as the server tells of them.

        :raises SourceError: they cannot be read, or a playlist that was chosen is not among them.
        :raises Interrupted: soon after ``cancel`` is set.
        """
        what = words_of(self._options.get("what", "")) or [WHAT[0]]
        audio: Params = {
            "userId": user,
            "IncludeItemTypes": "Audio",
            "Recursive": "true",
            "Fields": TRACK_FIELDS,
        }
        if "favourites" in what:
            favourites = {**audio, "Filters": "IsFavorite", "SortBy": _BY_ALBUM}
            yield TrackList("favourites", "Favourites", "/Items", favourites, may_go=False)
        if "albums" in what and self._options.get("album_playlists", "") not in YES:
            in_order = {**audio, "SortBy": _BY_ALBUM}
            yield TrackList(ALBUMS, "Albums", "/Items", in_order, may_go=False)
        elif "albums" in what:
            for album in self._listed("MusicAlbum", "AlbumArtist,SortName", user, cancel):
                names = (text_of(album.get("AlbumArtist")), text_of(album.get("Name")))
                yield TrackList(
                    f"album:{album['Id']}",
                    " - ".join(name for name in names if name)[:300] or "Album",
                    "/Items",
                    {**audio, "ParentId": album["Id"], "SortBy": _IN_ALBUM},
                    listed_revision(album),
                )
        if "playlists" in what:
            yield from self._playlists(user, cancel)

    def _playlists(self, user: str, cancel: StopToken) -> Iterator[TrackList]:
        wanted = {word.casefold() for word in words_of(self._options.get("playlists", ""))}
        missing, titles = set(wanted), []
        for item in self._listed("Playlist", "SortName", user, cancel):
            if text_of(item.get("MediaType")).lower() in ("video", "photo", "book"):
                continue
            title = text_of(item.get("Name")) or "Playlist"
            titles.append(title)
            names = {item["Id"].casefold(), title.casefold()}
            if wanted and not wanted & names:
                continue
            missing -= names
            yield TrackList(
                f"playlist:{item['Id']}",
                title,
                f"/Playlists/{item['Id']}/Items",
                {"userId": user, "fields": TRACK_FIELDS},
                listed_revision(item),
            )
        if missing:
            there = f"there are: {', '.join(titles[:20])}" if titles else "there are none"
            raise SourceError(
                f"{shown(self._base)} has no playlist called {', '.join(sorted(missing))} that "
                f"this user may see; {there}",
                kind="no_such_playlist",
            )

    def _listed(
        self, kind: str, order: str, user: str, cancel: StopToken
    ) -> Iterator[dict[str, Any]]:
        """All items of a kind that have an id."""
        params: Params = {
            "userId": user,
            "IncludeItemTypes": kind,
            "Recursive": "true",
            "Fields": LIST_FIELDS,
            "SortBy": order,
        }
        seen: set[str] = set()
        try:
            for batch in self.batches("/Items", params, cancel):
                for item in batch:
                    key = id_of(item.get("Id")) if isinstance(item, dict) else ""
                    if isinstance(item, dict) and key and key not in seen:
                        seen.add(key)
                        yield item
                if len(seen) > MOST_LISTS:
                    raise SourceError(
                        f"{shown(self._base)} has more than {MOST_LISTS:,} lists; the rest is left",
                        kind="too_large",
                    )
        except ClosedError as closed:
            raise self.not_listed(closed) from None

    def not_listed(self, closed: ClosedError) -> SourceError:
        """The error when what every user has is refused: nobody may be that user any more."""
        self._session.forget_user()
        return closed.error

    def batches(self, path: str, params: Params, cancel: StopToken) -> Iterator[list[object]]:
        """What a path lists, at most PAGE items at once.

        Ends by the total where the server tells one, else at a short page. Some versions of
        Navidrome answer any page of a playlist with all of it (navidrome/navidrome:
        server/jellyfin/playlists.go, getPlaylistItems).

        :raises ClosedError: the server does not give it to this user.
        """
        start, before = 0, None
        for _ in range(MOST_PAGES):
            cancel.check()
            page = {**params, "StartIndex": start, "Limit": PAGE}
            answer = self._session.get(path, cancel, page)
            if answer.status in (400, 403, 404):
                raise ClosedError(error_of(answer))
            batch, total = _result(answer)
            if not batch or batch == before:
                return
            for at in range(0, len(batch), PAGE):
                yield batch[at : at + PAGE]
            start += len(batch)
            if len(batch) > PAGE or (start >= total if total else len(batch) < PAGE):
                return
            before = batch
        raise SourceError(
            f"{shown(self._base)} lists more and more at {path} and comes to no end",
            kind="too_large",
        )


def _result(answer: Document) -> tuple[list[object], int]:
    """The items of a page, and how many there are in all; 0 where that is not told."""
    data = object_of(answer)
    items, total = data.get("Items"), data.get("TotalRecordCount")
    if items is None and total == 0:
        items = []
    if not isinstance(items, list):
        raise not_jellyfin(answer)
    return items, total if type(total) is int and total > 0 else 0


def words_of(text: str) -> list[str]:
    """What stands between the commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
