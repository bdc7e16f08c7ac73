# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue's order, and what is held or cancelled, as somebody at a terminal has it."""

from pathlib import Path

import pytest

from tests.scenario.cli_world import World
from tests.unit.store.shelf import Shelf

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    shelf = Shelf(tmp_path / "profile")
    shelf.source("Evening", {"a.lan": 3})
    shelf.source("Morning", {"b.lan": 2})
    shelf.close()
    return world


def order(world: World) -> list[int]:
    return [row["id"] for row in world.json("queue")]


def test_items_are_put_in_another_order(world: World) -> None:
    assert order(world) == [1, 2, 3, 4, 5]
    assert world.run("queue", "top", "4", "3") == "2 items changed\n"
    assert order(world) == [4, 3, 1, 2, 5]
    world.run("queue", "high", "2")
    world.run("queue", "low", "1")
    assert order(world) == [4, 3, 2, 5, 1]
    world.run("edit", "Morning", "--option", "priority=low")
    assert [row["priority"] for row in world.json("queue")] == [
        "first",
        "first",
        "high",
        "low",
        "low",
    ]
    world.run("queue", "same", "--all")
    assert order(world) == [3, 1, 2, 4, 5]
    assert "PRIORITY" in world.run("queue", "--source", "Evening")


def test_items_are_held_and_cancelled(world: World) -> None:
    assert world.run("queue", "hold", "1") == "1 item changed\n"
    assert world.run("queue", "cancel", "--all", "--source", "Morning") == "2 items changed\n"
    (held, *_) = world.json("queue")
    assert (held["state"], held["reason"]["kind"]) == ("held", "held_by_you")
    cancelled = world.json("items", "--state", "skipped")
    assert [row["id"] for row in cancelled] == [4, 5]
    assert {row["reason"]["kind"] for row in cancelled} == {"cancelled_by_you"}
    assert world.run("queue", "undo-cancel", "4") == "1 item changed\n"
    assert world.run("retry", "5") == "1 item put back to pending\n"
    assert world.run("queue", "resume", "--all") == "1 item changed\n"
    assert {row["state"] for row in world.json("queue")} == {"pending"}


def test_what_makes_no_sense_is_refused(world: World) -> None:
    assert "there is no item 99" in world.error("queue", "hold", "99", status=2)
    assert "or say --all" in world.error("queue", "hold", status=2)
    assert "or say --all" in world.error("queue", "hold", "1", "--all", status=2)
    assert "--source goes with --all" in world.error(
        "queue", "hold", "1", "--source", "Evening", status=2
    )
