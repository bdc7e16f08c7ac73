# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers are about to store, so that two of them do not store the same twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalogsync_gui.core.cancel import StopToken

_SIGN = 5.0
"""Seconds after which one that waits shows that it is alive."""


@dataclass(frozen=True, slots=True, eq=False)
class _Hold:
    item: int | None

    def bars(self, other: "_Hold | None") -> bool:
        """Whether this one has to wait for that one."""
        return other is not None and (self.item is None or self.item != other.item)


class InHand:
    """Keys (a content's hash, a recording's id) under one worker each. Safe from every thread."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._held: dict[str, _Hold] = {}

    @contextmanager
    def alone(
        self,
        keys: frozenset[str],
        cancel: StopToken,
        alive: Callable[[], None] | None = None,
        *,
        item: int | None = None,
    ) -> Iterator[None]:
        """Holds the keys during the body; waits for whoever has one of them.

        All of them are taken at once, so that no two workers wait for each other.

        :param item: whom they are held for. Whoever has lost its claim to an item, and hangs,
            does not hold up the worker that has it now.
        :param alive: called every few seconds while it waits.
        :raises Interrupted: ``cancel`` was set meanwhile.
        """
        hold = _Hold(item)
        unsubscribe = cancel.subscribe(self._look_up)
        try:
            with self._condition:
                while any(hold.bars(self._held.get(key)) for key in keys):
                    cancel.check()
                    self._condition.wait(_SIGN)
                    if alive is not None:
                        alive()
                self._held |= dict.fromkeys(keys, hold)
        finally:
            unsubscribe()
        try:
            yield
        finally:
            with self._condition:
                self._held = {key: other for key, other in self._held.items() if other is not hold}
                self._condition.notify_all()

    def _look_up(self) -> None:
        with self._condition:
            self._condition.notify_all()
