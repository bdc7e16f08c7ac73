# SPDX-License-Identifier: GPL-3.0-or-later
"""How much is downloaded at a time, and how often it is looked for."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.ui.settings.section import Section


class DownloadSection(Section):
    """Workers, their share of one server, and the schedule."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "download", parent)
        self.title = self.tr("Downloads")
        self.workers = self.number(now.workers, 1, 16)
        self.per_host = self.number(now.per_host, 1, 16)
        self.hours = QDoubleSpinBox()
        self.hours.setRange(0, 24 * 365)
        self.hours.setDecimals(1)
        self.hours.setSuffix(self.tr(" hours"))
        self.hours.setSpecialValueText(self.tr("Only when I ask"))
        self.hours.setValue(now.refresh_hours)
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
        self.field(
            self.tr("Sync &every"),
            self.hours,
            self.tr("Reads all sources and fetches what is new; 0 only when you ask."),
            name="refresh_hours",
        )
        self.end()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "workers": self.workers.value(),
            "per_host": self.per_host.value(),
            "refresh_hours": self.hours.value(),
        }
