# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic servers that read playlist files, as Navidrome does."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogsync_gui.core.servers import ServerKind, prove
from catalogsync_gui.servers.base import PAGE, MusicServer
from tests.unit.servers.far import ENTRIES, GO_ON, MIX, NEWS, opened, reply
from tests.unit.sources.web import Reply, Web, serving

API_KEY = {"token": "api-key"}


def song(title: str, path: str, seconds: int) -> dict[str, Any]:
    return {"id": title, "title": title, "path": path, "duration": seconds}


class FakeNavidrome:
    """Its paths are made up: album artist, album, disc, track, title."""

    def __init__(self) -> None:
        self.scanning = False
        self.asked: list[str] = []
        self.songs = [
            song(entry.title, f"Ann/Album/01-0{n} - {entry.title}.mp3", int(entry.duration or 0))
            for n, entry in enumerate(ENTRIES, 1)
        ]
        self.listed: list[dict[str, Any]] = list(self.songs)

    def answer(self, _method: str, path: str, body: bytes) -> Reply | None:
        parts = urlsplit(path)
        query = {k: v[0] for k, v in parse_qs(parts.query or body.decode()).items()}
        method = parts.path.rpartition("/")[2].removesuffix(".view")
        self.asked.append(method)
        return reply({"subsonic-response": {"status": "ok", **self._payload(method, query)}})

    def _payload(self, method: str, query: dict[str, str]) -> dict[str, Any]:
        match method:
            case "startScan" | "getScanStatus":
                return {"scanStatus": {"scanning": self.scanning, "count": 7}}
            case "search3":
                start, count = int(query["songOffset"]), int(query["songCount"])
                return {"searchResult3": {"song": self.songs[start : start + count]}}
            case "getPlaylists":
                return {"playlists": {"playlist": [{"id": "p1", "name": MIX.title}]}}
            case "getPlaylist":
                assert query["id"] == "p1"
                return {"playlist": {"id": "p1", "entry": self.listed}}
        return {}


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as far:
        yield far


@pytest.fixture
def navidrome(web: Web) -> FakeNavidrome:
    fake = FakeNavidrome()
    web.answer = fake.answer
    return fake


@pytest.fixture
def server(web: Web) -> Iterator[MusicServer]:
    made = opened(ServerKind.SUBSONIC, web.url(""), API_KEY)
    yield made
    made.close()


def unresolved(server: MusicServer) -> list[tuple[str, str]]:
    findings = server.look([MIX], GO_ON)
    assert findings is not None
    (proof,) = prove([MIX], findings, scanning=False)
    assert proof.listed
    return [(one.path, one.why) for one in proof.unresolved]


def test_it_is_told_and_waited_for(server: MusicServer, navidrome: FakeNavidrome) -> None:
    server.tell(NEWS, GO_ON)
    assert navidrome.asked[-1] == "startScan"
    assert not server.scanning(GO_ON)
    navidrome.scanning = True
    assert server.scanning(GO_ON)


def test_made_up_paths_do_not_hide_what_it_knows(
    server: MusicServer, navidrome: FakeNavidrome
) -> None:
    assert unresolved(server) == []
    navidrome.listed = navidrome.songs[:1]
    assert unresolved(server) == [(ENTRIES[1].path, "unlisted")]
    navidrome.songs = navidrome.songs[:1]
    assert unresolved(server) == [(ENTRIES[1].path, "absent")]
    navidrome.songs = navidrome.listed = []
    assert {why for _, why in unresolved(server)} == {"other_library"}


def test_a_large_library_is_read_page_by_page(
    server: MusicServer, navidrome: FakeNavidrome
) -> None:
    more = [song(f"T{n}", f"X/{n}.mp3", 1) for n in range(2 * PAGE)]
    navidrome.songs = more + [song(e.title, f"/music/{e.path}", 0) for e in ENTRIES]
    navidrome.listed = navidrome.songs[-2:]
    assert unresolved(server) == []
    assert navidrome.asked.count("search3") == 3
