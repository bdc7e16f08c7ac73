# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers are about to store, so that two of them do not store the same twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalogsync_gui.core.cancel import StopToken

_LOOK_UP = 1.0
"""Seconds after which a waiting worker looks whether it was stopped."""


class InHand:
    """Keys (a content's hash, a recording's id) under one worker each. Safe from every thread."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._held: set[str] = set()

    @contextmanager
    def alone(self, keys: frozenset[str], cancel: StopToken) -> Iterator[None]:
        """Holds the keys during the body; waits for whoever has one of them.

        All of them are taken at once, so that no two workers wait for each other.

        :raises Interrupted: ``cancel`` was set meanwhile.
        """
        with self._condition:
            while self._held & keys:
                self._condition.wait(_LOOK_UP)
                cancel.check()
            self._held |= keys
        try:
            yield
        finally:
            with self._condition:
                self._held -= keys
                self._condition.notify_all()
