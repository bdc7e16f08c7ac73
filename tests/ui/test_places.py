# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of places at the window's side."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place


def test_every_place_has_a_key_a_name_and_a_page(window: MainWindow, library: Path) -> None:
    window.show()
    pages = {
        Place.NOW: window.now,
        Place.CATALOGUE: window.catalogue,
        Place.QUEUE: window.queue,
        Place.HISTORY: window.history,
        Place.SCHEDULE: window.schedule,
        Place.LOG: window.log,
    }
    view = {action.shortcut().toString(): action for action in window.actions_.places()}
    for number, place in enumerate(window.places.places(), 1):
        view[f"Ctrl+{number}"].trigger()
        assert window.places.current == place
        assert view[f"Ctrl+{number}"].isChecked()
        item = window.places.list.item(number - 1)
        assert item.data(Qt.ItemDataRole.AccessibleTextRole) == window.places.title(place)
        assert window.places.stack.currentWidget() is pages[place]


def test_the_arrow_keys_change_the_page(window: MainWindow, library: Path, qtbot: QtBot) -> None:
    window.show()
    window.places.list.setFocus()
    qtbot.keyClick(window.places.list, Qt.Key.Key_Down)
    assert window.places.current == window.places.places()[1]


def test_a_narrow_window_shows_icons_with_tooltips(window: MainWindow, library: Path) -> None:
    window.show()
    window.resize(1000, 600)
    assert window.places.list.item(0).text() == "Now"
    wide = window.places.list.width()
    window.resize(640, 480)
    assert window.places.list.item(0).text() == ""
    assert window.places.list.item(0).toolTip() == "Now (Ctrl+1)"
    assert window.places.list.width() < wide


def test_the_place_is_remembered(window: MainWindow, engine: Engine, library: Path) -> None:
    window.places.go(Place.QUEUE)
    window.close()
    other = MainWindow(engine)
    assert other.places.current is Place.QUEUE
    other.detach()
    shiboken6.delete(other)
