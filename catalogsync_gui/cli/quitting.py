# SPDX-License-Identifier: GPL-3.0-or-later
"""Ending the running instance, and waiting until it is gone: what an upgrade does first."""

from catalogsync_gui.cli.live import LiveCommand
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.paths import Profile

_PATIENCE_MS = 15_000
"""A stop puts running items back first, and takes a few seconds where a volume hangs."""


class QuitCommand(LiveCommand):
    """The end of the instance that carries it out."""

    def start(self) -> None:
        """Answers, then has the front end leave."""
        self._end(0)
        self._engine.signals.quit_wanted.emit()


def wait_for_end(profile: Profile, terminal: Terminal) -> int:
    """Waits until the instance that was asked to end has let go of the profile.

    :raises CannotRun: it has not.
    """
    lock = InstanceLock(profile.lock_file)
    if not lock.acquire(_PATIENCE_MS):
        raise CannotRun(
            f"{lock.owner()} was asked to quit and is still there; wait a little, or end it"
        )
    lock.release()
    terminal.out("stopped")
    return 0
