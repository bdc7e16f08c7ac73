# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key is told of, at the button and in the list of keys, and means one thing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from catalogsync_gui.ui import key_list
from catalogsync_gui.ui.dialogs.keys import KeysDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT

NATIVE = QKeySequence.SequenceFormat.NativeText


def rows(window: MainWindow) -> list[key_list.KeyLine]:
    return key_list.lines(window, window.menuBar(), window.places)


def with_key(window: MainWindow) -> list[QAction]:
    return [
        action
        for action in window.findChildren(QAction)
        if not action.shortcut().isEmpty() and not of_an_editor(action)
    ]


def of_an_editor(action: QAction) -> bool:
    """Qt's own: undo and the like in the menu of a line of text."""
    return action.objectName().startswith(("edit-", "select-")) or not action.text()


def active(window: QWidget, widget: QWidget) -> Iterator[QAction]:
    """The actions whose keys work while a widget has the focus."""
    above: QWidget | None = widget
    while above is not None:
        for action in above.actions():
            context = action.shortcutContext()
            if above is widget or context is not Qt.ShortcutContext.WidgetShortcut:
                yield action
        above = above.parentWidget()
    for other in window.findChildren(QWidget):
        if other.isVisibleTo(window):
            for action in other.actions():
                if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
                    yield action


def test_every_action_with_a_key_is_in_the_list(window: MainWindow) -> None:
    listed = {(line.what, line.keys) for line in rows(window)}
    actions = with_key(window)
    assert len(actions) > 20
    for action in actions:
        what = action.text().replace("&", "").rstrip("…")
        assert (what, action.shortcut().toString(NATIVE)) in listed, what
    assert all(line.what and line.keys and line.place for line in rows(window))
    places = {line.place for line in rows(window)}
    assert {"Everywhere", "Now", "Catalogue", "Queue", "History", "Schedule"} <= places


def test_no_key_means_two_things_in_one_place(
    window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    window.show()
    for place in window.places.places():
        window.places.go(place)
        page = window.places.page(place)
        for widget in (page, *page.findChildren(QWidget)):
            if widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
                continue
            keys: dict[str, QAction] = {}
            for action in active(window, widget):
                for key in action.shortcuts():
                    other = keys.setdefault(key.toString(), action)
                    assert other is action, f"{key.toString()} at {widget}: {other} and {action}"


def test_what_stands_in_a_toolbar_shows_its_key(window: MainWindow) -> None:
    """In a menu Qt itself shows it."""
    buttons = [
        button
        for button in window.findChildren(QToolButton)
        if button.defaultAction() is not None and not button.defaultAction().shortcut().isEmpty()
    ]
    assert len(buttons) > 8
    for button in buttons:
        key = button.defaultAction().shortcut().toString(NATIVE)
        assert f"({key})" in button.defaultAction().toolTip(), button.text()
    for bar in window.findChildren(QToolBar):
        for action in bar.actions():
            if not action.shortcut().isEmpty():
                assert action.shortcut().toString(NATIVE) in action.toolTip()
    for number in range(window.places.list.count()):
        assert f"(Ctrl+{number + 1})" in window.places.list.item(number).toolTip()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Callable[[], KeysDialog]:
    def opened() -> KeysDialog:
        window.actions_.keys.trigger()
        (found,) = window.findChildren(KeysDialog)
        return found

    return opened


def test_f1_opens_a_list_that_can_be_searched_and_copied(
    window: MainWindow, dialog: Callable[[], KeysDialog], qtbot: QtBot
) -> None:
    window.show()
    assert window.actions_.keys.shortcut() == QKeySequence("F1")
    keys = dialog()
    assert keys.focusWidget() is keys.search
    tree = keys.tree
    qtbot.keyClicks(keys.search, "move up")
    groups = filter(None, (tree.topLevelItem(n) for n in range(tree.topLevelItemCount())))
    assert [group.text(0) for group in groups if not group.isHidden()] == ["Queue"]
    qtbot.keyClicks(keys.search, "zzz")
    assert keys.none.isVisible()
    keys.search.clear()
    assert not keys.none.isVisible()
    keys.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Everywhere" in text
    assert "Alt+Up\tMove up (" in text
    with qtbot.waitSignal(keys.destroyed, timeout=WAIT):
        keys.reject()
