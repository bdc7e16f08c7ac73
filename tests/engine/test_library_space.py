# SPDX-License-Identifier: GPL-3.0-or-later
"""The room on the library's volume, asked without ever waiting for it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.engine import library_space
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_space import LibrarySpace, SpaceWatch
from catalogsync_gui.media.volume import MARKER, Library
from tests.engine.world import World


@pytest.fixture
def watch(world: World, start: Callable[[], Engine]) -> SpaceWatch:
    engine = start()
    engine.start()
    return SpaceWatch(engine, engine)


def test_what_is_free_and_what_is_to_stay_free(world: World, watch: SpaceWatch) -> None:
    with world.qtbot.waitSignal(watch.changed, timeout=10_000):
        watch.begin()
    space = watch.space
    assert space is not None
    assert space.problem is None
    assert space.total is not None
    assert space.free is not None
    assert 0 < space.free <= space.total
    assert space.reserve == 0
    assert not space.nearly_full
    watch.end()


def test_a_library_that_went_away_is_told_of_and_comes_back(
    world: World, watch: SpaceWatch
) -> None:
    marker = world.library / MARKER
    aside = marker.with_name("aside")
    marker.rename(aside)
    with world.qtbot.waitSignal(watch.changed, timeout=10_000):
        watch.begin()
    assert watch.space is not None
    assert watch.space.problem is not None
    assert watch.space.problem.kind == "storage_offline"
    assert watch.space.free is None
    aside.rename(marker)
    with world.qtbot.waitSignal(watch.changed, timeout=10_000):
        watch.look()
    assert watch.space.problem is None


def test_one_that_does_not_answer_is_asked_once_and_then_seldom(
    world: World, watch: SpaceWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked = threading.Event(), []

    def hang(self: Library) -> None:
        asked.append(self.root)
        go_on.wait(30)

    monkeypatch.setattr(Library, "check_marker", hang)
    monkeypatch.setattr(library_space, "_ANSWER", 0.05)
    with world.qtbot.waitSignal(watch.changed, timeout=10_000):
        watch.begin()
        watch.look()
        watch.look()
    assert watch.space is not None
    assert watch.space.problem is not None
    assert watch.space.problem.kind == "storage_silent"
    assert len(asked) == 1
    assert watch._timer.interval() == library_space._SILENT_MS
    go_on.set()


def test_without_a_library_there_is_nothing_to_tell(
    world: World, watch: SpaceWatch, tmp_path: Path
) -> None:
    engine = watch.parent()
    assert isinstance(engine, Engine)
    watch.begin()
    world.qtbot.waitUntil(lambda: watch.space is not None, timeout=10_000)
    with world.qtbot.waitSignal(
        watch.changed, timeout=10_000, check_params_cb=lambda space: space is None
    ):
        engine.apply_settings(replace(engine.settings, library="", library_id=""))
    assert watch.space is None


def test_nearly_full() -> None:
    assert LibrarySpace(100, 5, 5).nearly_full
    assert not LibrarySpace(100, 6, 5).nearly_full
    assert not LibrarySpace().nearly_full
