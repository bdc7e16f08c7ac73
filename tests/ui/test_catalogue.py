# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue's page on a real engine: sources, playlists, tracks, and what is done with them."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.browsing import TrackPart
from catalogsync_gui.core.events import JobFinished, JobOpened
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.catalogue_page import CataloguePage
from catalogsync_gui.ui.catalogue_tracks import Column
from catalogsync_gui.ui.dialogs.playlist_versions import PlaylistVersionsDialog
from catalogsync_gui.ui.dialogs.sync_plan import SyncPlanDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from tests.ui.slow_server import WAIT
from tests.unit.media.test_picture import drawn
from tests.unit.sources.web import serving

Ask = Callable[..., object]
TITLES = ("<b>Bold</b> & <img src=x>", "A &amp; B", "{0} %1 %n", "\u202eback\u202c to front")
TRACKS = ("quiet-sea.flac", "strasse-nach-sueden.flac", "rain-on-the-roof.flac")


class Opened(QObject):
    """Stands in for the programs of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))


@pytest.fixture
def opened(qapp: object) -> Iterator[Opened]:
    made = Opened()
    # PySide takes a str, whatever its stubs say.
    QDesktopServices.setUrlHandler("file", made, "take")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def sync(engine: Engine, qtbot: QtBot) -> Callable[[], None]:
    def synced() -> None:
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job(JobSpec())
        qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)

    return synced


@pytest.fixture
def page(
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
    sync: Callable[[], None],
) -> CataloguePage:
    """Two sources: one of three tracks that came and one that did not, in hostile words."""
    path, other = tmp_path / "mine.m3u8", tmp_path / "other.m3u8"
    with serving() as web:
        lines = ["#EXTM3U", "#PLAYLIST:<b>Mine</b> & more"]
        for title, name in zip(TITLES, TRACKS, strict=False):
            audio = (resources() / f"demo/tracks/{name}").read_bytes()
            lines += [f"#EXTINF:3,<i>Who</i> - {title}", web.put(f"/{name}", audio)]
        lines += [
            f"#EXTINF:3,<i>Who</i> - {TITLES[3]}",
            web.put("/x.mp3", b"", 404),
        ]
        # The first again: a playlist may name a track twice.
        lines += lines[2:4]
        path.write_text("\n".join(lines), "utf-8")
        other.write_text("#EXTM3U\n", "utf-8")
        ask(lambda desk: add_source(desk, AddRequest(str(path), name="<b>Mine</b>")))
        ask(lambda desk: add_source(desk, AddRequest(str(other), name="Other")))
        window.resize(900, 600)
        window.show()
        window.places.go(Place.CATALOGUE)
        sync()
    page = window.catalogue
    page.tracks.refresh()
    qtbot.waitUntil(lambda: "3" in counts(page, 0), timeout=WAIT)
    return page


def counts(page: CataloguePage, row: int) -> str:
    model = page.playlists.model
    index = model.index(row)
    return str(model.data(index, Qt.ItemDataRole.AccessibleTextRole)) if index.isValid() else ""


def titles(page: CataloguePage) -> list[str]:
    model = page.tracks.model
    return [str(model.index(row, Column.TITLE).data()) for row in range(model.rowCount())]


def choose(page: CataloguePage, playlist: int, qtbot: QtBot, count: int) -> None:
    """Chooses a playlist and waits for its tracks."""
    page.playlists.view.setCurrentIndex(page.playlists.model.index(playlist))
    qtbot.waitUntil(
        lambda: page.tracks.model.rowCount() == count and "…" not in titles(page), timeout=WAIT
    )


def look_at(page: CataloguePage, row: int, qtbot: QtBot) -> None:
    """Chooses a track and waits until it is shown from near."""
    page.tracks.table.setCurrentIndex(page.tracks.model.index(row, Column.TITLE))
    found = page.tracks.current()
    assert found is not None
    qtbot.waitUntil(
        lambda: (
            (shown := page.tracks.detail.track()) is not None
            and shown.facts.item.id == found.row.id
        ),
        timeout=WAIT,
    )


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


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems open a real file manager")
def test_showing_in_the_folder_opens_the_folder_where_nobody_does_better(
    page: CataloguePage, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    choose(page, 1, qtbot, 5)
    look_at(page, 0, qtbot)
    page.tracks.detail.folder.click()
    qtbot.waitUntil(lambda: len(opened.files) == 1, timeout=WAIT)
    assert opened.files[0].is_dir()
    shown = page.tracks.detail.track()
    assert shown is not None
    assert shown.facts.item.path.startswith(str(opened.files[0].name)) or opened.files[0].exists()


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


def test_dividers_are_remembered(page: CataloguePage, window: MainWindow, engine: Engine) -> None:
    page._across.setSizes([400, 300])
    sizes = page._across.sizes()
    window.detach()
    other = replace(engine.settings)  # the window's places are no settings
    assert other == engine.settings
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
