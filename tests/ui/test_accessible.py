# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and dialog for those who hear it read, or who have no mouse; in both languages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import language
from catalogsync_gui.ui.dialogs.edit_source import EditSourceDialog
from catalogsync_gui.ui.dialogs.remove_source import RemoveSourceDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.tray import Tray
from tests.ui import accessible
from tests.ui.followed import synced
from tests.ui.slow_server import WAIT
from tests.ui.views import opened, openers

Ask = Callable[..., object]
LANGUAGES = ("en", "zh_CN")


@pytest.fixture
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    name = getattr(request, "param", "en")
    language.install(qapp, name)
    yield name
    language.install(qapp, "en")


@pytest.fixture
def settle(ask: Ask) -> Callable[[], None]:
    """What was asked of the desk is answered, and shown."""

    def settled() -> None:
        for _ in range(2):
            ask(lambda _desk: None)
            QCoreApplication.sendPostedEvents(None, 0)
            QCoreApplication.processEvents()

    return settled


@pytest.fixture
def full(
    spoken: str,
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
) -> MainWindow:
    """With two sources, playlists, tracks of several states, a queue, a history and a log."""
    synced(window, engine, ask, tmp_path, qtbot)
    window.resize(1280, 800)
    _in_front(window, qtbot)
    return window


def _in_front(widget: QWidget, qtbot: QtBot) -> None:
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=WAIT)


def every_dialog(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QDialog]]:
    found = openers(window)
    assert len(found) > 16
    for name, opener in found.items():
        opener()
        (dialog,) = opened(window)
        _in_front(dialog, qtbot)
        yield name, dialog
        dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        _in_front(window, qtbot)


def heard(root: QWidget) -> list[str]:
    return [
        *accessible.nameless(root),
        *accessible.mute_cells(root),
        *accessible.mute_pictures(root),
    ]


def walked(root: QWidget) -> list[str]:
    order = accessible.tab_order()
    return [
        *(f"Tab leaves out {line}" for line in accessible.left_out(root, order)),
        *(f"Tab goes back: {line}" for line in accessible.backwards(root, order)),
        *(f"one letter for two: {line}" for line in accessible.shared_letters(root)),
    ]


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_every_page_is_read_out_and_walked_through(
    full: MainWindow, settle: Callable[[], None]
) -> None:
    wrong: list[str] = []
    for where in full.places.places():
        full.places.go(where)
        settle()
        page = full.places.page(where)
        full.places.list.setFocus()
        wrong += [f"{where.name}: {line}" for line in (*heard(page), *walked(page))]
    wrong += accessible.nameless(full)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_every_dialog_is_read_out_and_walked_through(
    full: MainWindow, settle: Callable[[], None], qtbot: QtBot
) -> None:
    full.sources.view.setCurrentIndex(full.sources.model.index(0))
    full.catalogue.playlists.view.setCurrentIndex(full.catalogue.playlists.model.index(0))
    settle()
    wrong: list[str] = []
    for name, dialog in every_dialog(full, qtbot):
        settle()
        wrong += [f"{name}: {line}" for line in heard(dialog)]
        if isinstance(dialog, SettingsDialog):
            for section in dialog.sections:
                dialog.show_section(section)
                dialog.list.setFocus()
                wrong += [f"{type(section).__name__}: {line}" for line in walked(dialog)]
        else:
            wrong += [f"{name}: {line}" for line in walked(dialog)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_the_first_run_is_read_out_and_walked_through(
    spoken: str, window: MainWindow, qtbot: QtBot
) -> None:
    window.show()
    _in_front(window, qtbot)
    first = window.first_run
    assert first.isVisible()
    wrong = heard(first)
    for step in range(first.stack.count()):
        first.stack.setCurrentIndex(step)
        next(accessible.focusable(first)).setFocus()
        wrong += [f"step {step}: {line}" for line in walked(first)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_menus_have_letters_of_their_own(spoken: str, window: MainWindow, tray: Tray) -> None:
    bar = window.menuBar()
    wrong = accessible.shared_letters_of(bar.actions())
    for menu in (*window.findChildren(QMenu), *tray.findChildren(QMenu)):
        wrong += accessible.shared_letters_of(menu.actions())
        wrong += [
            f"an action without words in {menu.title()}"
            for action in menu.actions()
            if not action.isSeparator() and not action.text()
        ]
    assert all("&" in action.text() for action in bar.actions())
    assert not wrong, "\n".join(wrong)


def press(qtbot: QtBot, keys: str) -> None:
    """Presses a key where the focus is, as a person does."""
    *modifiers, name = keys.split("+")
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= getattr(Qt.KeyboardModifier, f"{modifier}Modifier")
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClick(at, getattr(Qt.Key, f"Key_{name}"), held)


def test_what_is_done_most_is_done_by_keys_alone(
    full: MainWindow, settle: Callable[[], None], qtbot: QtBot
) -> None:
    full.places.list.setFocus()
    for number, place in enumerate(full.places.places(), 1):
        press(qtbot, f"Control+{number}")
        assert full.places.current is place
        assert full.places.page(place).isVisible()

    press(qtbot, "Control+2")
    _tab_to(full.sources.view, qtbot)
    press(qtbot, "Down")
    press(qtbot, "Up")
    settle()
    for key, kind in (("F2", EditSourceDialog), ("Delete", RemoveSourceDialog)):
        press(qtbot, key)
        (dialog,) = opened(full)
        assert isinstance(dialog, kind)
        _in_front(dialog, qtbot)
        press(qtbot, "Escape")
        qtbot.waitUntil(lambda: not opened(full), timeout=WAIT)
        _in_front(full, qtbot)
        assert QApplication.focusWidget() is full.sources.view

    press(qtbot, "Control+3")
    settle()
    queue = full.queue
    _tab_to(queue.table, qtbot)
    press(qtbot, "Home")
    press(qtbot, "Control+A")
    assert "4" in queue.selected.text()
    press(qtbot, "Control+C")
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: "A &amp; B" in clipboard.text(), timeout=WAIT)
    press(qtbot, "Control+F")
    assert queue.filter.search.hasFocus()

    press(qtbot, "Control+4")
    settle()
    _tab_to(full.history.table, qtbot)
    press(qtbot, "Down")
    press(qtbot, "F1")
    (keys,) = opened(full)
    _in_front(keys, qtbot)
    press(qtbot, "Escape")
    qtbot.waitUntil(lambda: not opened(full), timeout=WAIT)


def _tab_to(widget: QWidget, qtbot: QtBot) -> None:
    """Gets there by Tab."""
    for _ in range(60):
        if QApplication.focusWidget() is widget:
            return
        press(qtbot, "Tab")
    raise AssertionError(f"Tab does not lead to {accessible.told(widget)}")


def test_of_places_too_narrow_for_words_the_words_are_read(full: MainWindow) -> None:
    full.resize(full.minimumSize())
    items = [full.places.list.item(n) for n in range(full.places.list.count())]
    assert not any(item.text() for item in items)
    assert all(item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items)
    assert Place.NOW in full.places.places()
