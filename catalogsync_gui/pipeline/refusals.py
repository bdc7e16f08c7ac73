# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that refuses one track after the other wants other credentials, not more requests."""

import threading

REFUSALS = 3
"""So many different items refused in a row hold a source's items on that host back."""


class Refusals:
    """Counts refusals (401, 403) by source and host, over one job. Safe from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: dict[tuple[int, str], set[int]] = {}

    def refused(self, source: int, host: str, item: int) -> bool:
        """An item was refused; whether the others of its source and host are to be held back."""
        with self._lock:
            items = self._refused.setdefault((source, host), set())
            items.add(item)
            return len(items) >= REFUSALS

    def delivered(self, source: int, host: str) -> None:
        """An item was delivered: the refusals before it were about those items only."""
        with self._lock:
            self._refused.pop((source, host), None)
