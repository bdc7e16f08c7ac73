# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever ends a request does not hear that the other side was faster."""

import errno

import pytest

from catalogsync_gui.media.watchdog import Watch


def _gone() -> None:
    raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")


def test_a_socket_that_is_gone_counts_as_shut() -> None:
    watch = Watch(0.0)
    watch.attach(_gone)
    watch.shut("paused")
    assert watch.reason == "paused"


def test_a_socket_that_is_gone_by_the_time_it_is_attached_counts_as_shut() -> None:
    watch = Watch(0.0)
    watch.shut("paused")
    watch.attach(_gone)
    assert watch.reason == "paused"


@pytest.mark.parametrize("error", [RuntimeError, ValueError])
def test_an_answer_that_has_just_ended_counts_as_shut(error: type[Exception]) -> None:
    def released() -> None:
        raise error("Cannot shutdown as connection has already been released to the pool")

    watch = Watch(0.0)
    watch.attach(released)
    watch.shut("paused")
    assert watch.reason == "paused"
