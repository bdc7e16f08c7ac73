# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: a rotating file in the profile, stderr where a person or a service manager reads it.

Whatever is logged, tracebacks included, passes through ``core.redaction`` on its way out.
"""

import contextlib
import logging
import logging.handlers
import sys
from pathlib import Path

from catalogsync_gui.core.redaction import redactor

_BYTES = 2_000_000
_KEPT = 3
_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_NOISY = ("urllib3", "requests", "charset_normalizer", "keyring")
"""Libraries that log addresses with their queries below warning."""


class RedactingFormatter(logging.Formatter):
    """Formats a record and takes secrets out of the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line or lines, without secrets."""
        return redactor.redact(super().format(record))


class _LogFile(logging.handlers.RotatingFileHandler):
    """Loses lines on a full disk without a traceback on stderr for each: the work tells of it."""

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
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in handlers:
        handler.setFormatter(RedactingFormatter(_FORMAT))
        root.addHandler(handler)
    if failure is not None:
        logging.getLogger(__name__).warning("there is no log file: %s", failure)
    return LogSetup(handlers)
