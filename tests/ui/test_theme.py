# SPDX-License-Identifier: GPL-3.0-or-later
"""What a theme has to leave visible."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.ui import shades, theme


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    if qapp.style().objectName().lower() != "fusion":
        pytest.skip("a style of the system's own")
    yield qapp
    theme.apply_theme(qapp, "system")


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_boxes_and_fields_have_frames_that_are_seen(themed: QApplication, name: str) -> None:
    theme.apply_theme(themed, name)
    window = QWidget()
    layout = QVBoxLayout(window)
    widgets = [QCheckBox(window), QLineEdit(window), QSpinBox(window)]
    for widget in widgets:
        layout.addWidget(widget)
    window.show()
    picture = window.grab().toImage()
    palette = themed.palette()
    grounds = [palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Base)]
    for widget in widgets:
        middle = widget.mapTo(window, QPoint(0, widget.height() // 2))
        line = [picture.pixelColor(middle.x() + x, middle.y()) for x in range(6)]
        frame = max(min(contrast(colour, ground) for ground in grounds) for colour in line)
        assert frame >= 3.0, type(widget).__name__
    # The ground beneath is the window's own.
    assert picture.pixelColor(1, 1) == grounds[0]
    window.hide()
    shiboken6.delete(window)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_words_that_come_second_and_those_of_problems_are_read_with_ease(
    themed: QApplication, name: str
) -> None:
    """4.5 to 1, as WCAG 2.2 asks of text (success criterion 1.4.3)."""
    theme.apply_theme(themed, name)
    palette = themed.palette()
    for ground in (
        QPalette.ColorRole.Window,
        QPalette.ColorRole.Base,
        QPalette.ColorRole.AlternateBase,
    ):
        for colour in (shades.muted(palette), shades.problem(palette)):
            assert contrast(colour, palette.color(ground)) >= 4.5, (ground, colour.name())
    chosen = palette.color(QPalette.ColorRole.Highlight)
    assert contrast(palette.color(QPalette.ColorRole.HighlightedText), chosen) >= 3.0
