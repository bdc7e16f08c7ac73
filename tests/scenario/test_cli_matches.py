# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches on the command line, with an instance running and without."""

import json
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_TRACKS = ("paper-boats.mp3", "ac-dc.mp3")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A library with two tracks, and a playlist without addresses that may want them."""
    world = World(tmp_path)
    world.run("library", str(world.library))
    wishes = [{"title": f"Title of {track}", "creator": "Artist"} for track in _TRACKS]
    wishes.append({"title": "Something else", "creator": "Artist"})
    playlist = {"playlist": {"title": "Weekly", "track": wishes}}
    (tmp_path / "weekly.jspf").write_text(json.dumps(playlist), "utf-8")
    with FarEnd() as far:
        world.run("add", far.playlist("/one.m3u", *_TRACKS), "--name", "One")
        world.run("add", str(tmp_path / "weekly.jspf"))
        world.run("sync")
    return world


def _lines(world: World) -> list[str]:
    file = world.library / "Playlists" / "Weekly.m3u"
    if not file.exists():
        return []
    return [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]


def test_they_are_listed_and_answered(world: World) -> None:
    rows = world.json("matches")
    assert [(row["confidence"], row["source"]) for row in rows] == [(0.85, "One")] * 2
    first, second = rows
    assert {row["title"] for row in rows} == {f"Title of {track}" for track in _TRACKS}
    assert first["title"] == first["candidate_title"]
    assert "85 %" in world.run("matches")
    reasons = world.run("items", "--state", "skipped")
    assert reasons.count("a possible match waits for your answer (85 %)") == 2
    assert reasons.count("no source: nothing that is there is like it") == 1
    out = world.run("match", str(first["item"]))
    assert out.startswith(f"item {first['item']} matched\n")
    assert "Playlists/Weekly.m3u" in out
    assert _lines(world) == [f"../{first['path']}"]
    assert world.run("match", str(second["item"]), "--reject") == "rejected\n"
    assert world.json("matches") == []
    assert "waiting for a match" in world.error("match", str(first["item"]), status=2)
    assert "nothing is proposed" in world.error("match", str(second["item"]), status=2)
    world.error("match", str(second["item"]), "--candidate", "999", status=2)
    world.run("match", str(second["item"]), "--candidate", str(second["candidate"]))
    assert len(_lines(world)) == 2


def test_a_running_instance_answers_the_same(world: World) -> None:
    first, second = world.json("matches")
    with world.headless():
        assert "Weekly.m3u" in world.run("match", str(first["item"]))
        assert _lines(world) == [f"../{first['path']}"]
        assert world.run("match", str(second["item"]), "--reject") == "rejected\n"
        assert world.json("matches") == []
