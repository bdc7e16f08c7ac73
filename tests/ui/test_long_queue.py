# SPDX-License-Identifier: GPL-3.0-or-later
"""A queue of 200,000 tracks: the table reads what is looked at, and keeps little of it.

Qt's own tester visits every row at every change; it watches the same model in ``test_tables``.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.queueing import View
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.store.listing import ListingStore
from catalogsync_gui.ui.queue_panel import QueuePanel
from catalogsync_gui.ui.queue_table import PAGE, PAGES_KEPT
from catalogsync_gui.ui.queue_words import Column
from tests.ui.slow_server import WAIT
from tests.unit.store.shelf import Shelf

COUNT = 200_000


@pytest.fixture(scope="module")
def long_profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    profile = Profile.resolve(str(tmp_path_factory.mktemp("profile")))
    profile.create()
    shelf = Shelf(profile.data)
    shelf.fill(shelf.source("S", {}), "a.lan", COUNT - 1)
    shelf.fill(1, "a.lan", 1, state="done")
    shelf.close()
    return profile


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Offset and size of every page that was read from the database."""
    made: list[tuple[int, int]] = []
    real = ListingStore.items

    def items(store: ListingStore, ids: Sequence[int]) -> Any:
        rows = real(store, ids)
        made.append((ids[0] - 1, len(rows)))
        return rows

    monkeypatch.setattr(ListingStore, "items", items)
    return made


@pytest.fixture
def panel(
    long_profile: Profile, qapp: QApplication, qtbot: QtBot, reads: list[tuple[int, int]]
) -> Iterator[QueuePanel]:
    engine = Engine(long_profile, scheduled=False)
    engine.start()
    made = QueuePanel(engine)
    made.resize(900, 600)
    made.show()
    qtbot.waitUntil(lambda: shown(made, 0) == "Track 1", timeout=WAIT)
    yield made
    made.hide()
    shiboken6.delete(made)
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def shown(panel: QueuePanel, row: int) -> object:
    return panel.model.index(row, Column.TITLE).data()


def held(panel: QueuePanel) -> int:
    """Rows in memory."""
    return len(panel.model._rows)


def go_to(panel: QueuePanel, qtbot: QtBot, row: int) -> None:
    panel.table.scrollTo(panel.model.index(row, 0), panel.table.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: shown(panel, row) == f"Track {row + 1}", timeout=WAIT)


def test_what_is_not_looked_at_is_not_read(
    panel: QueuePanel, qtbot: QtBot, reads: list[tuple[int, int]]
) -> None:
    assert panel.model.rowCount() == COUNT
    assert {offset for offset, _ in reads} == {0}
    reads.clear()
    panel.table.scrollToBottom()
    qtbot.waitUntil(lambda: shown(panel, COUNT - 1) == f"Track {COUNT}", timeout=WAIT)
    assert 1 <= len(reads) <= 3
    assert all(offset >= COUNT - 2 * PAGE for offset, _ in reads)
    assert all(size <= PAGE for _, size in reads)


def test_whoever_looks_at_everything_fills_no_memory(
    panel: QueuePanel, qtbot: QtBot, reads: list[tuple[int, int]]
) -> None:
    steps = range(0, COUNT, COUNT // 60)
    for row in steps:
        go_to(panel, qtbot, row)
        assert held(panel) <= PAGES_KEPT * PAGE
        assert len(panel.model._asked) <= PAGES_KEPT + 3
    assert len(reads) <= 3 * len(steps)
    reads.clear()
    go_to(panel, qtbot, 0)
    assert 1 <= len(reads) <= 3, "what was let go of is read again"


def test_a_refresh_reads_the_rows_on_the_screen_again_and_no_others(
    panel: QueuePanel, qtbot: QtBot, reads: list[tuple[int, int]]
) -> None:
    for row in (20_000, 40_000, 60_000):
        go_to(panel, qtbot, row)
    reads.clear()
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        panel.model.refresh()
    qtbot.waitUntil(lambda: bool(reads), timeout=WAIT)
    go_to(panel, qtbot, 60_000)
    assert len(reads) <= 3
    assert all(60_000 - PAGE <= offset <= 60_000 + 2 * PAGE for offset, _ in reads)


def test_a_filter_starts_from_what_passes_it(
    panel: QueuePanel, qtbot: QtBot, reads: list[tuple[int, int]]
) -> None:
    go_to(panel, qtbot, COUNT - 100)
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        panel.model.set_view(View(states=(ItemState.DONE,)))
    assert panel.model.rowCount() == 1
    qtbot.waitUntil(lambda: shown(panel, 0) == f"Track {COUNT}", timeout=WAIT)
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        panel.model.set_view(View(text="track 19999"))
    assert panel.model.rowCount() == 11
    qtbot.waitUntil(lambda: shown(panel, 10) == "Track 199999", timeout=WAIT)
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        panel.model.set_view(View())
    assert panel.model.rowCount() == COUNT


class Busy(QObject):
    """How long this thread computed between two turns of the event loop, at the longest.

    Its own time and not the clock's, so that other programs count for nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def test_nothing_that_is_done_to_all_keeps_the_window_busy(panel: QueuePanel, qtbot: QtBot) -> None:
    busy = Busy()
    panel.table.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        QTest.keyClick(panel.table, key)
        qtbot.wait(30)
    QTest.keyClicks(panel.search, "track 1999")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 111, timeout=WAIT)
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == COUNT, timeout=WAIT)
    panel.table.selectAll()
    assert len(panel.chosen()) == COUNT
    assert panel.selected.text().startswith("200")
    try:
        panel.actions_.hold.trigger()
        assert panel.work.busy
        qtbot.waitUntil(lambda: not panel.work.busy, timeout=120_000)
        assert len(panel.chosen()) == COUNT, "the selection stays"
        qtbot.waitUntil(lambda: held_rows(panel) == COUNT - 1, timeout=WAIT)
    finally:
        panel.state.setCurrentIndex(0)
        qtbot.waitUntil(lambda: panel.model.rowCount() == COUNT, timeout=WAIT)
        panel.table.selectAll()
        panel.actions_.resume.trigger()
        qtbot.waitUntil(lambda: not panel.work.busy, timeout=120_000)
        panel.table.clearSelection()
    assert busy.longest < 0.1


def held_rows(panel: QueuePanel) -> int:
    """As the status line counts what a person chose to see."""
    states = panel.filter.state
    if states.currentData() != ItemState.HELD.value:
        states.setCurrentIndex(states.findData(ItemState.HELD.value))
    return panel.model.rowCount()
