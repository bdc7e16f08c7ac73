# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt's own messages into the log."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("qt")


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = context.category or "default"
    _log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", category, message)


def install() -> None:
    """From now on Qt's messages are logged and no longer printed. Callable from any thread."""
    qInstallMessageHandler(_to_log)
