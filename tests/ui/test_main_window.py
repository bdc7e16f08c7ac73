# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, on a real engine."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui import log_lines
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.run import make_application, run_window
from catalogsync_gui.ui.sources_list import COUNTS_ROLE, STATE_ROLE
from catalogsync_gui.ui.status_words import Remedy
from tests.ui.slow_server import WAIT, SlowServer

Subscribe = Callable[[str, str], int]
HOSTILE = "<b>Bold</b> & <img src='x'>\u202e\x07 {0} %1"


def playlist(folder: Path, name: str) -> str:
    path = folder / f"{name}.m3u"
    path.write_text("#EXTM3U\n", "utf-8")
    return str(path)


def names(window: MainWindow) -> list[str]:
    model = window.sources.model
    return [model.index(n).data() for n in range(model.rowCount())]


def test_a_sync_is_shown_from_its_start_to_its_end(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Subscribe,
    slow_server: SlowServer,
    slow_playlist: Path,
    qtbot: QtBot,
) -> None:
    subscribe(str(slow_playlist), "Slow")
    window.show()
    qtbot.waitUntil(window.actions_.sync.isEnabled, timeout=WAIT)
    window.actions_.sync.trigger()
    assert not window.actions_.sync.isEnabled()
    qtbot.waitUntil(lambda: window.now.model.rowCount() == 2, timeout=WAIT)
    assert window.now.table.isVisible()
    assert window.actions_.stop.isEnabled()
    qtbot.waitUntil(lambda: "Downloading 2" in window.now.headline.sentence.text(), timeout=WAIT)
    with qtbot.waitSignal(
        engine.signals.happened, timeout=WAIT, check_params_cb=lambda e: isinstance(e, JobFinished)
    ):
        slow_server.let_go.set()
    qtbot.waitUntil(window.actions_.sync.isEnabled, timeout=WAIT)
    assert window.now.model.rowCount() == 0
    assert window.now.empty.isVisible()
    assert "3 tracks" in window.now.headline.sentence.text()
    assert not window.now.headline.speed.text()
    assert not window.now.card.isVisible()
    qtbot.waitUntil(
        lambda: "3 of 3" in window.sources.model.index(0).data(COUNTS_ROLE), timeout=WAIT
    )


def test_the_total_is_the_sum_of_the_rows(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Subscribe,
    slow_playlist: Path,
    qtbot: QtBot,
) -> None:
    subscribe(str(slow_playlist), "Slow")
    engine.start_job()
    qtbot.waitUntil(lambda: window.now.model.rowCount() == 2, timeout=WAIT)
    rows = engine.status().workers
    window.now.show_workers(rows)
    assert window.now.model.total_speed() == sum(row.speed for row in rows)
    window.now.show_workers(())
    assert window.now.model.total_speed() == 0
    assert not window.now.headline.speed.text()


def test_pause_and_resume_by_one_action(
    window: MainWindow, engine: Engine, library: Path, qtbot: QtBot
) -> None:
    window.show()
    pause = window.actions_.pause
    qtbot.waitUntil(pause.isEnabled, timeout=WAIT)
    assert pause.text() == "Pause"
    pause.trigger()
    qtbot.waitUntil(lambda: pause.text() == "Resume", timeout=WAIT)
    assert engine.status().state is Activity.PAUSED
    assert "Paused" in window.now.headline.sentence.text()
    assert window.now.empty.button.text() == "Resume"
    window.now.empty.button.click()
    qtbot.waitUntil(lambda: pause.text() == "Pause", timeout=WAIT)
    assert engine.status().state is Activity.IDLE


def test_names_and_errors_from_elsewhere_are_never_markup(
    window: MainWindow, engine: Engine, library: Path, subscribe: Subscribe, qtbot: QtBot
) -> None:
    path = playlist(library, "<i>none")
    subscribe(path, HOSTILE)
    Path(path).unlink()
    window.show()
    qtbot.waitUntil(lambda: len(names(window)) == 1, timeout=WAIT)
    assert names(window)[0].startswith("<b>Bold</b> & <img")
    assert "\u202e" not in names(window)[0]
    assert "\x07" not in names(window)[0]
    tip = window.sources.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;Bold" in tip
    engine.start_job()
    qtbot.waitUntil(window.now.card.isVisible, timeout=WAIT)
    qtbot.waitUntil(
        lambda: "<i>none" in window.sources.model.index(0).data(STATE_ROLE), timeout=WAIT
    )
    window.grab()
    for label in window.findChildren(QLabel):
        assert not label.text() or label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("no_library", Remedy.CHOOSE_LIBRARY),
        ("storage_full", Remedy.OPEN_LIBRARY),
        ("storage_offline", Remedy.SYNC),
        ("storage_silent", Remedy.SYNC),
        ("job_failed", Remedy.SYNC),
        ("anything", Remedy.SHOW_LOG),
    ],
)
def test_every_problem_has_one_remedy(
    window: MainWindow,
    engine: Engine,
    library: Path,
    kind: str,
    remedy: Remedy,
    qtbot: QtBot,
) -> None:
    if kind == "no_library":
        engine.apply_settings(replace(engine.settings, library="", library_id=""))
    window.show()
    now = window.now
    problem = ErrorInfo(kind, "something <b>is</b> wrong")
    now.show_status(EngineStatus(state=Activity.ERROR, problem=problem))
    assert now.card.isVisibleTo(now)
    assert now.card.button.text()
    with qtbot.waitSignal(now.remedy_wanted, timeout=WAIT) as caught:
        now.remedy_wanted.disconnect(window._on_remedy)
        now.card.button.click()
    assert caught.args == [remedy]


def test_a_failed_track_is_found_by_the_card(window: MainWindow, library: Path) -> None:
    window.show()
    for remedy, place in ((Remedy.SHOW_FAILED, Place.QUEUE), (Remedy.SHOW_LOG, Place.LOG)):
        window._on_remedy(remedy)
        assert window.places.current is place


def test_the_keys(window: MainWindow) -> None:
    keys = {a.shortcut().toString(): a for a in window.actions()}
    actions = window.actions_
    for text, action in {
        "F5": actions.sync,
        "Ctrl+N": actions.add,
        "Ctrl+,": actions.settings,
        "Ctrl+Q": actions.quit,
    }.items():
        assert keys[QKeySequence(text).toString()] is action


def test_dialogs_open_and_go_with_the_window(
    window: MainWindow, library: Path, subscribe: Subscribe, qtbot: QtBot
) -> None:
    subscribe(playlist(library, "one"), "One")
    window.show()
    qtbot.waitUntil(lambda: len(names(window)) == 1, timeout=WAIT)
    window.sources.view.setCurrentIndex(window.sources.model.index(0))
    actions = window.actions_
    for action in (actions.add, actions.settings, actions.about, window.sources.remove):
        action.trigger()
        opened = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        assert len(opened) == 1
        opened[0].reject()


def test_a_playlist_can_be_dropped(window: MainWindow, library: Path, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData

    window.show()
    data = QMimeData()
    data.setUrls([QUrl("http://music.example/list.m3u8")])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    qtbot.waitUntil(window.actions_.add.isEnabled, timeout=WAIT)
    window.dropEvent(event)
    assert any(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_a_selection_stays_with_its_source(
    window: MainWindow, library: Path, subscribe: Subscribe, qtbot: QtBot
) -> None:
    assert not window.sources.sync.isEnabled()
    first = subscribe(playlist(library, "one"), "One")
    second = subscribe(playlist(library, "two"), "Two")
    qtbot.waitUntil(lambda: len(names(window)) == 2, timeout=WAIT)
    # The first is chosen by itself, so that its playlists are shown.
    chosen = window.sources.selected()
    assert chosen is not None
    assert chosen.id == first
    window.sources.view.setCurrentIndex(window.sources.model.index(1))
    assert window.sources.sync.isEnabled()
    subscribe(playlist(library, "three"), "Three")
    qtbot.waitUntil(lambda: len(names(window)) == 3, timeout=WAIT)
    selected = window.sources.selected()
    assert selected is not None
    assert selected.id == second


def test_the_log_takes_lines_from_every_thread_and_stays_bounded(
    window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    window.show()
    window.places.go(Place.LOG)
    qtbot.waitUntil(window.log.isVisible, timeout=WAIT)
    log = logging.getLogger("catalogsync_gui_test")
    log.setLevel(logging.INFO)

    def talk() -> None:
        for number in range(log_lines.LONGEST):
            log.info("line %d <b>x</b>\x1b[31m", number)

    threads = [threading.Thread(target=talk) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.warning("the last word")
    text = window.log.text
    qtbot.waitUntil(lambda: "the last word" in text.toPlainText(), timeout=WAIT)
    assert text.blockCount() <= log_lines.LONGEST
    assert "<b>x</b>" in text.toPlainText()
    assert "\x1b" not in text.toPlainText()
    window.log.level.setCurrentIndex(1)
    assert "line" not in text.toPlainText()
    assert "the last word" in text.toPlainText()


def test_a_log_of_the_past_holds_nobody(window: MainWindow) -> None:
    window.log.detach()
    assert not any(isinstance(h, log_lines.LogCollector) for h in logging.getLogger().handlers)


def test_where_the_window_was_is_remembered(engine: Engine, profile: Profile) -> None:
    first = MainWindow(engine)
    first.resize(701, 452)
    first.detach()
    assert profile.window_file.is_file()
    second = MainWindow(engine)
    assert (second.width(), second.height()) == (701, 452)
    second.detach()
    for window in (first, second):
        shiboken6.delete(window)


def test_closing_without_a_tray_asks_to_end(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    with qtbot.waitSignal(window.quit_requested, timeout=WAIT):
        window.close()


def test_closing_with_a_tray_only_hides(window: MainWindow, qtbot: QtBot) -> None:
    window.stays = lambda: True
    window.show()
    with qtbot.assertNotEmitted(window.quit_requested):
        window.close()
    assert not window.isVisible()
    window.bring_up()
    assert window.isVisible()


def _close_when(ready: Callable[[], bool], qapp: QApplication, timer: QTimer) -> None:
    windows = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
    if windows and ready():
        timer.stop()
        windows[0].close()


def test_closing_in_the_middle_of_a_sync_ends_it_within_five_seconds(
    qapp: QApplication,
    engine: Engine,
    library: Path,
    subscribe: Subscribe,
    ask: Any,
    slow_server: SlowServer,
    slow_playlist: Path,
    profile: Profile,
) -> None:
    subscribe(str(slow_playlist), "Slow")
    assert make_application(["catalogsync-gui"]) is qapp
    engine.start_job()
    timer = QTimer()
    timer.timeout.connect(lambda: _close_when(slow_server.asked.is_set, qapp, timer))
    timer.start(20)
    assert run_window(qapp, engine, minimized=False) == 0
    assert not [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
    # While the server still holds the bodies back.
    assert engine.shutdown(5.0)
    from catalogsync_gui.core.states import ItemState
    from catalogsync_gui.store.connection import Database
    from catalogsync_gui.store.store import Store

    with Store(Database(profile.database)) as store:
        assert store.listing.counts() == {ItemState.PENDING: 3}
