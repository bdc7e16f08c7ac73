# SPDX-License-Identifier: GPL-3.0-or-later
"""What a thread is at, so that whatever it logs meanwhile can be found by source and item.

The log's handlers put it into their records (``logs.ContextFilter``); the text of a line stays as
it is. Each thread has its own, and a new thread begins with none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """Ids of a source and an item; None where it is about none."""

    source: int | None = None
    item: int | None = None


_NOTHING = About()
_about: ContextVar[About] = ContextVar("about", default=_NOTHING)


@contextmanager
def about(*, source: int | None = None, item: int | None = None) -> Iterator[None]:
    """Whatever the calling thread logs within is about this source, or this item of it."""
    token = _about.set(About(source, item))
    try:
        yield
    finally:
        _about.reset(token)


def current() -> About:
    """What the calling thread is at."""
    return _about.get()
