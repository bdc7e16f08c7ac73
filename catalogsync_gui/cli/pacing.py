# SPDX-License-Identifier: GPL-3.0-or-later
"""Pauses of the running instance, and limits of its speed."""

from datetime import time

from catalogsync_gui.cli.live import LiveCommand
from catalogsync_gui.cli.status_text import pace_text
from catalogsync_gui.control.wording import moment
from catalogsync_gui.core.schedule import next_time, tomorrow


class PauseCommand(LiveCommand):
    """A pause, for a time, until a time or until ``resume``."""

    def start(self) -> None:
        """Pauses."""
        seconds = self._args.seconds
        if self._args.until is not None:
            now = self._engine.clock.now()
            at = self._args.until
            seconds = (next_time(now, at) if isinstance(at, time) else tomorrow(now)) - now
        self._engine.pause(seconds)
        until = self._engine.status().paused_until
        timed = seconds is not None and until is not None
        self._out(f"paused until {moment(until)}" if timed else "paused")
        self._end(0)


class ResumeCommand(LiveCommand):
    """The end of a pause."""

    def start(self) -> None:
        """Resumes."""
        self._engine.resume()
        self._out("resumed")
        self._end(0)


class LimitCommand(LiveCommand):
    """A person's word on the speed, for a time or until the next."""

    def start(self) -> None:
        """Has all downloads go by it at once."""
        self._engine.limit(self._args.speed, self._args.seconds)
        self._out(pace_text(self._engine.status().pace) or "downloads go at full speed")
        self._end(0)
