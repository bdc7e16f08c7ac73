# SPDX-License-Identifier: GPL-3.0-or-later
"""Sockets that only pretend to be alive are shut; slow ones that are alive are not."""

import socket
import threading
from collections.abc import Callable

import pytest

from catalogsync_gui.core.errors import TransferBroken
from catalogsync_gui.media import watchdog
from catalogsync_gui.media.watchdog import (
    HEADERS_SECONDS,
    SLOW_BYTES,
    SLOW_SECONDS,
    Watch,
    Watchdog,
)
from tests.unit.media.far import SOUND, Asked, Far, head, says, until_closed
from tests.unit.media.fetching import Line
from tests.unit.pipeline.clock import FakeClock


class Shut:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def test_headers_have_a_minute_and_not_one_second_more() -> None:
    watch, shut = Watch(100.0), Shut()
    watch.attach(shut)
    watch.judge(100.0 + HEADERS_SECONDS - 1)
    assert not watch.reason
    watch.judge(100.0 + HEADERS_SECONDS)
    watch.judge(100.0 + HEADERS_SECONDS + 1)
    assert (watch.reason, shut.count) == ("no answer", 1)


@pytest.mark.parametrize(
    ("rate", "slow"), [(0, True), (SLOW_BYTES - 1, True), (SLOW_BYTES, False), (50_000, False)]
)
def test_a_trickle_is_shut_and_a_slow_one_is_not(rate: int, slow: bool) -> None:
    watch, shut = Watch(0.0), Shut()
    watch.attach(shut)
    watch.judge(59.0)
    watch.body(59.0)
    for second in range(1, 10 * int(SLOW_SECONDS) + 1):
        watch.arrived(rate)
        watch.judge(59.0 + second)
        if second < SLOW_SECONDS:
            assert not watch.reason, "the headers' time does not count"
    assert watch.reason == ("too slow" if slow else "")
    assert shut.count == slow


def test_every_minute_is_judged_by_itself() -> None:
    watch = Watch(0.0)
    watch.body(0.0)
    watch.arrived(1 << 30)
    watch.judge(SLOW_SECONDS)
    watch.check("http://nas.lan/x")
    watch.judge(2 * SLOW_SECONDS)
    with pytest.raises(TransferBroken, match=r"http://nas\.lan/x: too slow"):
        watch.check("http://nas.lan/x?secret")


def test_a_machine_that_slept_is_no_slow_server() -> None:
    """A minute that lasted an hour is judged by its length, as it is on a real clock."""
    watch = Watch(0.0)
    watch.body(0.0)
    watch.arrived(SLOW_BYTES * 3600)
    watch.judge(3600.0)
    assert not watch.reason


def test_a_transfer_that_we_hold_up_ourselves_is_not_too_slow() -> None:
    watch = Watch(0.0)
    watch.body(0.0)
    for round_ in range(20):
        watch.hold(100.0 * round_)
        watch.judge(100.0 * round_ + 90)
        watch.go_on(100.0 * round_ + 99)
        watch.arrived(SLOW_BYTES)
        watch.judge(100.0 * round_ + 100)
        assert not watch.reason
    watch.judge(2_000.0 + SLOW_SECONDS)
    assert watch.reason == "too slow", "while we read, its pace counts as ever"


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watchdog looks all the time; how late it is, the injected clock decides."""
    monkeypatch.setattr(watchdog, "_TICK", 0.005)


@pytest.mark.usefixtures("often")
def test_a_request_that_was_released_is_left_alone() -> None:
    clock, shut, seen = FakeClock(), Shut(), threading.Event()
    dog = Watchdog(clock)
    released, watched = dog.watch(), dog.watch()
    released.attach(shut)
    watched.attach(seen.set)
    dog.release(released)
    clock.time += HEADERS_SECONDS
    assert seen.wait(10)
    dog.close()
    assert (released.reason, shut.count) == ("", 0)
    assert dog.watch().reason == "", "after its end it only does not look any more"


def _late(line: Line, *parts: bytes, seconds: float) -> Callable[[Asked, socket.socket], None]:
    """Sends one part; when it is there, so much time goes by; then the next."""

    def answer(_: Asked, connection: socket.socket) -> None:
        connection.sendall(parts[0])
        if parts[0].endswith(SOUND[:5_000]):
            assert line.wait_for(5_000)
        line.clock.time += seconds
        for part in parts[1:]:
            connection.sendall(part)
        until_closed(connection)

    return answer


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500])
def test_headers_that_never_end_are_ended(line: Line, far: Far, begun: bytes) -> None:
    far.then(_late(line, begun, seconds=HEADERS_SECONDS))
    with pytest.raises(TransferBroken, match="no answer") as caught:
        line.get(far)
    assert caught.value.kind == "slow"
    assert not line.part.exists()


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("length", [len(SOUND), None])
def test_a_body_that_trickles_is_ended_and_its_part_kept(
    line: Line, far: Far, length: int | None
) -> None:
    named = {} if length is None else {"Content_Length": length}
    far.then(_late(line, head(200, **named) + SOUND[:5_000], seconds=SLOW_SECONDS))
    with pytest.raises(TransferBroken, match="too slow") as caught:
        line.get(far)
    assert (caught.value.kind, caught.value.retryable) == ("slow", True)
    assert line.part.read_bytes() == SOUND[:5_000]


@pytest.mark.usefixtures("often")
def test_a_body_that_pauses_for_less_is_read_to_its_end(line: Line, far: Far) -> None:
    first = head(200, Content_Length=len(SOUND)) + SOUND[:5_000]
    far.then(_late(line, first, SOUND[5_000:], seconds=SLOW_SECONDS - 1))
    assert line.get(far).size == len(SOUND)


@pytest.mark.usefixtures("often")
def test_a_slow_way_of_redirects_is_ended(line: Line, far: Far) -> None:
    def slow(asked: Asked, connection: socket.socket) -> None:
        line.clock.time += HEADERS_SECONDS / 2
        says(302, Location="/again.mp3")(asked, connection)

    far.then(slow, slow, lambda _, connection: until_closed(connection))
    with pytest.raises(TransferBroken, match="no answer"):
        line.get(far)
