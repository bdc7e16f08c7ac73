# SPDX-License-Identifier: GPL-3.0-or-later
"""What the meter writes down is the sum of the rows that run, and nothing when none does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.signals import EngineSignals
from catalogsync_gui.engine.speed_meter import SpeedMeter
from tests.engine.world import Recorder, World

MINUTE, DAY = 60, 86_400


class Hands:
    """Two clocks that are set by hand."""

    def __init__(self) -> None:
        self.day, self.ran = 1_700_000_000.0, 1000.0

    def now(self) -> float:
        return self.day

    def monotonic(self) -> float:
        return self.ran

    def run(self, seconds: float) -> None:
        self.day += seconds
        self.ran += seconds


def row(worker: int, speed: float) -> WorkerRow:
    return WorkerRow(worker, 1, worker, "s", "t", 0, None, speed, None, "downloading", 1.0)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def signals(qapp: QCoreApplication) -> EngineSignals:
    return EngineSignals()


@pytest.fixture
def meter(signals: EngineSignals, clock: Hands) -> SpeedMeter:
    return SpeedMeter(signals, clock)


def tick(signals: EngineSignals, clock: Hands, seconds: float, *speeds: float) -> None:
    """The keeper's ticks for a while: each worker at one speed."""
    rows = tuple(row(number, speed) for number, speed in enumerate(speeds))
    signals.workers_ticked.emit(rows)
    for _ in range(round(seconds / 0.2)):
        clock.run(0.2)
        signals.workers_ticked.emit(rows)


def test_a_total_is_the_sum_of_the_rows_that_run(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    tick(signals, clock, 3, 100, 50)
    tick(signals, clock, 3, 100)
    speeds = meter.series(MINUTE).known
    assert speeds[:3] == pytest.approx((150,) * 3)
    assert speeds[3:6] == pytest.approx((100,) * 3)


def test_when_nothing_runs_the_clock_says_for_how_long(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    tick(signals, clock, 5, 80)
    signals.workers_ticked.emit(())
    clock.run(20)
    series = meter.series(MINUTE)
    assert series.now == 0
    assert series.known[-20:] == pytest.approx((0,) * 20, abs=1e-6)
    assert series.highest == pytest.approx(80)
    # The speed of who is gone is not carried along, however often somebody looks.
    for _ in range(10):
        clock.run(1)
        assert meter.series(MINUTE).now == 0


def test_what_begins_after_a_while_of_nothing_leaves_no_gap(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    for speed in (500.0, 700.0):
        tick(signals, clock, 10, speed)
        signals.workers_ticked.emit(())
        # Less than until the next look, which would tell that nothing was.
        clock.run(20)
    tick(signals, clock, 10, 900.0)
    assert None not in meter.series(MINUTE).speeds[-65:]


def test_a_sleep_of_the_machine_is_a_gap(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    tick(signals, clock, 4, 70)
    clock.day += 3600
    tick(signals, clock, 4, 30)
    series = meter.series(2 * 3600)
    assert series.speeds.count(None) > 0
    filled = [n for n, speed in enumerate(series.speeds) if speed is not None]
    assert filled[-1] - filled[0] == pytest.approx(30, abs=1), "an hour in steps of two minutes"


def test_a_clock_that_stops_in_sleep_and_one_that_does_not_come_out_alike(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    clock.run(10)
    meter.look()
    # Windows: both clocks run on while the machine sleeps.
    clock.run(3600)
    meter.look()
    clock.run(10)
    assert meter.series(2 * 3600).speeds.count(None) >= 55
    assert meter.series(MINUTE).known == (0,) * 10


def test_a_clock_that_is_set_back_does_no_harm(
    meter: SpeedMeter, signals: EngineSignals, clock: Hands
) -> None:
    tick(signals, clock, 4, 70)
    clock.day -= 100_000
    tick(signals, clock, 4, 70)
    assert meter.series(MINUTE).known[:8] == pytest.approx((70,) * 8)


def test_of_a_real_job(world: World, start: Callable[[], Engine]) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"L": [1, 2, 3]})
    world.server.stalls.add("/3.mp3")
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    meter = engine.keeper.meter
    assert meter.series(DAY).highest == 0
    engine.start_job(JobSpec(sources=(source,), refresh=False))
    world.qtbot.waitUntil(lambda: meter.series(MINUTE).highest > 0, timeout=10_000)
    world.server.go_on.set()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=10_000)
    assert meter._speed == 0
