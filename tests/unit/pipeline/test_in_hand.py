# SPDX-License-Identifier: GPL-3.0-or-later
"""Two workers never store the same at a time."""

import threading

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.pipeline.in_hand import InHand

STOP = StopToken()


class Other(threading.Thread):
    """Another worker that wants some keys."""

    def __init__(self, hand: InHand, *keys: str, cancel: StopToken = STOP) -> None:
        super().__init__()
        self.hand, self.keys, self.cancel = hand, frozenset(keys), cancel
        self.inside, self.leave = threading.Event(), threading.Event()
        self.interrupted = False

    def run(self) -> None:
        try:
            with self.hand.alone(self.keys, self.cancel):
                self.inside.set()
                assert self.leave.wait(10)
        except Interrupted:
            self.interrupted = True


def test_who_wants_a_key_that_is_held_waits_for_it() -> None:
    hand = InHand()
    other = Other(hand, "b", "c")
    with hand.alone(frozenset({"a", "b"}), STOP):
        other.start()
        assert not other.inside.wait(0.05)
    assert other.inside.wait(10)
    other.leave.set()
    other.join(10)
    with hand.alone(frozenset({"a", "b", "c"}), STOP):
        pass


def test_who_waits_holds_nothing() -> None:
    hand = InHand()
    waiting, third = Other(hand, "a", "b"), Other(hand, "b")
    with hand.alone(frozenset({"a"}), STOP):
        waiting.start()
        third.start()
        assert third.inside.wait(10), "what the waiting one wants too is free"
        third.leave.set()
    assert waiting.inside.wait(10)
    waiting.leave.set()
    for thread in (waiting, third):
        thread.join(10)


def test_who_wants_nothing_or_something_else_does_not_wait() -> None:
    hand = InHand()
    with hand.alone(frozenset({"a"}), STOP):
        with hand.alone(frozenset(), STOP), hand.alone(frozenset({"b"}), STOP):
            pass


def test_an_error_gives_the_keys_back() -> None:
    hand = InHand()
    with pytest.raises(KeyError), hand.alone(frozenset({"a"}), STOP):
        raise KeyError
    with hand.alone(frozenset({"a"}), STOP):
        pass


def test_a_stop_ends_the_waiting() -> None:
    hand, cancel = InHand(), StopToken()
    other = Other(hand, "a", cancel=cancel)
    with hand.alone(frozenset({"a"}), STOP):
        other.start()
        cancel.set()
        other.join(10)
        assert other.interrupted
    assert not other.inside.is_set()


def test_the_worker_that_has_an_item_now_does_not_wait_for_the_one_that_lost_it() -> None:
    hand, keys = InHand(), frozenset({"a"})
    third = Other(hand, "a")
    with hand.alone(keys, STOP, item=1):
        lost = hand.alone(keys, STOP, item=1)
        lost.__enter__()
        with hand.alone(keys, STOP, item=1):
            lost.__exit__(None, None, None)
            third.start()
            assert not third.inside.wait(0.05), "what the lost one gives back is not its own"
    assert third.inside.wait(10)
    third.leave.set()
    third.join(10)
