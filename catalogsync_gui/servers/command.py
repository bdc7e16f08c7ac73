# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of the person's own, started when the library has changed.

It is started as it is, through no shell. It finds in its environment

- ``CATALOGSYNC_LIBRARY``: the library's absolute path,
- ``CATALOGSYNC_CHANGED``: a file that names the playlist files that were written, one a line,
- ``CATALOGSYNC_REMOVED``: likewise those that are gone.

Both are UTF-8, with absolute paths, and are deleted when the command has ended: lists may be longer
than an environment can be. No path of ours holds a line break.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.servers import News
from catalogsync_gui.servers.base import MusicServer

SECONDS = 300.0
"""A command may take so long, unless its option ``seconds`` says otherwise."""

_LAST_WORDS = 300


class CommandServer(MusicServer):
    """Runs one program. Blocks until it has ended, or was ended with all that it started."""

    def __init__(self, argv: Sequence[str], seconds: float = SECONDS) -> None:
        self._argv = tuple(argv)
        self._seconds = seconds

    def tell(self, news: News, cancel: StopToken) -> None:
        """Runs the command.

        :raises SourceError: it cannot be started, takes too long, or ends with another status
            than 0; with the last of what it wrote.
        """
        with tempfile.TemporaryDirectory(prefix="catalog-sync-") as folder:
            changed, removed = Path(folder, "changed"), Path(folder, "removed")
            _write(changed, news.library, (playlist.path for playlist in news.changed))
            _write(removed, news.library, news.removed)
            environment = _environment(os.environ) | {
                "CATALOGSYNC_LIBRARY": news.library,
                "CATALOGSYNC_CHANGED": str(changed),
                "CATALOGSYNC_REMOVED": str(removed),
            }
            # Into a file: a pipe would have to be read, and may stay open in what it started.
            with Path(folder, "output").open("w+b") as output:
                self._run(environment, output, cancel)

    def _run(self, environment: Mapping[str, str], output: IO[bytes], cancel: StopToken) -> None:
        program = self._argv[0]
        try:
            process = subprocess.Popen(  # noqa: S603 - the person's own command, by no shell
                self._argv,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(
                f"the command {program} cannot be started: {reason}", kind="command_failed"
            ) from None
        unsubscribe = cancel.subscribe(lambda: _end(process))
        try:
            status = process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            process.wait()
            raise SourceError(
                f"the command {program} took longer than {self._seconds:g} seconds and was ended; "
                "give it more by the option seconds, or have it go on in the background",
                kind="command_failed",
            ) from None
        finally:
            unsubscribe()
        cancel.check()
        if status:
            raise SourceError(
                f"the command {program} ended with status {status}{_last_words(output)}",
                kind="command_failed",
            )


def _write(file: Path, library: str, paths: Iterable[str]) -> None:
    file.write_text("".join(f"{Path(library, path)}\n" for path in paths), "utf-8")


def _environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment without what a frozen build puts there for its own libraries.

    PyInstaller keeps what was there before (its manual, "LD_LIBRARY_PATH").
    """
    environment = dict(inherited)
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "LIBPATH"):
            environment.pop(name, None)
            if f"{name}_ORIG" in environment:
                environment[name] = environment[f"{name}_ORIG"]
    return environment


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command and, where there are process groups, all that it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _last_words(output: IO[bytes]) -> str:
    output.seek(0, os.SEEK_END)
    output.seek(max(0, output.tell() - 4 * _LAST_WORDS))
    lines = output.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[:_LAST_WORDS]}" if last else ""
