# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing when something is synced by itself."""

from datetime import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.schedule import LONGEST_HOURS, Rule, parse_times, times_text
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

SOON_MS = 400
"""After the last step of a held arrow: every change is written to the disk."""

_EVERY, _DAILY, _NEVER = range(3)
_USUAL_HOURS = 6.0
_USUAL_TIMES = (time(6),)


class _Hours(QDoubleSpinBox):
    """Hours, without decimals that say nothing."""

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(value, "g", 6)


class RuleEditor(QWidget):
    """A kind of rule, and what belongs to it."""

    edited = Signal(object)
    """Rule: a person chose another one. Not while what is typed is no rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule = Rule()
        self.kind = QComboBox(self)
        self.kind.addItems([self.tr("Every"), self.tr("Daily at"), self.tr("Never by itself")])
        self.kind.setAccessibleName(self.tr("When"))
        self.hours = _Hours(self)
        self.hours.setRange(0.25, LONGEST_HOURS)
        self.hours.setDecimals(2)
        self.hours.setSuffix(self.tr(" hours"))
        self.hours.setAccessibleName(self.tr("Hours between two syncs"))
        self.times = QLineEdit(self)
        self.times.setPlaceholderText("06:00, 18:30")
        self.times.setAccessibleName(self.tr("Times of day"))
        self.problem = MutedLabel(self.tr("Times look like 06:00, 18:30"), self)
        self.problem.setWordWrap(False)
        self.problem.hide()
        self._values = QStackedWidget(self)
        for widget in (self.hours, self.times, QWidget(self)):
            self._values.addWidget(widget)
        self._values.setMaximumWidth(180)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.kind)
        layout.addWidget(self._values)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        self.setFocusProxy(self.kind)
        self.kind.activated.connect(self._on_kind)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._on_edited, Qt.ConnectionType.QueuedConnection)
        self.hours.setKeyboardTracking(False)
        self.hours.valueChanged.connect(self._on_step)
        self.hours.editingFinished.connect(self._on_edited)
        self.times.editingFinished.connect(self._on_edited)
        self.times.textEdited.connect(self._check)

    def show_rule(self, rule: Rule) -> None:
        """Shows a rule, unless somebody is typing another one."""
        self._rule = rule
        typing = self.times.hasFocus() and self.times.isModified()
        if typing or self._soon.isActive():
            return
        kind = _DAILY if rule.times else _EVERY if rule.hours else _NEVER
        self.kind.setCurrentIndex(kind)
        self._values.setCurrentIndex(kind)
        self.hours.blockSignals(True)
        self.hours.setValue(rule.hours or _USUAL_HOURS)
        self.hours.blockSignals(False)
        self.times.setText(times_text(rule.times or _USUAL_TIMES))
        self.problem.hide()

    def rule(self) -> Rule | None:
        """What is chosen; None while what is typed is no rule."""
        match self.kind.currentIndex():
            case 0:
                return Rule(hours=self.hours.value())
            case 1:
                try:
                    return Rule(times=parse_times(self.times.text()))
                except ValueError:
                    return None
        return Rule()

    def _on_kind(self, kind: int) -> None:
        self._values.setCurrentIndex(kind)
        self._on_edited()

    def _on_step(self) -> None:
        self._soon.start()

    def _check(self) -> None:
        self.problem.setVisible(self.rule() is None)

    def _on_edited(self) -> None:
        self._soon.stop()
        self.times.setModified(False)
        rule = self.rule()
        self.problem.setVisible(rule is None)
        if rule is not None and rule != self._rule:
            self._rule = rule
            self.edited.emit(rule)


class RuleDialog(QDialog):
    """Any rule for one source."""

    chosen = Signal(int, object)
    """Id of the source, and its Rule."""

    def __init__(self, source: int, name: str, rule: Rule, parent: QWidget | None = None) -> None:
        """Shows a rule.

        :param name: of the source; a stranger's words.
        """
        super().__init__(parent)
        self._source = source
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Schedule"))
        self.editor = RuleEditor(self)
        self.editor.show_rule(rule)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(self.tr("Sync “{name}” by itself:").format(name=name), self))
        layout.addWidget(self.editor)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def _on_accepted(self) -> None:
        rule = self.editor.rule()
        if rule is None:
            self.editor.problem.show()
            self.editor.times.setFocus()
            return
        self.chosen.emit(self._source, rule)
        self.accept()
