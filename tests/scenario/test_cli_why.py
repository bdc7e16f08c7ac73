# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a track is not there, as somebody at a terminal is told."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.cli_world import World, finish
from tests.unit.sources.web import Web, serving

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def far() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture
def world(tmp_path: Path, far: Web) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    track = far.url("/busy.mp3")
    far.put("/x.m3u", f"#EXTM3U\n#EXTINF:5,Artist - Busy\n{track}\n")
    world.run("add", far.url("/x.m3u"), "--name", "Evening")
    return world


def test_without_an_instance_it_is_said_that_nothing_goes_on_by_itself(world: World) -> None:
    world.outcome("sync", status=1)
    (failed,) = world.json("items")
    assert failed["reason"]["kind"] == "gave_up"
    assert "404" in failed["reason"]["message"]
    assert failed["next_at"] is None
    text = world.run("why", str(failed["id"]))
    assert text.startswith(f"item {failed['id']}: Artist - Busy (Evening)\n  failed\n")
    assert "try it again by hand" in text
    world.run("retry")
    (pending,) = world.json("items")
    assert pending["reason"]["kind"] == "not_running"
    assert "Catalog Sync is not running" in world.run("items")
    assert "no item 99" in world.error("why", "99", status=2)


def test_with_one_it_is_said_what_it_waits_for_and_until_when(world: World, far: Web) -> None:
    far.put("/busy.mp3", b"", 503, Retry_After="90")
    with world.headless():
        with world.start("sync", "--json") as sync:
            sync.line('"item_finished"')
            (item,) = world.json("items")
            assert item["state"] == "pending"
            assert item["reason"]["kind"] == "retry_after"
            assert "asks to be left alone" in item["reason"]["message"]
            assert 60 < item["next_at"] - time.time() <= 90
            assert "\n  next: " in world.run("why", str(item["id"]))
            (host,) = world.json("status")["hosts"]
            assert host["cause"] == "retry_after"
            assert "\nwaits for 127.0.0.1:" in world.run("status")
            world.run("pause")
            (item,) = world.json("items")
            assert (item["reason"]["kind"], item["next_at"]) == ("paused", None)
            assert world.json("why", str(item["id"])) == [
                {"item": item["id"], "state": "pending", "reason": item["reason"], "next_at": None}
            ]
            sync.terminate()
            finish(sync)
