# SPDX-License-Identifier: GPL-3.0-or-later
"""Small buttons in a cell. A widget for each row would have to come and go with every track."""

from enum import IntEnum

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QIcon, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from catalogsync_gui.ui import icons

_Index = QModelIndex | QPersistentModelIndex
_ICON = 16
SIDE = 26
"""Pixels of a button's side."""


class RowButton(IntEnum):
    """The buttons, from the left."""

    HOLD = 0
    CANCEL = 1
    MORE = 2


_ICONS = {RowButton.HOLD: "pause", RowButton.CANCEL: "cancel", RowButton.MORE: "more"}


class RowButtonsDelegate(QStyledItemDelegate):
    """Paints the buttons and tells which was pressed."""

    pressed = Signal(object, QPoint)
    """RowButton, and where its menu would open, in the view's viewport."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().setMouseTracking(True)

    def words(self, button: RowButton) -> str:
        """What a button does."""
        return {
            RowButton.HOLD: self.tr("Hold (Ctrl+H)"),
            RowButton.CANCEL: self.tr("Cancel (Del)"),
            RowButton.MORE: self.tr("More (Menu key)"),
        }[button]

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(SIDE * len(RowButton) + 4, SIDE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        mouse = self._view.viewport().mapFromGlobal(self._view.cursor().pos())
        for button, area in self._areas(option.rect):
            if area.contains(mouse):
                ground = option.palette.text().color()
                ground.setAlpha(36)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawRoundedRect(area, 4, 4)
            square = QRect(0, 0, _ICON, _ICON)
            square.moveCenter(area.center())
            mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
            icons.icon(_ICONS[button]).paint(painter, square, Qt.AlignmentFlag.AlignCenter, mode)

    def editorEvent(
        self,
        event: QEvent,
        _model: object,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        self._view.viewport().update(option.rect)
        if (
            event.type() != QEvent.Type.MouseButtonRelease
            or event.button() != Qt.MouseButton.LeftButton
        ):
            return False
        for button, area in self._areas(option.rect):
            if area.contains(event.position().toPoint()):
                self._view.setCurrentIndex(index.model().index(index.row(), index.column()))
                self.pressed.emit(button, area.bottomLeft())
                return True
        return False

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        _index: _Index,
    ) -> bool:
        for button, area in self._areas(option.rect):
            if area.contains(event.pos()):
                QToolTip.showText(event.globalPos(), self.words(button), view.viewport(), area)
                return True
        return False

    @staticmethod
    def _areas(cell: QRect) -> list[tuple[RowButton, QRect]]:
        side = min(SIDE, cell.height())
        left = cell.right() - side * len(RowButton)
        top = cell.top() + (cell.height() - side) // 2
        return [
            (button, QRect(left + side * button, top, side, side).adjusted(1, 1, -1, -1))
            for button in RowButton
        ]
