# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a kind of source, made from what the kind says of them."""

from collections.abc import Mapping
from itertools import chain

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.engine.subscribing import COMMON_OPTIONS
from catalogsync_gui.sources.base import OneOf, Option, SourceKind, yes_or_no
from catalogsync_gui.ui.dialogs.option_words import OptionWords
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import PlainLabel, tooltip

_HEIGHT = 120


class SourceOptions(QWidget):
    """A button that unfolds a form. What is left alone is no option."""

    changed = Signal()
    """Something was entered."""

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        """Builds it for a source of any kind.

        :param whole: nothing is folded away, and headings say what belongs together.
        """
        super().__init__(parent)
        self._whole = whole
        self._words = OptionWords(self)
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
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if whole:
            self.toggle.hide()
            self.area.setMinimumHeight(_HEIGHT)
            # Its fields are reached by the tab key, and the area follows them.
            self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            layout.addWidget(self.area, 1)
        else:
            self.area.setFixedHeight(_HEIGHT)
            self.area.hide()
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
        self._form = QFormLayout(form)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setContentsMargins(0 if self._whole else 12, 0, 8, 0)
        self._fields = {}
        own: Mapping[str, Option] = kind.options if kind else {}
        sections = self._words.sections(own, COMMON_OPTIONS)
        if not self._whole:
            sections = [("", dict(chain.from_iterable(of.items() for _, of in sections)))]
        for heading, options in sections:
            if heading:
                title = PlainLabel(heading)
                title.enlarge(1.0)
                title.setContentsMargins(0, 10 if self._fields else 0, 0, 2)
                self._form.addRow(title)
            for key, option in options.items():
                self._add(key, option, before.get(key, ""))
        self.area.setWidget(form)

    def _add(self, key: str, option: Option, text: str) -> None:
        field = self._field(key, option, text)
        label = PlainLabel(self._words.heading(key))
        label.setWordWrap(False)
        label.setToolTip(tooltip(self._words.help(key, option)))
        label.setBuddy(field)
        self._form.addRow(label, field)
        self._fields[key] = field

    def add_below(self, key: str, widget: QWidget) -> None:
        """Puts something below the field of an option; it goes when another kind is chosen."""
        field = self._fields[key]
        row = next(
            row
            for row in range(self._form.rowCount())
            if (item := self._form.itemAt(row, QFormLayout.ItemRole.FieldRole)) is not None
            and item.widget() is field
        )
        self._form.insertRow(row + 1, "", widget)

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
        words, told = self._choices(key, option), self._words.help(key, option)
        if words:
            field = QComboBox()
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            # No wider than the form by its longest word.
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumContentsLength(12)
            field.addItem(self._words.unset(key), "")
            for word, shown in words.items():
                field.addItem(shown, word)
            field.setCurrentIndex(max(0, field.findData(text)))
            field.currentIndexChanged.connect(self.changed)
        else:
            field = QLineEdit(text)
            field.setPlaceholderText(
                self._words.unset(key) if key in COMMON_OPTIONS else in_words(option.words)
            )
            field.textChanged.connect(self.changed)
        field.setToolTip(tooltip(told))
        field.setAccessibleName(self._words.heading(key))
        field.setAccessibleDescription(told)
        return field

    def _choices(self, key: str, option: Option) -> dict[str, str]:
        if option.check is yes_or_no:
            return {"yes": self.tr("Yes"), "no": self.tr("No")}
        if isinstance(option.check, OneOf):
            return {word: self._words.choice(key, word) for word in option.check.words}
        return {}

    def _on_toggled(self, unfolded: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
        self.area.setVisible(unfolded)
