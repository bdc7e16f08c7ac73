# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what happens now, on a real engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import Counts, ErrorInfo, Source, SourceRow
from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_space import LibrarySpace
from catalogsync_gui.media.volume import MARKER
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.row_buttons import RowButton
from catalogsync_gui.ui.speed_panel import SpeedPanel
from catalogsync_gui.ui.status_words import Remedy
from catalogsync_gui.ui.worker_table import Column, WorkerTableModel
from tests.ui.slow_server import WAIT, SlowServer

Subscribe = Callable[[str, str], int]
Ask = Callable[..., object]
HOSTILE = "<b>Bold</b> & <img src=x>"


def row(worker: int, item: int, received: int = 0, title: str = "T") -> WorkerRow:
    return WorkerRow(worker, 1, item, "S", title, received, 100, 5.0, 1.0, "downloading", 1.0)


@pytest.fixture
def running(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Subscribe,
    slow_playlist: Path,
    qtbot: QtBot,
) -> MainWindow:
    """A window with two downloads that stay in their middle."""
    subscribe(str(slow_playlist), "Slow")
    window.show()
    engine.start_job()
    qtbot.waitUntil(lambda: window.now.model.rowCount() == 2, timeout=WAIT)
    return window


def state(ask: Ask, item: int) -> ItemState:
    found = ask(lambda desk: desk.store.listing.items([item])[0].state)
    assert isinstance(found, ItemState)
    return found


def test_the_model_holds_to_the_rules_of_models(qapp: QApplication) -> None:
    model = WorkerTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for rows in (
        (row(1, 1), row(2, 2)),
        (row(1, 1, 50), row(2, 3), row(3, 4)),
        (row(3, 4, 60),),
        (),
        (row(1, 9),),
    ):
        model.apply(rows)
        assert model.rows == rows
    heard = model.data(model.index(0, Column.TITLE), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "T from S: 0 %, 5 bytes/s, 0:01 left"
    last = model.index(0, Column.ACTIONS)
    assert "menu key" in model.data(last, Qt.ItemDataRole.AccessibleTextRole)


def test_a_download_is_held_at_its_row_and_goes_on_by_undo(
    running: MainWindow, ask: Ask, qtbot: QtBot, engine: Engine
) -> None:
    now = running.now
    item = now.model.rows[0].item
    now.table.setCurrentIndex(now.model.index(0, 0))
    now.actions_.hold.trigger()
    qtbot.waitUntil(lambda: state(ask, item) is ItemState.HELD, timeout=WAIT)
    qtbot.waitUntil(lambda: all(r.item != item for r in now.model.rows), timeout=WAIT)
    assert now.undo_card.isVisibleTo(now)
    assert "is held until" in now.undo_card.title.text()
    assert now.undo_card.title.textFormat() is Qt.TextFormat.PlainText
    now.undo_card.button.click()
    qtbot.waitUntil(lambda: state(ask, item) is not ItemState.HELD, timeout=WAIT)
    assert not now.undo_card.isVisibleTo(now)


def test_a_download_is_cancelled_by_the_key_and_comes_back_by_undo(
    running: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    now = running.now
    item = now.model.rows[1].item
    now.table.setFocus()
    now.table.setCurrentIndex(now.model.index(1, 0))
    QTest.keyClick(now.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: state(ask, item) is ItemState.SKIPPED, timeout=WAIT)
    now.undo_card.button.click()
    qtbot.waitUntil(lambda: state(ask, item) is not ItemState.SKIPPED, timeout=WAIT)


def test_a_download_is_put_off(running: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    now = running.now
    item = now.model.rows[0].item
    now.table.setCurrentIndex(now.model.index(0, 0))
    now.actions_.later.trigger()
    qtbot.waitUntil(lambda: state(ask, item) is ItemState.PENDING, timeout=WAIT)
    # The third track takes its place.
    qtbot.waitUntil(
        lambda: len(now.model.rows) == 2 and all(r.item != item for r in now.model.rows),
        timeout=WAIT,
    )


def test_the_buttons_of_a_row_are_those_of_that_row(
    running: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    now = running.now
    table = now.table
    item = now.model.rows[1].item
    cell = table.visualRect(now.model.index(1, Column.ACTIONS))
    places = dict(table._buttons._areas(cell))
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=places[RowButton.CANCEL].center()
    )
    qtbot.waitUntil(lambda: state(ask, item) is ItemState.SKIPPED, timeout=WAIT)


def test_the_menu_of_a_row(running: MainWindow, qtbot: QtBot) -> None:
    now = running.now
    now.table.setCurrentIndex(now.model.index(0, 0))
    now.actions_._on_menu(QPoint(-1, -1))
    assert now.actions_.menu.isVisible()
    words = [a.text() for a in now.actions_.menu.actions() if not a.isSeparator()]
    assert words[:3] == ["Hold", "Do it later", "Cancel"]
    now.actions_.menu.close()
    now.actions_.copy.trigger()
    assert now.model.rows[0].title in QGuiApplication.clipboard().text()
    now.actions_.queue.trigger()
    assert running.places.current is Place.QUEUE
    now.actions_.source.trigger()
    qtbot.waitUntil(lambda: running.places.current is Place.CATALOGUE, timeout=WAIT)
    # It is selected as soon as it is listed, and again where somebody took the selection away.
    qtbot.waitUntil(lambda: running.sources.selected() is not None, timeout=WAIT)
    chosen = running.sources.selected()
    assert chosen is not None
    assert chosen.name == now.model.rows[0].source
    running.sources.view.clearSelection()
    running.show_source(chosen.id)
    assert running.sources.selected() == chosen


def test_with_nothing_running_the_actions_do_nothing(window: MainWindow, library: Path) -> None:
    actions = window.now.actions_
    for action in (actions.hold, actions.later, actions.cancel, actions.copy):
        action.trigger()
    assert not window.now.cards.problems


def test_a_whole_sync_in_figures(
    running: MainWindow, engine: Engine, slow_server: SlowServer, qtbot: QtBot
) -> None:
    facts = running.now.facts
    qtbot.waitUntil(lambda: "free" in facts.folder.value.text(), timeout=WAIT)
    assert facts.next.value.text() == "Running"
    qtbot.waitUntil(lambda: facts.waiting.value.text() == "3", timeout=WAIT)
    with qtbot.waitSignal(
        engine.signals.happened, timeout=WAIT, check_params_cb=lambda e: isinstance(e, JobFinished)
    ):
        slow_server.let_go.set()
    qtbot.waitUntil(lambda: facts.today.value.text() == "3 tracks", timeout=WAIT)
    assert "kB" in facts.today.note.text() or "MB" in facts.today.note.text()
    qtbot.waitUntil(lambda: facts.waiting.value.text() == "0", timeout=WAIT)
    assert facts.next.value.text() == "Not planned"
    assert engine.keeper.meter.series(300).highest > 0
    running.now.speed.graph.refresh()
    assert running.now.speed.graph.series.highest > 0


@pytest.mark.parametrize(
    ("space", "value", "note"),
    [
        (None, "…", ""),
        (LibrarySpace(2_000_000, 500_000, 20_000), "500 kB free", "of 2.0 MB, 20.0 kB kept free"),
        (LibrarySpace(2_000_000, 10_000, 20_000), "10.0 kB free", "full: 20.0 kB of 2.0 MB"),
        (LibrarySpace(), "There", "not told"),
        (LibrarySpace(problem=ErrorInfo("storage_offline", "x")), "Offline", "mount it again"),
        (LibrarySpace(problem=ErrorInfo("storage_silent", "x")), "No answer", "hangs"),
        (LibrarySpace(problem=ErrorInfo("storage_refused", "x")), "Not usable", "rights"),
    ],
)
def test_the_music_folder_in_words(
    window: MainWindow, library: Path, space: LibrarySpace | None, value: str, note: str
) -> None:
    tile = window.now.facts.folder
    window.now.facts._on_space(space)
    assert tile.value.text() == value
    assert note in tile.note.text()
    assert tile.accessibleName().startswith(f"Music folder: {value}".rstrip(" ."))
    window.grab()


def test_a_library_that_is_gone_has_a_card_though_nothing_runs(
    window: MainWindow, library: Path, subscribe: Subscribe, slow_playlist: Path, qtbot: QtBot
) -> None:
    subscribe(str(slow_playlist), "Slow")
    qtbot.waitUntil(window.actions_.sync.isEnabled, timeout=WAIT)
    marker = library / MARKER
    marker.rename(marker.with_name("aside"))
    window.show()
    now = window.now
    qtbot.waitUntil(lambda: now.facts.folder.value.text() == "Offline", timeout=WAIT)
    assert [problem.title for problem in now.cards.problems] == ["The music folder is not there"]
    marker.with_name("aside").rename(marker)
    now.facts.space.look()
    qtbot.waitUntil(lambda: not now.cards.problems, timeout=WAIT)
    now.facts.space.space = LibrarySpace(2_000_000, 10_000, 20_000)
    now._on_space(now.facts.space.space)
    (problem,) = now.cards.problems
    assert problem.remedy is Remedy.OPEN_LIBRARY
    assert "10.0 kB are free" in problem.message


def test_the_next_sync_in_words(window: MainWindow, engine: Engine, library: Path) -> None:
    engine.apply_settings(replace(engine.settings, refresh_hours=6.0))
    facts, now = window.now.facts, engine.clock.now()
    for status, value in (
        (EngineStatus(), "Not planned"),
        (EngineStatus(next_sync=now + 5), "In a moment"),
        (EngineStatus(next_sync=now + 7200), formats.time_text(now + 7200)),
        (EngineStatus(state=Activity.RUNNING, job=1, next_sync=now), "Running"),
        (
            EngineStatus(state=Activity.PAUSED, paused_until=float("inf"), next_sync=now + 60),
            "After the pause",
        ),
    ):
        facts.show_status(status)
        assert facts.next.value.text() == value
    for settings, note in (
        ({"refresh_hours": 1.0}, "every hour"),
        ({"refresh_hours": 2.5}, "every 2.5 hours"),
        ({"refresh_hours": 0.0}, "by the schedule of its source"),
        ({"refresh_at": "06:00, 18:30"}, "daily at"),
    ):
        engine.apply_settings(replace(engine.settings, **settings))
        facts.show_status(EngineStatus(next_sync=now + 7200))
        assert facts.next.note.text().startswith(note)


def test_problems_stand_below_each_other_and_the_strip_counts_them(
    window: MainWindow, library: Path
) -> None:
    window.show()
    now = window.now
    now.show_status(
        EngineStatus(state=Activity.ERROR, problem=ErrorInfo("storage_offline", "<b>gone</b>"))
    )
    sources = [
        SourceRow(
            Source(n, "podcast", HOSTILE, "http://x", paused="the password was refused"),
            1,
            {ItemState.PENDING: 2, ItemState.FAILED: 1},
        )
        for n in range(5)
    ]
    now.show_sources(sources)
    problems = now.cards.problems
    assert [problem.remedy for problem in problems] == [
        Remedy.SYNC,
        Remedy.EDIT_SOURCE,
        Remedy.EDIT_SOURCE,
        Remedy.SHOW_SOURCES,
    ]
    assert problems[3].title.startswith("3 more sources")
    assert now.facts.waiting.value.text() == "10"
    assert now.facts.waiting.note.text() == "5 failed"
    assert not window.strip.isVisible()
    window.places.go(Place.LOG)
    assert window.strip.isVisible()
    assert "4 problems" in window.strip.problems.text()
    window.strip.more.click()
    assert window.places.current is Place.NOW
    now.show_sources([])
    now.show_status(EngineStatus())
    assert not now.cards.isVisibleTo(now)


def test_the_card_of_a_source_leads_to_it(window: MainWindow, library: Path, qtbot: QtBot) -> None:
    source = Source(1, "podcast", "P", "http://x", paused="no")
    window.now.edit_wanted.disconnect(window.dialogs.edit)
    window.now.show_sources([SourceRow(source, 0, {})])
    with qtbot.waitSignal(window.now.edit_wanted, timeout=WAIT) as caught:
        window.now.source_cards.cards[0].button.click()
    assert caught.args == [source]


def test_what_is_over_can_be_sent_away_until_it_comes_again(
    window: MainWindow, library: Path
) -> None:
    now = window.now
    ended = JobFinished(
        at=1, job=1, state=JobState.PARTIAL, done=1, failed=2, skipped=0, bytes=1, seconds=1
    )
    left = EngineStatus(
        state=Activity.ERROR, last_job=ended, problem=ErrorInfo("job_partial", "2 undone")
    )
    now.show_status(left)
    assert now.card.problem is not None
    now.card.close_button.click()
    now.show_status(left)
    assert now.card.problem is None
    assert not now.cards.isVisibleTo(now)
    now.show_status(EngineStatus())
    now.show_status(left)
    assert now.card.problem is not None
    held = EngineStatus(state=Activity.ERROR, job=2, problem=ErrorInfo("storage_full", "full"))
    now.show_status(held)
    assert now.card.problem is not None
    assert not now.card.close_button.isVisibleTo(now.card)


def test_a_limit_is_said_and_drawn(window: MainWindow, library: Path) -> None:
    now = window.now
    slow = EngineStatus(
        state=Activity.RUNNING, job=1, stage="download", pace=Pace(HourState.LIMITED, 2000)
    )
    now.show_status(slow)
    assert "imited to 2.0 MB/s" in now.headline.detail.text()
    assert now.speed.graph._limit == 2_000_000
    off = replace(slow, pace=Pace(HourState.OFF, cause=PaceCause.METERED))
    now.show_status(off)
    assert "this metered network" in now.headline.sentence.text()
    assert now.speed.graph._limit is None
    now.show_status(replace(slow, pace=Pace(), counts=Counts(done=1)))
    assert "limited" not in now.headline.detail.text()


def test_what_takes_the_keys_has_a_name(running: MainWindow) -> None:
    for widget in running.now.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named, f"{widget} has no name"


def test_the_span_of_the_graph_is_remembered(engine: Engine, qtbot: QtBot) -> None:
    panel = SpeedPanel(engine)
    qtbot.addWidget(panel)
    assert panel.graph.span == 300
    panel.spans.button(4).click()
    assert panel.graph.span == 86_400
    again = SpeedPanel(engine)
    qtbot.addWidget(again)
    assert again.graph.span == 86_400
    assert again.spans.checkedId() == 4


def test_nothing_is_asked_while_nobody_looks(
    window: MainWindow, library: Path, subscribe: Subscribe, slow_playlist: Path, qtbot: QtBot
) -> None:
    subscribe(str(slow_playlist), "Slow")
    qtbot.waitUntil(window.actions_.sync.isEnabled, timeout=WAIT)
    facts = window.now.facts
    assert not facts._timer.isActive()
    window.show()
    assert facts._timer.isActive()
    assert facts.space._timer.isActive()
    window.places.go(Place.LOG)
    assert not facts._timer.isActive()
    assert not facts.space._timer.isActive()
    assert not window.now.speed.graph._timer.isActive()


@pytest.mark.parametrize("size", [(640, 420), (900, 600), (1280, 800)])
def test_it_fits(running: MainWindow, size: tuple[int, int], qtbot: QtBot) -> None:
    running.resize(*size)
    qtbot.waitUntil(lambda: running.width() == size[0], timeout=WAIT)
    now = running.now
    assert now.facts.window() is running
    assert now.horizontalScrollBar().maximum() == 0
    table = now.table
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0, timeout=WAIT)
    assert table.columnWidth(Column.TITLE) >= 20 * table.fontMetrics().averageCharWidth()
    assert not table.isColumnHidden(Column.ACTIONS)
    assert table.isColumnHidden(Column.SIZE) is (size[0] == 640)
    for tile in now.facts._tiles:
        assert tile.geometry().right() <= now.facts.width()
        assert tile.value.width() >= tile.value.minimumSizeHint().width()
