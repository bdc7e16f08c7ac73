# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the schedule: rules, hours and limits, by mouse and by keys."""

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.core.week_grid import HourState, WeekGrid
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import theme
from catalogsync_gui.ui.rule_editor import RuleDialog, RuleEditor
from catalogsync_gui.ui.schedule_page import SchedulePage
from catalogsync_gui.ui.schedule_words import ScheduleWords
from catalogsync_gui.ui.source_times_table import Column
from catalogsync_gui.ui.week_grid_view import WeekGridView
from tests.ui.slow_server import WAIT

Full, Limited, Off = HourState.FULL, HourState.LIMITED, HourState.OFF


@pytest.fixture
def page(engine: Engine, library: Path, qtbot: QtBot) -> Iterator[SchedulePage]:
    page = SchedulePage(engine)
    page.resize(900, 900)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.hide()
    shiboken6.delete(page)


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[WeekGridView]:
    view = WeekGridView()
    view.resize(800, 220)
    view.show()
    qtbot.waitExposed(view)
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    yield view
    shiboken6.delete(view)


def select(view: WeekGridView, first: tuple[int, int], last: tuple[int, int]) -> None:
    model = view.model()
    view.selectionModel().select(
        QItemSelection(model.index(*first), model.index(*last)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )


def test_space_goes_round_and_arrows_with_shift_select(grid: WeekGridView, qtbot: QtBot) -> None:
    QAbstractItemModelTester(grid.model(), QAbstractItemModelTester.FailureReportingMode.Warning)
    changes: list[WeekGrid] = []
    grid.changed.connect(changes.append)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    for wanted in (Limited, Off, Full):
        qtbot.keyClick(grid, Qt.Key.Key_Space)
        assert grid.grid.of(0, 1) is wanted
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(grid, Qt.Key.Key_Right, shift)
    qtbot.keyClick(grid, Qt.Key.Key_Down, shift)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert grid.grid.text() == "mon,tue 01-03 limited"
    assert len(changes) == 4
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    grid.put(Off)
    assert grid.grid.text() == "daily 00-24 off"


def test_dragging_selects_hours(grid: WeekGridView, qtbot: QtBot) -> None:
    def middle(day: int, hour: int) -> QPoint:
        return grid.visualRect(grid.model().index(day, hour)).center()

    port = grid.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=middle(1, 9))
    qtbot.mouseMove(port, middle(2, 10))
    qtbot.mouseMove(port, middle(3, 13))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle(3, 13))
    assert grid.cells() == [(day, hour) for day in (1, 2, 3) for hour in range(9, 14)]
    grid.put(Limited)
    assert grid.grid.text() == "tue-thu 09-14 limited"


def test_a_screen_reader_hears_the_cell_and_the_selection(grid: WeekGridView) -> None:
    grid.show_grid(WeekGrid.parse("mon 23-24 off"))
    cell = grid.model().index(0, 23)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Monday, 23:00 to 00:00: Off"
    select(grid, (0, 22), (1, 23))
    words = "Monday to Tuesday, 22:00 to 00:00: Full speed, Off"
    assert grid.describe() == grid.accessibleDescription() == words
    select(grid, (2, 3), (2, 4))
    assert grid.describe() == "Wednesday, 03:00 to 05:00: Full speed"
    grid.selectionModel().select(
        grid.model().index(6, 23), QItemSelectionModel.SelectionFlag.Select
    )
    assert grid.describe() == "3 hours: Full speed"
    grid.clearSelection()
    assert grid.describe() == ""
    header = grid.model().headerData(
        5, Qt.Orientation.Vertical, int(Qt.ItemDataRole.AccessibleTextRole)
    )
    assert header == "Saturday"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_states_are_told_apart_without_colour(qapp: QApplication, name: str) -> None:
    theme.apply_theme(qapp, name)
    view = WeekGridView()
    view.resize(800, 220)
    view.show()
    view.show_grid(WeekGrid.parse("mon 01-02 limited; mon 02-03 off"))
    picture = view.viewport().grab().toImage()
    patterns = []
    for hour in range(3):
        rect = view.visualRect(view.model().index(0, hour)).adjusted(4, 4, -4, -4)
        shades = {
            picture.pixelColor(x, y).lightness()
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }
        patterns.append(len(shades) > 1)
    shiboken6.delete(view)
    theme.apply_theme(qapp, "system")
    assert patterns == [False, True, True]


def test_the_hours_of_the_page_are_settings(
    page: SchedulePage, engine: Engine, qtbot: QtBot
) -> None:
    select(page.speed.grid, (0, 8), (4, 17))
    page.speed.states[Limited].click()
    assert engine.settings.download_hours == "mon-fri 08-18 limited"
    page.speed.show_settings(engine.settings)
    assert page.speed.preset.currentText() == "Limited on weekdays (8 to 18)"
    page.speed.states[Off].click()
    assert engine.settings.download_hours == "mon-fri 08-18 off"
    qtbot.waitUntil(lambda: page.speed.preset.currentText() == "Own hours", timeout=WAIT)
    page.speed.preset.setCurrentIndex(1)
    page.speed.preset.activated.emit(1)
    assert engine.settings.download_hours == "daily 07-23 off"
    qtbot.waitUntil(lambda: page.speed.grid.grid.of(0, 12) is Off, timeout=WAIT)
    page.speed.grid.clearSelection()
    assert not page.speed.states[Full].isEnabled()


def test_limits_hold_at_once(page: SchedulePage, engine: Engine, qtbot: QtBot) -> None:
    page.speed.general.setValue(300)
    page.speed.general.editingFinished.emit()
    assert engine.status().pace == Pace(Limited, 300)
    qtbot.waitUntil(lambda: "300" in page.now.text(), timeout=WAIT)
    page.speed.limited.setValue(100)
    page.speed.limited.editingFinished.emit()
    page.slow.click()
    assert (engine.status().pace.kbps, engine.status().pace.cause) == (100, PaceCause.ASKED)
    qtbot.waitUntil(page.back.isVisible, timeout=WAIT)
    assert not page.full.isVisible()
    page.back.click()
    qtbot.waitUntil(page.full.isVisible, timeout=WAIT)
    page.full.click()
    assert engine.status().pace.state is Full
    qtbot.waitUntil(lambda: page.now.text().endswith("as you asked."), timeout=WAIT)
    page.speed.metered.setCurrentIndex(1)
    page.speed.metered.activated.emit(1)
    assert engine.settings.on_metered == "off"


def test_steps_hold_soon_and_once(page: SchedulePage, engine: Engine, qtbot: QtBot) -> None:
    changes: list[int] = []
    engine.signals.settings_changed.connect(lambda settings: changes.append(settings.limit_kbps))
    page.speed.general.stepUp()
    page.speed.general.stepUp()
    assert engine.settings.limit_kbps == 0
    qtbot.waitUntil(lambda: engine.settings.limit_kbps == 200, timeout=WAIT)
    assert changes == [200]
    page.rule.kind.setCurrentIndex(0)
    page.rule.hours.stepUp()
    qtbot.waitUntil(lambda: engine.settings.refresh_hours == 7.0, timeout=WAIT)


def test_the_wheel_scrolls_the_page_and_changes_nothing(
    page: SchedulePage, engine: Engine, qtbot: QtBot
) -> None:
    page.resize(700, 300)
    page.table.setFocus()
    for field in (page.rule.kind, page.rule.hours, *page.speed.fields()):
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(field.mapToGlobal(QPoint(5, 5))),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        before = engine.settings
        QApplication.sendEvent(field, turn)
        assert engine.settings == before
        assert not field.hasFocus()
    assert page.speed.general.value() == 0
    assert page.verticalScrollBar().maximum() > 0


def test_pauses(page: SchedulePage, engine: Engine, qtbot: QtBot) -> None:
    page.pause_hour.click()
    until = engine.status().paused_until
    assert until is not None
    assert 3590 < until - engine.clock.now() <= 3600
    qtbot.waitUntil(page.resume.isVisible, timeout=WAIT)
    assert "paused until" in page.now.text()
    page.resume.click()
    qtbot.waitUntil(page.pause_night.isVisible, timeout=WAIT)
    page.pause_night.click()
    until = engine.status().paused_until
    assert until is not None
    assert 0 < until - engine.clock.now() < 27 * 3600
    engine.resume()


def test_the_rule_for_all(page: SchedulePage, engine: Engine, qtbot: QtBot) -> None:
    editor = page.rule
    assert editor.rule() == Rule()
    editor.kind.setCurrentIndex(0)
    editor.kind.activated.emit(0)
    assert engine.settings.refresh_hours == 6.0
    editor.kind.setCurrentIndex(1)
    editor.kind.activated.emit(1)
    assert engine.settings.refresh_at == "06:00"
    editor.times.clear()
    qtbot.keyClicks(editor.times, "18:30 7:")
    assert editor.problem.isVisible()
    editor.times.editingFinished.emit()
    assert engine.settings.refresh_at == "06:00", "what is no time changes nothing"
    qtbot.keyClicks(editor.times, "15")
    editor.times.editingFinished.emit()
    assert not editor.problem.isVisible()
    assert engine.settings.refresh_at == "07:15, 18:30"
    assert engine.settings.refresh_hours == 6.0, "kept for whoever goes back"
    editor.kind.setCurrentIndex(2)
    editor.kind.activated.emit(2)
    assert engine.settings.refresh_hours == 0.0


@pytest.fixture
def source(page: SchedulePage, subscribe: Callable[..., int], tmp_path: Path, qtbot: QtBot) -> int:
    playlist = tmp_path / "list.m3u"
    playlist.write_text("#EXTM3U\n", "utf-8")
    number = subscribe(str(playlist), "<b>Bold</b>")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    return number


def test_a_rule_is_chosen_in_its_row(
    page: SchedulePage, engine: Engine, source: int, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert page.model.index(0, Column.NAME).data() == "<b>Bold</b>"
    tip = page.model.index(0, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    page.table.selectRow(0)
    assert page.change.isEnabled()
    page.change.click()
    box = page.table.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    qtbot.waitUntil(lambda: box.view().isVisible(), timeout=WAIT)
    for _ in range(2):
        qtbot.keyClick(box.view(), Qt.Key.Key_Down)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    rule = page.model.index(0, Column.RULE)
    qtbot.waitUntil(lambda: rule.data() == "Every 3 hours", timeout=WAIT)
    engine.schedule.start()
    assert engine.schedule.next_of(source) is not None
    engine.keeper.touch()
    qtbot.waitUntil(lambda: page.model.index(0, Column.NEXT).data() != "–", timeout=WAIT)
    spoken = rule.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Synced by itself: Every 3 hours"


def test_any_other_rule_has_a_dialog(
    page: SchedulePage, engine: Engine, source: int, qtbot: QtBot
) -> None:
    page.table.rules.other.emit(source)
    qtbot.waitUntil(lambda: page.findChild(RuleDialog) is not None, timeout=WAIT)
    dialog = page.findChild(RuleDialog)
    assert isinstance(dialog, RuleDialog)
    dialog.editor.kind.setCurrentIndex(1)
    dialog.editor.times.setText("soon")
    dialog.buttons.accepted.emit()
    assert dialog.isVisible(), "that is no rule"
    dialog.editor.times.setText("22:00")
    dialog.buttons.accepted.emit()
    rule = page.model.index(0, Column.RULE)
    qtbot.waitUntil(lambda: rule.data().startswith("Daily at "), timeout=WAIT)
    assert engine.schedule.sources[0].rule == Rule(times=(time(22),))


def test_the_editor_leaves_alone_who_types(qtbot: QtBot) -> None:
    editor = RuleEditor()
    editor.show()
    qtbot.waitExposed(editor)
    editor.show_rule(Rule(times=(time(6),)))
    editor.times.setFocus()
    qtbot.waitUntil(editor.times.hasFocus, timeout=WAIT)
    qtbot.keyClicks(editor.times, ", 7")
    editor.show_rule(Rule(hours=3))
    assert editor.times.text() == "06:00, 7"
    shiboken6.delete(editor)


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace(), "Downloads go at full speed."),
        (Pace(Full, 0, None, PaceCause.ASKED), "Downloads go at full speed, as you asked."),
        (Pace(Limited, 500), "Downloads are limited to 500 kB/s."),
        (
            Pace(Limited, 500, None, PaceCause.ASKED),
            "Downloads are limited to 500 kB/s, as you asked.",
        ),
        (Pace(Off, cause=PaceCause.SCHEDULE), "Downloads are off by your schedule."),
        (Pace(Off, cause=PaceCause.METERED), "Downloads are off on this metered network."),
    ],
)
def test_what_is_said_of_the_speed(qapp: QApplication, pace: Pace, words: str) -> None:
    assert ScheduleWords().pace(pace) == words
