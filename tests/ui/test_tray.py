# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray, on a real engine: with a tray, without one, and with one that comes late."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import state_icons
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.status_words import Remedy
from catalogsync_gui.ui.tray import Tray
from tests.ui.conftest import Desktop
from tests.ui.slow_server import WAIT

Subscribe = Callable[[str, str], int]


def texts(tray: Tray) -> list[str]:
    tray.menu.aboutToShow.emit()
    return [action.text() for action in tray.menu.actions() if not action.isSeparator()]


def enabled(tray: Tray) -> list[str]:
    return [a.text() for a in tray.menu.actions() if a.isEnabled() and not a.isSeparator()]


def choose(tray: Tray, text: str) -> None:
    tray.menu.aboutToShow.emit()
    next(action for action in tray.menu.actions() if action.text() == text).trigger()


def test_the_menu_says_what_is_and_offers_what_can_be_done(tray: Tray) -> None:
    assert texts(tray) == [
        "Ready to sync",
        "Sync now",
        "Pause",
        "Pause for",
        "Limit the speed",
        "Open",
        "Quit",
    ]
    # No library yet: nothing to sync or to pause.
    assert enabled(tray) == ["Limit the speed", "Open", "Quit"]


def test_the_menu_is_made_anew_each_time(
    engine: Engine,
    tray: Tray,
    window: MainWindow,
    library: Path,
    subscribe: Subscribe,
    slow_playlist: Path,
    qtbot: QtBot,
) -> None:
    subscribe(str(slow_playlist), "Slow")
    qtbot.waitUntil(window.actions_.sync.isEnabled, timeout=WAIT)
    choose(tray, "Sync now")
    qtbot.waitUntil(lambda: len(engine.status().workers) == 2, timeout=WAIT)
    assert texts(tray)[0].startswith("Downloading 2 tracks")
    choose(tray, "Pause")
    said = texts(tray)
    assert said[0] == "Paused until you resume"
    assert said[-6:] == ["Sync now", "Resume", "Pause for", "Limit the speed", "Open", "Quit"]
    qtbot.waitUntil(lambda: window.waiting == 3, timeout=WAIT)
    assert texts(tray)[1] == "3 tracks to go"
    tray._on_status(engine.status())
    assert tray.icon.toolTip().endswith("3 tracks to go")
    choose(tray, "Resume")
    assert engine.status().state is Activity.RUNNING


def test_open_and_quit(tray: Tray, window: MainWindow, qtbot: QtBot) -> None:
    choose(tray, "Open")
    assert window.isVisible()
    with qtbot.waitSignal(window.quit_requested, timeout=WAIT):
        choose(tray, "Quit")


def test_each_state_has_its_icon_and_its_words(tray: Tray) -> None:
    shown = []
    looks = set()
    for status in (
        EngineStatus(),
        EngineStatus(state=Activity.RUNNING, job=1, stage="refresh"),
        EngineStatus(state=Activity.PAUSED, paused_until=float("inf")),
        EngineStatus(state=Activity.ERROR, problem=ErrorInfo("x", "<b>y</b>")),
    ):
        tray._on_status(status)
        assert tray._look is not None
        assert tray.icon.icon().cacheKey() == state_icons.icon(tray._look).cacheKey()
        looks.add(tray._look.sign)
        assert "<" not in tray.icon.toolTip()
        shown.append(tray.icon.toolTip())
    assert len(set(shown)) == 4
    assert len(looks) == 4


def test_closing_the_window_keeps_the_program_where_there_is_a_tray(
    tray: Tray, window: MainWindow, qtbot: QtBot
) -> None:
    assert tray.icon.isVisible()
    assert not QGuiApplication.quitOnLastWindowClosed()
    window.show()
    with qtbot.assertNotEmitted(window.quit_requested):
        window.close()
    tray._on_activated(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()


def test_closing_the_window_ends_the_program_where_a_person_wants_that(
    tray: Tray, window: MainWindow, engine: Engine, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(engine.signals.settings_changed, timeout=WAIT):
        engine.apply_settings(replace(engine.settings, close_to_tray=False))
    qtbot.waitUntil(QGuiApplication.quitOnLastWindowClosed, timeout=WAIT)
    window.show()
    with qtbot.waitSignal(window.quit_requested, timeout=WAIT):
        window.close()


def test_without_a_tray_the_window_never_vanishes(
    engine: Engine, window: MainWindow, desktop: Desktop, qtbot: QtBot
) -> None:
    desktop.tray = False
    tray = Tray(engine, window, available=desktop)
    assert not tray.icon.isVisible()
    assert QGuiApplication.quitOnLastWindowClosed()
    window.show()
    with qtbot.waitSignal(window.quit_requested, timeout=WAIT):
        window.close()
    tray.close()


def test_a_tray_that_goes_is_not_relied_on(
    tray: Tray, window: MainWindow, desktop: Desktop, qtbot: QtBot
) -> None:
    desktop.tray = False
    window.show()
    with qtbot.waitSignal(window.quit_requested, timeout=WAIT):
        window.close()


def test_a_tray_that_goes_while_the_window_is_hidden_brings_it_up(
    tray: Tray, window: MainWindow, desktop: Desktop
) -> None:
    window.show()
    assert not tray.watching
    window.close()
    assert tray.watching
    tray.watch()
    assert not window.isVisible()
    # A panel that is only started anew comes back in time.
    desktop.tray = False
    tray.watch()
    desktop.tray = True
    tray.watch()
    assert not window.isVisible()
    desktop.tray = False
    tray.watch()
    tray.watch()
    assert window.isVisible()
    assert not tray.watching
    assert QGuiApplication.quitOnLastWindowClosed()


def test_a_start_in_the_tray_is_watched_over(tray: Tray, window: MainWindow) -> None:
    assert not window.isVisible()
    assert tray.watching


def test_a_tray_that_comes_late_is_found(
    engine: Engine, window: MainWindow, desktop: Desktop
) -> None:
    desktop.tray = False
    window.showMinimized()
    tray = Tray(engine, window, available=desktop)
    tray.look()
    assert window.isVisible()
    desktop.tray = True
    tray.look()
    assert tray.icon.isVisible()
    assert not window.isVisible()
    assert window.stays()
    tray.close()


def test_a_tray_is_not_looked_for_forever(
    engine: Engine, window: MainWindow, desktop: Desktop
) -> None:
    desktop.tray = False
    tray = Tray(engine, window, available=desktop)
    looks = 1
    while tray.looking:
        tray.look()
        looks += 1
    # Every two seconds for half a minute, and then hardly ever.
    assert looks == 16
    assert tray._timer.interval() >= 60_000
    desktop.tray = True
    tray.look()
    assert tray.icon.isVisible()
    assert not tray._timer.isActive()
    tray.close()


def test_pause_for_a_while(tray: Tray, engine: Engine, library: Path) -> None:
    tray.menu.aboutToShow.emit()
    # Without a sync of the window's actions, the menu allows what they allow.
    tray._window.actions_.pause.setEnabled(True)
    tray.menu.aboutToShow.emit()
    pauses = next(a for a in tray.menu.actions() if a.text() == "Pause for").menu()
    assert isinstance(pauses, QMenu)
    choices = {action.text(): action for action in pauses.actions()}
    assert list(choices) == ["30 minutes", "1 hour", "3 hours", "Until tomorrow"]
    choices["1 hour"].trigger()
    until = engine.status().paused_until
    assert until is not None
    assert until - engine.clock.now() == pytest.approx(3600, abs=5)
    choices["Until tomorrow"].trigger()
    until = engine.status().paused_until
    assert until is not None
    assert 0 < until - engine.clock.now() <= 86_400 + 3600


def limits(tray: Tray) -> QMenu:
    tray.menu.aboutToShow.emit()
    menu = next(a for a in tray.menu.actions() if a.text() == "Limit the speed").menu()
    assert isinstance(menu, QMenu)
    return menu


def test_limit_the_speed(tray: Tray, engine: Engine) -> None:
    def checked() -> list[str]:
        return [action.text() for action in limits(tray).actions() if action.isChecked()]

    assert checked() == ["As the settings say"]
    choices = {action.text(): action for action in limits(tray).actions()}
    choices["2.0 MB/s"].trigger()
    assert engine.status().pace == Pace(HourState.LIMITED, 2000, None, PaceCause.ASKED)
    assert checked() == ["2.0 MB/s"]
    engine.limit(1234)
    assert checked() == ["1.2 MB/s"]
    {a.text(): a for a in limits(tray).actions()}["Full speed"].trigger()
    assert checked() == ["Full speed"]
    {a.text(): a for a in limits(tray).actions()}["As the settings say"].trigger()
    assert engine.status().pace.cause is PaceCause.SETTING
    running = EngineStatus(state=Activity.RUNNING, job=1, pace=Pace(HourState.LIMITED, 500))
    tray._on_status(running)
    assert tray._look is not None
    assert tray._look.sign is state_icons.Sign.LIMITED
    assert "limited to 500 kB/s" in tray.icon.toolTip()


def test_a_desktop_without_a_tray_is_explained_once(
    engine: Engine, window: MainWindow, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    desktop.tray = False
    tray = Tray(engine, window, available=desktop)
    assert not window.now.cards.problems
    while tray.looking:
        tray.look()
    (problem,) = window.now.cards.problems
    assert problem.notice
    assert "AppIndicator" in problem.message
    assert problem.remedy is Remedy.SHOW_TRAY_HELP
    # It goes by itself when a tray comes, and comes back only for who has not read it.
    desktop.tray = True
    tray.look()
    assert not window.now.cards.problems
    window.now.tray_notice.explain(gnome=True)
    window.now.tray_notice._card.close_button.click()
    assert not window.now.cards.problems
    window.now.tray_notice.explain(gnome=True)
    assert not window.now.cards.problems
    tray.close()


def test_who_wants_no_tray_is_told_nothing(engine: Engine, window: MainWindow) -> None:
    engine.apply_settings(replace(engine.settings, close_to_tray=False))
    window.now.tray_notice.explain(gnome=False)
    assert not window.now.cards.problems
