# SPDX-License-Identifier: GPL-3.0-or-later
"""What has no usable address is an outcome that is told and counted."""

from collections.abc import Callable

from catalogsync_gui.core.events import ItemFinished, JobFinished, SourceRefreshed, StageFinished
from catalogsync_gui.core.states import ItemState, JobState, StageName
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World


def _sync(world: World, engine: Engine, recorder: Recorder) -> JobFinished:
    recorder.events.clear()
    engine.start_job()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
    return recorder.of(JobFinished)[-1]


def test_they_are_told_once_and_the_counts_agree(world: World, start: Callable[[], Engine]) -> None:
    path = world.library.parent / "list.m3u"
    address = world.server.address(1)
    path.write_text(f"#EXTM3U\n{address}\n#EXTINF:5,A - HTML\nftp://nas.lan/a.mp3\n", "utf-8")
    with world.store() as store:
        store.catalogue.add_source("playlist", "S", str(path), {}, 1.0)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = _sync(world, engine, recorder)
    assert (finished.state, finished.done, finished.skipped) == (JobState.DONE, 1, 1)
    [skipped] = [e for e in recorder.of(ItemFinished) if e.state is ItemState.SKIPPED]
    assert skipped.title == "HTML"
    assert skipped.error is not None
    stages = {e.stage: e for e in recorder.of(StageFinished)}
    assert stages[StageName.REFRESH].skipped == 1
    assert stages[StageName.DOWNLOAD].done == 1
    with world.store() as store:
        assert store.jobs.recent(1)[0].counts.skipped == 1

    finished = _sync(world, engine, recorder)
    assert (finished.done, finished.skipped) == (0, 0)
    [refreshed] = recorder.of(SourceRefreshed)
    assert refreshed.unchanged
    assert (refreshed.playlists, refreshed.tracks, refreshed.new) == (1, 2, 0)
