# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever asks for a sync or an export hears how it ended, and of nobody else's."""

from argparse import Namespace
from collections.abc import Callable
from itertools import pairwise

import pytest

from catalogsync_gui.cli.live import ExportCommand, SyncCommand
from catalogsync_gui.core.events import JobFinished, PlaylistExported
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World

Start = Callable[..., Engine]


def test_a_job_that_is_refused_ends_nobody_else_s_command(world: World, start: Start) -> None:
    world.server.stalls.add("/1.mp3")
    listed = world.library.parent / "empty.m3u"
    listed.write_text("#EXTM3U\n")
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
        store.catalogue.add_source("playlist", "Empty", str(listed), {}, 1.0)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=30_000)
    engine.start_job(JobSpec(sources=(99,)))
    said: list[str] = []
    ends: list[int] = []
    sync = SyncCommand(
        engine,
        Namespace(sources=["Empty"], json=False, accept_shrunk=False),
        said.append,
        said.append,
        engine,
    )
    export = ExportCommand(engine, Namespace(playlists=[]), said.append, said.append, engine)
    for command in (sync, export):
        command.ended.connect(ends.append)
        command.start()
    # Both have got as far as the engine once the desk has answered a later question.
    asked: list[int] = []
    engine.desk.ask(lambda _desk: 1, asked.append)
    world.qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    world.server.go_on.set()
    world.qtbot.waitUntil(lambda: len(ends) == 2, timeout=30_000)
    assert ends == [0, 0], said
    assert len(recorder.of(JobFinished)) == 2


def test_an_export_that_a_stopped_job_covered_is_still_carried_out(
    world: World, start: Start
) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.run(engine, recorder)
    engine.exports.hold()
    engine.export()
    asked: list[int] = []
    engine.desk.ask(lambda _desk: 1, asked.append)
    world.qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: engine.status().stage == "finalize", timeout=30_000)
    recorder.events.clear()
    engine.stop_job()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
    engine.exports.release()
    world.qtbot.waitUntil(lambda: bool(recorder.of(PlaylistExported)), timeout=30_000)
    assert recorder.of(PlaylistExported)[0].job is None


def test_a_job_that_breaks_off_ends_all_the_same(
    world: World,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("broke off")
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()

    def broken(_job: int) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(engine.exports, "wait_for_job", broken)
    finished = world.run(engine, recorder)
    assert finished.state is JobState.FAILED
    assert finished.error is not None
    assert "ZeroDivisionError" in finished.error.message
    with world.store() as store:
        assert store.jobs.recent(1)[0].state is JobState.FAILED
    monkeypatch.undo()
    recorder.events.clear()
    assert world.run(engine, recorder).state is JobState.DONE


def test_time_never_runs_backwards_in_what_is_reported(world: World, start: Start) -> None:
    with world.store() as store:
        world.add(store, "S", {f"L{number}": [number, 1] for number in range(1, 40)})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.run(engine, recorder)
    assert all(one.at <= other.at for one, other in pairwise(recorder.events))
