# SPDX-License-Identifier: GPL-3.0-or-later
"""Time that stands still until a test moves it."""


class FakeClock:
    def __init__(self, time: float = 1000.0) -> None:
        self.time = time

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time
