# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does to downloads that run: their workers let go of them and take the next."""

from collections.abc import Callable

import pytest

from catalogsync_gui.core.events import ItemFinished, JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.queueing import Changed
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine import queue_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World

WAIT = 30_000
STALLED = (1, 2, 3)
Start = Callable[[], Engine]


@pytest.fixture
def running(world: World, start: Start) -> tuple[Engine, Recorder]:
    """Three downloads stand still, as many as may run from a host; two more wait."""
    world.server.stalls = {f"/{number}.mp3" for number in STALLED}
    with world.store() as store:
        world.add(store, "S", {"L": [*STALLED, 4, 5]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(
        lambda: len([row for row in engine.status().workers if row.received]) == len(STALLED),
        timeout=WAIT,
    )
    return engine, recorder


def do(world: World, engine: Engine, work: Callable[[Desk], Changed]) -> Changed:
    answers: list[Changed] = []
    engine.desk.ask(work, answers.append)
    world.qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    return answers[0]


def finished(recorder: Recorder, state: ItemState) -> list[int]:
    return [event.item for event in recorder.of(ItemFinished) if event.state is state]


def part(world: World, item: int) -> bool:
    return any(world.library.rglob(f".catalog-sync-{item}.part"))


def ended(world: World, recorder: Recorder) -> JobFinished:
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    return recorder.of(JobFinished)[-1]


def test_a_running_item_is_held_and_its_worker_takes_the_next(
    world: World, running: tuple[Engine, Recorder]
) -> None:
    engine, recorder = running
    assert do(world, engine, lambda desk: queue_commands.hold(desk, [1])) == Changed(1, ((1, 1),))
    world.qtbot.waitUntil(lambda: finished(recorder, ItemState.DONE) == [4, 5], timeout=WAIT)
    assert finished(recorder, ItemState.HELD) == [1]
    assert part(world, 1), "what is half there is kept"
    world.server.go_on.set()
    end = ended(world, recorder)
    assert (end.state, end.done, end.failed) == (JobState.DONE, 4, 0)
    with world.store() as store:
        (row,) = store.listing.items([1])
        assert (row.state, row.attempts, row.error) == (ItemState.HELD, 0, None)
    do(world, engine, lambda desk: queue_commands.resume(desk, [1]))
    recorder.events.clear()
    engine.start_job(JobSpec(refresh=False))
    assert ended(world, recorder).done == 1


def test_a_running_item_is_cancelled_and_its_part_removed(
    world: World, running: tuple[Engine, Recorder]
) -> None:
    engine, recorder = running
    do(world, engine, lambda desk: queue_commands.cancel(desk, [2, 5]))
    world.qtbot.waitUntil(lambda: finished(recorder, ItemState.DONE) == [4], timeout=WAIT)
    assert finished(recorder, ItemState.SKIPPED) == [2]
    assert not part(world, 2)
    world.server.go_on.set()
    end = ended(world, recorder)
    assert (end.state, end.done, end.skipped) == (JobState.DONE, 3, 1)
    recorder.events.clear()
    engine.start_job(JobSpec(refresh=False))
    assert ended(world, recorder).done == 0, "it stays cancelled"
    do(world, engine, lambda desk: queue_commands.try_again(desk, [2]))
    recorder.events.clear()
    engine.start_job(JobSpec(refresh=False))
    assert ended(world, recorder).done == 1


def test_a_running_item_comes_later(world: World, running: tuple[Engine, Recorder]) -> None:
    engine, recorder = running
    do(world, engine, lambda desk: queue_commands.later(desk, [3]))
    world.qtbot.waitUntil(lambda: finished(recorder, ItemState.DONE) == [4, 5], timeout=WAIT)
    assert finished(recorder, ItemState.PENDING)[0] == 3
    assert world.server.asked[3:5] == ["/4.mp3", "/5.mp3"], "the next ones were taken before it"
    world.server.go_on.set()
    assert ended(world, recorder).done == 5


def test_the_part_of_a_waiting_item_goes_with_the_next_sync(
    world: World, running: tuple[Engine, Recorder]
) -> None:
    engine, recorder = running
    do(world, engine, lambda desk: queue_commands.hold(desk, [1]))
    world.qtbot.waitUntil(lambda: finished(recorder, ItemState.HELD) == [1], timeout=WAIT)
    do(world, engine, lambda desk: queue_commands.cancel(desk, [1]))
    assert part(world, 1), "the library may be away; it is not looked at now"
    world.server.go_on.set()
    assert ended(world, recorder).done == 4
    assert not part(world, 1)


def test_holding_the_last_ones_ends_the_job(world: World, running: tuple[Engine, Recorder]) -> None:
    engine, recorder = running
    do(world, engine, lambda desk: queue_commands.hold(desk, range(1, 6)))
    end = ended(world, recorder)
    assert (end.state, end.done, end.failed, end.skipped) == (JobState.DONE, 0, 0, 0)
    with world.store() as store:
        assert store.listing.counts() == {ItemState.HELD: 5}
