# SPDX-License-Identifier: GPL-3.0-or-later
"""A pause, a stop and the program's end put items back, and none of them costs a try."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6

from catalogsync_gui.core.events import ItemFinished, JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.core.status import Activity
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World
from tests.unit.pipeline.clock import FakeClock

WAIT = 30_000
STALLED = (1, 2, 3)
Start = Callable[[], Engine]


@pytest.fixture(autouse=True)
def _tracks(world: World) -> None:
    """As many tracks as there are workers stall; one more would not."""
    world.server.stalls = {f"/{number}.mp3" for number in STALLED}
    with world.store() as store:
        world.add(store, "S", {"L": [*STALLED, 4]})


def stalled(world: World, engine: Engine, *, refresh: bool = False) -> Recorder:
    """Runs a job until all its downloads stand still."""
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=refresh))
    world.qtbot.waitUntil(
        lambda: len([row for row in engine.status().workers if row.received]) == len(STALLED),
        timeout=WAIT,
    )
    return recorder


def put_back(recorder: Recorder) -> list[int]:
    return sorted(e.item for e in recorder.of(ItemFinished) if e.state is ItemState.PENDING)


def rows(world: World) -> list[tuple[str, int, object, str]]:
    with world.store() as store:
        return store._connection.raw.execute(
            "SELECT state, attempts, worker_id, error_kind FROM items ORDER BY id"
        ).fetchall()


def library(world: World) -> list[Path]:
    return list(world.library.rglob("*.mp3"))


def ended(world: World, recorder: Recorder) -> JobFinished:
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    return recorder.of(JobFinished)[-1]


def test_a_pause_puts_back_and_the_job_goes_on_after_it(world: World, start: Start) -> None:
    engine = start()
    recorder = stalled(world, engine)
    engine.pause()
    world.qtbot.waitUntil(lambda: put_back(recorder) == [1, 2, 3], timeout=WAIT)
    assert rows(world) == [("pending", 0, None, "")] * 4
    status = engine.status()
    assert (status.state, status.workers, status.speed) == (Activity.PAUSED, (), 0)
    assert status.job is not None, "the job is still open"
    assert len(world.server.asked) == 3, "nothing was begun"
    world.server.go_on.set()
    engine.resume()
    finished = ended(world, recorder)
    assert (finished.state, finished.done, finished.failed) == (JobState.DONE, 4, 0)
    assert all(e.error is None for e in recorder.of(ItemFinished))


def test_a_timed_pause_ends_by_itself(world: World, start: Start) -> None:
    engine = start()
    recorder = stalled(world, engine)
    world.server.go_on.set()
    engine.pause(0.05)
    assert ended(world, recorder).done == 4
    assert engine.status().paused_until is None


@pytest.fixture
def clocked(world: World) -> Iterator[tuple[Engine, FakeClock]]:
    clock = FakeClock()
    engine = Engine(world.profile, clock=clock, scheduled=False)
    yield engine, clock
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def test_a_pause_that_ran_out_while_the_machine_slept_holds_nothing(
    world: World, clocked: tuple[Engine, FakeClock]
) -> None:
    engine, clock = clocked
    world.server.go_on.set()
    recorder = Recorder(engine)
    engine.start()
    engine.pause(3_600)
    assert engine.status().state is Activity.PAUSED
    assert engine.status().paused_until == clock.time + 3_600
    # The timer of the pause does not know of it.
    clock.time += 3_600
    assert engine.status().state is Activity.IDLE
    engine.start_job(JobSpec(refresh=False))
    assert ended(world, recorder).done == 4


def test_a_stop_puts_back_and_the_next_job_has_it_all(world: World, start: Start) -> None:
    engine = start()
    recorder = stalled(world, engine)
    engine.stop_job()
    finished = ended(world, recorder)
    assert (finished.state, finished.done, finished.failed) == (JobState.CANCELLED, 0, 0)
    assert put_back(recorder) == [1, 2, 3]
    assert rows(world) == [("pending", 0, None, "")] * 4
    assert library(world) == []
    assert engine.status().state is Activity.IDLE
    world.server.go_on.set()
    recorder.events.clear()
    assert world.run(engine, recorder).done == 4
    assert len(library(world)) == 4


def test_the_end_of_the_program_waits_for_no_download(world: World, start: Start) -> None:
    engine = start()
    stalled(world, engine)
    began = time.monotonic()
    assert engine.shutdown(5.0)
    assert time.monotonic() - began < 5.0
    assert rows(world) == [("pending", 0, None, "")] * 4
    assert library(world) == []
    with world.store() as store:
        assert [job.state for job in store.jobs.recent()] == [JobState.CANCELLED]
        live = "SELECT COUNT(*) FROM workers WHERE ended_at IS NULL"
        assert store._connection.raw.execute(live).fetchone() == (0,)


@pytest.mark.parametrize("person", [True, False])
def test_what_the_end_of_the_program_cut_short_is_due_at_the_next_start(
    world: World, start: Start, person: bool
) -> None:
    engine = start()
    recorder = stalled(world, engine, refresh=True)
    if person:
        engine.stop_job()
        ended(world, recorder)
    assert engine.shutdown(5.0)
    with world.store() as store:
        tried = [source.tried_at for source in store.schedules.sources()]
        assert [at > 0 for at in tried] == [person]
