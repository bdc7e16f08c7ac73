# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker threads of one job."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer

from catalogsync_gui.engine.threads import LoopThread
from catalogsync_gui.pipeline.job_run import JobRun


class Crew:
    """Asked for by the source thread, started in the main thread, joined by the source thread.

    The main thread may come to start a crew only after its job has ended; the lock decides which
    of the two came first, so that no thread is started which nobody waits for.
    """

    def __init__(self, run: JobRun, size: int, work: Callable[[JobRun, int], None]) -> None:
        self.run = run
        self.size = size
        self._work = work
        self._lock = threading.Lock()
        self._dismissed = False
        self._threads: list[LoopThread] = []

    def start(self) -> None:
        """Starts the workers, unless the job is over. Main thread."""
        with self._lock:
            if self._dismissed:
                return
            for number in range(1, self.size + 1):
                thread = LoopThread(f"worker-{number}", self._loop(number))
                self._threads.append(thread)
                thread.start()

    def _loop(self, number: int) -> Callable[[], None]:
        return lambda: self._work(self.run, number)

    def join(self) -> None:
        """Returns when all workers have ended; none is started any more. Any thread."""
        with self._lock:
            self._dismissed = True
        for thread in tuple(self._threads):
            thread.wait(QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever))

    def dispose(self) -> bool:
        """Lets go of the threads if all have ended; whether that is so. Main thread.

        Done by hand: left to Python's garbage collection, which may run in any thread, the thread
        objects could be destroyed away from the thread they live in.
        """
        with self._lock:
            if any(not thread.isFinished() for thread in self._threads):
                return False
            for thread in self._threads:
                thread.deleteLater()
            self._threads.clear()
            return True
