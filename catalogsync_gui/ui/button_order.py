# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Tab goes among the buttons of a dialog."""

from itertools import pairwise

from PySide6.QtWidgets import QDialogButtonBox, QWidget


def tab_as_seen(box: QDialogButtonBox) -> None:
    """Has Tab go through the buttons as they stand.

    To be called when all are in the box, and the box is in the dialog, which would undo it. Each
    desktop has an order of its own for them, but Tab would go by that of their making.
    """
    layout = box.layout()
    if layout is None:
        return
    items = (layout.itemAt(number) for number in range(layout.count()))
    buttons = [item.widget() for item in items if item is not None]
    for first, second in pairwise(button for button in buttons if button is not None):
        QWidget.setTabOrder(first, second)
