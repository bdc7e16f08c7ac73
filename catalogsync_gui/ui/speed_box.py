# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast downloads may be: limits, the week's hours, metered networks."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.settings import FASTEST_KBPS, Settings
from catalogsync_gui.core.states import OnMetered
from catalogsync_gui.core.week_grid import HourState, WeekGrid
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.rule_editor import SOON_MS
from catalogsync_gui.ui.schedule_words import ScheduleWords
from catalogsync_gui.ui.week_grid_view import WeekGridView, paint_state

_QUEUED = Qt.ConnectionType.QueuedConnection
_SWATCH = QSize(18, 18)
_PRESETS = ("", "daily 07-23 off", "mon-fri 08-18 limited", "daily 18-23 limited")


class SpeedBox(QGroupBox):
    """Every change holds at once. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._words = ScheduleWords(self)
        self.setTitle(self.tr("How fast downloads may be"))
        self.general = self._speed()
        self.general.setSpecialValueText(self.tr("No limit"))
        self.limited = self._speed()
        self.limited.setMinimum(1)
        self.general.setAccessibleName(self.tr("Limit at all times"))
        self.limited.setAccessibleName(self.tr("Limit in limited hours"))
        self.metered = QComboBox(self)
        self.metered.setAccessibleName(self.tr("On a metered network"))
        for choice, text in (
            (OnMetered.WAIT, self.tr("Wait with syncs that start by themselves")),
            (OnMetered.OFF, self.tr("Download nothing unless I ask for a sync")),
            (OnMetered.IGNORE, self.tr("Go on as usual")),
        ):
            self.metered.addItem(text, choice.value)
        self.preset = QComboBox(self)
        self.preset.setAccessibleName(self.tr("Hours of the week"))
        self.preset.addItems(
            [
                self.tr("Full speed at all hours"),
                self.tr("Nights only (23 to 7)"),
                self.tr("Limited on weekdays (8 to 18)"),
                self.tr("Limited in the evening (18 to 23)"),
                self.tr("Own hours"),
            ]
        )
        self.grid = WeekGridView(self)
        self.selection = MutedLabel("", self)
        self.states = {state: QPushButton(self) for state in HourState}
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._on_speeds, _QUEUED)
        for box in (self.general, self.limited):
            box.valueChanged.connect(self._on_step)
            box.editingFinished.connect(self._on_speeds)
        self.metered.activated.connect(self._on_metered)
        self.preset.activated.connect(self._on_preset)
        self.grid.changed.connect(self._on_grid)
        self.grid.selected.connect(self._on_selected)
        self._on_selected("")
        self.show_settings(engine.settings)

    def _speed(self) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, FASTEST_KBPS)
        box.setSuffix(self.tr(" kB/s"))
        box.setSingleStep(100)
        box.setGroupSeparatorShown(True)
        box.setKeyboardTracking(False)
        box.setMinimumWidth(130)
        return box

    def _build(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for text, field in (
            (self.tr("&Limit at all times:"), self.general),
            (self.tr("In l&imited hours:"), self.limited),
            (self.tr("On a &metered network:"), self.metered),
            (self.tr("Hours of the &week:"), self.preset),
        ):
            label = PlainLabel(text, self)
            label.setWordWrap(False)
            label.setBuddy(field)
            form.addRow(label, field)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.selection, 1)
        slots: dict[HourState, Callable[[], None]] = {
            HourState.FULL: self._put_full,
            HourState.LIMITED: self._put_limited,
            HourState.OFF: self._put_off,
        }
        for state, button in self.states.items():
            words = self._words.state(state)
            button.setText(words)
            button.setIconSize(_SWATCH)
            button.setAccessibleName(
                self.tr("Make the selected hours: {state}").format(state=words)
            )
            button.setToolTip(button.accessibleName())
            button.clicked.connect(slots[state])
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.grid)
        layout.addLayout(row)
        self.draw_icons()

    def fields(self) -> tuple[QWidget, ...]:
        """What changes a setting by itself."""
        return self.general, self.limited, self.metered, self.preset

    def draw_icons(self) -> None:
        """Draws the states in the palette's colours: the buttons are the legend too."""
        for state, button in self.states.items():
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(_SWATCH * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            rect = pixmap.rect()
            rect.setSize(_SWATCH)
            paint_state(painter, rect, state, self.palette())
            painter.setPen(self.palette().text().color())
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.end()
            icon = QIcon(pixmap)
            icon.addPixmap(pixmap, QIcon.Mode.Disabled)
            button.setIcon(icon)

    def show_settings(self, settings: Settings) -> None:
        """Shows them, but for a field that somebody is typing in."""
        for box, kbps in (
            (self.general, settings.limit_kbps),
            (self.limited, settings.limited_kbps),
        ):
            if not box.hasFocus() and not self._soon.isActive():
                box.blockSignals(True)
                box.setValue(kbps)
                box.blockSignals(False)
        self.metered.setCurrentIndex(self.metered.findData(settings.on_metered))
        grid = WeekGrid.parse(settings.download_hours)
        self.grid.show_grid(grid)
        texts = [WeekGrid.parse(text) for text in _PRESETS]
        self.preset.setCurrentIndex(texts.index(grid) if grid in texts else len(_PRESETS))

    def _apply(self, settings: Settings) -> None:
        if settings != self._engine.settings:
            self._engine.apply_settings(settings)

    def _on_step(self) -> None:
        self._soon.start()

    def _on_speeds(self) -> None:
        self._soon.stop()
        general, limited = self.general.value(), self.limited.value()
        self._apply(replace(self._engine.settings, limit_kbps=general, limited_kbps=limited))

    def _on_metered(self) -> None:
        self._apply(replace(self._engine.settings, on_metered=self.metered.currentData()))

    def _on_preset(self, number: int) -> None:
        if number < len(_PRESETS):
            self._apply(replace(self._engine.settings, download_hours=_PRESETS[number]))
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_grid(self, grid: WeekGrid) -> None:
        self._apply(replace(self._engine.settings, download_hours=grid.text()))

    def _on_selected(self, words: str) -> None:
        self.selection.setText(
            words or self.tr("Drag over hours, or move with the arrow keys; space changes them.")
        )
        for button in self.states.values():
            button.setEnabled(bool(words))

    def _put_full(self) -> None:
        self.grid.put(HourState.FULL)

    def _put_limited(self) -> None:
        self.grid.put(HourState.LIMITED)

    def _put_off(self) -> None:
        self.grid.put(HourState.OFF)
