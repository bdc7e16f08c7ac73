# SPDX-License-Identifier: GPL-3.0-or-later
"""Waking the computer that the library is on, and waiting until the library is there."""

import logging
import socket
from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    StorageOffline,
    StorageSilent,
)
from catalogsync_gui.core.events import Notice
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.waking import WakeTarget
from catalogsync_gui.media.asking import Question, silent
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.job_run import Ports

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks whether the library is there; also how long one may take to answer."""

_AGAIN = 30.0
"""Seconds after which the packet is sent again: UDP promises nothing."""

_REST = 3600.0
"""Seconds in which one that did not wake up is left alone by jobs that begin by themselves."""


class Waking:
    """What the source thread does before a job, where a computer is to be woken for it.

    A library that is there costs one look at its marker, and no waiting.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._in_vain: float | None = None
        """When the last waiting ended without a library, by the monotonic clock."""

    def wait_for(
        self, library: Library, settings: Settings, stop: StopToken, *, automatic: bool
    ) -> None:
        """Returns when the library is there, when it has not come in time, or ``stop`` is set.

        What is wrong with it then is for the job to find out.

        :param automatic: nobody asked for this job now: it does not wake in vain every minute.
        """
        try:
            target = WakeTarget.parse(settings.wake)
        except ValueError as error:
            log.warning("nothing can be woken: %s", error)
            return
        if target is None:
            return
        look = _Look(library, stop)
        if not look.misses_it():
            self._in_vain = None
            return
        clock = self._ports.clock
        began = clock.monotonic()
        if automatic and self._in_vain is not None and began < self._in_vain + _REST:
            return
        until = began + 60.0 * settings.wake_minutes
        self._tell(
            "waking", f"{library.root} is not there: the computer that it is on is being woken"
        )
        self._ports.control.wait_for_waking(clock.now() + 60.0 * settings.wake_minutes)
        try:
            came = self._came(target, look, until, stop)
        finally:
            self._ports.control.wait_for_waking(None)
        self._in_vain = None if came or stop.is_set() else clock.monotonic()
        if came:
            seconds = clock.monotonic() - began
            self._tell("awake", f"{library.root} is there, after {seconds:.0f} s; the sync begins")
        elif not stop.is_set():
            self._tell(
                "not_awake",
                f"{library.root} did not come within {settings.wake_minutes} minutes of waking "
                "the computer that it is on",
            )

    def _came(self, target: WakeTarget, look: "_Look", until: float, stop: StopToken) -> bool:
        clock = self._ports.clock
        sent = float("-inf")
        while not stop.is_set() and clock.monotonic() < until:
            if clock.monotonic() >= sent + _AGAIN:
                sent = clock.monotonic()
                send(target)
            stop.wait(LOOK)
            if not stop.is_set() and not look.misses_it():
                return True
        return False

    def _tell(self, kind: str, message: str) -> None:
        log.info("%s", message)
        self._ports.report(
            Notice(at=self._ports.clock.now(), job=None, level="info", kind=kind, message=message)
        )


class _Look:
    """Looks for the library. One that hangs in the kernel is asked once and no more."""

    def __init__(self, library: Library, stop: StopToken) -> None:
        self._library = library
        self._stop = stop
        self._question: Question[None] | None = None

    def misses_it(self) -> bool:
        """Whether the library is not there, or does not answer; any other trouble is none of ours.

        Blocks for so long as ``LOOK`` says, or until the stop is set.
        """
        try:
            self._ask()
        except (StorageOffline, StorageSilent):
            return True
        except (CatalogSyncError, OSError) as error:
            log.debug("the library cannot be looked at: %s", error)
        return False

    def _ask(self) -> None:
        if self._question is None:
            self._question = Question(self._library.check_marker)
        question = self._question
        unsubscribe: Callable[[], None] = self._stop.subscribe(question.give_up)
        answered = question.wait(LOOK)
        unsubscribe()
        if not answered:
            raise silent(f"the library {self._library.root}")
        self._question = None
        question.answer()


def send(target: WakeTarget) -> None:
    """Sends the packet once. What goes wrong is logged: the network may come up meanwhile."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            line.sendto(target.packet, (target.host, target.port))
    except OSError as error:
        log.warning("the packet that wakes %s could not be sent: %s", target.host, error)
