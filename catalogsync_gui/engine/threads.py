# SPDX-License-Identifier: GPL-3.0-or-later
"""QThreads that run a plain loop."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

log = logging.getLogger(__name__)


class LoopThread(QThread):
    """Runs one callable. Nothing that it raises reaches Qt, where it would end the process."""

    def __init__(self, name: str, loop: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._loop = loop

    def run(self) -> None:
        """The thread's body."""
        try:
            self._loop()
        except BaseException:
            log.exception("thread %s ended unexpectedly", self.objectName())
