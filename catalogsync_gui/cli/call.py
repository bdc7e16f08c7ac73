# SPDX-License-Identifier: GPL-3.0-or-later
"""One call of a command: what was asked, from where, and where its words go."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk


@dataclass(slots=True)
class Call:
    """A call, here or on behalf of another process.

    :ivar cwd: the caller's working directory.
    :ivar secret: what was read from the caller's stdin.
    :ivar out: takes a line for stdout.
    :ivar warn: takes a warning for stderr; the command goes on.
    :ivar settings: set by a command that changed them; whoever runs it saves them.
    """

    args: Namespace
    cwd: Path
    secret: str | None
    out: Callable[[str], None]
    warn: Callable[[str], None]
    settings: Settings | None = None

    def path(self, text: str) -> Path:
        """A path as the caller means it."""
        return self.cwd / Path(text).expanduser()


DeskCommand = Callable[[Desk, Call], int]
"""Runs on a desk, may block, returns the exit status, raises the errors of the tree."""
