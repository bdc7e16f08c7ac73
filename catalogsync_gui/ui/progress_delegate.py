# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints a progress bar into a cell, in the palette's colours."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

_MARGIN = 4.0
_RADIUS = 3.0


class ProgressDelegate(QStyledItemDelegate):
    """Expects (received, total or None, phase) in the user role; the text says the same."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        style = cell.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        received, total, _phase = index.data(Qt.ItemDataRole.UserRole)
        share = min(1.0, received / total) if total else 0.0
        palette = cell.palette
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        area = QRectF(cell.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        trough = QPainterPath()
        trough.addRoundedRect(area, _RADIUS, _RADIUS)
        ground = palette.color(QPalette.ColorRole.Text)
        ground.setAlpha(28)
        painter.fillPath(trough, ground)
        painter.setClipPath(trough)
        bar = palette.color(
            QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Highlight
        )
        bar.setAlpha(110)
        painter.fillRect(QRectF(area.left(), area.top(), area.width() * share, area.height()), bar)
        painter.setPen(
            palette.color(
                QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
            )
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
