# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run: from an empty profile to the first file, on a real engine."""

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import StorageRefused
from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.traits import Traits
from catalogsync_gui.engine import folder_look
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.folder_look import FolderLook, Sign, What, look
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.media.volume import FOLDER
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.first_run.screens import FirstRun
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from tests.ui.slow_server import WAIT

Ask = Callable[..., object]
HOSTILE = "<b>Bold</b> & {0} %1"


@pytest.fixture(autouse=True)
def _music(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    music = tmp_path / "home" / "Music"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(music))


@pytest.fixture
def first(window: MainWindow) -> FirstRun:
    window.resize(900, 640)
    window.show()
    assert window.first_run.isVisible()
    return window.first_run


def choose(first: FirstRun, folder: Path, qtbot: QtBot) -> None:
    first.folder.path.setText(str(folder))
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 1, timeout=WAIT)


def sources(ask: Ask) -> list[str]:
    rows = ask(lambda desk: desk.store.catalogue.sources())
    assert isinstance(rows, list)
    return [row.source.name for row in rows]


def test_from_nothing_to_the_first_file_without_network_or_account(
    window: MainWindow, first: FirstRun, engine: Engine, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "home" / "Music"
    assert first.folder.path.text() == str(folder)
    assert not first.back.isEnabled()
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    assert "will be made" in first.folder.view.text()
    assert not folder.exists()
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 1, timeout=WAIT)
    assert engine.settings.library == str(folder)
    assert first.isVisible()
    assert not first.next.isEnabled()
    first.source.demo.click()
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    assert first.source.chooser.pane.tracks.rowCount() == 8
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 2 and first.next.isEnabled(), timeout=WAIT)
    plan = first.plan.text()
    assert "8 tracks" in plan
    assert "Mira Quell/Paper Boats/" in plan
    assert "Playlists/Small Tunes.m3u" in plan
    assert str(folder) in plan
    assert not list(folder.rglob("*.mp3"))
    with qtbot.waitSignal(
        engine.signals.happened, timeout=WAIT, check_params_cb=lambda e: isinstance(e, JobFinished)
    ):
        first.next.click()
        assert window.places.isVisible()
        assert window.places.current is Place.NOW
    files = {path for path in folder.rglob("*") if path.suffix in (".mp3", ".flac", ".opus")}
    assert len(files) >= 5
    assert (folder / "Playlists" / "Small Tunes.m3u").is_file()
    assert not first.wanted


def test_what_comes_is_whole(
    first: FirstRun, engine: Engine, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "Here"
    folder.mkdir()
    choose(first, folder, qtbot)
    first.source.use_demo()
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 2 and first.next.isEnabled(), timeout=WAIT)
    with qtbot.waitSignal(
        engine.signals.happened, timeout=WAIT, check_params_cb=lambda e: isinstance(e, JobFinished)
    ):
        first.next.click()
    rows = ask(
        lambda desk: desk.store._connection.raw.execute("SELECT path, sha256 FROM files").fetchall()
    )
    assert isinstance(rows, list)
    assert len(rows) == 8
    for path, digest in rows:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def test_another_source_takes_the_place_of_the_first_by_going_back(
    first: FirstRun, engine: Engine, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(first, tmp_path / "M", qtbot)
    first.source.use_demo()
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 2, timeout=WAIT)
    first.back.click()
    assert first.number == 1
    qtbot.waitUntil(lambda: not sources(ask), timeout=WAIT)
    other = tmp_path / "other.m3u"
    other.write_text(f"#EXTM3U\n#EXTINF:3,{HOSTILE}\nhttp://127.0.0.1:9/x.mp3\n", "utf-8")
    first.take(str(other))
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 2 and first.next.isEnabled(), timeout=WAIT)
    assert sources(ask) == ["other"]
    for label in first.findChildren(QLabel):
        if "Bold" in label.text():
            assert label.textFormat() is Qt.TextFormat.PlainText
    first.back.click()
    first.back.click()
    assert first.number == 0
    assert engine.settings.library == str(tmp_path / "M")
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)


def test_it_can_be_skipped_and_taken_up_again(
    window: MainWindow, first: FirstRun, engine: Engine, qtbot: QtBot
) -> None:
    first.skip.click()
    assert window.places.isVisible()
    assert not engine.settings.library
    actions = window.actions_
    assert not any(a.isEnabled() for a in (actions.sync, actions.pause, actions.stop, actions.add))
    assert actions.settings.isEnabled()
    window.now.add_wanted.emit()
    assert first.isVisible()
    assert first.number == 0


def test_a_library_that_is_set_elsewhere_ends_it(
    window: MainWindow, first: FirstRun, engine: Engine, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = ask(lambda desk: set_library(desk, tmp_path))
    assert isinstance(settings, Settings)
    engine.apply_settings(settings)
    qtbot.waitUntil(window.places.isVisible, timeout=WAIT)
    assert not first.wanted


def test_keys_alone_lead_through_it(first: FirstRun, tmp_path: Path, qtbot: QtBot) -> None:
    first.folder.path.setText(str(tmp_path / "K"))
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    qtbot.keyClick(first.folder.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.number == 1, timeout=WAIT)
    location = first.source.chooser.form.location
    location.setText(str(resources() / "demo" / "evening.xspf"))
    qtbot.keyClick(location, Qt.Key.Key_Return)
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    assert first.number == 1
    qtbot.keyClick(location, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.number == 2, timeout=WAIT)
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    qtbot.waitUntil(first.next.hasFocus, timeout=WAIT)
    qtbot.keyClick(first, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert first.number == 1


def test_what_is_dropped_on_the_first_screen_is_shown_on_the_second(
    window: MainWindow, first: FirstRun, tmp_path: Path, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(resources() / "demo" / "morning.jspf"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none.NoModifier))
    choose(first, tmp_path / "D", qtbot)
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    assert first.source.chooser.preview is not None


def test_a_source_that_cannot_be_read_says_so_and_one_cannot_go_on(
    first: FirstRun, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(first, tmp_path / "E", qtbot)
    first.take(str(tmp_path / "none.m3u"))
    pane = first.source.chooser.pane
    qtbot.waitUntil(lambda: "there is no file" in pane.failure.text(), timeout=WAIT)
    assert not first.next.isEnabled()


# ---------------------------------------------------------------- the folder


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("relative/path", "begin at the top"),
        ("{file}", "a file, or a link to nothing"),
        ("{file}/below", "is a file, so there can be no folder in it"),
        ("{tmp}/nul\0", "characters that no path can hold"),
        ("~nobody-of-that-name/x", "begin at the top"),
    ],
)
def test_a_folder_that_cannot_be_says_why_while_it_is_typed(
    name: str, words: str, first: FirstRun, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").touch()
    path = name.format(file=tmp_path / "file", tmp=tmp_path)
    first.folder.view.show_path(path)
    qtbot.waitUntil(lambda: first.folder.view.found is not None, timeout=WAIT)
    assert words in first.folder.view.text()
    assert "in the way" in first.folder.view.text()
    assert not first.next.isEnabled()


def test_a_folder_that_does_not_answer_holds_nothing_up(
    first: FirstRun, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, asked = threading.Event(), threading.Event()
    dead = tmp_path / "dead"
    dead.mkdir()

    def hang(root: Path, kind: str) -> Traits:
        asked.set()
        let_go.wait(30)
        return Traits()

    with monkeypatch.context() as patch:
        patch.setattr(folder_look, "probe_folder", hang)
        first.folder.path.setText(str(dead))
        qtbot.waitUntil(asked.is_set, timeout=WAIT)
    first.folder.path.setText(str(tmp_path / "alive"))
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    let_go.set()


def test_a_look_ends_when_the_patience_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(folder_look, "_look", lambda *_: let_go.wait(30))
    found = look(tmp_path, 0, StopToken(), patience=0.05)
    let_go.set()
    assert not found.usable
    assert "does not answer" in found.findings[0].reason


def signs(found: FolderLook) -> dict[What, Sign]:
    return {finding.what: finding.sign for finding in found.findings}


def test_a_look_tells_what_is_there_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    found = look(folder, 0, StopToken())
    assert found.usable
    assert found.empty
    assert signs(found)[What.WRITING] is Sign.GOOD
    assert What.CONTENT not in signs(found)
    assert not list(folder.iterdir())
    (folder / "theirs.mp3").touch()
    assert not look(folder, 0, StopToken()).empty
    assert signs(look(folder, 10**9, StopToken()))[What.ROOM] is Sign.MIND
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "library.json").write_text('{"id": "x"}')
    assert look(folder, 0, StopToken()).library


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_one_may_not_write_to_is_red(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o555)
    assert not look(folder, 0, StopToken()).usable
    assert not look(folder / "new", 0, StopToken()).usable


def test_a_folder_that_refuses_to_be_written_is_red_and_says_why(
    first: FirstRun, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()

    def refuse(root: Path, kind: str) -> Traits:
        raise StorageRefused("cannot write: Read-only file system")

    monkeypatch.setattr(folder_look, "probe_folder", refuse)
    first.folder.path.setText(str(folder))
    qtbot.waitUntil(lambda: "Read-only" in first.folder.view.text(), timeout=WAIT)
    assert "Not writable: in the way" in first.folder.view.text()
    assert not first.next.isEnabled()


def test_the_plan_starts_only_what_was_chosen(
    first: FirstRun, engine: Engine, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[JobSpec | None] = []
    choose(first, tmp_path / "P", qtbot)
    first.source.use_demo()
    qtbot.waitUntil(first.next.isEnabled, timeout=WAIT)
    first.next.click()
    qtbot.waitUntil(lambda: first.number == 2 and first.next.isEnabled(), timeout=WAIT)
    monkeypatch.setattr(engine, "start_job", started.append)
    first.next.click()
    assert [spec.sources for spec in started if spec is not None] == [(1,)]
