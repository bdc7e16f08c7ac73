# SPDX-License-Identifier: GPL-3.0-or-later
"""Scrolling a page must not change what the pointer happens to be over."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class QuietWheel(QObject):
    """Leaves the wheel to the page, unless a field has the focus. Main thread only."""

    def __init__(self, *fields: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        for field in fields:
            # Not by the wheel, as spin boxes and lists have it.
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
