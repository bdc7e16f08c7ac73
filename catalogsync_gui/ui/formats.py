# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and times as people read them, in the system's language."""

import math

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from catalogsync_gui.control.wording import measure

_UNKNOWN = "–"


def size_text(count: int | None) -> str:
    """Bytes as ``3.4 MB``: the figures and the unit of the command line."""
    if count is None:
        return _UNKNOWN
    number, digits, unit = measure(count)
    return f"{QLocale().toString(float(number), 'f', digits)} {unit}"


def speed_text(speed: float) -> str:
    """Bytes a second as ``3.4 MB/s``."""
    return QCoreApplication.translate("formats", "{size}/s").format(size=size_text(int(speed)))


def duration_text(seconds: float | None) -> str:
    """Seconds as ``4:05`` or ``1:04:05``."""
    if seconds is None or not math.isfinite(seconds):
        return _UNKNOWN
    minutes, rest = divmod(math.ceil(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_text(at: float | None) -> str:
    """A moment (epoch seconds): the time of day when it is today, else with the day."""
    if at is None or not math.isfinite(at):
        return _UNKNOWN
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    short = QLocale.FormatType.ShortFormat
    if moment.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(moment.time(), short)
    return QLocale().toString(moment, short)


def count_text(count: int) -> str:
    """A number with the language's thousands separators."""
    return QLocale().toString(count)


def ago_text(at: float | None, now: float) -> str:
    """How long ago a moment was (both epoch seconds): ``5 minutes ago``, ``3 days ago``."""
    if at is None or not math.isfinite(at):
        return _UNKNOWN
    seconds = now - at
    if seconds < 60:
        return QCoreApplication.translate("formats", "just now")
    for span, one, many in (
        (
            86_400,
            QCoreApplication.translate("formats", "1 day ago"),
            QCoreApplication.translate("formats", "{count} days ago"),
        ),
        (
            3600,
            QCoreApplication.translate("formats", "1 hour ago"),
            QCoreApplication.translate("formats", "{count} hours ago"),
        ),
        (
            60,
            QCoreApplication.translate("formats", "1 minute ago"),
            QCoreApplication.translate("formats", "{count} minutes ago"),
        ),
    ):
        count = int(seconds // span)
        if count == 1:
            return one
        if count > 1:
            return many.format(count=count_text(count))
    return _UNKNOWN
