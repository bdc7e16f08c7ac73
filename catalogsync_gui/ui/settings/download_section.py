# SPDX-License-Identifier: GPL-3.0-or-later
"""How much is downloaded at a time, when, and how often it is looked for."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QWidget

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.settings import Settings, check
from catalogsync_gui.core.states import OnMetered
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.labels import breakable
from catalogsync_gui.ui.settings.section import Hint, Section

_FASTEST = 10_000_000
_STEP = 100


class DownloadSection(Section):
    """Workers, their share of one server, and the speed of all together."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "download", parent)
        self.title = self.tr("Downloads")
        self.workers = self.number(now.workers, 1, 16)
        self.per_host = self.number(now.per_host, 1, 16)
        self.limit = self.number(now.limit_kbps, 0, _FASTEST, self.tr(" kB/s"))
        self.limit.setSpecialValueText(self.tr("No limit"))
        self.limited = self.number(now.limited_kbps, 1, _FASTEST, self.tr(" kB/s"))
        for box in (self.limit, self.limited):
            box.setSingleStep(_STEP)
        self.field(
            self.tr("Downloads at a &time"),
            self.workers,
            self.tr("Counts from the next sync on."),
            name="workers",
        )
        self.field(
            self.tr("Of those from one &server"),
            self.per_host,
            self.tr("Small servers are glad of one or two."),
            name="per_host",
        )
        self.heading(self.tr("Bandwidth"))
        self.field(
            self.tr("Speed &limit"),
            self.limit,
            self.tr("For all downloads together, at any time."),
            name="limit_kbps",
        )
        self.field(
            self.tr("In limited &hours"),
            self.limited,
            self.tr("Which hours these are is set with the schedule."),
            name="limited_kbps",
        )
        self.end()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "workers": self.workers.value(),
            "per_host": self.per_host.value(),
            "limit_kbps": self.limit.value(),
            "limited_kbps": self.limited.value(),
        }


class ScheduleSection(Section):
    """When syncs start by themselves, and in which hours nothing or little is downloaded."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "schedule", parent)
        self.title = self.tr("Schedule")
        self.hours = QDoubleSpinBox()
        self.hours.setRange(0, 24 * 365)
        self.hours.setDecimals(1)
        self.hours.setSuffix(self.tr(" hours"))
        self.hours.setSpecialValueText(self.tr("Only when I ask"))
        self.hours.setValue(now.refresh_hours)
        self.at = QLineEdit(now.refresh_at)
        self.at.setPlaceholderText(self.tr("06:00, 18:30"))
        self.week = QLineEdit(now.download_hours)
        self.week.setPlaceholderText(self.tr("mon-fri 08-18 limited; daily 00-06 off"))
        self.metered = self.choice(
            (
                (OnMetered.IGNORE.value, self.tr("Sync as ever")),
                (OnMetered.WAIT.value, self.tr("Start no sync by itself")),
                (OnMetered.OFF.value, self.tr("Download nothing")),
            ),
            now.on_metered,
        )
        self.unused = Hint(self.tr("Not used while times of day are set below."), self)
        self.trouble = {"refresh_at": Hint(), "download_hours": Hint()}
        for hint in self.trouble.values():
            hint.hide()
        self.field(
            self.tr("Sync &every"),
            self.hours,
            self.tr("Reads all sources and fetches what is new."),
            name="refresh_hours",
            more=(self.unused,),
        )
        self.field(
            self.tr("Or daily &at"),
            self.at,
            self.tr("Times of day, which count in place of the hours above."),
            name="refresh_at",
            more=(self.trouble["refresh_at"],),
        )
        self.field(
            self.tr("&Hours of the week"),
            self.week,
            self.tr("Days and hours that are limited or off; all others are full."),
            name="download_hours",
            more=(self.trouble["download_hours"],),
        )
        self.field(
            self.tr("On &metered networks"),
            self.metered,
            self.tr("A sync that you ask for runs in any case."),
            name="on_metered",
        )
        self.end()
        self.at.textChanged.connect(self._on_edited)
        self.week.textChanged.connect(self._on_edited)
        self._on_edited()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "refresh_hours": self.hours.value(),
            "refresh_at": self.at.text().strip(),
            "download_hours": self.week.text().strip(),
            "on_metered": self.metered.currentData(),
        }

    def _on_edited(self) -> None:
        """What cannot be is said while it is typed."""
        values = self.values()
        daily = bool(values["refresh_at"])
        self.hours.setEnabled(not daily)
        self.unused.setVisible(daily)
        for name, hint in self.trouble.items():
            try:
                check(name, values[name])
            except SettingError as error:
                hint.setText(breakable(sentences([str(error)])))
                hint.show()
            else:
                hint.hide()
