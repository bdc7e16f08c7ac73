# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits hold for all downloads together and at once; hours that are off cost nobody a try."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import shiboken6

from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.pace import PaceCause
from catalogsync_gui.core.reasons import circumstances_from, reason_of
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.core.status import Activity
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World, sound
from tests.unit.pipeline.clock import FakeClock

WAIT = 30_000
ALWAYS_OFF = "daily 00-24 off"
Start = Callable[[], Engine]


@pytest.fixture(autouse=True)
def _tracks(world: World) -> None:
    with world.store() as store:
        world.add(store, "S", {"L": [1, 2, 3, 4]})


def put_back(recorder: Recorder) -> list[int]:
    return sorted(e.item for e in recorder.of(ItemFinished) if e.state is ItemState.PENDING)


def test_hours_that_are_off_put_back_and_go_on_afterwards(world: World, start: Start) -> None:
    world.server.stalls = {"/1.mp3", "/2.mp3", "/3.mp3"}
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(
        lambda: len([row for row in engine.status().workers if row.received]) == 3, timeout=WAIT
    )
    engine.apply_settings(replace(engine.settings, download_hours=ALWAYS_OFF))
    world.qtbot.waitUntil(lambda: put_back(recorder) == [1, 2, 3], timeout=WAIT)
    status = engine.status()
    assert (status.state, status.workers) == (Activity.RUNNING, ())
    assert (status.pace.state, status.pace.cause) == (HourState.OFF, PaceCause.SCHEDULE)
    with world.store() as store:
        rows = store._connection.raw.execute(
            "SELECT DISTINCT state, attempts, error_kind FROM items"
        ).fetchall()
        item = store.listing.items([1])[0]
        source = store.catalogue.source(item.source)
    assert rows == [("pending", 0, "")]
    elsewhere = circumstances_from(status.to_json())
    for around in (status.circumstances, elsewhere):
        reason = reason_of(item, source, around, time.time())
        assert reason is not None
        assert reason.kind == "downloads_off"
        assert reason.message == "downloads are off at this hour by your schedule"
    world.server.go_on.set()
    engine.limit(0)
    finished = world.ended(recorder)
    assert (finished.state, finished.done, finished.failed) == (JobState.DONE, 4, 0)


def test_all_workers_together_keep_to_the_limit(world: World, start: Start) -> None:
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.limit(100)
    began = time.monotonic()
    assert world.run(engine, recorder).done == 4
    total = sum(len(sound(number)) for number in (1, 2, 3, 4))
    assert time.monotonic() - began >= total / 100_000 - 0.25
    assert engine.status().pace.kbps == 100


def test_another_limit_holds_at_once_for_what_runs(world: World, start: Start) -> None:
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.limit(1)
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(
        lambda: any(row.received for row in engine.status().workers), timeout=WAIT
    )
    began = time.monotonic()
    engine.limit(None)
    assert world.ended(recorder).done == 4
    # One track alone would take 17 seconds more.
    assert time.monotonic() - began < 10


def test_what_waits_for_its_turn_stops_at_once(world: World, start: Start) -> None:
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.limit(1)
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(
        lambda: any(row.received for row in engine.status().workers), timeout=WAIT
    )
    engine.stop_job()
    assert world.ended(recorder).state is JobState.CANCELLED


@pytest.fixture
def clocked(world: World) -> Iterator[tuple[Engine, FakeClock]]:
    clock = FakeClock()
    engine = Engine(world.profile, clock=clock, scheduled=False)
    yield engine, clock
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def test_a_persons_word_ends_by_itself(clocked: tuple[Engine, FakeClock]) -> None:
    engine, clock = clocked
    engine.start()
    engine.limit(250, 3600)
    pace = engine.status().pace
    assert (pace.kbps, pace.until, pace.cause) == (250, clock.time + 3600, PaceCause.ASKED)
    assert engine.status().to_json()["pace"] == {
        "state": "limited",
        "limit_kbps": 250,
        "until": clock.time + 3600,
        "cause": "asked",
    }
    clock.time += 3600
    engine.pacing.look()
    assert engine.status().pace.cause is PaceCause.SETTING
    assert engine.pacing.override is None
