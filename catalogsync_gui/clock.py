# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's own clock."""

import time


class SystemClock:
    """Time as the machine tells it; the ``Clock`` of everything but tests."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()
