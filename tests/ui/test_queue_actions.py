# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does to rows of the queue: by key, by button, by dragging."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.queueing import Priority
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.queue_panel import QueuePanel
from catalogsync_gui.ui.queue_view import _MIME
from catalogsync_gui.ui.queue_words import Column
from tests.ui.slow_server import WAIT
from tests.unit.store.shelf import Shelf

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
COUNT = 8


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = Profile.resolve(str(tmp_path / "profile"))
    made.create()
    shelf = Shelf(made.data)
    shelf.source("S", {"a.lan": COUNT})
    shelf.close()
    return made


@pytest.fixture
def panel(engine: Engine, qapp: QApplication, qtbot: QtBot) -> Iterator[QueuePanel]:
    made = QueuePanel(engine)
    made.resize(1000, 600)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == COUNT, timeout=WAIT)
    tester = QAbstractItemModelTester(made.model, FATAL)
    qtbot.waitUntil(lambda: made.model.item(COUNT - 1) is not None, timeout=WAIT)
    yield made
    shiboken6.delete(tester)
    made.hide()
    shiboken6.delete(made)


def order(panel: QueuePanel) -> list[int]:
    return panel.model.ids.tolist()


def select(panel: QueuePanel, *items: int) -> None:
    rows = [order(panel).index(item) for item in items]
    panel.table.select(tuple((row, row) for row in rows), rows[0])
    assert sorted(panel.chosen()) == sorted(items)


def state(panel: QueuePanel, item: int) -> ItemState | None:
    row = panel.model.known(item)
    # Asks for it again when it is stale.
    panel.model.item(order(panel).index(item))
    return row.state if row else None


def until(qtbot: QtBot, panel: QueuePanel, **states: ItemState) -> None:
    wanted = {int(name[1:]): kind for name, kind in states.items()}
    qtbot.waitUntil(lambda: {item: state(panel, item) for item in wanted} == wanted, timeout=WAIT)


def stored(ask: Callable[..., object], panel: QueuePanel) -> object:
    """The order as the database has it."""
    return ask(lambda desk: desk.store.queue_lists.ids(panel.model.view).tolist())


def test_hold_and_resume(panel: QueuePanel, qtbot: QtBot) -> None:
    actions = panel.actions_
    assert not actions.hold.isEnabled(), "nothing is selected"
    assert panel.selected.text() == "Nothing selected"
    select(panel, 2, 3)
    assert panel.selected.text() == "2 selected"
    assert actions.hold.isEnabled()
    assert not actions.resume.isEnabled()
    actions.hold.trigger()
    until(qtbot, panel, _2=ItemState.HELD, _3=ItemState.HELD, _4=ItemState.PENDING)
    assert order(panel) == list(range(1, COUNT + 1)), "what is held keeps its place"
    assert sorted(panel.chosen()) == [2, 3]
    assert actions.resume.isEnabled()
    row = order(panel).index(2)
    assert panel.model.index(row, Column.STATE).data() == "Held"
    assert panel.model.index(row, Column.DETAILS).data().startswith("You hold it back; resume it")
    actions.resume.trigger()
    until(qtbot, panel, _2=ItemState.PENDING, _3=ItemState.PENDING)


def test_cancel_and_undo(panel: QueuePanel, qtbot: QtBot) -> None:
    select(panel, 4)
    panel.actions_.cancel.trigger()
    until(qtbot, panel, _4=ItemState.SKIPPED)
    qtbot.waitUntil(lambda: order(panel)[-1] == 4, timeout=WAIT)
    assert panel.chosen().tolist() == [4], "it stays selected where it went"
    assert panel.message.isVisible()
    assert panel.message.words.text().startswith("1 track is cancelled")
    assert panel.model.index(COUNT - 1, Column.STATE).data() == "Cancelled"
    panel.message.button.click()
    until(qtbot, panel, _4=ItemState.PENDING)
    qtbot.waitUntil(lambda: order(panel) == list(range(1, COUNT + 1)), timeout=WAIT)
    assert not panel.message.isVisible()


@pytest.mark.usefixtures("library")
def test_what_was_cancelled_is_tried_again(panel: QueuePanel, qtbot: QtBot, engine: Engine) -> None:
    select(panel, 1)
    panel.actions_.cancel.trigger()
    until(qtbot, panel, _1=ItemState.SKIPPED)
    engine.pause()
    assert panel.actions_.again.isEnabled()
    with qtbot.waitSignal(engine.signals.happened, timeout=WAIT):
        panel.actions_.again.trigger()
    until(qtbot, panel, _1=ItemState.PENDING)
    engine.stop_job()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)


@pytest.mark.usefixtures("library")
def test_start_now_puts_it_first_and_begins_a_job(
    panel: QueuePanel, qtbot: QtBot, engine: Engine
) -> None:
    engine.pause()
    select(panel, 7)
    panel.actions_.start.trigger()
    qtbot.waitUntil(lambda: order(panel)[0] == 7, timeout=WAIT)
    qtbot.waitUntil(lambda: engine.status().job is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: panel.model.index(0, Column.PRIORITY).data() == "First", timeout=WAIT)
    engine.stop_job()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)


def test_rows_are_moved_by_keys(
    panel: QueuePanel, qtbot: QtBot, ask: Callable[..., object]
) -> None:
    def press(key: Qt.Key) -> None:
        QTest.keyClick(panel.table, key, Qt.KeyboardModifier.AltModifier)

    panel.activateWindow()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus, timeout=WAIT)
    select(panel, 5)
    for _ in range(3):
        press(Qt.Key.Key_Up)
    assert order(panel) == [1, 5, 2, 3, 4, 6, 7, 8], "at once, three times"
    qtbot.waitUntil(lambda: not panel.work.busy, timeout=WAIT)
    assert stored(ask, panel) == [1, 5, 2, 3, 4, 6, 7, 8]
    press(Qt.Key.Key_Down)
    assert order(panel) == [1, 2, 5, 3, 4, 6, 7, 8]
    press(Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: order(panel) == [5, 1, 2, 3, 4, 6, 7, 8], timeout=WAIT)
    assert panel.chosen().tolist() == [5]
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_End)
    qtbot.waitUntil(lambda: order(panel) == [1, 2, 3, 4, 6, 7, 8, 5], timeout=WAIT)
    select(panel, 2, 4)
    press(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: order(panel) == [2, 4, 1, 3, 6, 7, 8, 5], timeout=WAIT)
    assert panel.chosen().tolist() == [2, 4]


def drop(panel: QueuePanel, row: int, *, before: bool) -> None:
    """What Qt sends at the end of a drag within the table."""
    table = panel.table
    y = table.rowViewportPosition(row) + (2 if before else table.rowHeight(row) - 2)
    data = QMimeData()
    data.setData(_MIME, b"rows")

    class Drop(QDropEvent):
        def source(self) -> object:  # type: ignore[override]
            return table

    table.dropEvent(
        Drop(
            QPointF(20, y),
            Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_rows_are_dragged(panel: QueuePanel, qtbot: QtBot, ask: Callable[..., object]) -> None:
    select(panel, 2)
    drop(panel, 5, before=True)
    assert order(panel) == [1, 3, 4, 5, 2, 6, 7, 8]
    select(panel, 1, 7)
    drop(panel, 3, before=False)
    qtbot.waitUntil(lambda: order(panel) == [3, 4, 5, 1, 7, 2, 6, 8], timeout=WAIT)
    drop(panel, 3, before=False)
    qtbot.waitUntil(lambda: not panel.work.busy, timeout=WAIT)
    assert stored(ask, panel) == [3, 4, 5, 1, 7, 2, 6, 8], "onto themselves"
    assert panel.table.place(QPoint(5, 10_000)) == (COUNT - 1, False)


def test_rows_that_are_sorted_by_a_column_are_not_moved(panel: QueuePanel, qtbot: QtBot) -> None:
    header = panel.table.horizontalHeader()
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        header.setSortIndicator(Column.TITLE, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: order(panel) == list(range(COUNT, 0, -1)), timeout=WAIT)
    assert panel.filter.order.isVisible()
    select(panel, 3)
    panel.actions_.up.trigger()
    assert "sorted by a column" in panel.message.words.text()
    panel.message.hide()
    panel.table.startDrag(Qt.DropAction.MoveAction)
    assert "sorted by a column" in panel.message.words.text()
    panel.message.button.click()
    qtbot.waitUntil(lambda: order(panel) == list(range(1, COUNT + 1)), timeout=WAIT)
    assert not panel.filter.order.isVisible()
    assert panel.chosen().tolist() == [3]


def test_priorities_of_many(panel: QueuePanel, qtbot: QtBot) -> None:
    select(panel, 6, 8)
    panel.actions_.priorities[Priority.HIGH].trigger()
    qtbot.waitUntil(lambda: order(panel) == [6, 8, 1, 2, 3, 4, 5, 7], timeout=WAIT)
    qtbot.waitUntil(panel.actions_.priorities[Priority.HIGH].isChecked, timeout=WAIT)
    panel.actions_.priorities[Priority.SAME].trigger()
    qtbot.waitUntil(lambda: order(panel) == list(range(1, COUNT + 1)), timeout=WAIT)


def test_everything_that_passes_the_filter_is_held_at_once(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.search.setText("a.lan 3")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=WAIT)
    panel.table.selectAll()
    panel.actions_.hold.trigger()
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == COUNT, timeout=WAIT)
    until(qtbot, panel, _4=ItemState.HELD, _3=ItemState.PENDING)
    panel.state.setCurrentIndex(panel.state.findData(ItemState.HELD.value))
    qtbot.waitUntil(lambda: order(panel) == [4], timeout=WAIT)


def test_details_and_addresses_are_copied_without_secrets(
    panel: QueuePanel, qtbot: QtBot, ask: Callable[..., object]
) -> None:
    def veil(desk: object) -> None:
        desk.store._connection.raw.execute(  # type: ignore[attr-defined]
            'UPDATE items SET media = \'{"address":"http://u:pw@a.lan/1.mp3?token=abc"}\''
            " WHERE id = 1"
        )

    ask(veil)
    select(panel, 1, 2)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("")
    panel.actions_.copy.trigger()
    qtbot.waitUntil(lambda: bool(clipboard.text()), timeout=WAIT)
    lines = clipboard.text().splitlines()
    assert "Title: S a.lan 0" in lines
    assert "State: Waiting" in lines
    assert any(line.startswith("Reason: It waits for the next sync") for line in lines)
    clipboard.setText("")
    panel.actions_.address.trigger()
    qtbot.waitUntil(lambda: bool(clipboard.text()), timeout=WAIT)
    assert "a.lan/1.mp3" in clipboard.text()
    assert "pw" not in clipboard.text()
    assert "abc" not in clipboard.text()


def test_a_screen_reader_gets_a_whole_row(panel: QueuePanel, qtbot: QtBot) -> None:
    select(panel, 1)
    qtbot.waitUntil(lambda: "S a.lan 0" in panel.selected.text(), timeout=WAIT)
    role = Qt.ItemDataRole.AccessibleTextRole
    summary = panel.model.index(0, Column.STATE).data(role)
    assert summary.startswith("Waiting. S a.lan 0. Priority: Normal. It waits for the next sync")
    assert panel.model.index(0, Column.TITLE).data(role) == "Title: S a.lan 0"
    panel.actions_.why.trigger()
    assert "It waits for the next sync" in panel.message.words.text()


def test_every_action_has_a_key_and_says_so(panel: QueuePanel) -> None:
    menu = panel.actions_.priority.menuAction()
    actions = [a for a in panel.table.actions() if not a.isSeparator() and a is not menu]
    assert len(actions) == 13
    keys = [action.shortcut().toString() for action in actions]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert all(keys in a.toolTip() for a, keys in zip(actions, keys, strict=True))


def test_what_goes_wrong_is_said_as_a_sentence(panel: QueuePanel) -> None:
    panel.work.failed.emit(CatalogSyncError("the database is in use"))
    assert panel.message.words.text().replace("\u200b", "") == "The database is in use."
