# SPDX-License-Identifier: GPL-3.0-or-later
"""One rate for all: as arithmetic by a clock that is moved, and with threads by the real one."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.core.rate_limit import Bucket, RateLimiter
from tests.unit.pipeline.clock import FakeClock


def simulated(workers: int, rate: float, seconds: float, seed: int) -> float:
    """Bytes a second that come through when the workers read as fast as they may."""
    chance = random.Random(seed)
    bucket = Bucket(rate, 0.0)
    ready = [(0.0, worker) for worker in range(workers)]
    total = 0
    while True:
        now, worker = min(ready)
        if now > seconds:
            return total / seconds
        ready.remove((now, worker))
        count = chance.randint(1, 1 << 16)
        total += count
        ready.append((now + bucket.wait(bucket.take(count, now), now) + 1e-4, worker))


@pytest.mark.parametrize("workers", [1, 8, 16])
@pytest.mark.parametrize("rate", [50_000.0, 500_000.0, 20_000_000.0])
def test_all_together_keep_to_the_rate(workers: int, rate: float) -> None:
    came = simulated(workers, rate, 600.0, workers)
    assert rate * 0.95 <= came <= rate * 1.05 + workers * (1 << 16) / 600


def test_a_rest_saves_up_a_quarter_of_a_second() -> None:
    bucket = Bucket(1000.0, 0.0)
    assert bucket.wait(bucket.take(1000, 0.0), 0.0) == 1.0
    bucket.wait(0.0, 3600.0)
    assert bucket.wait(bucket.take(1000, 3600.0), 3600.0) == 0.75


def test_another_rate_holds_for_what_was_taken() -> None:
    bucket = Bucket(1000.0, 0.0)
    number = bucket.take(10_000, 0.0)
    bucket.change(10_000.0, 1.0)
    assert bucket.wait(number, 1.0) == pytest.approx(0.9)


def test_without_a_limit_nobody_waits() -> None:
    limiter = RateLimiter(FakeClock())
    assert not limiter.limited
    limiter.take(1 << 40, StopToken())
    limiter.limit(1000.0)
    assert (limiter.limited, limiter.chunk) == (True, 1 << 10)
    limiter.limit(1e12)
    assert limiter.chunk == 1 << 20


def _waiting(limiter: RateLimiter, stop: StopToken) -> tuple[threading.Thread, list[BaseException]]:
    raised: list[BaseException] = []
    begun = threading.Event()

    def take() -> None:
        begun.set()
        try:
            limiter.take(1 << 30, stop)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=take)
    thread.start()
    assert begun.wait(10)
    return thread, raised


@pytest.mark.parametrize(
    ("end", "interrupted"),
    [
        (lambda limiter, _stop: limiter.limit(None), False),
        (lambda limiter, _stop: limiter.limit(1e12), False),
        (lambda _limiter, stop: stop.set(), True),
    ],
)
def test_a_wait_ends_at_once(
    end: Callable[[RateLimiter, StopToken], None], interrupted: bool
) -> None:
    limiter, stop = RateLimiter(SystemClock()), StopToken()
    limiter.limit(1000.0)
    thread, raised = _waiting(limiter, stop)
    end(limiter, stop)
    thread.join(10)
    assert not thread.is_alive()
    assert [type(error) for error in raised] == ([Interrupted] if interrupted else [])


def test_eight_threads_keep_to_the_rate_without_turning_in_circles() -> None:
    limiter, stop = RateLimiter(SystemClock()), StopToken()
    rate, total = 4_000_000.0, 4_000_000
    limiter.limit(rate)
    left = [total // 8] * 8

    def read(worker: int) -> None:
        while left[worker] > 0:
            count = min(limiter.chunk, left[worker])
            left[worker] -= count
            limiter.take(count, stop)

    threads = [threading.Thread(target=read, args=(worker,)) for worker in range(8)]
    began, busy = time.monotonic(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    seconds = time.monotonic() - began
    # A machine that is busy with something else may be late, but never too fast.
    assert seconds >= total / rate * 0.95
    assert time.process_time() - busy < 0.5 * seconds
