# SPDX-License-Identifier: GPL-3.0-or-later
"""What catalogues offer is fetched once a job, and by one worker."""

import threading
from collections.abc import Callable

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceUnreachable
from catalogsync_gui.pipeline.offered import Offered


def never() -> bytes:
    raise AssertionError("asked again")


def failing() -> bytes:
    raise SourceUnreachable("nobody there")


def test_once_is_enough_even_for_nothing() -> None:
    offered, token = Offered(), StopToken()
    assert offered.get(1, "cover", lambda: b"picture", token) == b"picture"
    assert offered.get(1, "cover", never, token) == b"picture"
    assert offered.get(1, "words", lambda: None, token) is None
    assert offered.get(1, "words", never, token) is None
    assert offered.taken("words") == (True, None)
    assert offered.taken("other") == (False, None)


def test_others_wait_for_the_first() -> None:
    offered, token = Offered(), StopToken()
    asked, go_on = threading.Event(), threading.Event()
    got: list[bytes | None] = []

    def slow() -> bytes:
        asked.set()
        assert go_on.wait(20)
        return b"picture"

    def worker(fetch: Callable[[], bytes]) -> threading.Thread:
        thread = threading.Thread(target=lambda: got.append(offered.get(1, "c", fetch, token)))
        thread.start()
        return thread

    threads = [worker(slow)]
    assert asked.wait(20)
    threads.append(worker(never))
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert got == [b"picture", b"picture"]


def test_a_stop_ends_the_wait() -> None:
    offered, token = Offered(), StopToken()

    def stopped() -> bytes:
        token.set()
        with pytest.raises(Interrupted):
            offered.get(1, "c", never, token)
        token.check()
        return b""

    with pytest.raises(Interrupted):
        offered.get(1, "c", stopped, token)
    assert offered.get(1, "c", lambda: b"later", StopToken()) == b"later"


def test_a_source_that_fails_is_left_alone_and_others_are_not() -> None:
    offered, token = Offered(), StopToken()
    for key in "abc":
        with pytest.raises(SourceUnreachable):
            offered.get(1, key, failing, token)
        assert offered.get(1, key, never, token) is None
    assert offered.gave_up(1)
    assert offered.get(1, "d", never, token) is None
    assert offered.get(2, "e", lambda: b"x", token) == b"x"
    offered.answered(1)
    assert offered.get(1, "d", lambda: b"y", token) == b"y"


def test_what_was_not_used_for_long_makes_room() -> None:
    offered, token = Offered(), StopToken()
    for number in range(5):
        offered.get(1, number, lambda: bytes(8 << 20), token)
        offered.get(1, 0, never, token)
    assert [offered.taken(number)[0] for number in range(5)] == [True, False, True, True, True]
