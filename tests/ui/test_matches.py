# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches to confirm: shown when there are some, answered with the mouse or the keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline.matching import Matching
from catalogsync_gui.ui.dialogs.matches import Column, MatchesDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT

Ask = Callable[..., object]
TITLES = ("One", "<b>Two</b>", "Three")


def _source(desk: Desk, name: str, infos: list[TrackInfo], *, there: bool) -> None:
    source = desk.store.catalogue.add_source("playlist", name, f"/{name}.m3u", {}, 1.0)
    entries = tuple(
        CatalogEntry(info.title, info, MediaRef(f"http://h/{n}.mp3") if there else None)
        for n, info in enumerate(infos)
    )
    page = CatalogPage(PlaylistRef(name, name, "1"), entries)
    desk.store.catalogue.write_page(source, page, diff(entries, {}))


def _fill(desk: Desk, library: Path) -> None:
    """Three tracks that are there, and the same ones wanted; 85, 89 and 79 % sure."""
    raw = desk.store._connection.raw
    there = [TrackInfo(title=title, artists=("A",), duration=100.0) for title in TITLES]
    _source(desk, "Here", there, there=True)
    for item in desk.store.listing.page(0, 9):
        path = f"A/{item.id}.mp3"
        (library / "A").mkdir(exist_ok=True)
        (library / path).write_bytes(b"x")
        raw.execute(
            "INSERT INTO files (id, path, path_key, size, sha256, added_at)"
            " VALUES (?, ?, ?, 1, '', 1)",
            (item.id, path, collision_key(path)),
        )
        raw.execute("UPDATE items SET state = 'done', file_id = id WHERE id = ?", (item.id,))
    wanted = [
        TrackInfo(title="One", artists=("A",)),
        TrackInfo(title="<b>Two</b>s", artists=("A",), duration=100.0),
        TrackInfo(title="Three (Live)", artists=("A",), duration=100.0),
    ]
    _source(desk, "Wanted", wanted, there=False)
    Matching(desk.store).match_all(0, StopToken(), lambda _: None)


@pytest.fixture
def asked(
    window: MainWindow, library: Path, ask: Ask, qtbot: QtBot, engine: Engine
) -> MatchesDialog:
    assert not window.queue.matches.isVisibleTo(window.queue)
    ask(lambda desk: _fill(desk, library))
    engine.keeper.catalogue_changed()
    button = window.queue.matches
    qtbot.waitUntil(lambda: button.isVisibleTo(window.queue), timeout=WAIT)
    assert button.text() == "3 matches to confirm…"
    button.click()
    dialog = window.findChild(MatchesDialog)
    assert isinstance(dialog, MatchesDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3, timeout=WAIT)
    return dialog


def _cell(dialog: MatchesDialog, row: int, column: Column) -> str:
    return str(dialog.model.index(row, column).data())


def test_the_surest_comes_first_in_plain_text(asked: MatchesDialog) -> None:
    assert [_cell(asked, row, Column.CONFIDENCE) for row in range(3)] == ["88 %", "85 %", "79 %"]
    assert _cell(asked, 0, Column.WANTED) == "A – <b>Two</b>s (1:40)"
    assert _cell(asked, 1, Column.CANDIDATE) == "A – One (1:40)"
    assert _cell(asked, 2, Column.SOURCE) == "Here"
    spoken = asked.model.index(1, Column.CONFIDENCE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Confidence: 85 %"
    assert asked.table.accessibleName()


def test_what_is_accepted_is_done_and_its_playlist_written(
    asked: MatchesDialog, window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    asked.table.selectRow(1)
    asked.above_button.click()
    qtbot.waitUntil(lambda: asked.model.rowCount() == 1, timeout=WAIT)
    playlist = library / "Playlists" / "Wanted.m3u"
    qtbot.waitUntil(playlist.exists, timeout=WAIT)
    qtbot.waitUntil(lambda: window.queue.matches.text() == "1 match to confirm…", timeout=WAIT)
    qtbot.keyClick(asked.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked.model.rowCount() == 0, timeout=WAIT)
    assert not asked.accept_button.isEnabled()
    assert asked.words.text() == "No match waits for an answer."
    qtbot.waitUntil(lambda: not window.queue.matches.isVisibleTo(window.queue), timeout=WAIT)


def test_what_is_rejected_stays_without_a_source(
    asked: MatchesDialog, ask: Ask, qtbot: QtBot, qapp: QApplication
) -> None:
    asked.show()
    asked.table.selectRow(0)
    asked.reject_button.click()
    qtbot.waitUntil(lambda: asked.model.rowCount() == 2, timeout=WAIT)
    left = ask(lambda desk: desk.store.listing.page(0, 9, state=ItemState.SKIPPED))
    assert isinstance(left, list)
    assert len(left) == 3
    assert left[1].error.message.startswith("no source: nothing that is there is like it")
