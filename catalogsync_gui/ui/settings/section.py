# SPDX-License-Identifier: GPL-3.0-or-later
"""One section of the settings: rows that say what they are about, and can be found by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QWidget,
)

from catalogsync_gui.core.settings import check
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

_MARGIN = 6
_TINT = 36
"""Of 255: how much of the highlight's colour is behind what was found."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be set, and what it is found by.

    :ivar label: what it is called. :ivar words: what else is said of it.
    :ivar name: as the settings file and the command line call it; empty where they do not.
    :ivar field: takes the focus. :ivar parts: all that belongs to it.
    :ivar heading: what stands over it within its section, if anything does.
    """

    label: str
    words: str
    name: str
    field: QWidget
    parts: tuple[QWidget, ...]
    heading: str = ""

    def text(self) -> str:
        """All that it is found by, folded."""
        choices = ""
        if isinstance(self.field, QComboBox):
            box = self.field
            choices = " ".join(box.itemText(number) for number in range(box.count()))
        return folded(f"{self.heading} {self.label} {self.words} {self.name} {choices}")


def folded(text: str) -> str:
    """A text as it is compared: without case and without the marks of keys."""
    return text.replace("&", "").casefold()


class Hint(MutedLabel):
    """A paragraph that is exactly as high as its text: a grid would give it room for more."""

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        if self.width() > 0:
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        # A label's height for a width is never less than its least height.
        self.setMinimumHeight(0)
        self.setFixedHeight(max(self.fontMetrics().height(), self.heightForWidth(self.width())))


class Section(QWidget):
    """A column of rows. Main thread only.

    :ivar title: what it is called in the list. :ivar icon: of that name.
    """

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.icon = icon
        self.rows: list[Row] = []
        self._marked: list[Row] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(14, 12, 14, 14)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self._next = 0
        self._heading = ""

    # ------------------------------------------------------------ what a section says

    def values(self) -> Mapping[str, Any]:
        """The settings as they are entered here, by their names."""
        return {}

    def check(self) -> None:
        """Makes sure that each of them can be taken.

        :raises SettingError: one cannot.
        """
        for name, value in self.values().items():
            check(name, value)

    def close_down(self) -> None:
        """The settings are closed: nobody waits for an answer any more."""

    # ------------------------------------------------------------ building it

    def heading(self, text: str) -> None:
        """A title over what comes next."""
        self._heading = text
        label = PlainLabel(text, self)
        label.enlarge(1.1)
        if self._next:
            self.gap(10)
        self.grid.addWidget(label, self._next, 0, 1, 2)
        self._next += 1
        self.gap(2)

    def field(
        self,
        label: str,
        widget: QWidget,
        words: str = "",
        *,
        name: str = "",
        layout: QLayout | None = None,
        more: Sequence[QWidget] = (),
    ) -> None:
        """A field with its label, and below it what there is to say and to see of it.

        :param layout: what holds the field and others beside it.
        :param more: widgets below it.
        """
        title = PlainLabel(label, self)
        title.setWordWrap(False)
        title.setBuddy(widget)
        title.setMinimumHeight(widget.sizeHint().height())
        self.grid.addWidget(title, self._next, 0, Qt.AlignmentFlag.AlignTop)
        if layout is None:
            layout = QHBoxLayout()
            layout.addWidget(widget)
            if isinstance(widget, QSpinBox | QComboBox) or not _grows(widget):
                layout.addStretch(1)
        self.grid.addLayout(layout, self._next, 1)
        self._next += 1
        parts: list[QWidget] = [title, widget]
        for below in (*((self._hint(words),) if words else ()), *more):
            self.grid.addWidget(below, self._next, 1)
            self._next += 1
            parts.append(below)
        if words:
            widget.setAccessibleDescription(words)
        if not widget.accessibleName():
            widget.setAccessibleName(label.replace("&", ""))
        self.rows.append(Row(label, words, name, widget, tuple(parts), self._heading))
        self.gap(8)

    def box(self, widget: QCheckBox, words: str = "", *, name: str = "") -> None:
        """A box to be ticked, and what there is to say of it."""
        self.grid.addWidget(widget, self._next, 0, 1, 2)
        self._next += 1
        parts: list[QWidget] = [widget]
        if words:
            hint = self._hint(words)
            line = QHBoxLayout()
            # Below the text of the box, and not below its mark.
            style, metric = self.style(), QStyle.PixelMetric
            indent = style.pixelMetric(metric.PM_IndicatorWidth, None, widget)
            indent += style.pixelMetric(metric.PM_CheckBoxLabelSpacing, None, widget)
            line.setContentsMargins(indent, 0, 0, 0)
            line.addWidget(hint)
            self.grid.addLayout(line, self._next, 0, 1, 2)
            self._next += 1
            parts.append(hint)
            widget.setAccessibleDescription(words)
        self.rows.append(Row(widget.text(), words, name, widget, tuple(parts), self._heading))
        self.gap(6)

    def whole(self, widget: QWidget) -> None:
        """Something as wide as the section."""
        self.grid.addWidget(widget, self._next, 0, 1, 2)
        self._next += 1

    def words(self, text: str) -> Hint:
        """A paragraph."""
        label = self._hint(text)
        self.whole(label)
        self.gap(6)
        return label

    def gap(self, height: int) -> None:
        """Room before what comes next."""
        self.grid.setRowMinimumHeight(self._next, height)
        self._next += 1

    def end(self) -> None:
        """Nothing else comes: the rest of the height is empty."""
        self.grid.setRowStretch(self._next, 1)

    def known(self, label: str, words: str, name: str, field: QWidget) -> None:
        """Has something be found that this section shows in a way of its own."""
        if not field.accessibleName() and not isinstance(field, QAbstractButton):
            field.setAccessibleName(label.replace("&", ""))
        self.rows.append(Row(label, words, name, field, (field,), self._heading))

    def _hint(self, text: str) -> Hint:
        label = Hint(text, self)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return label

    @staticmethod
    def number(value: int, low: int, high: int, suffix: str = "") -> QSpinBox:
        """A field for a whole number."""
        box = QSpinBox()
        box.setRange(low, high)
        box.setGroupSeparatorShown(True)
        box.setSuffix(suffix)
        box.setValue(value)
        return box

    @staticmethod
    def choice(options: Sequence[tuple[str, str]], now: str) -> QComboBox:
        """A field to choose from: values and what they are called."""
        box = QComboBox()
        for value, text in options:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(now)))
        return box

    # ------------------------------------------------------------ finding something

    def matching(self, words: Sequence[str]) -> list[Row]:
        """The rows that all of these words are found in; the section's own title counts."""
        title = folded(self.title)
        return [
            row for row in self.rows if all(word in row.text() or word in title for word in words)
        ]

    def mark(self, rows: Sequence[Row]) -> None:
        """Has these rows stand out, and no others."""
        for row in {id(row): row for row in (*self._marked, *rows)}.values():
            font = row.parts[0].font()
            font.setBold(row in rows)
            if isinstance(row.parts[0], PlainLabel | QCheckBox):
                row.parts[0].setFont(font)
        self._marked = list(rows)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marked:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(colour, 1))
        colour.setAlpha(_TINT)
        painter.setBrush(colour)
        for row in self._marked:
            around = QRect()
            for part in row.parts:
                if part.isVisibleTo(self):
                    around = around.united(
                        QRect(part.mapTo(self, part.rect().topLeft()), part.size())
                    )
            if not around.isNull():
                painter.drawRoundedRect(
                    around.adjusted(-_MARGIN, -_MARGIN // 2, _MARGIN, _MARGIN // 2), 4, 4
                )


def _grows(widget: QWidget) -> bool:
    policy = widget.sizePolicy().horizontalPolicy()
    return policy in (QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
