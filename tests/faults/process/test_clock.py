# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock that is set while a job runs, or that ran ahead before; a machine that slept."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui.core.events import ItemFinished, JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline import download_stage
from catalogsync_gui.pipeline.clock_jumps import ClockWatch
from catalogsync_gui.store.workers import WorkerStore
from tests.engine.world import Recorder, World
from tests.faults.process.test_leases import Clock
from tests.unit.store.shelf import NOW, Shelf

HOUR, YEAR = 3600.0, 365 * 86400.0


def test_a_jump_is_told_from_time_that_passes() -> None:
    clock = Clock()
    watch = ClockWatch(clock)
    clock.pass_by(YEAR)
    assert watch.jump() == 0
    clock.time -= HOUR
    assert watch.jump() == -HOUR
    assert watch.jump() == 0
    clock.time += 20
    assert watch.jump() == 0


@pytest.mark.parametrize("jump", [8 * HOUR, -HOUR, YEAR])
def test_a_jump_during_a_job_costs_no_item_its_worker(
    world: World, start: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """As when the machine slept for a night: the steady clock stood still meanwhile."""
    monkeypatch.setattr(download_stage, "LOOK_EVERY", 0.02)
    seen, release = threading.Event(), WorkerStore.release_expired

    def looked(self: WorkerStore, now: float) -> list[int]:
        released = release(self, now)
        if abs(now - before) > 60:
            seen.set()
        return released

    monkeypatch.setattr(WorkerStore, "release_expired", looked)
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2]})
    world.server.stalls.add("/1.mp3")
    clock = Clock()
    before = clock.now()
    engine = start(clock=clock)
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=60_000)
    clock.time += jump
    world.qtbot.waitUntil(seen.is_set, timeout=60_000)
    world.server.go_on.set()
    job = world.ended(recorder)
    assert (job.state, job.done) == (JobState.DONE, 2)
    assert {event.state for event in recorder.of(ItemFinished)} == {ItemState.DONE}
    assert len(world.server.asked) == 2, "nothing was begun anew"


def test_what_a_clock_ahead_put_off_is_tried_with_the_next_job(
    world: World, start: Callable[..., Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2]})
        raw = store._connection.raw
        ahead = 1_700_000_000.0 + YEAR
        raw.execute("UPDATE items SET not_before = ? WHERE id = 1", (ahead,))
        raw.execute("UPDATE items SET state = 'failed', retry_at = ? WHERE id = 2", (ahead,))
    engine = start(clock=Clock())
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(automatic=True, refresh=False))
    assert world.ended(recorder).done == 2
    assert len(recorder.of(JobFinished)) == 1


def test_a_wait_that_is_none_of_a_clock_ahead_is_waited_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    source = shelf.source("S", {"a.lan": 2, "b.lan": 1})
    shelf.raw.execute("UPDATE items SET not_before = ? WHERE id = 1", (NOW + HOUR,))
    shelf.raw.execute("UPDATE items SET not_before = ? WHERE id = 2", (NOW + HOUR + 1,))
    shelf.store.workers.hurry([source], NOW)
    rows = shelf.raw.execute("SELECT not_before FROM items ORDER BY id").fetchall()
    assert rows == [(NOW + HOUR,), (0.0,), (0.0,)]
    shelf.raw.execute("UPDATE items SET state = 'failed', retry_at = ?", (NOW + 24 * HOUR,))
    assert shelf.store.items.requeue_failed(source, NOW, only_due=True, refused=False) == 0
    assert shelf.store.items.requeue_failed(source, NOW - 2 * 60, only_due=True, refused=False) == 3
    shelf.close()
