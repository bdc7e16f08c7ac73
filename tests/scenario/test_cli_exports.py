# SPDX-License-Identifier: GPL-3.0-or-later
"""Export variants as a person sets them by the command line, and a real player reads them."""

from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, events
from tests.scenario.servers import mpd

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TRACKS = ("paper-boats.mp3", "quiet-sea.flac")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.run("library", str(made.library))
    return made


def test_variants_are_added_changed_listed_and_removed(world: World) -> None:
    assert "needs --folder" in world.error("exports", "add", "Server", status=2)
    world.run("exports", "add", "Server", "--folder", "Lists/Server")
    world.run("exports", "add", "server", "--paths", "mapped", "--prefix", "/music")
    assert world.json("exports") == [
        {
            "name": "Server",
            "folder": "Lists/Server",
            "format": "m3u",
            "paths": "mapped",
            "prefix": "/music",
            "encoding": "utf-8",
            "escapes": "none",
        }
    ]
    assert "Lists/Server" in world.run("exports")
    inside = str(world.library / "Lists" / "Other")
    world.run("exports", "add", "Other", "--folder", inside)
    assert world.json("exports")[1]["folder"] == "Lists/Other"
    away = str(world.library.with_name("away"))
    for arguments, words in (
        (("add", "Away", "--folder", away), "there is no folder"),
        (("add", "Third", "--folder", "Lists/Other"), "give it another folder"),
        (("remove", "Nobody"), "there is no export variant"),
    ):
        assert words in world.error("exports", *arguments, status=2)
    world.run("exports", "remove", "SERVER")
    assert [variant["name"] for variant in world.json("exports")] == ["Other"]


def test_mpd_finds_every_entry_of_every_variant(world: World, far: FarEnd, tmp_path: Path) -> None:
    world.run("exports", "add", "Near", "--folder", "Lists/Near/Deep", "--format", "m3u8")
    world.run("exports", "add", "Abs", "--folder", "Lists/Abs", "--paths", "absolute")
    # The server sees the library under the path it has here.
    mapped = ("--paths", "mapped", "--prefix", str(world.library))
    world.run("exports", "add", "Map", "--folder", "Lists/Map", *mapped)
    world.run("exports", "add", "Xspf", "--folder", "Lists/Xspf", "--format", "xspf")
    world.run("add", far.playlist("/x.m3u", *TRACKS), "--name", "Evening")
    told = [e for e in events(world.run("sync", "--json")) if e["event"] == "playlist_exported"]
    last = {e["variant"]: e for e in told if e["reason"] == "stage"}
    assert set(last) == {"", "Near", "Abs", "Map", "Xspf"}
    assert {e["entries"] for e in last.values()} == {2}
    usual = (world.library / last[""]["path"]).read_text("utf-8").splitlines()
    wanted = [line.removeprefix("../") for line in usual if not line.startswith("#")]
    with mpd(tmp_path / "mpd", world.library) as player:
        player.update()
        for variant in ("", "Near", "Abs", "Map"):
            player.ask("clear")
            player.ask(f'load "{last[variant]["path"]}"')
            queue = [x[6:] for x in player.ask("playlistinfo") if x.startswith("file: ")]
            assert queue == wanted, variant
    world.run("exports", "remove", "Near")
    assert not (world.library / last["Near"]["path"]).exists()
    assert (world.library / last["Abs"]["path"]).exists()


def test_a_former_version_of_a_playlist_is_written_again(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", *TRACKS), "--name", "Evening")
    world.run("sync")
    far.playlist("/x.m3u", TRACKS[1])
    world.run("sync")
    now, before = world.json("versions")
    assert (now["entries"], before["entries"]) == (1, 2)
    assert before.keys() == {"id", "playlist", "title", "kept_at", "entries"}
    assert world.json("versions", str(before["playlist"])) == [now, before]
    assert before["title"] in world.run("versions")
    said = world.run("versions", "--restore", str(before["id"]), "--name", "Old: one")
    assert said == "wrote Playlists/Old_ one.m3u with 2 tracks\n"
    text = (world.library / "Playlists" / "Old_ one.m3u").read_text("utf-8")
    assert "#PLAYLIST:Old: one\n" in text
    for arguments, words in (
        (("--restore", "99"), "there is no version 99"),
        (("99",), "there is no playlist 99"),
        (("--name", "x"), "--name goes with"),
        (("--restore", "1", "1"), "no playlist"),
    ):
        assert words in world.error("versions", *arguments, status=2)
