# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects garbage in the main thread, and nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500


class MainThreadCollector(QObject):
    """Keeps widgets from being destroyed by a worker.

    Python collects cycles in whatever thread happens to allocate next. When a cycle holds a
    widget, its destructor then runs outside the main thread, which Qt does not allow
    (https://doc.qt.io/qt-6/threads-qobject.html) and answers with a crash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collects the oldest generation that is due, as Python would by itself."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if limits[generation] and counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Leaves it to Python again, after a last collection."""
        self._timer.stop()
        gc.collect()
        gc.enable()
