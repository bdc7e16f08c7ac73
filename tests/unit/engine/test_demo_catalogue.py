# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the demo's playlist is subscribed to from, so that it is there at the next start."""

import sys
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.demo_catalogue import DEMO, lasting_demo
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.paths import Profile, resources
from catalogsync_gui.store.connection import Database


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    profile = Profile.resolve(str(tmp_path / "profile"))
    profile.create()
    return Desk(profile, Database(profile.database), Settings(), SystemClock())


def _mounted(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """As within an AppImage that is mounted there."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(place / "catalogsync-gui"))
    monkeypatch.setenv("APPIMAGE", str(place.parent / "Catalog_Sync.AppImage"))


def test_where_the_program_stays_it_stays_among_the_resources(desk: Desk) -> None:
    assert lasting_demo(desk) == resources() / DEMO


def test_from_an_appimage_it_is_copied_once_and_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mounted(monkeypatch, tmp_path / "mount1")
    # What a copy left that broke off.
    (desk.profile.data / "demo.new").mkdir()
    (desk.profile.data / "demo").mkdir()
    path = lasting_demo(desk)
    assert path == desk.profile.data / DEMO
    names = {item.relative_to(path.parent) for item in path.parent.rglob("*")}
    there = resources() / DEMO.parent
    assert names == {item.relative_to(there) for item in there.rglob("*")}
    path.write_text("#EXTM3U\n", "ascii")
    _mounted(monkeypatch, tmp_path / "mount2")
    assert lasting_demo(desk) == path
    assert path.read_text("ascii") == "#EXTM3U\n", "not copied again"


def test_a_disk_that_takes_nothing_is_told_in_words(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mounted(monkeypatch, tmp_path / "mount1")
    (desk.profile.data / "demo.new").write_text("in the way", "ascii")
    with pytest.raises(CannotRun, match="the demo cannot be copied to"):
        lasting_demo(desk)
