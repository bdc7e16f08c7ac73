# SPDX-License-Identifier: GPL-3.0-or-later
"""Another library in the place of the former one, and the former one again."""

import json
import signal
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_TRACKS = ("paper-boats.mp3", "ac-dc.mp3", "moonlight.opus")


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", *_TRACKS), "--name", "One")
    return world


def _states(world: World) -> dict[str, str]:
    return {row["title"]: row["state"] for row in world.json("items")}


def _fetched(far: FarEnd) -> int:
    return sum(path.startswith("/tracks/") for path in far.asked)


def test_a_library_that_is_set_again_is_as_it_was_left(world: World, far: FarEnd) -> None:
    world.run("sync")
    before, playlists = world.json("items"), world.json("playlists")
    files = world.files()
    other = world.folder / "other"
    other.mkdir()
    assert "3 tracks stay in the former library" in world.run("library", str(other))
    assert set(_states(world).values()) == {"pending"}
    assert world.run("verify").startswith("0 files checked")
    assert world.files() == files

    assert "3 tracks are on record" in world.run("library", str(world.library))
    assert world.json("items") == before
    assert world.json("playlists") == playlists
    assert world.run("verify").startswith("3 files checked, all")
    world.run("sync")
    assert _fetched(far) == 3
    assert world.files() == files


def test_two_libraries_are_kept_apart(world: World, far: FarEnd) -> None:
    world.run("sync")
    files = world.files()
    other = world.folder / "other"
    other.mkdir()
    world.run("library", str(other))
    world.run("sync")
    assert _fetched(far) == 6
    there = sorted(p.relative_to(other).as_posix() for p in other.rglob("*.m*"))
    assert "Playlists/one.m3u" in there
    assert world.files() == files
    # A track that a person removes from the first while the second is the library.
    gone = next(path for path in world.library.rglob("*.opus"))
    gone.unlink()
    world.run("sync")
    assert set(_states(world).values()) == {"done"}
    world.run("library", str(world.library))
    world.run("sync")
    assert sorted(_states(world).values()) == ["done", "done", "missing"]
    assert gone.name not in (world.library / "Playlists" / "one.m3u").read_text("utf-8")
    assert _fetched(far) == 6


def test_a_library_that_was_moved_is_the_same_library(world: World, far: FarEnd) -> None:
    world.run("sync")
    before = world.json("items")
    world.library = world.library.rename(world.folder / "moved")
    assert world.run("library", str(world.library)).count("\n") == 1
    assert world.json("items") == before
    world.run("sync")
    assert _fetched(far) == 3


def test_no_other_library_is_set_while_a_sync_runs(world: World, far: FarEnd) -> None:
    other = world.folder / "other"
    other.mkdir()
    held = far.hold(f"/tracks/{_TRACKS[0]}")
    with world.start("sync") as process:
        far.wait_for(f"/tracks/{_TRACKS[0]}")
        assert "a sync is running" in world.error("library", str(other), status=3)
        assert world.run("library", str(world.library)) == f"library: {world.library}\n"
        held.set()
        finish(process)
    assert process.returncode == 0
    assert list(other.iterdir()) == []
    assert set(_states(world).values()) == {"done"}


def test_what_a_killed_process_left_open_is_open_to_nobody(world: World, far: FarEnd) -> None:
    far.hold(f"/tracks/{_TRACKS[0]}")
    with world.start("sync") as process:
        far.wait_for(f"/tracks/{_TRACKS[0]}")
        assert world.json("jobs")[0]["state"] == "running"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert "running" not in world.run("jobs")
    other = world.folder / "other"
    other.mkdir()
    world.run("library", str(other))
    assert json.loads(world.run("items", "--json"))[0]["state"] == "pending"


@pytest.mark.parametrize("command", ["sync", "verify", "export"])
def test_a_command_that_ends_does_not_promise_to_go_on(world: World, command: str) -> None:
    world.run("sync")
    world.library.rename(world.folder / "away")
    _, err = world.outcome(command, status=3)
    assert "Connect or mount it again. Then run the command again." in err
    assert "by itself" not in err
