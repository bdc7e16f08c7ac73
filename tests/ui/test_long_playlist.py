# SPDX-License-Identifier: GPL-3.0-or-later
"""A playlist of 50,000 tracks: what is not looked at is not read, and the window goes on."""

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.browsing import TrackScope
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.store.browsing import BrowseStore
from catalogsync_gui.ui.catalogue_track_panel import TracksPanel
from catalogsync_gui.ui.catalogue_tracks import PAGE, PAGES_KEPT, Column
from catalogsync_gui.ui.opening_files import FileOpener
from tests.ui.slow_server import WAIT
from tests.unit.store.shelf import Shelf

COUNT = 50_000


@pytest.fixture(scope="module")
def long_profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    profile = Profile.resolve(str(tmp_path_factory.mktemp("profile")))
    profile.create()
    shelf = Shelf(profile.data)
    shelf.fill(shelf.source("S", {"a": 1}), "a.lan", COUNT - 1)
    # In the other direction, so that the order of the playlist is not that of the tracks.
    shelf.raw.execute(
        "INSERT OR REPLACE INTO entries SELECT 1, (SELECT generation FROM playlists),"
        f" {COUNT} - id, id FROM tracks"
    )
    shelf.close()
    return profile


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The offset of every page that was read from the database."""
    made: list[int] = []
    real = BrowseStore.page

    def page(store: BrowseStore, scope: TrackScope, offset: int, limit: int) -> Any:
        made.append(offset)
        return real(store, scope, offset, limit)

    monkeypatch.setattr(BrowseStore, "page", page)
    return made


@pytest.fixture
def panel(
    long_profile: Profile, qapp: QApplication, qtbot: QtBot, reads: list[int]
) -> Iterator[TracksPanel]:
    engine = Engine(long_profile, scheduled=False)
    engine.start()
    made = TracksPanel(engine, FileOpener(engine))
    made.resize(900, 600)
    made.show_list(TrackScope(1, 1))
    made.show()
    qtbot.waitUntil(lambda: shown(made, 0) == f"Track {COUNT}", timeout=WAIT)
    yield made
    made.hide()
    shiboken6.delete(made)
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def shown(panel: TracksPanel, row: int) -> object:
    return panel.model.index(row, Column.TITLE).data()


def go_to(panel: TracksPanel, qtbot: QtBot, row: int) -> None:
    panel.table.scrollTo(panel.model.index(row, 0), panel.table.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: shown(panel, row) == f"Track {COUNT - row}", timeout=WAIT)


def test_only_what_is_on_the_screen_is_read(
    panel: TracksPanel, qtbot: QtBot, reads: list[int]
) -> None:
    assert panel.model.rowCount() == COUNT
    assert set(reads) == {0}
    reads.clear()
    panel.table.scrollToBottom()
    qtbot.waitUntil(lambda: shown(panel, COUNT - 2) == "Track 2", timeout=WAIT)
    assert 1 <= len(reads) <= 3
    assert all(offset >= COUNT - 2 * PAGE for offset in reads)
    for row in range(0, COUNT, COUNT // 60):
        go_to(panel, qtbot, row)
        assert len(panel.model._pages) <= PAGES_KEPT
    reads.clear()
    with qtbot.waitSignal(panel.model.counted, timeout=WAIT):
        panel.refresh()
    qtbot.waitUntil(lambda: bool(reads), timeout=WAIT)
    assert len(reads) <= 3


def test_a_filter_finds_one_in_all_of_them(panel: TracksPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "track 4999")
    qtbot.waitUntil(lambda: panel.count.text() == "11 tracks", timeout=WAIT)
    qtbot.waitUntil(lambda: shown(panel, 0) == "Track 49999", timeout=WAIT)
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == COUNT, timeout=WAIT)
