# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's volume goes in the middle of a job, and comes back."""

from collections.abc import Callable

import pytest

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import ItemFinished, JobFinished, JobOpened, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.core.status import Activity
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import MARKER
from catalogsync_gui.pipeline import volume_watch
from tests.engine.world import Recorder, World

WAIT = 30_000


def _unmount(world: World) -> Callable[[], None]:
    """An empty folder is left where the library was; returns how it comes back."""
    away = world.library.with_name("away")
    world.library.rename(away)
    world.library.mkdir()

    def mount() -> None:
        # Fails if anything was written there.
        world.library.rmdir()
        away.rename(world.library)

    return mount


def _lose_the_marker(world: World) -> Callable[[], None]:
    marker = world.library / MARKER
    away = marker.with_suffix(".away")
    marker.rename(away)
    before = {path for path in world.library.rglob("*") if path.is_file()}

    def back() -> None:
        now = {path for path in world.library.rglob("*") if path.is_file()}
        assert now <= before, "nothing was written"
        away.rename(marker)

    return back


@pytest.mark.parametrize("lose", [_unmount, _lose_the_marker])
def test_the_job_waits_and_goes_on_by_itself(
    world: World,
    start: Callable[[], Engine],
    monkeypatch: pytest.MonkeyPatch,
    lose: Callable[[World], Callable[[], None]],
) -> None:
    monkeypatch.setattr(volume_watch, "STORAGE_POLL", 0.02)
    numbers = range(1, 7)
    world.server.stalls = {f"/{number}.mp3" for number in numbers}
    with world.store() as store:
        world.add(store, "S", {"L": list(numbers)})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: bool(world.server.stalled.is_set()), timeout=WAIT)
    world.qtbot.waitUntil(
        lambda: len([row for row in engine.status().workers if row.received]) == 3, timeout=WAIT
    )

    come_back = lose(world)
    world.server.go_on.set()
    world.qtbot.waitUntil(lambda: bool(recorder.of(Notice)), timeout=WAIT)
    world.qtbot.waitUntil(lambda: not engine.status().workers, timeout=WAIT)
    assert engine.status().state is Activity.ERROR
    assert recorder.of(JobFinished) == []
    assert not [e for e in recorder.of(ItemFinished) if e.state is not ItemState.PENDING]
    with world.store() as store:
        assert store._connection.raw.execute("SELECT MAX(attempts) FROM items").fetchone() == (0,)

    come_back()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    finished = recorder.of(JobFinished)[0]
    assert (finished.state, finished.done, finished.failed) == (JobState.DONE, 6, 0)
    assert len(list(world.library.rglob("*.mp3"))) == 6
    assert not list(world.library.rglob("*.part"))
    kinds = [notice.kind for notice in recorder.of(Notice)]
    assert kinds[0].startswith("storage_")
    assert kinds[-1] == "storage_back"


def test_what_is_due_begins_by_itself_when_the_library_is_back(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"L": [1]})
    mount = _unmount(world)
    engine = start()
    recorder = Recorder(engine)
    told: list[CatalogSyncError] = []
    engine.signals.refused.connect(lambda error, _spec: told.append(error))
    engine.start()
    schedule = engine.schedule
    # The clock of the schedule is looked at by hand.
    with world.qtbot.waitSignal(engine.signals.refused, timeout=WAIT):
        engine._on_due(JobSpec(automatic=True, refresh=False))
    assert engine.status().state is Activity.ERROR
    for _ in range(2):
        with world.qtbot.waitSignal(engine._refused, timeout=WAIT):
            schedule.look()
    assert len(told) == 1, "told once"
    mount()
    world.qtbot.waitUntil(lambda: schedule._waiting is not None, timeout=WAIT)
    schedule.look()
    assert world.ended(recorder).done == 1
    assert engine.status().state is Activity.IDLE


def test_a_job_is_not_opened_without_its_library(world: World, start: Callable[[], Engine]) -> None:
    with world.store() as store:
        world.add(store, "S", {"L": [1]})
    mount = _unmount(world)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    with world.qtbot.waitSignal(engine.signals.refused, timeout=WAIT):
        engine.start_job(JobSpec(refresh=False))
    assert engine.status().state is Activity.ERROR
    assert recorder.of(JobOpened) == []
    mount()
    assert world.run(engine, recorder).done == 1
    assert engine.status().state is Activity.IDLE
