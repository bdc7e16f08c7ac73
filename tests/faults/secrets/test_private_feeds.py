# SPDX-License-Identifier: GPL-3.0-or-later
"""A feed whose address holds a token, from subscribing to removing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.engine.world import sound
from tests.faults.secrets.echoing import Answer, EchoServer, Request, echoing, reply
from tests.scenario.cli_world import World

pytestmark = pytest.mark.scenario

TOKEN, OTHER = "t0ken-0f-mine", "an0ther-t0ken"
IN_PATH = "7h2Kd93jsLq0PzX8vBn4"


class Private(World):
    """A server that answers to the token alone, and a profile."""

    def __init__(self, folder: Path, far: EchoServer) -> None:
        super().__init__(folder)
        self.far = far
        self.tokens = {TOKEN}
        self.moved = ""
        self.run("config", "free_space_mb", "0")
        self.run("library", str(self.library))
        far.answers["/feed"] = self._guarded(self._feed)
        far.answers["/new"] = self._guarded(self._feed)
        for number in (1, 2):
            far.answers[f"/{number}.mp3"] = self._guarded(self._audio)

    def _guarded(self, answer: Answer) -> Answer:
        def guarded(request: Request) -> bytes:
            known = any(f"token={token}" in request.target for token in self.tokens)
            return answer(request) if known else reply("403 Forbidden")

        return guarded

    def _feed(self, request: Request) -> bytes:
        token = request.target.partition("token=")[2]
        # Without a guid an episode is known by its address.
        items = "".join(
            f"<item><title>E{number} {token}</title>"
            f'<enclosure url="{self.far.url(f"/{number}.mp3?token={token}")}"/></item>'
            for number in (1, 2)
        )
        names = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        move = f"<itunes:new-feed-url>{self.moved}</itunes:new-feed-url>" if self.moved else ""
        return reply(
            "200 OK", f"<rss {names}><channel><title>Mine</title>{move}{items}</channel></rss>"
        )

    def _audio(self, request: Request) -> bytes:
        data = sound(int(request.path.strip("/").removesuffix(".mp3")))
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(data) + data

    def address(self, path: str = "/feed", token: str = TOKEN) -> str:
        return self.far.url(f"{path}?show=7&token={token}")

    def add(self, address: str, *, status: int = 0) -> tuple[str, str]:
        return self.outcome("add", address, "--kind", "podcast", status=status)

    def leaks(self, *tokens: str) -> list[str]:
        """Which files but the secret store hold a token."""
        return [
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file()
            and path.name != "secrets.json"
            and any(token.encode() in path.read_bytes() for token in tokens)
        ]

    def sql(self, statement: str, *parameters: object) -> list[Any]:
        with closing(sqlite3.connect(self.profile / "catalog-sync.db")) as database:
            rows = database.execute(statement, parameters).fetchall()
            database.commit()
            # The log of writes holds what was there before.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return rows

    def audio_asked(self) -> int:
        return sum(request.path.endswith(".mp3") for request in self.far.asked)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Private]:
    with echoing() as far:
        yield Private(tmp_path, far)


def test_the_token_is_used_and_stored_nowhere_else(place: Private) -> None:
    place.run("config", "secrets_file", "yes")
    place.add(place.address())
    assert "2 done, 0 failed" in place.run("sync")
    assert "0 done, 0 failed" in place.run("sync")
    assert place.audio_asked() == 2
    assert len(place.json("items")) == 2
    assert place.leaks(TOKEN) == []
    (source,) = place.json("sources")
    assert source["location"] == place.address(token="…")
    opml, warning = place.outcome("sources", "--opml", status=0)
    assert f'"{place.far.url("/feed?show=7")}"' in opml
    assert "tokens are left out" in warning
    assert TOKEN in (place.profile / "secrets.json").read_text("utf-8")
    place.run("remove", "1")
    assert TOKEN not in (place.profile / "secrets.json").read_text("utf-8")


def test_the_same_address_is_subscribed_once_and_another_token_beside_it(place: Private) -> None:
    place.run("config", "secrets_file", "yes")
    place.tokens.add(OTHER)
    place.add(place.address())
    assert "already subscribed: source 1" in place.add(place.address(), status=2)[1]
    place.add(place.address(token=OTHER))
    assert "4 done, 0 failed" in place.run("sync")
    assert place.leaks(TOKEN, OTHER) == []


def test_a_feed_that_moves_takes_its_new_token_to_the_store(place: Private) -> None:
    place.run("config", "secrets_file", "yes")
    place.tokens.add(OTHER)
    place.add(place.address())
    place.run("sync")
    place.moved = place.address("/new", OTHER).replace("&", "&amp;")
    place.run("sync")
    place.far.asked.clear()
    place.run("sync")
    assert [request.target for request in place.far.asked if "mp3" not in request.path] == [
        f"/new?show=7&token={OTHER}"
    ]
    assert place.leaks(TOKEN, OTHER) == []


def test_without_a_store_it_stays_and_moves_out_later_without_a_download(place: Private) -> None:
    _, warning = place.add(place.address())
    assert "kept in the database, which only you can read" in warning
    assert "2 done, 0 failed" in place.run("sync")
    held = {name.removesuffix("-wal") for name in place.leaks(TOKEN)}
    copies = {name for name in held if name.startswith("profile/backups/")}
    assert held - copies == {"profile/catalog-sync.db"}
    for name in held:
        assert (place.profile / name.removeprefix("profile/")).stat().st_mode & 0o077 == 0
    keys = place.sql("SELECT COUNT(*) FROM tracks WHERE instr(key, ?)", TOKEN)
    assert keys == [(2,)]
    place.run("config", "secrets_file", "yes")
    assert "0 done, 0 failed" in place.run("sync")
    assert place.audio_asked() == 2
    assert len(place.json("items")) == 2
    for table, column in (
        ("sources", "location"), ("sources", "memory"), ("playlists", "revision"),
        ("tracks", "key"), ("items", "media"),
    ):  # fmt: skip
        assert place.sql(f"SELECT 1 FROM {table} WHERE instr({column}, ?)", TOKEN) == []


def _always(answer: bytes, _request: Request) -> bytes:
    return answer


def test_a_token_in_the_path_moves_out_as_well(place: Private) -> None:
    folder = f"/rss/{IN_PATH}"
    items = "".join(
        f"<item><title>E{number}</title>"
        f'<enclosure url="{place.far.url(f"{folder}/{number}.mp3")}"/></item>'
        for number in (1, 2)
    )
    feed = f"<rss><channel><title>Mine</title>{items}</channel></rss>"
    place.far.answers[f"{folder}/feed.xml"] = lambda _request: reply("200 OK", feed)
    for number in (1, 2):
        audio = sound(number)
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(audio) + audio
        place.far.answers[f"{folder}/{number}.mp3"] = partial(_always, answer)
    _, warning = place.add(place.far.url(f"{folder}/feed.xml"))
    assert "kept in the database, which only you can read" in warning
    assert "2 done, 0 failed" in place.run("sync")
    place.run("config", "secrets_file", "yes")
    assert "0 done, 0 failed" in place.run("sync")
    assert place.audio_asked() == 2
    assert len(place.json("items")) == 2
    for table, column in (
        ("sources", "location"), ("sources", "memory"), ("playlists", "revision"),
        ("tracks", "key"), ("items", "media"),
    ):  # fmt: skip
        assert place.sql(f"SELECT 1 FROM {table} WHERE instr({column}, ?)", IN_PATH) == []
    (source,) = place.json("sources")
    assert source["location"] == place.far.url("/rss/…/feed.xml")
    opml, _ = place.outcome("sources", "--opml", status=0)
    assert IN_PATH not in opml


def test_a_token_that_is_gone_from_the_store_is_told_of(place: Private) -> None:
    place.run("config", "secrets_file", "yes")
    place.add(place.address())
    (place.profile / "secrets.json").write_text(json.dumps({}))
    out, _ = place.outcome("sync", status=1)
    assert "add it again with its whole address" in out
    assert place.far.asked == []


def test_nobody_outside_learns_how_to_name_the_token(place: Private) -> None:
    """Otherwise a catalogue could have it sent to where it likes."""
    place.run("config", "secrets_file", "yes")
    place.add(place.address())
    place.run("sync")
    ((location,),) = place.sql("SELECT location FROM sources")
    assert "~secret-" in location
    assert all("~secret-" not in asked.said for asked in place.far.asked)
