# SPDX-License-Identifier: GPL-3.0-or-later
"""The window during a sync, with a probe that notes how long its event loop was busy."""

import json
import sys
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from catalogsync_gui.core.events import Event, JobFinished
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.run import make_application

PERIOD = 0.005


class Probe(QObject):
    """A timer of five milliseconds; what it is late by is what the loop was busy for."""

    ended = Signal()

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.gaps: list[float] = []
        # What this thread itself computed between two ticks: no other program counts in it.
        self.busy: list[float] = []
        self._spent = time.thread_time()
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(int(PERIOD * 1000))
        self._timer.timeout.connect(self._tick)
        engine.signals.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._timer.start()

    def forgive(self) -> None:
        """Leaves out what has been done since the last tick."""
        self._last = time.perf_counter()
        self._spent = time.thread_time()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, now - self._last - PERIOD))
        self._last = now
        spent = time.thread_time()
        self.busy.append(spent - self._spent)
        self._spent = spent

    @Slot(object)
    def _take(self, event: Event) -> None:
        if isinstance(event, JobFinished):
            self.ended.emit()


def main() -> None:
    """Prints the 99th percentile and the longest gap, in seconds, as JSON."""
    application = make_application(["bench"])
    engine = Engine(Profile.resolve(sys.argv[1]), scheduled=False)
    engine.start()
    window = MainWindow(engine)
    window.resize(1280, 800)
    window.show()
    # What the first painting of a window costs is no gap of a sync.
    application.processEvents()
    probe = Probe(engine)
    probe.ended.connect(application.quit, Qt.ConnectionType.QueuedConnection)
    engine.start_job()
    application.exec()
    gaps = sorted(probe.gaps)
    engine.shutdown(5.0)
    print(json.dumps({"p99": gaps[int(len(gaps) * 0.99)], "max": gaps[-1], "n": len(gaps)}))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
