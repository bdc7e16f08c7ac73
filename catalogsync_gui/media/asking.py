# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking something of a volume that may never answer.

A network mount whose server is gone, or a frozen file system, holds whoever asks it in the kernel:
no timeout and no signal ends that (state D of ps(1)). So it is asked in a thread that can be left
behind.
"""

import threading
from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import StorageSilent


class Question:
    """One call, made in a thread of its own. For one asker.

    :param work: what blocks; whatever it raises is the answer, too.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._over = threading.Event()
        self._answered = False
        self._error: Exception | None = None
        # A daemon: the interpreter's end does not wait for it.
        threading.Thread(target=self._ask, name="volume", daemon=True).start()

    def _ask(self) -> None:
        try:
            self._work()
        except Exception as error:
            self._error = error
        self._answered = True
        self._over.set()

    def wait(self, seconds: float) -> bool:
        """Waits for the answer, at most so many seconds or until :meth:`give_up`; is it there?"""
        self._over.wait(seconds)
        return self._answered

    def give_up(self) -> None:
        """Ends the waiting. From every thread."""
        self._over.set()

    def answer(self) -> None:
        """Returns or raises as the work did; to be called when the answer is there."""
        if self._error is not None:
            raise self._error


def ask_within(seconds: float, what: str, work: Callable[[], None], stop: StopToken) -> None:
    """Does something that may block for ever, and waits so long for its end.

    :param what: names what was asked, for :func:`silent`.
    :raises StorageSilent: there was no answer in time.
    :raises Interrupted: ``stop`` was set.
    """
    question = Question(work)
    unsubscribe = stop.subscribe(question.give_up)
    answered = question.wait(seconds)
    unsubscribe()
    if not answered:
        stop.check()
        raise silent(what)
    question.answer()


def silent(what: str) -> StorageSilent:
    """What is to be said of a library that does not answer."""
    return StorageSilent(
        f"{what} does not answer: its disk, its server or the network to it hangs. "
        "Look after it, or mount it again."
    )
