# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions to the network that somebody waits for, each on a thread of its own."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QObject, Qt, Signal

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, Interrupted
from catalogsync_gui.engine.threads import LoopThread

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[StopToken], Any]


class Lookups(QObject):
    """Asks away from the GUI and the desk. Lives in the main thread, as do all calls but ``tell``.

    A thread for each question: one that was cancelled while the system looked up a name, which
    nothing interrupts, must not hold up the next.
    """

    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[LoopThread, StopToken] = {}
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        work: Callable[[StopToken], T],
        done: Callable[[T], None],
        failed: Callable[[CatalogSyncError], None],
    ) -> StopToken:
        """Runs ``work`` and hands its result to ``done`` in the main thread.

        :param done: a bound method; dropped if its QObject is gone by then. Likewise ``failed``.
        :returns: what cancels it. Neither ``done`` nor ``failed`` is called after that.
        """
        self._dispose()
        stop = StopToken()
        if self._closed:
            stop.set()
            return stop
        # Without a parent: it goes with the last reference to it, in _dispose. One that has a
        # parent and is to be deleted later may be gone twice (PySide 6.11), which ends the process.
        thread = LoopThread("lookup", partial(self._run, work, stop, done, failed))
        self._running[thread] = stop
        thread.start()
        return stop

    def tell(self, stop: StopToken, receiver: Callable[[T], None], news: T) -> None:
        """Hands what ``work`` has to tell before its end to ``receiver`` in the main thread.

        Called by ``work``, in its thread.

        :param stop: what ``work`` was given.
        :param receiver: as ``done`` of :meth:`ask`.
        """
        self._answered.emit(stop, receiver, news)

    def counter(
        self, stop: StopToken, receiver: Callable[[tuple[int, int]], None]
    ) -> Callable[[int, int], None]:
        """What ``work`` may call with how much is done and how much there is, in its thread."""
        return lambda done, total: self.tell(stop, receiver, (done, total))

    def _run(
        self,
        work: Work,
        stop: StopToken,
        done: Callable[[Any], None],
        failed: Callable[[CatalogSyncError], None],
    ) -> None:
        try:
            answer, receiver = work(stop), done
        except Interrupted:
            return
        except CatalogSyncError as error:
            answer, receiver = error, failed
        except Exception as error:
            log.exception("unexpected error while asking the network")
            answer = CatalogSyncError(
                f"unexpected {type(error).__name__}; the log has the details", kind="internal"
            )
            receiver = failed
        self._answered.emit(stop, receiver, answer)

    def _deliver(self, stop: StopToken, receiver: Callable[[object], None], answer: object) -> None:
        self._dispose()
        owner = getattr(receiver, "__self__", None)
        gone = isinstance(owner, QObject) and not shiboken6.isValid(owner)
        if not stop.is_set() and not gone:
            receiver(answer)

    def _dispose(self) -> None:
        """Lets go of the threads that have ended."""
        for thread in [thread for thread in self._running if thread.isFinished()]:
            del self._running[thread]

    def stop(self) -> None:
        """Cancels everything; nothing is asked any more."""
        self._closed = True
        for stop in self._running.values():
            stop.set()

    def wait(self, deadline: QDeadlineTimer) -> bool:
        """Waits for the end of all threads; whether all have ended in time."""
        ended = [thread.wait(deadline) for thread in self._running]
        self._dispose()
        return all(ended)
