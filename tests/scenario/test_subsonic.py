# SPDX-License-Identifier: GPL-3.0-or-later
"""A real supysonic, from its users' playlists into the library."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.scenario.cli_world import TRACKS, FarEnd, World, events
from tests.scenario.servers import Supysonic, supysonic

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

ANN, BOB = ("ann", "pä&ss wörd"), ("bob", "bobs")
HOSTILE = ("Road/trip: \u202egpj.exe", "../../etc", "CON", "Straße & <b>Süden</b> 月", "x" * 200)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supysonic]:
    folder = tmp_path_factory.mktemp("supysonic")
    music = folder / "music"
    for number, track in enumerate(sorted(TRACKS.iterdir())):
        album = music / f"Album {number % 3}"
        album.mkdir(parents=True, exist_ok=True)
        shutil.copy(track, album)
    with supysonic(folder / "server", music) as running:
        for name, password in (ANN, BOB):
            running.command("user", "add", name, "--password", password)
        yield running


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("config", "secrets_file", "yes")
    return world


def songs(server: Supysonic) -> dict[str, str]:
    """The ids of all songs by title, in a fixed order."""
    found = server.ask(*ANN, "search3", query="", songCount="100")["searchResult3"]["song"]
    return {song["title"]: song["id"] for song in sorted(found, key=lambda one: one["title"])}


@pytest.fixture
def playlists(server: Supysonic) -> Iterator[dict[str, list[str]]]:
    """Playlists of Ann's: the titles of their songs, in order."""
    ids = songs(server)
    titles = list(ids)
    made = {
        "Twice": [titles[0], titles[1], titles[0], titles[2]],
        "Empty": [],
        **{name: titles[n : n + 2] for n, name in enumerate(HOSTILE)},
    }
    for name, wanted in made.items():
        server.ask(*ANN, "createPlaylist", name=name, songId=[ids[title] for title in wanted])
    server.ask(*BOB, "createPlaylist", name="Bob's own", songId=[ids[titles[5]]])
    yield made
    for user in (ANN, BOB):
        for playlist in listed(server, user):
            server.ask(*user, "deletePlaylist", id=playlist["id"])


def listed(server: Supysonic, user: tuple[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.ask(*user, "getPlaylists")["playlists"].get("playlist", [])
    return found


def subscribe(world: World, address: str, *options: str, password: str = ANN[1]) -> None:
    world.run(
        *("add", address, "--kind", "subsonic", "--user", ANN[0], "--password-stdin"),
        *(word for option in options for word in ("--option", option)),
        text=f"{password}\n",
    )


def memory(world: World) -> dict[str, str]:
    (database,) = world.profile.rglob("catalog-sync.db")
    with sqlite3.connect(database) as connection:
        (text,) = connection.execute("SELECT memory FROM sources").fetchone()
    connection.close()
    found: dict[str, str] = json.loads(text)
    return found


def in_files(world: World) -> dict[int, int]:
    """How many tracks the file of each playlist names; all of them are there."""
    found: dict[int, int] = {}
    for playlist in world.json("playlists"):
        if not playlist["entries"]:
            assert not playlist["path"]
            found[playlist["id"]] = 0
            continue
        path = world.library / playlist["path"]
        lines = [x for x in path.read_text("utf-8").splitlines() if x and not x.startswith("#")]
        for line in lines:
            assert (path.parent / line).resolve().is_file()
            assert world.library in (path.parent / line).resolve().parents
        found[playlist["id"]] = len(lines)
    return found


def test_playlists_come_into_the_library_and_are_not_read_again(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    subscribe(world, server.address)
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["state"] == "done"
    wanted = {title for titles in playlists.values() for title in titles}
    assert happened[-1]["done"] == len(wanted)
    known = world.json("playlists")
    assert sorted(p["entries"] for p in known) == sorted(map(len, playlists.values()))
    assert sorted(in_files(world).values()) == sorted(map(len, playlists.values()))
    assert memory(world)["login"] == "enc"  # supysonic keeps no password it could make tokens from

    before = {path: (world.library / path).stat().st_mtime_ns for path in world.files()}
    again = events(world.run("sync", "--json"))
    (refreshed,) = [event for event in again if event["event"] == "source_refreshed"]
    assert refreshed["unchanged"]
    assert not any(event["event"] == "item_started" for event in again)
    assert {path: (world.library / path).stat().st_mtime_ns for path in world.files()} == before
    assert world.run("verify")


def test_what_changes_at_the_server_changes_here(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    subscribe(world, server.address, "playlists=Twice, Empty")
    world.run("sync")
    assert [p["title"] for p in world.json("playlists")] == ["Empty", "Twice"]
    (twice,) = [p["id"] for p in listed(server, ANN) if p["name"] == "Twice"]
    last = list(songs(server).values())[-1]
    server.ask(*ANN, "updatePlaylist", playlistId=twice, songIdToAdd=last, songIndexToRemove="1")
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["done"] == 1
    assert sorted(in_files(world).values()) == [0, 4]


def test_all_albums(server: Supysonic, world: World) -> None:
    subscribe(world, server.address + "/rest/", "what=albums")
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["done"] == len(list(TRACKS.iterdir()))
    assert list(in_files(world).values()) == [len(list(TRACKS.iterdir()))]
    covers = list(world.library.rglob("cover.*"))
    assert {(cover.suffix, cover.read_bytes()[:2]) for cover in covers} == {(".jpg", b"\xff\xd8")}


def test_a_wrong_password_is_said(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    subscribe(world, server.address, password="wr0ng-word")
    out, err = world.outcome("sync", "--json", status=1)
    (refreshed,) = [event for event in events(out) if event["event"] == "source_refreshed"]
    assert refreshed["error"]["kind"] == "refused"
    assert "user name or the password" in refreshed["error"]["message"]
    assert "wr0ng-word" not in out + err
    assert b"wr0ng-word".hex() not in out + err
    assert world.files() == []


def test_a_password_without_a_user_is_no_request(server: Supysonic, world: World) -> None:
    line = world.error(
        *("add", server.address, "--kind", "subsonic", "--password-stdin"), status=2, text="x\n"
    )
    assert "--user" in line


def test_a_server_that_is_away_is_waited_for(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    subscribe(world, server.address)
    server.stop()
    try:
        out, _ = world.outcome("sync", "--json", status=1)
        (refreshed,) = [event for event in events(out) if event["event"] == "source_refreshed"]
        assert refreshed["error"]["kind"] == "unreachable"
        assert world.files() == []
    finally:
        server.start()
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["state"] == "done"
    assert sorted(in_files(world).values()) == sorted(map(len, playlists.values()))


class Between(FarEnd):
    """Passes calls on to a server and notes them; tells of playlists when they changed.

    supysonic has no ``changed``; with it, it is a server like most.

    :ivar instead: what is answered to a method instead of asking.
    :ivar queries: what stood in the addresses.
    """

    def __init__(self, server: Supysonic) -> None:
        super().__init__()
        self._server = server
        self.instead: dict[str, dict[str, Any]] = {}
        self.queries: list[str] = []

    def answer(self, handler: Any) -> None:
        """One request, passed on."""
        length = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(length) or None
        request = Request(self._server.address + handler.path, body)
        method = urlsplit(handler.path).path.rpartition("/")[2].removesuffix(".view")
        self.asked.append(method)
        self.queries.append(urlsplit(handler.path).query)
        if method in self.instead:
            data = json.dumps({"subsonic-response": self.instead[method]}).encode()
            kind = "application/json"
        else:
            with urlopen(request, timeout=30) as response:
                data = response.read()
                kind = response.headers["Content-Type"]
        if method == "getPlaylists":
            answer = json.loads(data)
            for playlist in answer["subsonic-response"].get("playlists", {}).get("playlist", []):
                playlist["changed"] = playlist["created"] + "Z"
            data = json.dumps(answer).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)


def test_unchanged_playlists_cost_one_request(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    with Between(server) as between:
        subscribe(world, between.address(""))
        world.run("sync")
        assert between.asked.count("getPlaylist") == len(playlists)
        between.asked.clear()
        world.run("sync")
        assert between.asked == ["getPlaylists"]


def test_forms_streams_and_lyrics_where_the_server_has_them(
    server: Supysonic, world: World, playlists: dict[str, list[str]]
) -> None:
    with Between(server) as between:
        extensions = [{"name": name, "versions": [1]} for name in ("formPost", "songLyrics")]
        lyrics = {"synced": True, "lang": "eng", "line": [{"start": 1500, "value": "La la"}]}
        between.instead = {
            "getOpenSubsonicExtensions": {"status": "ok", "openSubsonicExtensions": extensions},
            "getLyricsBySongId": {"status": "ok", "lyricsList": {"structuredLyrics": [lyrics]}},
            "download": {"status": "failed", "error": {"code": 50, "message": "not allowed"}},
        }
        subscribe(world, between.address(""))
        happened = events(world.run("sync", "--json"))
        assert happened[-1]["state"] == "done"
        assert between.asked.count("stream") == happened[-1]["done"]
        found = list(world.library.rglob("*.lrc"))
        assert len(found) == happened[-1]["done"]
        assert {path.read_text() for path in found} == {"[la:eng]\n[00:01.50]La la\n"}
        assert sorted(in_files(world).values()) == sorted(map(len, playlists.values()))
        assert [query for query in between.queries if query] == ["v=1.16.1&c=CatalogSync&f=json"]
        assert memory(world)["download"] == "refused"
