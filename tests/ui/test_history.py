# SPDX-License-Identifier: GPL-3.0-or-later
"""The history in the window, on syncs that were really run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.history import JobWhy
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import resources
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.history_models import ItemColumn, JobColumn
from catalogsync_gui.ui.history_page import HistoryPage
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import Web, serving

Ask = Callable[..., object]
HOSTILE = "<b>Bold</b> & <img src=x>"
_TESTER = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        audio = (resources() / "demo/tracks/quiet-sea.flac").read_bytes()
        web.put("/good.flac", audio)
        web.put("/list.m3u8", _list(web, "good.flac", "gone.flac", "lost.flac"))
        yield web


def _list(web: Web, *names: str) -> bytes:
    lines = ["#EXTM3U"]
    for name in names:
        lines += [f"#EXTINF:3,Artist - {HOSTILE if name == 'gone.flac' else name}", f"/{name}"]
    return "\n".join(lines).encode()


@pytest.fixture
def page(window: MainWindow, library: Path, qtbot: QtBot) -> HistoryPage:
    window.resize(1100, 760)
    window.show()
    window.places.go(Place.HISTORY)
    qtbot.waitUntil(window.history.isVisible, timeout=WAIT)
    return window.history


@pytest.fixture
def sync(engine: Engine, qtbot: QtBot) -> Callable[..., None]:
    def ran(spec: JobSpec | None = None) -> None:
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job(spec)

    return ran


@pytest.fixture
def synced(
    page: HistoryPage,
    web: Web,
    subscribe: Callable[..., int],
    sync: Callable[..., None],
    qtbot: QtBot,
) -> HistoryPage:
    """A sync of one track that is there and two that are not."""
    subscribe(web.url("/list.m3u8"), "<i>Mixed</i>")
    sync()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: page.pane.tracks.model.rowCount() == 3, timeout=WAIT)
    qtbot.waitUntil(
        lambda: cell(page.model, 0, JobColumn.RESULT) == "Done, with failures", timeout=WAIT
    )
    qtbot.waitUntil(lambda: page.pane.title.text().startswith("Done"), timeout=WAIT)
    return page


def cell(model: QAbstractItemModel, row: int, column: int) -> str:
    return str(model.index(row, column).data())


def test_without_a_sync_it_says_what_will_be_here(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty, timeout=WAIT)
    assert "Nothing has been synced yet" in page.empty.text()
    assert not page.clear_button.isEnabled()
    page.causes_button.click()
    assert page.stack.currentWidget() is page.causes
    assert "Nothing has failed" in page.causes.empty.text()


def test_a_sync_is_shown_with_its_figures_and_its_tracks(synced: HistoryPage) -> None:
    page = synced
    assert [cell(page.model, 0, column) for column in (2, 3, 4, 5)] == ["By you", "1", "2", "0"]
    assert cell(page.model, 0, JobColumn.SOURCES) == "<i>Mixed</i>"
    assert "Done, with failures, By you, 1 done, 2 failed" in str(
        page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    )
    pane = page.pane
    assert pane.title.text() == "Done, with failures: <i>Mixed</i>"
    assert pane.title.textFormat() is Qt.TextFormat.PlainText
    assert pane.figures.text().startswith("1 done  ·  2 failed  ·  ")
    assert "on average" in pane.figures.text()
    assert pane.times.text().startswith("By you  ·  Began ")
    assert "(just now)" in pane.times.text()
    tracks = pane.tracks
    assert [tracks.state.itemText(i) for i in range(4)] == [
        "All (3)",
        "Done (1)",
        "Failed (2)",
        "Skipped (0)",
    ]
    results = [cell(tracks.model, row, ItemColumn.RESULT) for row in range(3)]
    assert sorted(results) == ["Done", "Failed", "Failed"]
    assert page.note.text() == "1 sync, kept for 90 days"
    assert pane.tabs.tabText(1) == "Errors by cause (2)"
    assert pane.tabs.isTabVisible(2)
    assert cell(pane.readings, 0, 3) == "3"


def test_every_model_keeps_the_rules_of_models(
    page: HistoryPage,
    web: Web,
    subscribe: Callable[..., int],
    sync: Callable[..., None],
    qtbot: QtBot,
) -> None:
    models = (
        page.model,
        page.pane.tracks.model,
        page.pane.causes.table,
        page.causes.table,
        page.pane.readings,
    )
    testers = [QAbstractItemModelTester(model, _TESTER) for model in models]
    subscribe(web.url("/list.m3u8"), "Mixed")
    sync()
    # What is chosen stays chosen: the second sync has nothing to fetch.
    qtbot.waitUntil(lambda: page.pane.tracks.model.rowCount() > 0, timeout=WAIT)
    sync()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    page.pane.tracks.state.setCurrentIndex(2)
    qtbot.waitUntil(lambda: page.pane.tracks.model.known, timeout=WAIT)
    page._on_confirmed()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=WAIT)
    assert testers


def test_tracks_are_filtered_by_result_and_text(synced: HistoryPage, qtbot: QtBot) -> None:
    tracks = synced.pane.tracks
    tracks.state.setCurrentIndex(1)
    qtbot.waitUntil(lambda: tracks.model.rowCount() == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: cell(tracks.model, 0, ItemColumn.RESULT) == "Done", timeout=WAIT)
    assert cell(tracks.model, 0, ItemColumn.DETAILS).endswith(".flac")
    tracks.state.setCurrentIndex(0)
    tracks.search.setText("<B>bold")
    qtbot.waitUntil(lambda: tracks.model.rowCount() == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: cell(tracks.model, 0, ItemColumn.TITLE) == HOSTILE, timeout=WAIT)
    tip = str(tracks.model.index(0, ItemColumn.DETAILS).data(Qt.ItemDataRole.ToolTipRole))
    assert "<img" not in tip
    assert "404" in cell(tracks.model, 0, ItemColumn.DETAILS)
    tracks.search.setText("nothing like it")
    qtbot.waitUntil(lambda: tracks.stack.currentWidget() is tracks.empty, timeout=WAIT)
    assert "No track like that" in tracks.empty.text()


def test_a_track_is_copied_and_found_in_the_log_and_the_queue(
    synced: HistoryPage, window: MainWindow, qtbot: QtBot
) -> None:
    tracks = synced.pane.tracks
    tracks.search.setText("<b>bold")
    qtbot.waitUntil(lambda: tracks.model.rowCount() == 1, timeout=WAIT)
    assert not tracks.to_log.isEnabled()
    tracks.table.selectRow(0)
    assert tracks.to_log.isEnabled()
    tracks.copy.trigger()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == f"Artist – {HOSTILE}"
    assert any("404" in line for line in copied)
    tracks.table.doubleClicked.emit(tracks.model.index(0, 0))
    assert window.places.current.name == "LOG"
    assert window.log.item.isVisible()
    assert HOSTILE.replace("&", "&&") in window.log.item.text()
    qtbot.waitUntil(lambda: "failed" in window.log.text.toPlainText(), timeout=WAIT)
    assert "good" not in window.log.text.toPlainText()
    window.places.go(Place.HISTORY)
    tracks.to_queue.trigger()
    assert window.places.current.name == "QUEUE"
    assert window.queue.search.text() == HOSTILE
    queue = window.queue
    qtbot.waitUntil(lambda: queue.table.runs() == ((0, 0),), timeout=WAIT)
    assert list(queue.chosen()) == [tracks.chosen()[0].item]
    queue.table.clearSelection()
    window.places.go(Place.HISTORY)
    tracks.to_queue.trigger()
    assert queue.table.runs() == ((0, 0),), "what is there already is selected at once"


def test_errors_by_cause_tell_what_to_do_and_are_tried_again(
    synced: HistoryPage, web: Web, engine: Engine, qtbot: QtBot
) -> None:
    page = synced
    qtbot.waitUntil(lambda: page.causes_button.text() == "Failed now (2)", timeout=WAIT)
    page.causes_button.click()
    assert page.causes.isVisible()
    table = page.causes.table
    assert [cell(table, 0, column) for column in (0, 1, 2, 4)] == [
        "2",
        "It is not there any more",
        "<i>Mixed</i>",
        "when you ask",
    ]
    assert "put back" in cell(table, 0, 5)
    assert "404" in page.causes.example.text().replace("\u200b", "")
    assert page.causes.again.isEnabled()
    audio = (resources() / "demo/tracks/rain-on-the-roof.flac").read_bytes()
    web.put("/gone.flac", audio)
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, JobFinished),
    ):
        page.causes.all.click()
    qtbot.waitUntil(lambda: page.causes_button.text() == "Failed now (1)", timeout=WAIT)
    assert page.causes.told.text() == "2 tracks are tried again."
    # The new sync is above; the one that was looked at stays selected, and tells what it did.
    page.syncs_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    qtbot.waitUntil(
        lambda: cell(page.model, 0, JobColumn.WHY) == "Tried again by you", timeout=WAIT
    )
    (row,) = page.table.selectionModel().selectedRows()
    assert row.row() == 1
    group = page.pane.causes.table
    qtbot.waitUntil(lambda: cell(group, 0, 4) == "1", timeout=WAIT)
    assert cell(group, 0, 0) == "2"
    assert "2 failed" in page.pane.figures.text()


def test_the_history_is_cleared_if_a_person_says_so_once_more(
    synced: HistoryPage, engine: Engine, ask: Ask, qtbot: QtBot
) -> None:
    page = synced
    page.clear_button.click()
    assert isinstance(page.question, QMessageBox)
    page.question.reject()
    assert page.model.rowCount() == 1
    page.clear_button.click()
    page.question.accept()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty, timeout=WAIT)

    def left(desk: Desk) -> int:
        return int(desk.store._connection.execute("SELECT COUNT(*) FROM outcomes").fetchone()[0])

    qtbot.waitUntil(lambda: ask(left) == 0, timeout=WAIT)


def test_it_asks_for_nothing_while_it_is_not_shown(
    page: HistoryPage, window: MainWindow, sync: Callable[..., None], qtbot: QtBot
) -> None:
    window.places.go(Place.NOW)
    sync()
    assert page.model.rowCount() == 0
    window.places.go(Place.HISTORY)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)


def test_how_long_it_is_kept_is_said(page: HistoryPage, engine: Engine, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.model.known, timeout=WAIT)
    engine.apply_settings(replace(engine.settings, history_days=0))
    engine.start_job()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: page.note.text() == "1 sync, only the last one is kept", timeout=WAIT)


def test_many_syncs_are_read_a_page_at_a_time(page: HistoryPage, ask: Ask, qtbot: QtBot) -> None:
    def fill(desk: Desk) -> None:
        with desk.store._connection.write() as db:
            db.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                " INSERT INTO jobs (state, sources, started_at, finished_at, why)"
                " SELECT 'done', '[]', i, i + 1, ? FROM n",
                (JobWhy.SCHEDULED,),
            )

    ask(fill)
    testers = [QAbstractItemModelTester(page.model, _TESTER)]
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5000, timeout=WAIT)
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.at(4999) is not None, timeout=WAIT)
    assert page.model.at(4999).job.started_at == 1.0
    assert len(page.model._pages) < 10
    page.choose(5000)
    assert page.table.selectionModel().selectedRows()[0].row() == 0
    assert testers


def test_times_are_told_by_how_long_ago_they_were() -> None:
    now = 1_000_000.0
    told = [formats.ago_text(now - ago, now) for ago in (5, 60, 150, 3600, 7300, 86_400, 3e5)]
    assert told == [
        "just now",
        "1 minute ago",
        "2 minutes ago",
        "1 hour ago",
        "2 hours ago",
        "1 day ago",
        "3 days ago",
    ]
    assert formats.ago_text(None, now) == "–"
