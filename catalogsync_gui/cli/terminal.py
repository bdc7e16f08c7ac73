# SPDX-License-Identifier: GPL-3.0-or-later
"""The process's own stdout, stderr and stdin."""

import contextlib
import os
import sys
from getpass import getpass

from catalogsync_gui.cli.parser import PROG
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.redaction import redactor

_LONGEST_ERROR = 1000


class Terminal:
    """Lines out, each flushed, so that a reader sees events as they happen."""

    def out(self, line: str) -> None:
        """A line to stdout.

        :raises BrokenPipeError: the reader has gone.
        """
        print(line, flush=True)

    def err(self, message: str) -> None:
        """An error to stderr, on one line."""
        print_error(message)

    def warn(self, message: str) -> None:
        """A warning to stderr, on one line; what was asked is done all the same."""
        _print_line(f"warning: {_one_line(message)}")

    def note(self, message: str) -> None:
        """A remark to stderr that is no error."""
        _print_line(plain(message))

    def secret(self) -> str:
        """What stdin holds, without the newline at its end. Not echoed by a terminal."""
        if sys.stdin.isatty():
            return getpass("Password: ")
        return sys.stdin.readline().rstrip("\r\n")


def print_error(message: str) -> None:
    """``catalogsync-gui: error: …`` on one line of stderr; nothing when stderr is gone."""
    _print_line(f"error: {_one_line(message)}")


def _one_line(message: str) -> str:
    return plain(redactor.redact(message), _LONGEST_ERROR)


def _print_line(text: str) -> None:
    with contextlib.suppress(OSError):
        print(f"{PROG}: {text}", file=sys.stderr, flush=True)


def abandon_stdout() -> None:
    """After a broken pipe: whatever is left in the buffer goes nowhere, without a complaint.

    As told in https://docs.python.org/3/library/signal.html, "Note on SIGPIPE".
    """
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
