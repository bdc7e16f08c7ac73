# SPDX-License-Identifier: GPL-3.0-or-later
"""Plex, by the shapes of https://developer.plex.tv/pms/ and the paths of plexopedia.com."""

from collections.abc import Iterator
from typing import Any

import pytest

from catalogsync_gui.core.errors import CannotRun, SourceError, SourceRefused
from catalogsync_gui.core.servers import ServerKind, prove
from catalogsync_gui.servers.base import MusicServer
from tests.unit.servers.far import ENTRIES, GO_ON, MIX, NEWS, opened, query_of, reply
from tests.unit.sources.web import Reply, Web, serving

TOKEN = "plex-token"


def part(file: str, title: str) -> dict[str, Any]:
    return {"title": title, "duration": 60000, "Media": [{"Part": [{"file": file}]}]}


class FakePlex:
    """Two music libraries and one of films; a playlist by what was uploaded."""

    def __init__(self) -> None:
        self.refreshing = False
        self.tracks = [part(f"/music/{entry.path}", entry.title) for entry in ENTRIES]
        self.uploaded: list[dict[str, str]] = []
        self.refreshed: list[str] = []

    def answer(self, method: str, path: str, _body: bytes) -> Reply | None:
        place = path.partition("?")[0]
        if place == "/library/sections":
            return self._sections()
        if place.endswith("/refresh"):
            self.refreshed.append(path)
            return Reply(b"")
        if place == "/library/sections/4/all":
            assert query_of(path)["type"] == "10"
            start = int(query_of(path)["X-Plex-Container-Start"])
            size = int(query_of(path)["X-Plex-Container-Size"])
            return self._metadata(self.tracks[start : start + size])
        if place == "/playlists/upload":
            assert method == "POST"
            self.uploaded.append(query_of(path))
            return Reply(b"")
        if place == "/playlists":
            named = [{"ratingKey": "88", "title": MIX.title}] if self.uploaded else []
            return self._metadata(named)
        return self._metadata(self.tracks[:1]) if place == "/playlists/88/items" else None

    def _sections(self) -> Reply:
        music = {"type": "artist", "refreshing": self.refreshing}
        return reply(
            {
                "MediaContainer": {
                    "Directory": [
                        {"key": "1", "type": "movie", "Location": [{"path": "/films"}]},
                        {"key": "2", "Location": [{"path": "/other"}], **music},
                        {"key": "4", "Location": [{"path": "/music"}], **music},
                    ]
                }
            }
        )

    @staticmethod
    def _metadata(rows: list[dict[str, Any]]) -> Reply:
        return reply({"MediaContainer": {"Metadata": rows} if rows else {"size": 0}})


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as far:
        yield far


@pytest.fixture
def plex(web: Web) -> FakePlex:
    fake = FakePlex()
    web.answer = fake.answer
    return fake


@pytest.fixture
def server(web: Web) -> Iterator[MusicServer]:
    made = opened(ServerKind.PLEX, web.url(""), {"token": TOKEN}, library="/music", upload="/pl")
    yield made
    made.close()


def test_the_library_that_is_ours_is_refreshed(
    server: MusicServer, plex: FakePlex, web: Web
) -> None:
    server.tell(NEWS, GO_ON)
    assert plex.refreshed == ["/library/sections/4/refresh?path=%2Fmusic"]
    headers = [headers for _, headers in web.requests]
    assert {one["X-Plex-Token"] for one in headers} == {TOKEN}
    assert TOKEN not in "".join(web.paths)
    assert not server.scanning(GO_ON)
    plex.refreshing = True
    assert server.scanning(GO_ON)


def test_without_a_path_all_music_is_refreshed(plex: FakePlex, web: Web) -> None:
    server = opened(ServerKind.PLEX, web.url(""), {"token": TOKEN})
    server.tell(NEWS, GO_ON)
    server.settle(NEWS, GO_ON)
    server.close()
    assert plex.refreshed == ["/library/sections/2/refresh", "/library/sections/4/refresh"]
    assert plex.uploaded == []
    assert not server.settles


def test_playlist_files_are_read_from_where_plex_sees_them(
    server: MusicServer, plex: FakePlex
) -> None:
    assert server.settles
    server.settle(NEWS, GO_ON)
    assert plex.uploaded == [{"sectionID": "4", "path": "/pl/My _1 Mix.m3u"}]
    findings = server.look([MIX], GO_ON)
    assert findings is not None
    (proof,) = prove([MIX], findings, scanning=False)
    # Its playlist lacks the second one, which the library has.
    assert [(one.path, one.why) for one in proof.unresolved] == [(ENTRIES[1].path, "unlisted")]


def test_all_pages_are_read(server: MusicServer, plex: FakePlex) -> None:
    plex.tracks = [part(f"/music/{n}.mp3", str(n)) for n in range(1000)] + plex.tracks
    findings = server.look([MIX], GO_ON)
    assert findings is not None
    (proof,) = prove([MIX], findings, scanning=False)
    assert (proof.known, proof.listed) == (2, False)


def test_refusals_are_told_in_words(server: MusicServer, web: Web) -> None:
    web.answer = lambda *_: Reply(b"", 401)
    with pytest.raises(SourceRefused, match="does not accept the token"):
        server.tell(NEWS, GO_ON)
    web.answer = lambda *_: Reply(b"<html>", 200)
    with pytest.raises(SourceError, match="as a Plex Media Server does"):
        server.tell(NEWS, GO_ON)
    web.answer = lambda *_: reply({"MediaContainer": {}})
    with pytest.raises(SourceError, match="no music library"):
        server.tell(NEWS, GO_ON)
    bare = opened(ServerKind.PLEX, web.url(""), {})
    with pytest.raises(CannotRun, match="wants a token"):
        bare.tell(NEWS, GO_ON)
    bare.close()
