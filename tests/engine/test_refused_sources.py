# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that wants other credentials is not asked for every track of a source."""

from collections.abc import Callable

import pytest

from catalogsync_gui.core.events import ItemFinished, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World

WORKERS = 3


@pytest.mark.parametrize("status", [401, 403])
def test_the_rest_is_held_back_and_comes_again(
    world: World, start: Callable[[], Engine], status: int
) -> None:
    with world.store() as store:
        world.add(store, "S", {"List": list(range(40))})
    world.server.refusal = status
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done, finished.failed) == (JobState.PARTIAL, 0, 40)
    assert 3 <= len(world.server.asked) < 3 + WORKERS
    ended = [e for e in recorder.of(ItemFinished) if e.state is ItemState.FAILED]
    assert len({e.item for e in ended}) == len(ended) == 40
    assert {e.error.kind for e in ended if e.error} == {f"http_{status}"}
    assert all(e.title for e in ended if e.worker is None)
    assert "credentials_refused" in {notice.kind for notice in recorder.of(Notice)}

    # It waits for a sync: none starts for it alone, as some servers lock who keeps asking.
    with world.store() as store:
        assert store.jobs.next_retry() is None
        rows = store.listing.page(0, 50)
    assert {(row.with_next_sync, row.retry_at) for row in rows} == {(True, None)}
    asked = len(world.server.asked)
    recorder.events.clear()
    engine.start_job(JobSpec(automatic=True, refresh=False))
    world.ended(recorder)
    assert len(world.server.asked) == asked

    world.server.refusal = None
    recorder.events.clear()
    assert world.run(engine, recorder).done == 40
