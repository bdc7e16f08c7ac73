# SPDX-License-Identifier: GPL-3.0-or-later
"""What ends a request for a document from another thread."""

import threading
from collections.abc import Callable


class Limit:
    """Shuts the connection down when the time is over or somebody stops the refresh."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut: Callable[[], None] | None = None
        self._over = False
        self.ran_out = False

    def attach(self, shut: Callable[[], None]) -> None:
        """What shuts the connection down; called at once if it has to be."""
        with self._lock:
            self._shut = shut
            over = self._over
        if over:
            shut()

    def shut(self) -> None:
        """Somebody stops the refresh."""
        with self._lock:
            self._over = True
            shut = self._shut
        if shut is not None:
            shut()

    def run_out(self) -> None:
        """The time is over."""
        self.ran_out = True
        self.shut()

    @property
    def over(self) -> bool:
        """Whether the connection was shut down."""
        with self._lock:
            return self._over
