# SPDX-License-Identifier: GPL-3.0-or-later
"""Name templates and the rename of the library, as the command line shows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, events

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TRACKS = ("paper-boats.mp3", "quiet-sea.flac")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.run("library", str(made.library))
    with FarEnd() as far:
        made.run("add", far.playlist("/x.m3u", *TRACKS), "--name", "Evening")
        made.run("sync")
        yield made


def tracks(world: World) -> list[str]:
    return [path for path in world.files() if not path.startswith("Playlists/")]


def listed(world: World) -> list[str]:
    """What the playlist names, relative to the library."""
    (text,) = [path.read_text("utf-8") for path in (world.library / "Playlists").glob("*.m3u")]
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return sorted(line.removeprefix("../") for line in lines)


def test_a_template_is_shown_on_real_tracks(world: World) -> None:
    now = tracks(world)
    data = world.json("naming", "{source}/{track:03} {title}{?, {year}}")
    assert data["template"] == "{source}/{track:03} {title}{?, {year}}"
    assert [row["path"] for row in data["tracks"]] == now
    assert all(row["target"].startswith("Evening/0") for row in data["tracks"])
    text = world.run("naming", "--source", "Evening")
    assert text.startswith("template: {albumartist}/{album}/{track} {title}\n")
    assert all(text.count(path) == 2 for path in now)
    assert "no source" in world.error("naming", "--source", "Morning", status=2)
    assert "{composer}" in world.error("naming", "{composer}", status=2)


def test_a_source_has_a_template_of_its_own(world: World) -> None:
    assert "brace" in world.error("edit", "1", "--option", "naming={title", status=2)
    world.run("edit", "1", "--option", "naming=Own {playlist}/{title}")
    assert all(row["target"].startswith("Own x/") for row in world.json("naming")["tracks"])
    # What is fetched from now on has such names.
    gone = tracks(world)[0]
    (world.library / gone).unlink()
    world.run("export")
    (item,) = world.json("items", "--state", "missing")
    world.run("retry", str(item["id"]))
    world.run("sync")
    assert len([path for path in tracks(world) if path.startswith("Own x/")]) == 1
    world.run("edit", "1", "--option", "naming=")
    assert not any(row["target"].startswith("Own") for row in world.json("naming")["tracks"])


def test_the_library_is_renamed_and_named_back(world: World) -> None:
    before = tracks(world)
    assert listed(world) == before
    assert "no rename" in world.error("rename-library", "--undo", status=3)
    world.run("config", "naming", "{source}/{title}")
    plan = world.json("rename-library", "--dry-run")
    assert (plan["event"], plan["tracks"], plan["unchanged"]) == ("rename_planned", 2, 0)
    assert sorted(move["path"] for move in plan["moves"]) == before
    assert tracks(world) == before
    text = world.run("rename-library")
    assert "tracks:    2 get another name" in text
    assert "Rename done: 2 files renamed, 0 kept" in text
    after = sorted(move["target"] for move in plan["moves"])
    assert tracks(world) == listed(world) == after
    assert world.run("verify") == "2 files checked, all as they should be\n"
    assert world.json("rename-library")["unchanged"] == 2
    told = events(world.run("rename-library", "--undo", "--json"))
    assert [event["event"] for event in told if event["event"].startswith(("rename", "file"))] == [
        "rename_planned",
        "rename_started",
        "file_renamed",
        "file_renamed",
        "rename_finished",
    ]
    assert (told[-1]["state"], told[-1]["moved"], told[-1]["undo"]) == ("done", 2, True)
    assert tracks(world) == listed(world) == before


def test_the_running_instance_does_it_too(world: World) -> None:
    before = tracks(world)
    with world.headless():
        world.run("config", "naming", "{source}/{title}")
        (world.library / before[0]).write_bytes(b"somebody's")
        out, _ = world.outcome("rename-library", status=1)
        assert f"kept       {before[0]}: it was removed or changed by somebody" in out
        assert len(tracks(world)) == 2
        assert before[0] in tracks(world)
        world.run("rename-library", "--undo")
        assert tracks(world) == before


def test_an_offline_library_is_left_alone(world: World) -> None:
    world.run("config", "naming", "{source}/{title}")
    world.library.rename(world.folder / "away")
    for arguments in (["--dry-run"], [], ["--undo"]):
        assert "offline" in world.error("rename-library", *arguments, status=3)
    # The preview goes by what the catalogue says.
    assert world.json("naming")["tracks"][0]["target"].startswith("Evening/")
