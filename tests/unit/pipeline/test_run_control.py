# SPDX-License-Identifier: GPL-3.0-or-later
"""Pause, stop, and the waiting of workers."""

import threading
from collections.abc import Callable

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, StorageFull, StorageOffline
from catalogsync_gui.pipeline.run_control import RunControl
from tests.unit.pipeline.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def control(clock: FakeClock) -> RunControl:
    return RunControl(clock)


def test_a_pause_lasts_until_it_is_ended(control: RunControl, clock: FakeClock) -> None:
    assert control.may_start()
    control.pause()
    clock.time += 1e9
    assert (control.may_start(), control.paused_until) == (False, float("inf"))
    control.resume()
    assert (control.may_start(), control.paused_until) == (True, None)


def test_a_timed_pause_ends_by_the_clock(control: RunControl, clock: FakeClock) -> None:
    control.pause(60)
    assert control.paused_until == clock.time + 60
    clock.time += 59.9
    assert not control.may_start()
    clock.time += 0.1
    assert control.may_start()
    clock.time -= 30
    assert control.may_start(), "it does not come back with a clock that is set back"
    control.pause(-5)
    assert control.may_start()


def test_the_last_pause_counts(control: RunControl, clock: FakeClock) -> None:
    control.pause(60)
    control.pause(600)
    assert control.paused_until == clock.time + 600
    control.pause()
    assert control.paused_until == float("inf")


def test_a_volume_holds_up_beside_a_pause(control: RunControl) -> None:
    assert control.hold_volume(StorageFull("full"))
    assert not control.hold_volume(StorageOffline("gone"))
    assert isinstance(control.volume_error, StorageOffline)
    control.pause()
    control.release_volume()
    assert not control.may_start()
    control.resume()
    assert control.may_start()
    assert control.hold_volume(StorageFull("full")), "the first time again"
    assert not control.may_start()


@pytest.mark.parametrize(
    "interrupt",
    [
        lambda control: control.pause(),
        lambda control: control.pause(60),
        lambda control: control.hold_volume(StorageFull("full")),
        lambda control: control.interrupt(),
    ],
)
def test_what_runs_is_interrupted(
    control: RunControl, interrupt: Callable[[RunControl], object]
) -> None:
    stop = StopToken()
    with control.item_token(stop) as one, control.item_token(stop) as two:
        seen = control.version
        interrupt(control)
        assert one.is_set()
        assert two.is_set()
        assert control.version != seen
        with pytest.raises(Interrupted):
            one.check()
    assert not stop.is_set()


def test_an_item_that_is_over_is_interrupted_no_more(control: RunControl) -> None:
    stop = StopToken()
    with control.item_token(stop) as over:
        pass
    control.interrupt()
    stop.set()
    assert not over.is_set()


def test_a_stop_interrupts_its_own_items_only(control: RunControl) -> None:
    stop, other = StopToken(), StopToken()
    with control.item_token(stop) as mine, control.item_token(other) as theirs:
        stop.set()
        assert mine.is_set()
        assert not theirs.is_set()
    with control.item_token(stop) as late:
        assert late.is_set()


def test_a_pause_between_the_claim_and_its_token_is_not_missed(control: RunControl) -> None:
    control.pause()
    with control.item_token(StopToken()) as token:
        assert token.is_set()


@pytest.mark.parametrize(
    "change",
    [
        lambda control: control.changed(),
        lambda control: control.resume(),
        lambda control: control.release_volume(),
        lambda control: control.interrupt(),
    ],
)
def test_a_change_wakes_a_waiting_worker(
    control: RunControl, change: Callable[[RunControl], object]
) -> None:
    seen = control.version
    waiting = threading.Thread(target=lambda: control.wait(seen, None))
    waiting.start()
    change(control)
    waiting.join(10)
    assert not waiting.is_alive()


def test_a_change_before_the_wait_is_not_missed(control: RunControl) -> None:
    seen = control.version
    control.changed()
    control.wait(seen, None)
    control.wait(control.version, 0.0)


def test_only_those_items_are_let_go_of_that_were_named(control: RunControl) -> None:
    stop = StopToken()
    with control.item_token(stop, 1, 5) as one, control.item_token(stop, 2, 5) as two:
        seen = control.version
        control.let_go([(1, 5)])
        assert one.is_set()
        assert not two.is_set()
        assert control.version != seen, "whoever waits looks again"
    with control.item_token(stop, 1, 6) as again:
        assert not again.is_set()


def test_what_a_worker_has_just_claimed_is_let_go_of_too(control: RunControl) -> None:
    control.let_go([(7, 3)])
    stop = StopToken()
    with control.item_token(stop, 8, 3) as other, control.item_token(stop, 7, 3) as mine:
        assert mine.is_set()
        assert not other.is_set()


def test_a_claim_that_had_ended_by_then_is_not_made_up_for_by_the_next(control: RunControl) -> None:
    with control.item_token(StopToken(), 7, 3):
        pass
    control.let_go([(7, 3)])
    with control.item_token(StopToken(), 7, 4) as again:
        assert not again.is_set()
    # Nor is it kept for ever.
    assert not control._let_go
