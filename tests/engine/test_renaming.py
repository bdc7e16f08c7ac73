# SPDX-License-Identifier: GPL-3.0-or-later
"""The rename of a library beside everything else that an engine does."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import FileRenamed, JobFinished, RenameFinished, RenameStarted
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.renaming import RenamePlan, RenameState
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine import rename_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.verifying import verify
from catalogsync_gui.media.publish import make_folder
from catalogsync_gui.pipeline import renaming
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

TEMPLATE = "{source}/{title}"
BEFORE = [f"A/S/0{number} Track {number}.mp3" for number in (1, 2, 3)]
AFTER = [f"S/Track {number}.mp3" for number in (1, 2, 3)]


def tracks(world: World) -> list[str]:
    return sorted(
        path.relative_to(world.library).as_posix() for path in world.library.rglob("*.mp3")
    )


def listed(world: World) -> list[str]:
    text = (world.library / "Playlists/One.m3u").read_text("utf-8")
    return [line.removeprefix("../") for line in text.splitlines() if not line.startswith("#")]


def set_template(world: World, engine: Engine) -> None:
    """As the settings dialog does, and at once on the disk."""
    settings = replace(engine.settings, naming=TEMPLATE)
    SettingsFile(world.profile.settings_file).save(settings)
    engine.apply_settings(settings)


def plan(engine: Engine) -> RenamePlan:
    return rename_commands.plan(engine.own_desk, StopToken())


@pytest.fixture
def filled(world: World, start: Callable[..., Engine]) -> tuple[Engine, Recorder]:
    """An engine whose library holds three tracks, with another template set since."""
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2, 3]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 3
    assert tracks(world) == listed(world) == BEFORE
    set_template(world, engine)
    recorder.events.clear()
    return engine, recorder


def renamed(world: World, recorder: Recorder, count: int = 1) -> RenameFinished:
    world.qtbot.waitUntil(lambda: len(recorder.of(RenameFinished)) >= count, timeout=60_000)
    return recorder.of(RenameFinished)[-1]


def test_files_and_playlists_are_right_when_it_says_so(
    world: World, filled: tuple[Engine, Recorder]
) -> None:
    engine, recorder = filled
    engine.rename(plan(engine))
    ended = renamed(world, recorder)
    assert (ended.state, ended.moved, ended.left) == (RenameState.DONE, 3, 0)
    assert tracks(world) == listed(world) == AFTER
    assert len(recorder.of(FileRenamed)) == 3
    # Nothing is fetched again, nothing counts as removed.
    asked = len(world.server.asked)
    finished = world.run(engine, recorder)
    assert (finished.done, finished.failed) == (0, 0)
    assert len(world.server.asked) == asked
    desk = engine.own_desk()
    assert verify(desk, lambda _: None).clean
    desk.close()
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 3}
        back = store.renames.way_back()
    engine.rename(back)
    assert renamed(world, recorder, 2).undo
    assert tracks(world) == listed(world) == BEFORE


def test_it_waits_for_the_sync_that_runs(world: World, filled: tuple[Engine, Recorder]) -> None:
    engine, recorder = filled
    with world.store() as store:
        world.add(store, "T", {"Two": [7]})
    world.server.stalls.add("/7.mp3")
    found = plan(engine)
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=60_000)
    engine.rename(found)
    assert not recorder.of(RenameStarted)
    assert tracks(world) == BEFORE
    world.server.go_on.set()
    renamed(world, recorder)
    kinds = [type(event) for event in recorder.events]
    assert kinds.index(JobFinished) < kinds.index(RenameStarted)
    assert tracks(world) == [*AFTER, "T/Track 7.mp3"]


def test_stopping_ends_it_and_quitting_does_not(
    world: World,
    filled: tuple[Engine, Recorder],
    start: Callable[..., Engine],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, recorder = filled
    reached, go_on = threading.Event(), threading.Event()

    def held(root: Path, folder: PurePosixPath) -> None:
        reached.set()
        assert go_on.wait(30)
        make_folder(root, folder)

    def held_until_closed(root: Path, folder: PurePosixPath) -> None:
        reached.set()
        loop = engine._source_loop
        with loop._condition:
            assert loop._condition.wait_for(lambda: loop._closed, 30)
        make_folder(root, folder)

    with monkeypatch.context() as patch:
        patch.setattr(renaming, "make_folder", held)
        engine.rename(plan(engine))
        world.qtbot.waitUntil(reached.is_set, timeout=30_000)
        engine.stop_job()
        go_on.set()
        ended = renamed(world, recorder)
    assert (ended.state, ended.moved, ended.open) == (RenameState.STOPPED, 1, 2)
    assert sorted(listed(world)) == tracks(world)

    reached.clear()
    with monkeypatch.context() as patch:
        patch.setattr(renaming, "make_folder", held_until_closed)
        engine.rename(plan(engine))
        world.qtbot.waitUntil(reached.is_set, timeout=30_000)
        assert engine.shutdown(10.0)
    assert len([path for path in tracks(world) if path in AFTER]) == 2
    again = start()
    later = Recorder(again)
    again.start()
    ended = renamed(world, later)
    assert (ended.state, ended.open) == (RenameState.DONE, 0)
    assert tracks(world) == listed(world) == AFTER


def test_an_export_after_a_crash_settles_the_move_first(
    world: World, filled: tuple[Engine, Recorder], start: Callable[..., Engine]
) -> None:
    """The file is under its new name, and the database does not know yet."""
    engine, _ = filled
    found = plan(engine)
    assert engine.shutdown(5.0)
    with world.store() as store:
        store.renames.begin(found, 1.0)
        move = store.renames.next(1)
        assert move is not None
        store.renames.intend(move, move.target)
        # By no means to go on by itself: only what is in the middle is to be settled.
        store.renames.finish(1, RenameState.STOPPED, 2.0)
    (world.library / "S").mkdir()
    (world.library / move.path).rename(world.library / move.target)
    again = start()
    recorder = Recorder(again)
    again.start()
    again.export()
    world.qtbot.waitUntil(lambda: sorted(listed(world)) == tracks(world), timeout=30_000)
    assert not recorder.of(RenameStarted)
    assert move.target in tracks(world)
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 3}


def test_it_waits_while_paused(world: World, filled: tuple[Engine, Recorder]) -> None:
    engine, recorder = filled
    engine.pause()
    engine.rename(plan(engine))
    world.qtbot.waitUntil(lambda: bool(recorder.of(RenameStarted)), timeout=30_000)
    assert tracks(world) == BEFORE
    engine.resume()
    assert renamed(world, recorder).moved == 3
