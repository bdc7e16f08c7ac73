# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks after the library's volume while a job runs: does it answer, and is it well again."""

import logging
import threading
from types import TracebackType
from typing import Self

from catalogsync_gui.core.errors import (
    PathRefused,
    StorageFull,
    StorageRefused,
    SystemBusy,
    VolumeError,
)
from catalogsync_gui.media.asking import Question, silent
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.job_run import Ports

log = logging.getLogger(__name__)

STORAGE_POLL = 30.0
"""Seconds between two looks at the library's volume, whether it is well or went away."""

ANSWER_WITHIN = 30.0
"""Seconds after which a volume is said not to answer. Disks that sleep need up to 15 to start."""

RELAPSE = 60.0
"""A volume that refuses within so many seconds of being well again has not been well."""

LONGEST_REST = 900.0
"""Seconds for which such a volume is left in peace at most."""

_AGAIN = 5.0
"""Seconds between two looks for an answer that has not come yet."""

_AT_ONCE = 0.5
"""Seconds in which a volume that is well answers."""


def hold_up(ports: Ports, job: int, error: VolumeError) -> None:
    """The volume cannot be used: nothing starts until it can, and a person is told. Any thread."""
    if ports.control.hold_volume(error):
        log.info("the library's volume holds the work up: %s", error)
        ports.notify(job, error.kind, f"{error} The sync goes on by itself then.")


class VolumeWatch:
    """A context with a thread of its own, so that it goes on whatever else hangs."""

    def __init__(self, ports: Ports, job: int, library: Library) -> None:
        self._ports = ports
        self._job = job
        self._library = library
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="volume-watch", daemon=True)
        self._question: Question[None] | None = None
        self._probing = False
        self._asked_at = ports.clock.monotonic()
        self._released_at = float("-inf")
        self._relapses = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        # The next job asks by itself before it opens.
        self._ports.control.release_volume()

    def _loop(self) -> None:
        while not self._ended.wait(min(STORAGE_POLL, _AGAIN)):
            self.look()

    def look(self) -> None:
        """Asks when it is time to, and takes the answer when it is there; never blocks for long.

        A volume that is held up is asked to take a write and then let go. One that is not is
        asked as well: who waits for it in the kernel cannot tell that it does not answer.
        """
        now, held = self._ports.clock.monotonic(), self._held
        if self._question is None:
            if not self._is_due(now, held=held):
                return
            self._probing, self._asked_at = held, now
            work = self._library.probe if held else self._library.check_writes
            self._question = Question(work)
        if not self._question.wait(_AT_ONCE):
            if now - self._asked_at >= ANSWER_WITHIN:
                hold_up(self._ports, self._job, silent(f"the library {self._library.root}"))
            return
        question, self._question = self._question, None
        try:
            question.answer()
        except VolumeError as error:
            # Whether there is room for what runs, what runs finds out.
            if self._probing or not isinstance(error, StorageFull):
                hold_up(self._ports, self._job, error)
        except PathRefused as error:
            if self._probing:
                hold_up(self._ports, self._job, StorageRefused(str(error)))
        except SystemBusy:
            # Nothing is known of the volume; the next look tells.
            return
        except Exception:
            log.exception("the library's volume could not be looked at")
        else:
            if self._probing:
                self._release(now)

    @property
    def _held(self) -> bool:
        return self._ports.control.volume_error is not None

    def _is_due(self, now: float, *, held: bool) -> bool:
        if not held:
            return now >= self._asked_at + STORAGE_POLL
        if not self._probing:
            return now >= self._released_at + self._rest
        return now >= max(self._asked_at + STORAGE_POLL, self._released_at + self._rest)

    @property
    def _rest(self) -> float:
        """Seconds: one that is well when looked at and refuses at once (a quota) gets more."""
        return min(STORAGE_POLL * (2.0**self._relapses - 1.0), LONGEST_REST)

    def _release(self, now: float) -> None:
        relapsed = now - self._released_at < self._rest + RELAPSE
        self._relapses = min(self._relapses + 1, 10) if relapsed else 0
        self._released_at = now
        self._probing = False
        self._ports.control.release_volume()
        self._ports.notify(
            self._job,
            "storage_back",
            "the library's volume can be used again; the sync goes on",
            level="info",
        )
