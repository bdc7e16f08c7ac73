# SPDX-License-Identifier: GPL-3.0-or-later
"""``sync --dry-run``: what a sync would do, as a person or a script asks for it."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.run("library", str(made.library))
    return made


def dump(world: World) -> list[str]:
    (path,) = world.profile.glob("*.db")
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_a_plan_and_then_the_sync(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", "paper-boats.mp3", "quiet-sea.flac"), "--name", "E")
    before = dump(world)
    plan = world.json("sync", "--dry-run")
    assert (plan["event"], plan["files"], plan["bytes"], plan["unknown"]) == (
        "sync_planned",
        2,
        0,
        2,
    )
    assert plan["seconds"] is None
    (source,) = plan["sources"]
    assert (source["source"], source["name"], source["files"]) == (1, "E", 2)
    assert [(row["title"], row["change"], row["arriving"]) for row in plan["playlists"]] == [
        ("x", "new", 2)
    ]
    text = world.run("sync", "--dry-run", "E")
    assert "download:  2 files, 2 unknown" in text
    assert "time:      unknown" in text
    # Nothing but the catalogue was asked for, and nothing was kept.
    assert set(far.asked) == {"/x.m3u"}
    assert dump(world) == before
    assert world.files() == []
    assert not list(world.profile.glob("trial-*"))
    world.run("sync")
    plan = world.json("sync", "--dry-run")
    assert (plan["files"], plan["there"], plan["playlists"]) == (0, 2, [])
    assert plan["seconds"] == 0.0
    far.playlist("/x.m3u", "paper-boats.mp3", "what-again.ogg")
    text = world.run("sync", "--dry-run")
    assert "download:  1 file, 1 unknown" in text
    assert "time:      about" in text


def test_what_cannot_be_told_has_the_exit_status_of_a_sync(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", "paper-boats.mp3"), "--name", "E")
    world.run("add", far.address("/none.m3u"), "--kind", "playlist", "--name", "None")
    out, err = world.outcome("sync", "--dry-run", status=1)
    assert "None could not be read" in err
    assert "download:  1 file" in out
    assert "no source" in world.error("sync", "--dry-run", "Z", status=2)
    (world.library / ".catalog-sync" / "library.json").unlink()
    assert "offline" in world.error("sync", "--dry-run", status=3)


def test_a_plan_in_the_running_instance_while_it_syncs(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", "paper-boats.mp3", "quiet-sea.flac"), "--name", "E")
    gate = far.hold("/tracks/quiet-sea.flac")
    with world.start("sync") as sync:
        far.wait_for("/tracks/quiet-sea.flac")
        sync.line("done")
        plan = world.json("sync", "--dry-run")
        assert (plan["there"], plan["files"]) == (1, 1)
        gate.set()
        assert sync.wait() == 0
    assert len([path for path in world.files() if path.endswith((".mp3", ".flac"))]) == 2


def test_an_interrupted_plan_leaves_nothing(world: World, far: FarEnd) -> None:
    far.files["/slow.m3u"] = b"#EXTM3U\n" + b"".join(
        b"/tracks/%d.mp3\n" % number for number in range(50)
    )
    world.run("add", far.address("/slow.m3u"), "--kind", "playlist")
    far.hold("/slow.m3u")
    with world.start("sync", "--dry-run") as program:
        far.wait_for("/slow.m3u")
        program.send_signal(signal.SIGINT)
        assert program.wait() == 130
    assert not list(world.profile.glob("trial-*"))
