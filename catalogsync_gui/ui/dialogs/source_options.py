# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a kind of source, made from what the kind says of them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.engine.subscribing import COMMON_OPTIONS
from catalogsync_gui.sources.base import OneOf, Option, SourceKind, yes_or_no
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import PlainLabel, tooltip

_HEIGHT = 120


class SourceOptions(QWidget):
    """A button that unfolds a form. What is left alone is no option."""

    changed = Signal()
    """Something was entered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self._kind: SourceKind | None = None
        self.toggle = QToolButton(self)
        self.toggle.setText(self.tr("O&ptions"))
        self.toggle.setCheckable(True)
        self.toggle.setAutoRaise(True)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setArrowType(Qt.ArrowType.RightArrow)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFixedHeight(_HEIGHT)
        self.area.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.area)
        self.toggle.toggled.connect(self._on_toggled)
        self.set_kind(None)

    def set_kind(self, kind: SourceKind | None) -> None:
        """Offers the options of a kind; without one, those that every source has."""
        if kind is self._kind and self._fields:
            return
        before = self.values()
        self._kind = kind
        form = QWidget()
        layout = QFormLayout(form)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.setContentsMargins(12, 0, 8, 0)
        self._fields = {}
        own: Mapping[str, Option] = kind.options if kind else {}
        for key, option in {**own, **COMMON_OPTIONS}.items():
            field = self._field(key, option, before.get(key, ""))
            label = PlainLabel(_heading(key))
            label.setWordWrap(False)
            label.setToolTip(tooltip(in_words(option.words)))
            label.setBuddy(field)
            layout.addRow(label, field)
            self._fields[key] = field
        self.area.setWidget(form)

    def values(self) -> dict[str, str]:
        """What was entered, unchecked, by name."""
        said = {
            key: str(field.currentData()) if isinstance(field, QComboBox) else field.text().strip()
            for key, field in self._fields.items()
        }
        return {key: text for key, text in said.items() if text}

    def keys(self) -> tuple[str, ...]:
        """The names of the options that are offered."""
        return tuple(self._fields)

    def enter(self, values: Mapping[str, str]) -> None:
        """Shows these values, as they are stored; unfolds the form if there are any."""
        for key, field in self._fields.items():
            text = values.get(key, "")
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(text)))
            else:
                field.setText(text)
        self.toggle.setChecked(bool(self.values()))

    def field(self, key: str) -> QLineEdit | QComboBox:
        """The field of an option."""
        return self._fields[key]

    def _field(self, key: str, option: Option, text: str) -> QLineEdit | QComboBox:
        field: QLineEdit | QComboBox
        words = self._choices(option)
        if words:
            field = QComboBox()
            field.addItem(self.tr("Not set"), "")
            for word, shown in words.items():
                field.addItem(shown, word)
            field.setCurrentIndex(max(0, field.findData(text)))
            field.currentIndexChanged.connect(self.changed)
        else:
            field = QLineEdit(text)
            field.setPlaceholderText(in_words(option.words))
            field.textChanged.connect(self.changed)
        field.setToolTip(tooltip(in_words(option.words)))
        field.setAccessibleName(_heading(key))
        field.setAccessibleDescription(in_words(option.words))
        return field

    def _choices(self, option: Option) -> dict[str, str]:
        if option.check is yes_or_no:
            return {"yes": self.tr("Yes"), "no": self.tr("No")}
        if isinstance(option.check, OneOf):
            return {word: word for word in option.check.words}
        return {}

    def _on_toggled(self, unfolded: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
        self.area.setVisible(unfolded)


def _heading(key: str) -> str:
    """``keep_last`` as ``Keep last``."""
    text = key.replace("_", " ")
    return text[:1].upper() + text[1:]
