# SPDX-License-Identifier: GPL-3.0-or-later
"""The log in the window: which lines are shown, what follows, and what becomes of them."""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import ItemFinished, ItemStarted, JobFinished, SourceRefreshed
from catalogsync_gui.core.history import Outcome
from catalogsync_gui.core.log_context import about
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.log_view import LogView
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from tests.ui.slow_server import WAIT, SlowServer

log = logging.getLogger("catalogsync_gui_test_log")


@pytest.fixture
def view(window: MainWindow, library: Path, qtbot: QtBot) -> Iterator[LogView]:
    log.setLevel(logging.INFO)
    window.resize(900, 500)
    window.show()
    window.places.go(Place.LOG)
    qtbot.waitUntil(window.log.isVisible, timeout=WAIT)
    yield window.log
    log.setLevel(logging.NOTSET)


def shown(view: LogView) -> list[str]:
    """The lines of this test that are shown, without their beginnings."""
    lines = view.text.toPlainText().splitlines()
    return [line.partition("# ")[2] for line in lines if "# " in line]


def say(view: LogView, qtbot: QtBot, *texts: str, level: int = logging.INFO) -> None:
    for text in texts:
        log.log(level, "# %s", text)
    qtbot.waitUntil(
        lambda: any(line.text.endswith(f"# {texts[-1]}") for line in view.lines.kept), timeout=WAIT
    )


def test_lines_are_filtered_by_level_source_item_and_text(
    view: LogView, subscribe: Callable[..., int], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.m3u").write_text("#EXTM3U\n")
    one = subscribe(str(tmp_path / "a.m3u"), "One <b>")
    qtbot.waitUntil(lambda: view.source.count() == 2, timeout=WAIT)
    assert view.source.itemText(1) == "One <b>"
    with about(source=one):
        say(view, qtbot, "of one")
    with about(source=one, item=7):
        say(view, qtbot, "of item seven", level=logging.WARNING)
    with about(source=one + 1, item=8):
        say(view, qtbot, "of another", level=logging.ERROR)
    say(view, qtbot, "of nobody")
    everything = ["of one", "of item seven", "of another", "of nobody"]
    assert shown(view) == everything
    view.source.setCurrentIndex(1)
    assert shown(view) == everything[:2]
    view.level.setCurrentIndex(1)
    assert shown(view) == everything[1:2]
    view.source.setCurrentIndex(0)
    assert shown(view) == everything[1:3]
    view.level.setCurrentIndex(0)
    view.search.setText("NOBODY")
    qtbot.waitUntil(lambda: shown(view) == ["of nobody"], timeout=WAIT)
    view.only(7, "Rock & <b>Roll</b>")
    assert shown(view) == ["of item seven"]
    assert view.item.isVisible()
    assert view.item.text() == "Only Rock && <b>Roll</b>"
    view.item.click()
    assert not view.item.isVisible()
    assert shown(view) == everything


def test_what_the_engine_tells_is_about_its_source_and_item(
    view: LogView, engine: Engine, qtbot: QtBot
) -> None:
    signals = engine.signals
    signals.happened.emit(ItemStarted(at=1.0, job=1, item=5, worker=1, title="Five", source=3))
    signals.happened.emit(
        ItemFinished(
            at=2.0,
            job=1,
            item=5,
            worker=1,
            state=ItemState.FAILED,
            path="",
            bytes=0,
            seconds=1.0,
            error=ErrorInfo("gone", "it is gone"),
        )
    )
    signals.happened.emit(
        SourceRefreshed(at=3.0, job=1, source=3, playlists=1, tracks=2, new=2, unchanged=False)
    )
    qtbot.waitUntil(lambda: len(view.lines.kept) >= 2, timeout=WAIT)
    failed, read = list(view.lines.kept)[-2:]
    assert (failed.source, failed.item, failed.level) == (3, 5, logging.WARNING)
    assert (read.source, read.item, read.level) == (3, None, logging.INFO)


def test_it_follows_until_somebody_reads_further_up(view: LogView, qtbot: QtBot) -> None:
    say(view, qtbot, *(f"line {number}" for number in range(300)))
    qtbot.waitUntil(lambda: len(shown(view)) == 300, timeout=WAIT)
    assert view.text.at_end()
    assert not view.end.isEnabled()
    bar = view.text.verticalScrollBar()
    bar.setValue(10)
    say(view, qtbot, "new", "newer")
    qtbot.waitUntil(lambda: "2 new lines" in view.state.text(), timeout=WAIT)
    assert bar.value() == 10
    assert shown(view)[-1] == "line 299"
    bar.setValue(bar.maximum())
    assert shown(view)[-2:] == ["new", "newer"]
    assert view.text.at_end()
    say(view, qtbot, "newest")
    qtbot.waitUntil(lambda: shown(view)[-1] == "newest", timeout=WAIT)
    bar.setValue(0)
    view.end.click()
    assert view.text.at_end()
    assert not view.end.isEnabled()


def test_a_pause_holds_new_lines_back_wherever_one_scrolls(view: LogView, qtbot: QtBot) -> None:
    say(view, qtbot, *(f"line {number}" for number in range(100)))
    qtbot.waitUntil(lambda: len(shown(view)) == 100, timeout=WAIT)
    view.pause.click()
    say(view, qtbot, "held")
    qtbot.waitUntil(lambda: view.state.text() == "Paused, 1 new line", timeout=WAIT)
    bar = view.text.verticalScrollBar()
    bar.setValue(0)
    bar.setValue(bar.maximum())
    assert shown(view)[-1] == "line 99"
    view.pause.click()
    assert shown(view)[-1] == "held"
    assert view.text.at_end()


def test_nothing_is_written_while_it_is_not_shown(
    view: LogView, window: MainWindow, qtbot: QtBot
) -> None:
    window.places.go(Place.QUEUE)
    say(view, qtbot, "meanwhile")
    assert shown(view) == []
    window.places.go(Place.LOG)
    assert shown(view) == ["meanwhile"]


def test_lines_are_copied_and_saved_for_their_owner(
    view: LogView, tmp_path: Path, qtbot: QtBot
) -> None:
    say(view, qtbot, "one", "two")
    qtbot.waitUntil(lambda: shown(view) == ["one", "two"], timeout=WAIT)
    view.copy.click()
    assert QGuiApplication.clipboard().text().endswith("# two")
    file = tmp_path / "lines.txt"
    view.save_to(str(file))
    qtbot.waitUntil(lambda: view.state.text() == "Saved as lines.txt", timeout=WAIT)
    assert file.read_text("utf-8").endswith("# two\n")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    view.save_to(str(tmp_path / "nowhere" / "lines.txt"))
    qtbot.waitUntil(lambda: "cannot be written" in view.state.text(), timeout=WAIT)


def test_an_item_is_told_of_from_before_this_start(view: LogView) -> None:
    outcome = Outcome(
        id=1,
        job=4,
        item=9,
        source=1,
        source_name="S",
        state=ItemState.FAILED,
        at=1000.0,
        bytes=0,
        seconds=0.0,
        tries=1,
        title="Nine",
        artist="",
        host="h",
        error=ErrorInfo("gone", "it is # gone"),
    )
    view.only(9, "Nine")
    view._on_past((outcome,))
    assert shown(view) == ["gone"]
    assert "sync 4: failed" in view.text.toPlainText()
    view.item.click()
    assert shown(view) == []


def test_a_sync_leaves_lines_that_are_found_by_source_and_item(
    view: LogView,
    engine: Engine,
    subscribe: Callable[..., int],
    slow_playlist: Path,
    slow_server: SlowServer,
    qtbot: QtBot,
) -> None:
    slow_server.let_go.set()
    source = subscribe(str(slow_playlist), "Slow")
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, JobFinished),
    ):
        engine.start_job()
    qtbot.waitUntil(lambda: any("Sync done" in line.text for line in view.lines.kept), timeout=WAIT)
    ends = [line for line in view.lines.kept if "done      " in line.text]
    assert len(ends) >= 1
    assert {line.source for line in ends} == {source}
    assert len({line.item for line in ends} - {None}) == len(ends)
