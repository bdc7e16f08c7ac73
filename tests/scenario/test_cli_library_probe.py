# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's folder can do, as the command line tells it."""

import json
from pathlib import Path

import pytest

from catalogsync_gui.core.traits import Traits
from catalogsync_gui.engine import library_commands
from catalogsync_gui.media import asking
from tests.scenario.cli_world import FarEnd, World

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


def test_it_is_tried_out_when_it_is_set_shown_and_tried_out_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert "no library folder is set" in world.error("library", status=3)
    set_ = json.loads(world.run("library", str(world.library), "--json"))
    assert set_["traits"]["longest_name"] == 255
    assert set_["warnings"] == []
    text = world.run("library")
    assert f"library: {world.library}" in text
    assert "upper and lower case: two names" in text
    again = json.loads(world.run("library", "--probe", "--json"))
    assert again["traits"]["probed_at"] >= set_["traits"]["probed_at"]
    assert again["id"] == set_["id"]
    assert [path.name for path in (world.library / ".catalog-sync").iterdir()] == ["library.json"]
    assert "--probe goes without DIR" in world.error("library", "x", "--probe", status=2)
    doctor = world.outcome("doctor", status=0)[0]
    assert "library's folder: upper and lower case: two names" in doctor


def test_short_names_are_told_and_kept_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = Traits(longest_name=48, folder_sync=False)
    monkeypatch.setattr(library_commands, "probe_folder", lambda *_: short)
    world = World(tmp_path)
    assert "its names hold 48 bytes at most" in world.run("library", str(world.library))
    world.run("config", "naming", "{playlist}/{title}")
    with FarEnd() as far:
        world.run("add", far.playlist("/x.m3u", "paper-boats.mp3"), "--name", "A" * 60)
        far.files["/x.m3u"] = far.files["/x.m3u"].replace(b"#PLAYLIST:x", b"#PLAYLIST:" + b"B" * 60)
        world.run("sync")
        assert "a power cut may lose the last ones" in world.run("doctor")
    cut = "B" * 42
    assert world.files() == [f"{cut}/Paper Boats.mp3", f"Playlists/{cut[:38]}.m3u"]


def test_a_folder_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    monkeypatch.setattr(library_commands, "_PATIENCE", 0.05)
    monkeypatch.setattr(asking.Question, "_ask", lambda _: None)
    words = world.error("library", str(world.library), status=3)
    assert f"the folder {world.library} does not answer" in words
