# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking something of a volume that may never answer.

A network mount whose server is gone, or a frozen file system, holds whoever asks it in the kernel:
no timeout and no signal ends that (state D of ps(1)). So it is asked in a thread that can be left
behind.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import StorageSilent

T = TypeVar("T")


class Question(Generic[T]):
    """One call, made in a thread of its own. For one asker.

    :param work: what blocks; whatever it raises is the answer, too.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._over = threading.Event()
        self._answer: list[T | Exception] = []
        # A daemon: the interpreter's end does not wait for it.
        threading.Thread(target=self._ask, name="volume", daemon=True).start()

    def _ask(self) -> None:
        try:
            self._answer.append(self._work())
        except Exception as error:
            self._answer.append(error)
        self._over.set()

    def wait(self, seconds: float) -> bool:
        """Waits for the answer, at most so many seconds or until :meth:`give_up`; is it there?"""
        self._over.wait(seconds)
        return bool(self._answer)

    def give_up(self) -> None:
        """Ends the waiting. From every thread."""
        self._over.set()

    def answer(self) -> T:
        """Returns or raises as the work did; to be called when the answer is there."""
        answer = self._answer[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def ask_within(seconds: float, what: str, work: Callable[[], T], stop: StopToken) -> T:
    """Does something that may block for ever, and waits so long for its end.

    :param what: names what was asked, for :func:`silent`.
    :returns: what the work returned; what it raises is raised.
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
    return question.answer()


def silent(what: str) -> StorageSilent:
    """What is to be said of a library that does not answer."""
    return StorageSilent(
        f"{what} does not answer: its disk, its server or the network to it hangs. "
        "Look after it, or mount it again."
    )
