# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers are about to store, so that two of them do not store the same twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalogsync_gui.core.cancel import StopToken


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
        unsubscribe = cancel.subscribe(self._look_up)
        try:
            with self._condition:
                while self._held & keys:
                    cancel.check()
                    self._condition.wait()
                self._held |= keys
        finally:
            unsubscribe()
        try:
            yield
        finally:
            with self._condition:
                self._held -= keys
                self._condition.notify_all()

    def _look_up(self) -> None:
        with self._condition:
            self._condition.notify_all()
