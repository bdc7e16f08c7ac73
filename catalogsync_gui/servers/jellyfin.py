# SPDX-License-Identifier: GPL-3.0-or-later
"""A Jellyfin server: Library/Refresh, its scheduled task, and what it has.

Paths and shapes as in jellyfin/jellyfin: LibraryController.cs (RefreshLibrary, for administrators
and API keys, 204), ScheduledTasksController.cs, RefreshMediaLibraryTask.cs (key RefreshLibrary),
ItemsController.cs, PlaylistsController.cs.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceRefused
from catalogsync_gui.core.models import Source
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
from catalogsync_gui.sources.jellyfin_client import error_of, id_of, json_of, object_of
from catalogsync_gui.sources.jellyfin_session import Session

_TASK = "RefreshLibrary"
_TICKS = 10_000_000
"""A second, in the server's unit."""


class JellyfinServer(MusicServer):
    """Jellyfin. Refreshing takes an API key or an administrator's account."""

    def __init__(self, server: Server, source: Source, context: SourceContext) -> None:
        self._base = source.location
        self._root = server.options.get("library", "")
        self._session = Session(source, context, allow_private=False)

    def tell(self, news: News, cancel: StopToken) -> None:
        """Has all libraries scanned."""
        del news  # it looks at everything
        answer = self._session.post("/Library/Refresh", cancel)
        if answer.status == 403:
            raise SourceRefused(
                "Jellyfin lets only administrators start a scan; give an API key (made in its "
                "dashboard, API Keys) or an administrator's account",
                kind="not_allowed",
            )
        if answer.status not in (200, 204):
            raise error_of(answer)

    def scanning(self, cancel: StopToken) -> bool:
        """Whether the scan is running."""
        tasks = json_of(self._session.get("/ScheduledTasks", cancel))
        return any(
            task.get("Key") == _TASK and task.get("State") in ("Running", "Cancelling")
            for task in objects_in({"tasks": tasks}, "tasks")
        )

    def look(self, playlists: Sequence[Exported], cancel: StopToken) -> Findings:
        """All tracks by their paths, and the playlists called as ours."""
        wanted = tuple(chain.from_iterable(playlist.entries for playlist in playlists))
        library = Sighting(wanted, self._root)
        user = self._session.user(cancel)
        everything = {"userId": user, "Recursive": "true", "Fields": "Path"}
        for item in self._items("/Items", everything | {"IncludeItemTypes": "Audio"}, cancel):
            library.see(_track(item))
        theirs = {}
        for item in self._items("/Items", everything | {"IncludeItemTypes": "Playlist"}, cancel):
            theirs[collision_key(text_in(item, "Name"))] = id_of(item.get("Id"))
        found = {}
        for playlist in playlists:
            identity = next((theirs[name] for name in playlist.names if theirs.get(name)), "")
            if identity:
                sighting = Sighting(playlist.entries, self._root)
                query = {"userId": user, "Fields": "Path"}
                for item in self._items(f"/Playlists/{identity}/Items", query, cancel):
                    sighting.see(_track(item))
                found[playlist.playlist] = sighting
        return Findings(library, found)

    def _items(
        self, path: str, query: dict[str, str], cancel: StopToken
    ) -> Iterator[dict[str, Any]]:
        for start in range(0, MOST_TRACKS, PAGE):
            page = {**query, "StartIndex": str(start), "Limit": str(PAGE)}
            items = objects_in(object_of(self._session.get(path, cancel, page)), "Items")
            yield from items
            if len(items) < PAGE:
                return
        raise endless(self._base)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()


def _track(item: dict[str, Any]) -> ServerTrack:
    ticks = number_of(item.get("RunTimeTicks"))
    return ServerTrack(
        text_in(item, "Path"), text_in(item, "Name"), None if ticks is None else ticks / _TICKS
    )
