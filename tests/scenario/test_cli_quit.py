# SPDX-License-Identifier: GPL-3.0-or-later
"""Ending the running instance from another process, as an upgrade does."""

from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, events, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_SLOW = "paper-boats.mp3"


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", _SLOW), "--name", "One")
    return world


def test_quit_ends_a_service_with_status_0_and_waits_for_its_end(world: World) -> None:
    with world.headless() as process:
        assert world.run("quit") == "stopped\n"
        finish(process)
    assert process.returncode == 0
    assert world.json("status") == {"running": False}
    assert world.run("quit") == "not running\n"


def test_quit_puts_back_what_a_sync_of_its_own_was_loading(world: World, far: FarEnd) -> None:
    gate = far.hold(f"/tracks/{_SLOW}")
    with world.start("sync", "--json") as process:
        far.wait_for(f"/tracks/{_SLOW}")
        assert world.run("quit") == "stopped\n"
        out, err = finish(process)
    gate.set()
    assert (process.returncode, err) == (130, "")
    assert events(out)[-1]["state"] == "cancelled"
    assert [item["state"] for item in world.json("items")] == ["pending"]
