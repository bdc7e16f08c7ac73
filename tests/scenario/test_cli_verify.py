# SPDX-License-Identifier: GPL-3.0-or-later
"""A library with damage in it, seen to from the command line."""

import os
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_TRACKS = ("paper-boats.mp3", "ac-dc.mp3", "moonlight.opus")


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    """Three tracks: the first one rotten, the second one edited, the third one removed."""
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", *_TRACKS), "--name", "One")
    world.run("sync")
    rotten, edited, removed = (world.library / item["path"] for item in world.json("items"))
    status = rotten.stat()
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"!")
    os.utime(rotten, ns=(status.st_atime_ns, status.st_mtime_ns))
    edited.write_bytes(edited.read_bytes() + b"!")
    removed.unlink()
    return world


def test_damage_is_told_from_what_somebody_did_and_is_seen_to(world: World) -> None:
    assert world.json("verify", "--found") == []
    rotten, edited, removed = (item["path"] for item in world.json("items"))
    out, _ = world.outcome("verify", status=1)
    assert f"damaged    {rotten} (same size and time, other content)" in out
    assert out.splitlines()[-1] == "3 files checked: 1 missing, 1 changed, 1 damaged"
    found = world.json("verify", "--found")
    assert [(row["kind"], row["path"], row["items"]) for row in found] == [
        ("damaged", rotten, [1]),
        ("changed", edited, [2]),
        ("missing", removed, [3]),
    ]
    assert rotten in world.run("verify", "--found")
    bad, theirs = (world.library / rotten).read_bytes(), (world.library / edited).read_bytes()

    assert world.run("verify", "--fetch-again") == "1 item put back to pending\n"
    assert world.run("verify", "--keep") == "1 file kept as it is\n"
    assert world.run("verify", "--keep", "3") == "1 file kept as it is\n"
    assert "nothing is wrong" in world.error("verify", "--keep", "2", status=2)
    world.run("sync")
    assert [item["state"] for item in world.json("items")] == ["done", "done", "missing"]
    assert world.run("verify").startswith("2 files checked, all")
    assert (world.library / edited).read_bytes() == theirs
    assert (world.library / rotten).read_bytes() != bad
    (trashed,) = world.json("trash")
    assert (world.library / trashed["files"][0]["path"]).read_bytes() == bad


def test_a_running_instance_sees_to_it_as_well(world: World) -> None:
    out, _ = world.outcome("verify", "--json", status=1)
    assert '"kind": "damaged"' in out
    with world.headless():
        assert world.run("verify", "--fetch-again", "1", "3") == "2 items put back to pending\n"
        world.run("sync")
        assert {item["state"] for item in world.json("items")} == {"done"}


def test_what_goes_together_and_what_does_not(world: World) -> None:
    for wrong in (
        ("verify", "1"),
        ("verify", "--keep", "--fetch-again"),
        ("verify", "--keep", "--json"),
        ("verify", "--found", "1"),
    ):
        world.error(*wrong, status=2)
    assert world.run("verify", "--fetch-again") == "0 items put back to pending\n"
