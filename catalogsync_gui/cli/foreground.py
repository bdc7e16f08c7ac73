# SPDX-License-Identifier: GPL-3.0-or-later
"""A command that needs an engine while none runs: with an engine of its own, to its end.

While it lasts this process is the profile's one instance: others ask it over the control socket,
and it stays until it has answered them.
"""

import time
from argparse import Namespace

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer

from catalogsync_gui.cli.live_commands import live_command
from catalogsync_gui.cli.parser import PROG
from catalogsync_gui.cli.serving import Serving
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.instance import STOP_SECONDS, Instance, leave_now
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.stop_signals import StopSignals
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile

_QUEUED = Qt.ConnectionType.QueuedConnection
_INTERRUPTED = 130
_LEAST_STOP = 0.2
"""Seconds: what has stopped by itself is found stopped within this."""

_TELL_SECONDS = 60.0
"""Servers that were not told by then are told by the next process."""

_TELL_MS = 20


class _Foreground(QObject):
    """Runs one live command on an instance. Main thread only."""

    def __init__(
        self, instance: Instance, args: Namespace, terminal: Terminal, signals: StopSignals
    ) -> None:
        super().__init__()
        self._instance = instance
        self._terminal = terminal
        self._loop = QEventLoop(self)
        self._status: int | None = None
        self._interrupted_at: float | None = None
        self._broken = False
        self._tell_until = 0.0
        self._telling = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._telling.timeout.connect(self._on_told, _QUEUED)
        self._command = live_command(args)(instance.engine, args, self._out, terminal.err, self)
        self._command.ended.connect(self._on_ended, _QUEUED)
        signals.received.connect(self._on_signal, _QUEUED)
        instance.server.idle.connect(self._on_idle, _QUEUED)
        instance.engine.signals.quit_wanted.connect(self._interrupt, _QUEUED)

    def run(self) -> int:
        """Runs the loop until the command has ended and nobody is connected any more.

        :raises BrokenPipeError: the reader of stdout has gone; the job was stopped.
        """
        self._command.start()
        self._loop.exec()
        if self._broken:
            raise BrokenPipeError
        return self._status if self._status is not None else _INTERRUPTED

    @property
    def seconds_left(self) -> float:
        """How long stopping may still take: an interruption has one deadline for everything."""
        if self._interrupted_at is None:
            return STOP_SECONDS
        return max(_LEAST_STOP, self._interrupted_at + STOP_SECONDS - time.monotonic())

    def _out(self, line: str) -> None:
        if self._broken:
            return
        try:
            self._terminal.out(line)
        except OSError:
            # Nobody reads what happens; as if interrupted.
            self._broken = True
            self._interrupt()

    def _on_signal(self, _number: int) -> None:
        self._interrupt()

    def _interrupt(self) -> None:
        if self._interrupted_at is not None:
            return
        self._interrupted_at = time.monotonic()
        self._instance.engine.stop_job()
        # The job's own end, with its items put back, is what ends the command; this is for the
        # case that there is no job, or that a thread of it hangs.
        QTimer.singleShot(int((STOP_SECONDS - 1.0) * 1000), self, self._loop.quit)
        if self._instance.engine.status().job is None:
            self._on_ended(_INTERRUPTED)

    def _on_ended(self, status: int) -> None:
        if self._status is None:
            self._status = status if self._interrupted_at is None else _INTERRUPTED
        if self._interrupted_at is not None:
            self._loop.quit()
        elif not self._instance.server.callers:
            self._on_idle()

    def _on_idle(self) -> None:
        if self._status is not None and not self._telling.isActive():
            self._tell_until = time.monotonic() + _TELL_SECONDS
            self._on_told()

    def _on_told(self) -> None:
        """Servers that read the library are told of it before this process is gone."""
        if self._instance.server.callers:
            return  # the end of the last one brings us here again
        if self._instance.engine.teller.idle or time.monotonic() >= self._tell_until:
            self._loop.quit()
        else:
            self._telling.start()


def run_foreground(
    args: Namespace, profile: Profile, lock: InstanceLock, terminal: Terminal
) -> int:
    """Runs a live command here; takes the lock over and gives it back.

    :raises CatalogSyncError: the engine cannot run.
    :raises BrokenPipeError: the reader of stdout has gone.
    """
    # Named, so that it lives as long as everything here.
    _application = QCoreApplication.instance() or QCoreApplication([PROG])
    # Before anything is started: a signal that comes early must not find half an instance.
    signals = StopSignals()
    instance = Instance(Engine(profile, scheduled=False), lock, Serving)
    front = _Foreground(instance, args, terminal, signals)
    status = _INTERRUPTED
    try:
        instance.start()
        for words in instance.engine.warnings:
            terminal.warn(words)
        try:
            status = front.run()
        finally:
            if not instance.stop(front.seconds_left):
                leave_now(status)
    finally:
        # It refers to itself; Instance.stop tells why that is not left to the collector.
        shiboken6.delete(front)
        signals.close()
    return status
