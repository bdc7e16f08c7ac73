# SPDX-License-Identifier: GPL-3.0-or-later
"""A library that is changed by settings alone, under the feet of a running job."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.events import Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import create_marker
from tests.engine.world import Recorder, World


def _there(root: Path) -> set[str]:
    return {p.name for p in root.rglob("*") if p.is_file() and ".catalog-sync" not in p.parts}


def test_a_running_job_ends_in_the_library_it_was_opened_for(
    world: World, start: Callable[..., Engine], tmp_path: Path
) -> None:
    world.server.stalls.add("/1.mp3")
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2]})
    other = tmp_path / "other"
    other.mkdir()
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=30_000)
    first = engine.settings
    second = replace(first, library=str(other), library_id=create_marker(other))
    engine.apply_settings(second)
    world.server.go_on.set()
    finished = world.ended(recorder)
    assert (finished.done, finished.failed) == (2, 0)
    assert _there(other) == set()
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 2}

    recorder.events.clear()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 2)
    everything = {"01 Track 1.mp3", "02 Track 2.mp3", "One.m3u"}
    assert _there(other) == everything
    asked = len(world.server.asked)

    recorder.events.clear()
    engine.apply_settings(first)
    world.qtbot.waitUntil(lambda: bool(recorder.of(Notice)), timeout=30_000)
    [notice] = recorder.of(Notice)
    assert notice.kind == "library_changed"
    assert "2 tracks stay in the former library" in notice.message
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 0)
    assert len(world.server.asked) == asked
    assert _there(world.library) == _there(other) == everything
