# SPDX-License-Identifier: GPL-3.0-or-later
"""Spans of time in words, for the graph and its buttons."""

from PySide6.QtCore import QObject

from catalogsync_gui.ui import formats

SPANS = (60.0, 300.0, 3600.0, 21_600.0, 86_400.0)
"""Seconds that can be chosen."""


class SpanWords(QObject):
    """Main thread only."""

    def short(self, seconds: float) -> str:
        """``5 min``, ``24 h``: as short as it gets."""
        if seconds < 60:
            return self.tr("{count} s").format(count=formats.count_text(round(seconds)))
        if seconds < 3600:
            return self.tr("{count} min").format(count=formats.count_text(round(seconds / 60)))
        return self.tr("{count} h").format(count=formats.count_text(round(seconds / 3600)))

    def last(self, seconds: float) -> str:
        """``the last 5 minutes``."""
        minutes, hours = round(seconds / 60), round(seconds / 3600)
        if minutes == 1:
            return self.tr("the last minute")
        if hours < 1:
            return self.tr("the last {count} minutes").format(count=formats.count_text(minutes))
        if hours == 1:
            return self.tr("the last hour")
        return self.tr("the last {count} hours").format(count=formats.count_text(hours))

    def mark(self, age: float) -> str:
        """What stands at a mark of the axis."""
        if not age:
            return self.tr("now")
        return self.tr("−{time}").format(time=self.short(age))

    def ago(self, age: float) -> str:
        """When that was: ``12 s ago``, ``2 h 5 min ago``."""
        if age < 1:
            return self.tr("now")
        if age < 3600:
            return self.tr("{time} ago").format(time=self.short(age))
        hours, rest = divmod(round(age / 60), 60)
        if not rest:
            return self.tr("{time} ago").format(time=self.short(hours * 3600))
        return self.tr("{hours} {minutes} ago").format(
            hours=self.short(hours * 3600), minutes=self.short(rest * 60)
        )
