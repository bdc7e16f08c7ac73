# SPDX-License-Identifier: GPL-3.0-or-later
"""A Subsonic or OpenSubsonic server: startScan, getScanStatus, and what it has.

https://opensubsonic.netlify.app/docs/endpoints/startscan/
"""

from collections.abc import Sequence
from itertools import chain

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import Exported, Findings, News, Server, ServerTrack, Sighting
from catalogsync_gui.servers.base import MOST_TRACKS, PAGE, MusicServer, endless, number_of, text_in
from catalogsync_gui.sources.subsonic_answers import id_of, object_of, objects_of, text_of
from catalogsync_gui.sources.subsonic_client import SubsonicClient


class SubsonicServer(MusicServer):
    """Navidrome, gonic, supysonic, Airsonic and others.

    Starting a scan takes an administrator's account with most of them.
    """

    def __init__(self, server: Server, source: Source, context: SourceContext) -> None:
        self._root = server.options.get("library", "")
        self._client = SubsonicClient(source, context, allow_private=False)

    def tell(self, news: News, cancel: StopToken) -> None:
        """Starts a scan."""
        del news  # it looks at everything
        self._client.call("startScan", cancel)

    def scanning(self, cancel: StopToken) -> bool:
        """Whether a scan is running."""
        return object_of(self._client.call("getScanStatus", cancel), "scanStatus").get(
            "scanning"
        ) in (True, "true")

    def look(self, playlists: Sequence[Exported], cancel: StopToken) -> Findings:
        """All songs (an empty query finds all of them), and the playlists called as ours."""
        wanted = tuple(chain.from_iterable(playlist.entries for playlist in playlists))
        library = Sighting(wanted, self._root, invented=True)
        for offset in range(0, MOST_TRACKS, PAGE):
            answer = self._client.call(
                *("search3", cancel),
                query="",
                artistCount="0",
                albumCount="0",
                songCount=str(PAGE),
                songOffset=str(offset),
            )
            songs = objects_of(answer, "searchResult3", "song")
            for song in songs:
                library.see(_track(dict(song)))
            if len(songs) < PAGE:
                return Findings(library, self._listed(playlists, cancel))
        raise endless(self._client.base)

    def _listed(self, playlists: Sequence[Exported], cancel: StopToken) -> dict[int, Sighting]:
        answer = self._client.call("getPlaylists", cancel)
        theirs = {
            collision_key(text_of(one.get("name"))): id_of(one.get("id"))
            for one in objects_of(
                self._client.call("getPlaylists", cancel), "playlists", "playlist"
            )
        }
        found = {}
        for playlist in playlists:
            identity = next((theirs[name] for name in playlist.names if theirs.get(name)), "")
            if identity:
                answer = self._client.call("getPlaylist", cancel, id=identity)
                sighting = Sighting(playlist.entries, self._root, invented=True)
                for song in objects_of(answer, "playlist", "entry"):
                    sighting.see(_track(dict(song)))
                found[playlist.playlist] = sighting
        return found

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


def _track(song: dict[str, object]) -> ServerTrack:
    seconds = number_of(song.get("duration"))
    return ServerTrack(text_in(song, "path"), text_in(song, "title"), seconds)
