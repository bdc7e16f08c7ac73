# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue's page on a real engine: sources, playlists, tracks, and what is done with them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.browsing import TrackPart
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.catalogue_page import CataloguePage
from catalogsync_gui.ui.catalogue_tracks import Column
from catalogsync_gui.ui.dialogs.sync_plan import SyncPlanDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.followed import TITLES, Ask, choose, counts, look_at, synced, titles
from tests.ui.slow_server import WAIT
from tests.unit.media.test_picture import drawn


@pytest.fixture
def page(
    window: MainWindow, engine: Engine, library: Path, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> CataloguePage:
    return synced(window, engine, ask, tmp_path, qtbot)


def test_playlists_and_tracks_are_listed_as_they_are(page: CataloguePage, qtbot: QtBot) -> None:
    for model in (page.playlists.model, page.tracks.model, page.sources.model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    assert counts(page, 0) == "All tracks, 3 of 4 here, 1 failed"
    qtbot.waitUntil(lambda: page.playlists.model.rowCount() == 2, timeout=WAIT)
    assert counts(page, 1) == "<b>Mine</b> & more, 4 of 5 here, 1 failed"
    choose(page, 1, qtbot, 5)
    assert titles(page) == [*TITLES[:3], "back to front", TITLES[0]]
    model = page.tracks.model
    row = [str(model.index(0, column).data()) for column in Column]
    assert row[:2] == ["1", "Here"]
    assert row[3] == "<i>Who</i>"
    assert row[-1].endswith(".flac")
    spoken = model.index(3, Column.TITLE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("back to front, 4, Failed, <i>Who</i>")
    assert all(
        model.index(3, column).data(Qt.ItemDataRole.ToolTipRole).startswith("<qt>")
        for column in (Column.STATE, Column.TITLE, Column.DETAILS)
    )
    assert "&lt;b&gt;" in model.index(0, Column.TITLE).data(Qt.ItemDataRole.ToolTipRole)
    choose(page, 0, qtbot, 4)
    page.sources.view.setCurrentIndex(page.sources.model.index(1))
    qtbot.waitUntil(page.tracks.empty.isVisible, timeout=WAIT)
    assert "No tracks yet" in page.tracks.empty.text()


def test_every_label_is_plain_and_everything_has_a_name(page: CataloguePage, qtbot: QtBot) -> None:
    choose(page, 1, qtbot, 5)
    look_at(page, 0, qtbot)
    for label in page.findChildren(QLabel):
        assert not label.text() or label.textFormat() is Qt.TextFormat.PlainText, label.text()
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or (
                isinstance(widget, QAbstractButton) and (widget.text() or widget.toolTip())
            )
            assert named or isinstance(widget, QLabel), widget
    assert page.minimumSizeHint().width() <= 760
    assert page.minimumSizeHint().height() <= 440


def test_the_filter_asks_when_the_typing_rests(page: CataloguePage, qtbot: QtBot) -> None:
    choose(page, 1, qtbot, 5)
    qtbot.keyClicks(page.tracks.search, "bold")
    qtbot.waitUntil(lambda: titles(page) == [TITLES[0]] * 2, timeout=WAIT)
    assert [page.tracks.model.index(n, Column.NUMBER).data() for n in range(2)] == ["1", "5"]
    assert page.tracks.count.text() == "2 tracks"
    page.tracks.search.setText("%")
    qtbot.waitUntil(lambda: titles(page) == [TITLES[2]], timeout=WAIT)
    assert page.tracks.count.text() == "1 track"
    page.tracks.search.setText("nothing like it")
    qtbot.waitUntil(page.tracks.empty.isVisible, timeout=WAIT)
    assert "passes the filter" in page.tracks.empty.text()
    page.tracks.search.clear()
    page.tracks.part.setCurrentIndex(page.tracks.part.findData(TrackPart.ABSENT))
    qtbot.waitUntil(lambda: titles(page) == ["back to front"], timeout=WAIT)
    page.tracks.part.setCurrentIndex(0)
    choose(page, 1, qtbot, 5)


def test_a_cover_beside_the_track_is_shown(
    page: CataloguePage, library: Path, ask: Ask, qtbot: QtBot
) -> None:
    choose(page, 1, qtbot, 5)
    (library / "cover.jpg").write_bytes(drawn(640, 320, "JPEG"))

    def note(desk: object) -> None:
        raw = desk.store._connection.raw  # type: ignore[attr-defined]
        raw.execute(
            "INSERT INTO sidecar_files (path, path_key, size, sha256)"
            " VALUES ('cover.jpg', 'cover.jpg', 1, '')"
        )
        raw.execute(
            "INSERT INTO sidecars (track_id, ref, state, file_id) VALUES ((SELECT MIN(id) FROM"
            """ tracks), '{"kind":"cover","address":"x"}', 'done', last_insert_rowid())"""
        )

    ask(note)
    look_at(page, 0, qtbot)
    cover = page.tracks.detail.cover
    qtbot.waitUntil(lambda: cover.image() is not None, timeout=WAIT)
    image = cover.image()
    assert image is not None
    assert (image.width(), image.height()) == (512, 256)
    assert abs(image.pixelColor(5, 5).blue() - 0x99) < 5
    assert cover.accessibleName() == "Cover"
    assert not cover.grab().isNull()
    look_at(page, 1, qtbot)
    qtbot.waitUntil(lambda: cover.image() is None, timeout=WAIT)
    assert cover.accessibleName() == "No cover"
    # A picture that shows nothing leaves its place empty.
    (library / "cover.jpg").write_bytes(b"\xff\xd8\xffbroken")
    assert not cover.grab().isNull()


def test_dividers_are_remembered(page: CataloguePage, window: MainWindow) -> None:
    page._across.setSizes([400, 300])
    sizes = page._across.sizes()
    window.detach()
    page._across.setSizes([200, 500])
    page.restore(window._memory)
    assert page._across.sizes() == sizes


def test_what_is_wrong_with_a_source_is_said_in_full(
    page: CataloguePage, ask: Ask, engine: Engine, qtbot: QtBot
) -> None:
    panel = page.playlists
    assert "next when you sync it" in panel.about.text()
    assert not panel.trouble.isVisible()
    words = "<b>the login</b> is refused; enter another one"

    def fail(desk: object) -> None:
        raw = desk.store._connection.raw  # type: ignore[attr-defined]
        raw.execute("UPDATE sources SET paused = ?, error = 'x' WHERE id = 1", (words,))

    ask(fail)
    engine.keeper.catalogue_changed()
    qtbot.waitUntil(panel.trouble.isVisible, timeout=WAIT)
    assert "<b>the login</b> is refused; enter another one" in panel.trouble.text()
    assert "sync it to try again" in panel.about.text()


def test_the_plan_of_one_source_is_of_that_source(
    page: CataloguePage, window: MainWindow, qtbot: QtBot
) -> None:
    page.sources.view.setCurrentIndex(page.sources.model.index(1))
    page.sources.plan.trigger()
    (dialog,) = (one for one in window.findChildren(SyncPlanDialog) if one.isVisible())
    qtbot.waitUntil(lambda: dialog.sources.rowCount() == 1, timeout=WAIT)
    assert dialog.sources.index(0, 0).data() == "Other"
    dialog.reject()
