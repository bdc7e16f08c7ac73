# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on a profile; tells on stderr what it says and, stopped, how long it ever slept."""

import sys
import time
from typing import Any

from PySide6.QtCore import QTimer

from catalogsync_gui import app
from catalogsync_gui.control import instance
from catalogsync_gui.ui import run
from tests.faults.storage import quick

_run_window = run.run_window
_stop = instance.Instance.stop
_TICK_MS = 20


def _watched(application: Any, engine: Any, **options: Any) -> int:
    longest, before, said = 0.0, time.monotonic(), ""

    def tick() -> None:
        nonlocal longest, before, said
        now = time.monotonic()
        longest, before = max(longest, now - before), now
        problem = engine.status().problem
        words = problem.kind if problem else "no problem"
        if words != said:
            said = words
            print(f"window: {words}", file=sys.stderr, flush=True)

    def stop(*args: Any) -> bool:
        clean = _stop(*args)
        # The lock is free; what is left of the process the kernel may keep.
        print(f"window: longest {longest:.3f}", file=sys.stderr, flush=True)
        return clean

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(_TICK_MS)
    instance.Instance.stop = stop  # type: ignore[method-assign, assignment]
    engine.start_job()
    try:
        return _run_window(application, engine, **options)
    finally:
        timer.stop()


if __name__ == "__main__":
    quick.hurry()
    run.run_window = _watched  # type: ignore[assignment]
    sys.exit(app.main())
