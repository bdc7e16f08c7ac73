# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done from the catalogue's page with files: played, shown, exported, restored, fetched."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobOpened
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.catalogue_page import CataloguePage
from catalogsync_gui.ui.dialogs.playlist_versions import PlaylistVersionsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.followed import TITLES, Ask, Opened, choose, look_at, synced
from tests.ui.slow_server import WAIT


@pytest.fixture
def opened(qapp: object) -> Iterator[Opened]:
    made = Opened()
    # PySide takes a str, whatever its stubs say.
    QDesktopServices.setUrlHandler("file", made, "take")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def page(
    window: MainWindow, engine: Engine, library: Path, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> CataloguePage:
    return synced(window, engine, ask, tmp_path, qtbot)


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems open a real file manager")
def test_showing_in_the_folder_opens_the_folder_where_nobody_does_better(
    page: CataloguePage,
    opened: Opened,
    library: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    choose(page, 1, qtbot, 5)
    look_at(page, 0, qtbot)
    page.tracks.detail.folder.click()
    qtbot.waitUntil(lambda: len(opened.files) == 1, timeout=WAIT)
    shown = page.tracks.detail.track()
    assert shown is not None
    assert opened.files == [(library / shown.facts.item.path).parent]


def test_playlists_are_played_exported_and_told_of(
    page: CataloguePage,
    opened: Opened,
    library: Path,
    qtbot: QtBot,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("was changed by somebody else")
    choose(page, 0, qtbot, 4)
    panel = page.playlists
    assert not any(action.isEnabled() for action in panel._actions())
    choose(page, 1, qtbot, 5)
    playlist = panel.current()
    assert playlist is not None
    file = library / playlist.path
    panel.play.trigger()
    qtbot.waitUntil(lambda: opened.files == [file], timeout=WAIT)
    before = file.read_text("utf-8")
    file.write_text("#EXTM3U\n# mine\n", "utf-8")
    panel.export.trigger()
    # While theirs is put aside there is none for a moment.
    qtbot.waitUntil(lambda: file.exists() and file.read_text("utf-8") == before, timeout=WAIT)
    choose(page, 0, qtbot, 4)
    choose(page, 1, qtbot, 5)
    qtbot.waitUntil(panel.notice.isVisible, timeout=WAIT)
    assert ".edited-" in panel.notice.text()


def test_versions_are_compared_restored_and_undone(
    page: CataloguePage,
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    qtbot: QtBot,
) -> None:
    choose(page, 1, qtbot, 5)

    def shorten(desk: object) -> None:
        raw = desk.store._connection.raw  # type: ignore[attr-defined]
        raw.execute("DELETE FROM entries WHERE playlist_id = 1 AND position IN (0, 4)")

    ask(shorten)
    page.playlists.versions.trigger()
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    assert isinstance(dialog, PlaylistVersionsDialog)
    QAbstractItemModelTester(
        dialog.table, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
    )
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT)
    assert dialog.table.index(0, 2).data() == "2 tracks are not in it any more"
    lines = [dialog.changes.index(row, 1).data() for row in range(dialog.changes.rowCount())]
    assert lines == [f"<i>Who</i> – {TITLES[0]}"] * 2
    for label in dialog.findChildren(QLabel):
        assert not label.text() or label.textFormat() is Qt.TextFormat.PlainText
    before = {path.name for path in (library / "Playlists").iterdir()}
    dialog.restore.click()
    qtbot.waitUntil(dialog.undo.isVisible, timeout=WAIT)
    made = {path.name for path in (library / "Playlists").iterdir()} - before
    assert len(made) == 1
    assert made.pop() in dialog.told.text().replace("\u200b", "")
    dialog.undo.click()
    qtbot.waitUntil(lambda: not dialog.undo.isVisible(), timeout=WAIT)
    assert {path.name for path in (library / "Playlists").iterdir()} == before
    assert "removed again" in dialog.told.text()
    dialog.reject()


def test_it_is_told_when_the_library_is_away(
    page: CataloguePage, opened: Opened, library: Path, qtbot: QtBot
) -> None:
    choose(page, 1, qtbot, 5)
    look_at(page, 0, qtbot)
    library.rename(library.with_name("Away"))
    page.tracks.detail.play.click()
    qtbot.waitUntil(page.tracks.notice.isVisible, timeout=WAIT)
    assert opened.files == []
    library.with_name("Away").rename(library)


def test_a_track_from_near(
    page: CataloguePage, opened: Opened, library: Path, qtbot: QtBot, engine: Engine
) -> None:
    choose(page, 1, qtbot, 5)
    detail = page.tracks.detail
    look_at(page, 0, qtbot)
    assert detail.title.text() == TITLES[0]
    assert detail.state.text() == "Here"
    assert not detail.why.isVisible()
    assert not detail.again.isVisible()
    words = " ".join(label.text() for label in detail.findChildren(QLabel))
    assert "When it was fetched" in words
    assert "<b>Mine</b> & more" in words
    detail.copy.click()
    track = Path(QGuiApplication.clipboard().text())
    assert track.is_file()
    assert track.is_relative_to(library)
    detail.play.click()
    qtbot.waitUntil(lambda: opened.files == [track], timeout=WAIT)
    page.tracks.play.trigger()
    qtbot.waitUntil(lambda: opened.files == [track, track], timeout=WAIT)
    # One that is gone: nothing is opened, and it says so.
    track.unlink()
    detail.play.click()
    qtbot.waitUntil(page.tracks.notice.isVisible, timeout=WAIT)
    assert "is not in the library any more" in page.tracks.notice.text()
    assert len(opened.files) == 2
    look_at(page, 3, qtbot)
    assert detail.state.text() == "Failed"
    assert "(404)" in detail.why.text().replace("\u200b", "")
    assert not detail.play.isEnabled()
    assert not page.tracks.copy.isEnabled()
    assert detail.again.isVisible()
    detail.leave.click()
    qtbot.waitUntil(lambda: detail.state.text() == "Skipped", timeout=WAIT)
    assert not detail.leave.isVisible()
    assert detail.again.text() == "Fetch &after all"
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, JobOpened),
    ):
        detail.again.click()
    assert not page.tracks.notice.isVisible()
    engine.stop_job()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
