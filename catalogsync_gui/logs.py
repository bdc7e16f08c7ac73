# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: a rotating file in the profile, stderr where a person or a service manager reads it.

Whatever is logged, tracebacks included, passes through ``core.redaction`` on its way out.
"""

import contextlib
import logging
import logging.handlers
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from catalogsync_gui.core import log_context
from catalogsync_gui.core.redaction import redactor

_BYTES = 2_000_000
_KEPT = 3
_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_NOISY = ("urllib3", "requests", "charset_normalizer", "keyring")
"""Libraries that log addresses with their queries below warning."""


class ContextFilter(logging.Filter):
    """Lets every record through, with the ids of what its thread is at: ``source``, ``item``.

    A record that was made with them (``extra``) keeps its own. None where it is about neither.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Called in the thread that logs."""
        here = log_context.current()
        record.source = getattr(record, "source", here.source)
        record.item = getattr(record, "item", here.item)
        return True


class RedactingFormatter(logging.Formatter):
    """Formats a record and takes secrets out of the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line or lines, without secrets."""
        return redactor.redact(super().format(record))


class _LogFile(logging.handlers.RotatingFileHandler):
    """Loses lines on a full disk without a traceback on stderr for each: the work tells of it."""

    def _open(self) -> TextIOWrapper:
        # For its owner only, whatever the umask: lines hold names of tracks and servers.
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if hasattr(os, "fchmod"):
            # One that a former version made for everybody to read.
            with contextlib.suppress(OSError):
                os.fchmod(descriptor, 0o600)
        return TextIOWrapper(
            os.fdopen(descriptor, "ab"), encoding=self.encoding, errors=self.errors
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        # What a full disk did not take is still there, and is tried once more.
        with contextlib.suppress(OSError):
            super().close()


class LogSetup:
    """The handlers this program hung on the root logger, to be taken off again."""

    def __init__(self, handlers: list[logging.Handler]) -> None:
        self._handlers = handlers

    def close(self) -> None:
        """Flushes and takes the handlers off."""
        root = logging.getLogger()
        for handler in self._handlers:
            root.removeHandler(handler)
            handler.close()
        self._handlers = []


def setup(
    file: Path | None, *, stderr: bool = False, verbose: bool = False, rotate: bool = True
) -> LogSetup:
    """Starts logging.

    A log file that cannot be opened (a full or read-only disk) is no reason not to run: that is
    said on stderr instead.

    :param file: the log file; its folder must exist. None for no file.
    :param stderr: also write to stderr, as a service does.
    :param verbose: from DEBUG on, and on stderr; INFO otherwise.
    :param rotate: whether this process may put a full file aside: the one instance of a profile,
        and not the short commands beside it, which only add lines.
    """
    handlers: list[logging.Handler] = []
    failure: OSError | None = None
    if file is not None:
        try:
            handlers.append(
                _LogFile(
                    file,
                    maxBytes=_BYTES if rotate else 0,
                    backupCount=_KEPT,
                    encoding="utf-8",
                    errors="replace",
                )
            )
        except OSError as error:
            failure = error
    if stderr or verbose or failure is not None:
        stream = logging.StreamHandler(sys.stderr)
        if not (stderr or verbose):
            stream.setLevel(logging.WARNING)
        handlers.append(stream)
    if file is not None:
        for former in file.parent.glob(f"{file.name}.*"):
            with contextlib.suppress(OSError):
                former.chmod(0o600)
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in handlers:
        handler.setFormatter(RedactingFormatter(_FORMAT))
        handler.addFilter(ContextFilter())
        root.addHandler(handler)
    if failure is not None:
        logging.getLogger(__name__).warning("there is no log file: %s", failure)
    return LogSetup(handlers)
