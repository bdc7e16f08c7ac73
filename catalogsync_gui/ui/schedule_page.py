# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the schedule: when syncs run by themselves, and how fast downloads may be."""

import math
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.pace import PaceCause
from catalogsync_gui.core.schedule import Rule, tomorrow
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.status import EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.schedule_facts import general_rule, set_rule
from catalogsync_gui.ui import formats, icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.quiet_wheel import QuietWheel
from catalogsync_gui.ui.rule_editor import RuleDialog, RuleEditor
from catalogsync_gui.ui.schedule_words import ScheduleWords
from catalogsync_gui.ui.source_times_table import SourceTimesModel, SourceTimesView, Timed
from catalogsync_gui.ui.speed_box import SpeedBox

_QUEUED = Qt.ConnectionType.QueuedConnection
_HOUR = 3600.0
_MOST_ROWS = 7


class SchedulePage(QScrollArea):
    """Every change holds at once. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._words = ScheduleWords(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget(self)
        self.now = PlainLabel("", self._body)
        self.pause_hour = QPushButton(self.tr("&Pause for 1 hour"), self._body)
        self.pause_night = QPushButton(self.tr("Pause until &tomorrow"), self._body)
        self.resume = QPushButton(icons.icon("resume"), self.tr("&Resume"), self._body)
        self.full = QPushButton(self.tr("Full speed for 1 h&our"), self._body)
        self.slow = QPushButton(self.tr("Limit &now"), self._body)
        self.back = QPushButton(self.tr("&Go by the hours again"), self._body)
        self.rule = RuleEditor(self._body)
        self.model = SourceTimesModel(self)
        self.table = SourceTimesView(self.model, self._body)
        self.note = MutedLabel("", self._body)
        self.change = QPushButton(self.tr("&Change…"), self._body)
        self.speed = SpeedBox(engine, self._body)
        self._wheel = QuietWheel(self.rule.kind, self.rule.hours, *self.speed.fields(), parent=self)
        self._build()
        self._connect()
        self._show_settings(engine.settings)
        self._show_status(engine.status())

    def _build(self) -> None:
        now = QHBoxLayout()
        now.setSpacing(6)
        for button in (self.pause_hour, self.pause_night, self.resume):
            now.addWidget(button)
        now.addStretch(1)
        for button in (self.full, self.slow, self.back):
            now.addWidget(button)
        self.slow.setToolTip(self.tr("Goes by the limit of limited hours until you say otherwise"))
        syncs = QGroupBox(self.tr("When sources are synced"), self._body)
        every = QHBoxLayout()
        every.addWidget(self.rule, 1)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.change)
        inner = QVBoxLayout(syncs)
        inner.addLayout(every)
        inner.addWidget(self.table)
        inner.addLayout(below)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.now)
        layout.addLayout(now)
        layout.addWidget(syncs)
        layout.addWidget(self.speed)
        layout.addStretch(1)
        self.setWidget(self._body)

    def _connect(self) -> None:
        self.pause_hour.clicked.connect(self._on_pause_hour)
        self.pause_night.clicked.connect(self._on_pause_night)
        self.resume.clicked.connect(self._engine.resume)
        self.full.clicked.connect(self._on_full)
        self.slow.clicked.connect(self._on_slow)
        self.back.clicked.connect(self._on_back)
        self.rule.edited.connect(self._on_general)
        self.table.rules.chosen.connect(self._on_rule)
        self.table.rules.other.connect(self._on_other, _QUEUED)
        self.change.clicked.connect(self.table.edit_current)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.modelReset.connect(self._on_reset)
        signals = self._engine.signals
        signals.settings_changed.connect(self._show_settings, _QUEUED)
        signals.status_changed.connect(self._show_status, _QUEUED)

    # ------------------------------------------------------------ what the engine tells

    def _show_settings(self, settings: Settings) -> None:
        self.rule.show_rule(general_rule(settings))
        self.speed.show_settings(settings)

    def _show_status(self, status: EngineStatus) -> None:
        paused = status.paused_until is not None
        self.now.setText(self._sentence(status))
        self.resume.setVisible(paused)
        self.pause_hour.setVisible(not paused)
        self.pause_night.setVisible(not paused)
        asked = status.pace.cause is PaceCause.ASKED
        self.back.setVisible(asked)
        limit = self._engine.settings.limited_kbps
        faster = status.pace.state is HourState.FULL or status.pace.kbps > limit
        self.full.setVisible(not asked and status.pace.state is not HourState.FULL)
        self.slow.setVisible(not asked and faster)
        schedule = self._engine.schedule
        self.model.apply(
            [Timed(times, schedule.next_of(times.id)) for times in schedule.sources],
            schedule.general,
        )
        self._say_note(status)

    def _sentence(self, status: EngineStatus) -> str:
        until = status.paused_until
        if until is None:
            return self._words.pace(status.pace)
        if math.isinf(until):
            return self.tr("Everything is paused until you resume.")
        return self.tr("Everything is paused until {time}.").format(time=formats.time_text(until))

    def _say_note(self, status: EngineStatus) -> None:
        if not self.model.rowCount():
            text = self.tr("There are no sources yet; add one in the catalogue.")
        elif status.syncs_wait:
            text = self.tr("This network is metered: syncs that are due wait for another one.")
        elif status.next_sync is not None:
            time = formats.time_text(status.next_sync)
            text = self.tr("The next sync by itself is at {time}.").format(time=time)
        else:
            text = self.tr("No sync starts by itself.")
        if self.note.text() != text:
            self.note.setText(text)

    def _on_reset(self) -> None:
        rows = max(1, min(self.model.rowCount(), _MOST_ROWS))
        height = self.table.verticalHeader().defaultSectionSize() * rows
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + head + 2 * self.table.frameWidth() + 2)
        self._on_selection()

    def _on_selection(self) -> None:
        self.change.setEnabled(self.table.selectionModel().hasSelection())

    def draw_icons(self) -> None:
        """Draws what is drawn once in the palette's colours."""
        self.speed.draw_icons()

    # ------------------------------------------------------------ what a person asks for

    def _on_pause_hour(self) -> None:
        self._engine.pause(_HOUR)

    def _on_pause_night(self) -> None:
        now = self._engine.clock.now()
        self._engine.pause(tomorrow(now) - now)

    def _on_full(self) -> None:
        self._engine.limit(0, _HOUR)

    def _on_slow(self) -> None:
        self._engine.limit(self._engine.settings.limited_kbps)

    def _on_back(self) -> None:
        self._engine.limit(None)

    def _on_general(self, rule: Rule) -> None:
        times = rule.text().removeprefix("daily ") if rule.times else ""
        settings = self._engine.settings
        # The hours are kept under times of day: whoever goes back finds them again.
        hours = settings.refresh_hours if times else rule.hours
        self._engine.apply_settings(replace(settings, refresh_at=times, refresh_hours=hours))

    def _on_rule(self, source: int, rule: Rule | None) -> None:
        self._engine.desk.ask(
            partial(set_rule, source=source, rule=rule), self._on_ruled, self._on_failed
        )

    def _on_ruled(self, _: object) -> None:
        self._engine.reschedule()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.note.setText(breakable(sentences([str(error)])))

    def _on_other(self, source: int) -> None:
        known = [times for times in self._engine.schedule.sources if times.id == source]
        if known:
            rule = known[0].rule or self._engine.schedule.general
            dialog = RuleDialog(source, known[0].name, rule, self)
            dialog.chosen.connect(self._on_rule)
            dialog.open()
