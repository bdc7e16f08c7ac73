# SPDX-License-Identifier: GPL-3.0-or-later
"""The few colours a palette has no role for, made to be read on that palette."""

from PySide6.QtGui import QColor, QPalette

from catalogsync_gui.ui.theme import is_dark

_MUTED = 0.36


def problem(palette: QPalette) -> QColor:
    """For text and marks about something that went wrong; over 4.5:1 on the base colour."""
    return QColor("#ff8f85") if is_dark(palette) else QColor("#b3261e")


def good(palette: QPalette) -> QColor:
    """For marks about something that is well; over 4.5:1 on the base colour."""
    return QColor("#7bd88f") if is_dark(palette) else QColor("#1b6e34")


def mind(palette: QPalette) -> QColor:
    """For marks about something to be minded; over 4.5:1 on the base colour."""
    return QColor("#f0c36a") if is_dark(palette) else QColor("#8a5300")


def muted(
    palette: QPalette,
    text: QPalette.ColorRole = QPalette.ColorRole.WindowText,
    ground: QPalette.ColorRole = QPalette.ColorRole.Window,
) -> QColor:
    """For text that comes second."""
    return mixed(palette.color(text), palette.color(ground), _MUTED)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """The first colour with a share (0 to 1) of the second in it."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )
