# SPDX-License-Identifier: GPL-3.0-or-later
"""A Plex Media Server: refresh of its music libraries, playlists from files, and what it has.

https://developer.plex.tv/pms/ and https://www.plexopedia.com/plex-media-server/api/: answers are
JSON where the header Accept asks for it, all in one object ``MediaContainer``; music libraries are
sections of the type ``artist``, tracks are of the type 10. ``POST /playlists/upload`` reads a
playlist file on the server's own disk, which has to name its tracks by absolute paths.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, PlaylistUnreadable, SourceRefused
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import Exported, Findings, News, Server, ServerTrack, Sighting
from catalogsync_gui.servers.base import (
    MOST_TRACKS,
    PAGE,
    MusicServer,
    endless,
    number_of,
    objects_in,
    text_in,
)
from catalogsync_gui.sources.http import Ask, DocumentClient

_MUSIC = "artist"
_TRACKS = "10"
_NAMESPACE = uuid.UUID("7f1d4e0a-5c59-4c0e-9a44-30a2f4b0c6e1")


class PlexServer(MusicServer):
    """Plex. Its token is an administrator's."""

    def __init__(self, server: Server, context: SourceContext) -> None:
        self._base = server.address
        self._root = server.options.get("library", "").rstrip("/")
        self._upload = server.options.get("upload", "").rstrip("/")
        self.settles = bool(self._upload)
        # It shows as one device among those of the account, whichever way it asks.
        self._device = str(uuid.uuid5(_NAMESPACE, f"{server.id} {server.address}"))
        self._context = context
        self._client = DocumentClient(
            server.address,
            proxy=context.proxy,
            ca_file=context.ca_file,
            credentials=self._headers,
        )

    def _headers(self) -> Mapping[str, str]:
        token = self._context.secret("token")
        if not token:
            raise CannotRun(
                f"{shown(self._base)} wants a token (X-Plex-Token); remove the server and add it "
                "again with --token-stdin",
                kind="no_login",
            )
        return {
            "X-Plex-Token": token,
            "X-Plex-Client-Identifier": self._device,
            "X-Plex-Product": "Catalog Sync",
        }

    def tell(self, news: News, cancel: StopToken) -> None:
        """Has the music libraries looked at: the part that is ours, where that is known."""
        del news
        path = {"path": self._root} if self._root else {}
        for section in self._sections(cancel):
            self._ask(f"/library/sections/{section['key']}/refresh", path, cancel)

    def scanning(self, cancel: StopToken) -> bool:
        """Whether one of the music libraries is being looked at."""
        return any(
            section.get("refreshing") in (True, 1, "1") for section in self._sections(cancel)
        )

    def settle(self, news: News, cancel: StopToken) -> None:
        """Has the playlist files read that have changed, if it was said where Plex sees them."""
        if not self._upload:
            return
        section = self._sections(cancel)[0]["key"]
        for playlist in news.changed:
            path = f"{self._upload}/{PurePosixPath(playlist.path).name}"
            query = {"sectionID": section, "path": path}
            self._ask("/playlists/upload", query, cancel, post=True)

    def look(self, playlists: Sequence[Exported], cancel: StopToken) -> Findings:
        """All tracks by the paths of their files, and the playlists called as ours."""
        wanted = tuple(chain.from_iterable(playlist.entries for playlist in playlists))
        library = Sighting(wanted, self._root)
        for section in self._sections(cancel):
            path = f"/library/sections/{section['key']}/all"
            for item in self._items(path, {"type": _TRACKS}, cancel):
                _see(item, library)
        if not self._upload:
            return Findings(library, playlists=False)
        theirs = {
            collision_key(text_in(item, "title")): str(item.get("ratingKey", ""))
            for item in self._items("/playlists", {"playlistType": "audio"}, cancel)
        }
        found = {}
        for playlist in playlists:
            identity = next((theirs[name] for name in playlist.names if name in theirs), "")
            if identity.isalnum():
                sighting = Sighting(playlist.entries, self._root)
                for item in self._items(f"/playlists/{identity}/items", {}, cancel):
                    _see(item, sighting)
                found[playlist.playlist] = sighting
        return Findings(library, found)

    def _sections(self, cancel: StopToken) -> list[dict[str, Any]]:
        """The music libraries; with their folders known, only those that hold ours."""
        found = [
            {**section, "key": str(section.get("key", ""))}
            for section in objects_in(self._ask("/library/sections", {}, cancel), "Directory")
            if section.get("type") == _MUSIC and str(section.get("key", "")).isalnum()
        ]
        ours = [section for section in found if self._root and _holds(section, self._root)]
        if not found:
            raise PlaylistUnreadable(
                f"{shown(self._base)} has no music library; make one in Plex that holds "
                "this folder",
                kind="no_music_library",
            )
        return ours or found

    def _items(
        self, path: str, query: dict[str, str], cancel: StopToken
    ) -> Iterator[dict[str, Any]]:
        for start in range(0, MOST_TRACKS, PAGE):
            window = {"X-Plex-Container-Start": str(start), "X-Plex-Container-Size": str(PAGE)}
            items = objects_in(self._ask(path, query | window, cancel), "Metadata")
            yield from items
            if len(items) < PAGE:
                return
        raise endless(self._base)

    def _ask(
        self, path: str, query: Mapping[str, str], cancel: StopToken, *, post: bool = False
    ) -> dict[str, Any]:
        address = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        ask = Ask(headers={"Accept": "application/json"}, post=post, bind=True, any_status=True)
        answer = self._client.get(address, cancel, ask=ask)
        if answer.status in (401, 403):
            raise SourceRefused(
                f"{shown(self._base)} does not accept the token; get another one and add the "
                "server again"
            )
        if answer.status // 100 != 2:
            raise PlaylistUnreadable(
                f"{shown(answer.address)} answers with status {answer.status}", kind="server_error"
            )
        if not answer.data.strip():
            return {}
        try:
            container = json.loads(answer.data)["MediaContainer"]
        except (ValueError, KeyError, TypeError, RecursionError):
            if post or path.endswith("/refresh"):
                return {}
            raise PlaylistUnreadable(
                f"{shown(answer.address)} does not answer as a Plex Media Server does; check that "
                "the address is that of the server itself (http://host:32400)",
                kind="not_plex",
            ) from None
        return container if isinstance(container, dict) else {}

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


def _holds(section: dict[str, Any], root: str) -> bool:
    places = (text_in(place, "path").rstrip("/") for place in objects_in(section, "Location"))
    return any(root == place or root.startswith(f"{place}/") for place in places)


def _see(item: dict[str, Any], sighting: Sighting) -> None:
    milliseconds = number_of(item.get("duration"))
    for medium in objects_in(item, "Media"):
        for part in objects_in(medium, "Part"):
            seconds = None if milliseconds is None else milliseconds / 1000
            sighting.see(ServerTrack(text_in(part, "file"), text_in(item, "title"), seconds))
