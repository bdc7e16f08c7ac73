# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules, hours and speeds in words for the window and the tray."""

from PySide6.QtCore import QLocale, QObject, QTime

from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.ui import formats


class ScheduleWords(QObject):
    """Turns values into words. Main thread only."""

    def rule(self, rule: Rule) -> str:
        """When something is synced by itself."""
        if rule.times:
            short = QLocale.FormatType.ShortFormat
            times = (
                QLocale().toString(QTime(moment.hour, moment.minute), short)
                for moment in rule.times
            )
            return self.tr("Daily at {times}").format(times=self.tr(", ").join(times))
        if not rule.hours:
            return self.tr("Never by itself")
        if rule.hours == 1:
            return self.tr("Every hour")
        return self.tr("Every {hours} hours").format(hours=f"{rule.hours:g}")

    def state(self, state: HourState) -> str:
        """What downloads may do in an hour."""
        match state:
            case HourState.LIMITED:
                return self.tr("Limited")
            case HourState.OFF:
                return self.tr("Off")
        return self.tr("Full speed")

    def pace(self, pace: Pace) -> str:
        """How fast downloads may be now, and who says so."""
        until = formats.time_text(pace.until) if pace.until is not None else ""
        match pace.state:
            case HourState.OFF if pace.cause is PaceCause.METERED:
                return self.tr("Downloads are off on this metered network.")
            case HourState.OFF if until:
                return self.tr("Downloads are off until {time} by your schedule.").format(
                    time=until
                )
            case HourState.OFF:
                return self.tr("Downloads are off by your schedule.")
            case HourState.LIMITED:
                return self._limited(pace, until)
        if pace.cause is not PaceCause.ASKED:
            return self.tr("Downloads go at full speed.")
        if until:
            return self.tr("Downloads go at full speed until {time}, as you asked.").format(
                time=until
            )
        return self.tr("Downloads go at full speed, as you asked.")

    def _limited(self, pace: Pace, until: str) -> str:
        speed = formats.speed_text(pace.kbps * 1000.0)
        if pace.cause is PaceCause.ASKED and until:
            return self.tr("Downloads are limited to {speed} until {time}, as you asked.").format(
                speed=speed, time=until
            )
        if pace.cause is PaceCause.ASKED:
            return self.tr("Downloads are limited to {speed}, as you asked.").format(speed=speed)
        if until and pace.cause is PaceCause.SCHEDULE:
            return self.tr(
                "Downloads are limited to {speed} until {time} by your schedule."
            ).format(speed=speed, time=until)
        return self.tr("Downloads are limited to {speed}.").format(speed=speed)
