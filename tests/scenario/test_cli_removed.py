# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues that shrink, fail for good, or list tracks no more, as the command line shows them."""

from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, events

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

NAMES = [f"nothing-{number}.mp3" for number in range(24)]
TRACKS = ("paper-boats.mp3", "quiet-sea.flac")
SHELVED = ".catalog-sync/trash"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.run("library", str(made.library))
    return made


def test_a_shrunk_catalogue_is_shown_and_can_be_accepted(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", *NAMES), "--name", "Evening")
    world.outcome("sync", status=1)
    far.playlist("/x.m3u", NAMES[0])
    out, _ = world.outcome("sync", "--json", status=0)
    (notice,) = [event for event in events(out) if event["event"] == "notice"]
    assert (notice["level"], notice["kind"]) == ("warning", "catalogue_shrunk")
    (source,) = world.json("sources")
    assert "1 tracks instead of 24" in source["warning"]
    assert "Evening: the catalogue has shrunk" in world.run("sources")
    assert world.json("playlists")[0]["entries"] == 24
    assert "needs the sources named" in world.error("sync", "--accept-shrunk", status=2)
    world.run("sync", "Evening", "--accept-shrunk")
    assert world.json("playlists")[0]["entries"] == 1
    assert world.json("sources")[0]["warning"] == ""
    assert len(world.json("items")) == 1


def test_the_running_instance_accepts_it_too(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", *NAMES))
    world.outcome("sync", status=1)
    far.playlist("/x.m3u", NAMES[0])
    with world.headless():
        assert "warning: source 1: the catalogue has shrunk" in world.run("sync", "1")
        world.run("sync", "1", "--accept-shrunk")
        assert world.json("playlists")[0]["entries"] == 1


def test_what_is_gone_for_good_is_paused(world: World, far: FarEnd) -> None:
    world.run("add", far.address("/none.m3u"), "--name", "Gone")
    for _ in range(10):
        world.outcome("sync", status=1)
    (source,) = world.json("sources")
    assert source["failures"] == 10
    assert "10 refreshes in a row" in source["paused"]
    text = world.run("sources")
    assert "paused" in text.splitlines()[1]
    assert text.splitlines()[2].startswith("Gone: 10 refreshes in a row have failed")
    far.playlist("/none.m3u")
    world.run("sync")
    assert world.json("sources")[0]["paused"] == ""


def test_the_trash_from_its_filling_to_its_emptying(world: World, far: FarEnd) -> None:
    assert world.json("trash") == []
    assert len(world.run("trash").splitlines()) == 1
    address = far.playlist("/x.m3u", *TRACKS)
    for wrong in ("removed=burn", "trash_days=0", "trash_days=4000"):
        world.error("add", address, "--option", wrong, status=2)
    world.run("add", address, "--option", "removed=trash", "--option", "trash_days=7")
    world.run("sync")
    before = world.files()
    far.playlist("/x.m3u", TRACKS[1])
    world.run("sync")
    (entry,) = world.json("trash")
    assert entry["expires_at"] - entry["trashed_at"] == 7 * 86400
    original = entry["files"][0]["original"]
    assert original in before
    assert (world.library / SHELVED / "1" / original).is_file()
    assert original in world.run("trash")
    assert [item["state"] for item in world.json("items")] == ["trashed", "done"]

    assert world.run("trash", "--restore", "1") == f"restored {original}\n"
    assert world.files() == before
    assert "all as they should be" in world.run("verify")
    assert "nothing 1 in the trash" in world.error("trash", "--restore", "1", status=2)
    world.run("sync")
    # What a person took back is not taken away again.
    assert world.files() == before


def test_the_running_instance_empties_the_trash(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", *TRACKS), "--option", "removed=trash")
    world.run("sync")
    far.playlist("/x.m3u", TRACKS[1])
    with world.headless():
        world.run("sync")
        assert len(world.json("trash")) == 1
        assert world.run("trash", "--empty") == "1 track deleted\n"
        assert world.json("trash") == []
    assert not (world.library / SHELVED).exists()
    assert len(world.json("items")) == 1
