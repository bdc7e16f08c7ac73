# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers are told of the library, and know every entry of it, whatever it is called."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.scenario.cli_world import TRACKS, FarEnd, World
from tests.scenario.servers import Supysonic, mpd, supysonic

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TITLES = (
    "Plain",
    "#1 with a sign",
    "  spaces  inside  ",
    "50%20off",
    "月のひかり",
    "🎵 emoji",
    "e\u0301 decomposed",
    "long " + "ü" * 200,
)
LISTS = ("#All of it", "50%20 月", "🎵 e\u0301")
ADMIN = ("ann", "pä&ss wörd")


def catalogue(far: FarEnd) -> list[str]:
    """Playlists of tracks with hostile titles; their addresses."""
    data = min(TRACKS.glob("*.mp3")).read_bytes()
    # Without its tags, which would name it (ID3v2, section 3.1: a size of 4 x 7 bits).
    size = sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    sound = data[10 + size :]
    for number in range(len(TITLES)):
        # More ending frames make another file of the same sound.
        far.files[f"/{number}.mp3"] = sound + sound[-417:] * number
    addresses = []
    for number, title in enumerate(LISTS):
        lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
        for track in range(number, len(TITLES)):
            lines += [f"#EXTINF:5,#Artist {track % 3} - {TITLES[track]}", f"/{track}.mp3"]
        far.files[f"/{number}.m3u8"] = "\n".join([*lines, ""]).encode()
        addresses.append(far.address(quote(f"/{number}.m3u8")))
    return addresses


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("config", "secrets_file", "yes")
    with FarEnd() as far:
        for address in catalogue(far):
            world.run("add", address)
        yield world


def everything(checked: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Of every playlist what the server knows, and what there is; nothing may be unresolved."""
    playlists = [one for server in checked for one in server["playlists"]]
    assert [one["unresolved"] for one in playlists] == [[]] * len(playlists)
    return [(one["known"], one["entries"]) for one in playlists]


VARIANTS = (
    ("m3u8", "--format", "m3u8"),
    ("absolute", "--paths", "absolute"),
)
"""What else MPD reads. In XSPF it takes a percent-encoded path as it stands (0.23)."""

WHOLE = [(8, 8), (7, 7), (6, 6)]


def test_an_mpd_is_told_and_knows_every_entry(world: World, tmp_path: Path) -> None:
    with mpd(tmp_path / "mpd", world.library) as player:
        assert world.run("servers", "add", "mpd", player.address, "--name", "Kitchen") == "1\n"
        for name, *how in VARIANTS:
            world.run("exports", "add", name, "--folder", f"Playlists/{name}", *how)
            option = ("--option", f"variant={name}")
            world.run("servers", "add", "mpd", player.address, "--name", name, *option)
        world.run("sync")
        player.update()  # waits for the one that the sync began
        checked = world.json("servers", "check")
        assert everything(checked) == WHOLE * (1 + len(VARIANTS))
        for server in checked:
            assert [one["listed"] for one in server["playlists"]] == [True] * 3
        listed = world.json("servers")[0]
        assert (listed["kind"], listed["name"], listed["problem"]) == ("mpd", "Kitchen", None)
        told = listed["told_at"]
        assert told is not None
        # Nothing new: nobody is told.
        world.run("sync")
        assert world.json("servers")[0]["told_at"] == told


def test_an_mpd_that_sees_less_is_told_apart(world: World, tmp_path: Path) -> None:
    world.run("sync")
    world.run("servers", "add", "mpd", "127.0.0.1:1", "--name", "Nobody")
    gone = min(world.library.rglob("*Plain*"))
    shutil.copytree(world.library, tmp_path / "copy")
    (tmp_path / "copy" / gone.relative_to(world.library)).unlink()
    with mpd(tmp_path / "mpd", tmp_path / "copy") as player:
        player.update()
        world.run("servers", "add", "mpd", player.address, "--name", "Kitchen")
        out, _ = world.outcome("servers", "check", "Kitchen", status=1)
    assert out.startswith("Kitchen: knows 20 of 21 playlist entries\n")
    assert f"{gone.relative_to(world.library).as_posix()}: the server does not have the file" in out
    out, _ = world.outcome("servers", "check", status=3)
    assert "the MPD at 127.0.0.1:1 does not answer" in out


@pytest.fixture
def server(world: World, tmp_path: Path) -> Iterator[Supysonic]:
    with supysonic(tmp_path / "supysonic", world.library) as running:
        running.command("user", "add", ADMIN[0], "--password", ADMIN[1])
        running.command("user", "setroles", "--admin", ADMIN[0])
        running.command("user", "add", "bob", "--password", "bobs")
        running.start_daemon()
        yield running


def test_a_subsonic_server_is_told_and_knows_every_entry(world: World, server: Supysonic) -> None:
    def add(user: str, password: str) -> None:
        login = ("--user", user, "--password-stdin", "--name", user)
        world.run("servers", "add", "subsonic", server.address, *login, text=f"{password}\n")

    add("bob", "bobs")
    world.run("sync")
    (listed,) = world.json("servers")
    assert "the account may not use" in listed["problem"]
    assert listed["told_at"] is None
    # Asking what is there takes no such right; nobody has scanned yet.
    out, _ = world.outcome("servers", "check", status=1)
    assert "knows 0 of 21 playlist entries" in out
    assert "the server has none of these files" in out
    world.run("servers", "remove", "bob")

    add(*ADMIN)
    with world.headless() as running:
        assert "knows 21 of 21 playlist entries" in running.line(" knows ", err=True)
    # It reads no playlist files; the tracks are what is counted.
    checked = world.json("servers", "check")
    assert everything(checked) == WHOLE
    assert [one["listed"] for one in checked[0]["playlists"]] == [False] * 3
    (listed,) = world.json("servers")
    assert (listed["known"], listed["entries"], listed["problem"]) == (21, 21, None)

    files = {path.name: path.read_bytes() for path in world.profile.rglob("*") if path.is_file()}
    kept = files.pop("secrets.json")
    for word in (ADMIN[1], ADMIN[1].encode().hex()):
        assert not [name for name, data in files.items() if word.encode() in data]
    assert b"-2/password" in kept
    world.run("servers", "remove", ADMIN[0])
    assert world.json("servers") == []
    assert b"/password" not in next(world.profile.rglob("secrets.json")).read_bytes()
