# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of plain text that a delegate paints one below the other."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from catalogsync_gui.ui import shades


def line_colours(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """The colour of the first line, and that of those that come second."""
    palette, role = option.palette, QPalette.ColorRole
    if option.state & QStyle.StateFlag.State_Selected:
        return (
            palette.color(role.HighlightedText),
            shades.muted(palette, role.HighlightedText, role.Highlight),
        )
    return palette.color(role.Text), shades.muted(palette, role.Text, role.Base)


def paint_lines(
    painter: QPainter, area: QRect, lines: Iterable[tuple[str, QFont, QColor]], gap: int
) -> None:
    """Paints the lines from the top of the area on; what is too long is cut.

    :param gap: pixels between two of them.
    """
    painter.save()
    top = area.top()
    for text, font, colour in lines:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        line = QRect(area.left(), top, area.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        top += metrics.height() + gap
    painter.restore()
