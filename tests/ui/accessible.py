# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader and somebody without a mouse find in a widget, and what is wrong there."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTableView,
    QTreeView,
    QWidget,
)

_ROWS = 30
_MOST = 200
_VAGUE = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Window,
    QAccessible.Role.Grouping,
    QAccessible.Role.Pane,
}
_MNEMONIC = re.compile(r"&([^&\s])")


def told(widget: QWidget) -> str:
    """How a failure names a widget."""
    chain = [type(widget).__name__]
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        chain.append(type(above).__name__)
        above = above.parentWidget()
    name = getattr(widget, "text", lambda: "")
    return " < ".join(chain[:5]) + f" {name()!r}" if callable(name) else " < ".join(chain[:5])


def focusable(root: QWidget) -> Iterator[QWidget]:
    """What the Tab key has to come to, as it is now."""
    for widget in root.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(root)
            and widget.isEnabled()
            and widget.focusProxy() is None
            and widget.window() is root.window()
            and not widget.objectName().startswith("qt_")
        ):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Focusable widgets without a name or with a role that says nothing, shown or not."""
    wrong = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        if widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView):
            continue
        if widget.window() is not root.window():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name)
        # Words that come and go are there when it is shown.
        worded = isinstance(widget, QAbstractButton | QLabel) and not widget.isVisibleTo(root)
        if not name.strip() and not worded:
            wrong.append(f"no name: {told(widget)}")
        if face.role() in _VAGUE and not widget.accessibleName():
            wrong.append(f"{face.role()}: {told(widget)}")
    return wrong


def mute_pictures(root: QWidget) -> list[str]:
    """Pictures that stand for something and are called nothing.

    One that only repeats the words beside it is called a decoration, and read to nobody.
    """
    return [
        told(label)
        for label in root.findChildren(QLabel)
        if not label.pixmap().isNull()
        and not label.accessibleName()
        and label.objectName() != "decoration"
        and not label.objectName().startswith("qt_")
    ]


def mute_cells(root: QWidget) -> list[str]:
    """Cells with a picture and no words, and rows without any."""
    wrong = []
    for view in root.findChildren(QAbstractItemView):
        model = view.model()
        if not isinstance(view, QHeaderView):
            wrong += [f"{told(view)} {line}" for line in _of_model(view, model)]
    return wrong


def _of_model(view: QAbstractItemView, model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    parents = [QModelIndex()]
    while parents:
        parent = parents.pop()
        for row in range(min(_ROWS, model.rowCount(parent))):
            words = 0
            for column in range(columns):
                index = model.index(row, column, parent)
                text = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                picture = index.data(Qt.ItemDataRole.DecorationRole)
                words += bool(str(text or "").strip())
                box = index.data(Qt.ItemDataRole.CheckStateRole)
                if (picture is not None or box is not None) and not str(text or "").strip():
                    yield f"only a picture or a box at {row}, {column}"
            if not words:
                yield f"nothing in row {row}"
            parents.append(model.index(row, 0, parent))
    if isinstance(view, QTableView | QTreeView) and not (
        isinstance(view, QTreeView) and view.isHeaderHidden()
    ):
        for column in range(columns):
            head = Qt.Orientation.Horizontal
            if not (
                model.headerData(column, head, Qt.ItemDataRole.AccessibleTextRole)
                or model.headerData(column, head)
            ):
                yield f"column {column} has no heading"


def tab_order() -> list[QWidget]:
    """Where Tab goes, from the first that has the focus until it comes round."""
    order: list[QWidget] = []
    for _ in range(_MOST):
        at = QApplication.focusWidget()
        if at is None or at in order:
            break
        order.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    return order


def left_out(root: QWidget, order: list[QWidget]) -> list[str]:
    """What Tab never comes to. Of radio buttons it comes to one, of an empty one's page to none."""
    return [
        told(widget)
        for widget in focusable(root)
        if widget not in order
        and not isinstance(widget, QRadioButton)
        and not any(widget is other.focusProxy() for other in order)
    ]


def backwards(root: QWidget, order: list[QWidget]) -> list[str]:
    """Steps that go up, or to the left on a line."""
    wrong = []
    inside = [widget for widget in order if root.isAncestorOf(widget)]
    if root.isWindow() and inside:
        # The one that a dialog gives the focus to need not be the first.
        start: QWidget | None = root.nextInFocusChain()
        while start is not None and start not in inside:
            start = start.nextInFocusChain()
        begin = 0 if start is None else inside.index(start)
        inside = inside[begin:] + inside[:begin]
    for first, second in pairwise(inside):
        before, after = place(root, first), place(root, second)
        across = before.left() < after.right() and after.left() < before.right()
        beside = before.top() < after.center().y() < before.bottom()
        if (after.bottom() <= before.top() and across) or (
            beside and after.right() <= before.left()
        ):
            wrong.append(f"{told(first)} -> {told(second)}")
    return wrong


def place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def shared_letters(root: QWidget) -> list[str]:
    """Letters behind Alt that mean two things that are to be seen at once."""
    taken: dict[str, list[str]] = {}
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.window() is not root.window():
            continue
        if isinstance(widget, QAbstractButton):
            text = widget.text()
        elif isinstance(widget, QGroupBox):
            text = widget.title()
        elif isinstance(widget, QLabel) and widget.buddy() is not None:
            text = widget.text()
        else:
            continue
        _take_letters(text, taken)
    return _several(taken)


def shared_letters_of(actions: Iterable[QAction]) -> list[str]:
    """The same of one menu."""
    taken: dict[str, list[str]] = {}
    for action in actions:
        _take_letters(action.text(), taken)
    return _several(taken)


def _take_letters(text: str, taken: dict[str, list[str]]) -> None:
    for letter in _MNEMONIC.findall(text.replace("&&", "")):
        taken.setdefault(letter.lower(), []).append(text)


def _several(taken: dict[str, list[str]]) -> list[str]:
    return [f"{letter}: {texts}" for letter, texts in taken.items() if len(texts) > 1]


def cut(root: QWidget) -> list[str]:
    """What is shown smaller than its words, and in no area that scrolls to the rest."""
    wrong = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.window() is not root.window():
            continue
        if isinstance(widget.parentWidget(), QLineEdit):
            # The cross that clears it shrinks with the line.
            continue
        if isinstance(widget, QLabel):
            worded = bool(widget.text()) and not widget.wordWrap()
        else:
            worded = isinstance(widget, QAbstractButton | QComboBox | QAbstractSpinBox)
        least = widget.minimumSizeHint()
        elided = isinstance(widget, QComboBox)
        if worded and (
            (widget.width() < least.width() and not elided) or widget.height() < least.height() - 2
        ):
            wrong.append(
                f"{told(widget)} {widget.width()} × {widget.height()}, "
                f"needs {least.width()} × {least.height()}"
            )
    if root.isWindow() and (root.width() > 1280 or root.height() > 800):
        wrong.append(f"{told(root)} is {root.width()} × {root.height()}")
    return wrong
