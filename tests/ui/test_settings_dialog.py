# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings as a whole: finding, checking, applying, starting with the session."""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from catalogsync_gui.core import transfer
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, SettingError
from catalogsync_gui.core.settings import Settings, names
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.proxy_check import check_proxy
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT

Ask = Callable[..., object]
Subscribe = Callable[[str, str], int]
TITLE = "<b>Bold</b> & {0} %1 \u202e"


@pytest.fixture
def dialog(engine: Engine, library: Path, qtbot: QtBot) -> SettingsDialog:
    del library  # only has to be set
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.startup.start.isEnabled, timeout=WAIT)
    return dialog


def shown(dialog: SettingsDialog) -> list[str]:
    items = (dialog.list.item(row) for row in range(dialog.list.count()))
    return [item.text() for item in items if not item.isHidden()]


# ---------------------------------------------------------------- finding


def test_a_setting_is_found_by_any_of_its_words(dialog: SettingsDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "one SERVER")
    assert shown(dialog) == ["Downloads (1)"]
    assert dialog.found.text() == "1 setting found"
    assert dialog.downloads.isVisible()
    assert dialog.downloads._marked[0].field is dialog.downloads.per_host
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.downloads.per_host, timeout=WAIT)
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert len(shown(dialog)) == len(dialog.sections)
    assert not dialog.downloads._marked
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("per_host", "Downloads (1)"),
        ("简体中文", "Appearance and language (1)"),
        ("dark", "Appearance and language (1)"),
        ("opml", "Export and import (2)"),
        ("session", "Startup (1)"),
        ("keyring", "Network and passwords (1)"),
        ("template", "Names (1)"),
        ("credits", "Playlists and exports (1)"),
    ],
)
def test_settings_are_found_by_name_choice_and_help(
    words: str, section: str, dialog: SettingsDialog
) -> None:
    dialog.search.setText(words)
    assert section in shown(dialog)


def test_what_is_nowhere_is_said_to_be(dialog: SettingsDialog) -> None:
    dialog.search.setText("xyzzy <b>")
    assert not shown(dialog)
    assert "Nothing is called so" in dialog.found.text()
    dialog.search.setText("startup")
    assert shown(dialog)[0].startswith("Startup")


def test_every_setting_of_the_command_line_is_found_by_its_name(dialog: SettingsDialog) -> None:
    known = {row.name for section in dialog.sections for row in section.rows}
    assert set(names()) <= known


def test_everything_has_a_name_and_can_be_reached(dialog: SettingsDialog) -> None:
    kinds = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractButton)
    for section in dialog.sections:
        dialog.show_section(section)
        for kind in kinds:
            for widget in section.findChildren(kind):
                if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or not widget.isVisible():
                    continue
                if widget.objectName() == "qt_spinbox_lineedit":
                    continue
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text, (section.title, widget)


def test_models_of_the_dialog_keep_their_promises(dialog: SettingsDialog) -> None:
    for model in dialog.findChildren(QAbstractItemModel):
        if type(model).__module__.startswith("catalogsync_gui"):
            QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


# ---------------------------------------------------------------- checking and applying


def test_what_cannot_be_is_said_where_it_is(
    engine: Engine, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.names.naming.setText("{nonsense}")
    dialog._on_accepted()
    assert dialog.isVisible()
    assert dialog.names.isVisible()
    assert "nonsense" in dialog.error.text()
    dialog.names.naming.setText(engine.settings.naming)
    dialog.network.proxy.setText("nonsense")
    assert "no address" in dialog.network.answer.text()
    dialog._on_accepted()
    assert dialog.network.isVisible()
    assert "http" in dialog.error.text()
    assert engine.settings.proxy == ""


def test_another_folder_is_looked_at_while_it_is_typed_and_made_by_ok(
    engine: Engine, dialog: SettingsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    section = dialog.library_section
    other = tmp_path / "Other" / TITLE.replace("/", "")
    section.path.setText(str(other))
    qtbot.waitUntil(lambda: section.to_be_made, timeout=WAIT)
    assert section.view.isVisible()
    assert not other.exists()
    dialog._on_accepted()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    assert engine.settings.library == str(other)
    assert (other / ".catalog-sync" / "library.json").is_file()


def test_a_folder_that_cannot_be_made_leaves_all_as_it_was(
    engine: Engine, library: Path, dialog: SettingsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").touch()
    dialog.downloads.workers.setValue(9)
    dialog.library_section.path.setText(str(tmp_path / "file" / "x"))
    dialog._on_accepted()
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT)
    assert engine.settings.library == str(library)
    assert engine.settings.workers == 3
    assert dialog.buttons.isEnabled()


def test_all_that_is_shown_is_what_is_set(engine: Engine, library: Path, qtbot: QtBot) -> None:
    changed = replace(
        engine.settings,
        workers=5,
        per_host=4,
        naming="{title}",
        playlist_format="m3u8",
        playlist_covers=False,
        credits_file=True,
        id3_version="2.3",
        free_space_mb=7,
        refresh_hours=2.5,
        refresh_at="06:00",
        limit_kbps=900,
        limited_kbps=90,
        download_hours="mon-fri 08-18 limited",
        on_metered="off",
        verify_days=9,
        history_days=11,
        proxy="http://127.0.0.1:9",
        theme="dark",
        language="zh_CN",
        close_to_tray=False,
        notify=False,
        secrets_file=True,
    )
    untouched = {"library", "library_id", "exports"}
    for entry in fields(Settings):
        default = getattr(Settings(), entry.name)
        assert entry.name in untouched or getattr(changed, entry.name) != default, entry.name
    engine.apply_settings(changed)
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    assert dialog._wanted() == changed
    dialog._on_accepted()
    assert engine.settings == changed


# ---------------------------------------------------------------- starting


def test_it_starts_with_the_session_when_that_is_ticked(
    engine: Engine, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    section = dialog.startup
    assert not section.start.isChecked()
    assert not section.minimized.isEnabled()
    section.start.click()
    assert section.minimized.isEnabled()
    dialog._on_accepted()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    (entry,) = (Path(os.environ["XDG_CONFIG_HOME"]) / "autostart").iterdir()
    text = entry.read_text("utf-8")
    assert "--minimized" in text
    assert f"--profile {engine.profile.config}" in text
    entry.write_text("[Desktop Entry]\nExec=/gone/x\n", "utf-8")
    again = SettingsDialog(engine)
    qtbot.addWidget(again)
    qtbot.waitUntil(again.startup.start.isChecked, timeout=WAIT)
    assert "OK puts that right" in again.startup.state.text().replace("\u200b", "")
    again.startup.start.click()
    again._on_accepted()
    qtbot.waitUntil(lambda: not entry.exists(), timeout=WAIT)


def test_an_entry_that_cannot_be_written_is_told_and_nothing_else_applied(
    engine: Engine, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    (Path(os.environ["XDG_CONFIG_HOME"]) / "autostart").write_text("a file")
    dialog.downloads.workers.setValue(9)
    dialog.startup.start.click()
    dialog._on_accepted()
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT)
    assert "cannot be switched on" in dialog.error.text()
    assert engine.settings.workers == 3


def test_another_language_is_offered_with_a_new_start(
    window: MainWindow, engine: Engine, library: Path, qtbot: QtBot
) -> None:
    window.show()
    window.actions_.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    look = dialog.look
    assert not look.restart.isVisibleTo(look)
    look.language.setCurrentIndex(look.language.findData("zh_CN"))
    assert look.restart.isVisibleTo(look)
    with qtbot.waitSignal(window.restart_requested, timeout=WAIT):
        look.restart.click()
    assert engine.settings.language == "zh_CN"


# ---------------------------------------------------------------- the proxy


class Proxy:
    """Answers one connection with one line, and keeps what it was asked."""

    def __init__(self, answer: bytes) -> None:
        self.asked = b""
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._socket.accept()
        with line:
            line.settimeout(5)
            while b"\r\n\r\n" not in self.asked and (data := line.recv(4096)):
                self.asked += data
            line.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(10)
        self._socket.close()


@pytest.fixture
def proxies() -> Iterator[Callable[[bytes], Proxy]]:
    made: list[Proxy] = []

    def make(answer: bytes) -> Proxy:
        made.append(Proxy(answer))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def test_a_proxy_is_asked_for_a_way_to_a_source(
    engine: Engine,
    dialog: SettingsDialog,
    subscribe: Subscribe,
    proxies: Callable[[bytes], Proxy],
    qtbot: QtBot,
) -> None:
    subscribe("https://music.example/list.m3u", "Far")
    proxy = proxies(b"HTTP/1.1 200 Connection established\r\n\r\n")
    section = dialog.network
    dialog.show_section(section)
    section.proxy.setText(f"http://me:hunter%4022@127.0.0.1:{proxy.port}")
    section.test.click()
    qtbot.waitUntil(lambda: "It works" in section.answer.text(), timeout=WAIT)
    assert "music.example:443" in section.answer.text().replace("\u200b", "")
    assert proxy.asked.startswith(b"CONNECT music.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6aHVudGVyQDIy\r\n" in proxy.asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "another login"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "status 403"),
        (b"SSH-2.0-OpenSSH_9\r\n", "no proxy"),
        (b"", "no proxy"),
        (b"\xff" * 9000, "no proxy"),
        (b"HTTP/1.1 <b>\r\n", "no proxy"),
    ],
)
def test_a_proxy_that_does_not_let_one_through_says_why(
    answer: bytes, words: str, proxies: Callable[[bytes], Proxy]
) -> None:
    proxy = proxies(answer)
    address = f"http://me:hunter22@127.0.0.1:{proxy.port}"
    with pytest.raises(CannotRun, match=words) as caught:
        check_proxy(address, "https://music.example/", StopToken())
    assert "hunter22" not in str(caught.value)


def test_a_proxy_that_is_not_there_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CannotRun, match="cannot be connected to"):
        check_proxy(f"http://127.0.0.1:{port}", "", StopToken())
    with pytest.raises(SettingError, match="no address"):
        check_proxy("nonsense", "", StopToken())


# ---------------------------------------------------------------- export and import


def test_settings_go_to_a_file_and_come_back_in_the_window(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Subscribe,
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    subscribe("https://a.example/feed.m3u?token=sesame2233", TITLE)
    window.show()
    window.actions_.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    file = tmp_path / "mine.json"
    section = dialog.exchange
    dialog.show_section(section)
    section.give_to(str(file))
    qtbot.waitUntil(lambda: "Written" in section.answer.text(), timeout=WAIT)
    assert "enter them anew" in section.answer.text().replace("\u200b", "")
    assert "sesame2233" not in file.read_text("utf-8")
    section.take_from(str(file))
    qtbot.waitUntil(lambda: "Nothing would be another" in section.answer.text(), timeout=WAIT)
    data = json.loads(file.read_text("utf-8"))
    data["settings"]["workers"] = 8
    data["sources"].append({"kind": "playlist", "name": TITLE, "location": "https://b.example/x"})
    file.write_text(json.dumps(data), "utf-8")
    section.take_from(str(file))
    qtbot.waitUntil(lambda: section.dialog is not None, timeout=WAIT)
    offer = section.dialog
    assert offer is not None
    assert "1 setting would be another. 1 source would be added." in offer.summary.text()
    assert offer.changes.index(0, 2).data() == "8"
    assert engine.settings.workers == 3
    offer.buttons.accepted.emit()
    qtbot.waitUntil(lambda: engine.settings.workers == 8, timeout=WAIT)
    rows = ask(lambda desk: desk.store.catalogue.sources())
    assert isinstance(rows, list)
    assert len(rows) == 2
    qtbot.waitUntil(lambda: len(window.findChildren(SettingsDialog)) == 1, timeout=WAIT)
    again = window.findChild(SettingsDialog)
    assert again is not None
    assert again is not dialog
    assert again.exchange.isVisible()
    assert "taken over" in again.exchange.answer.text()
    assert again.downloads.workers.value() == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no file of settings"),
        (b"\0\xff", "no file of settings"),
        (b'{"program": "Catalog Sync", "version": 9}', "newer version"),
    ],
)
def test_a_bad_file_is_told_and_changes_nothing(
    content: bytes,
    words: str,
    engine: Engine,
    dialog: SettingsDialog,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    before = engine.settings
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    dialog.exchange.take_from(str(file))
    qtbot.waitUntil(lambda: words in dialog.exchange.answer.text(), timeout=WAIT)
    dialog.exchange.take_from(str(tmp_path))
    qtbot.waitUntil(lambda: "is no file" in dialog.exchange.answer.text(), timeout=WAIT)
    assert engine.settings == before


def test_podcasts_go_to_a_list_and_come_from_one(
    dialog: SettingsDialog, engine: Engine, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    section = dialog.exchange
    file = tmp_path / "podcasts.opml"
    section.give_feeds_to(str(file))
    qtbot.waitUntil(lambda: "no podcasts" in section.answer.text(), timeout=WAIT)
    file.write_text(
        '<opml version="2.0"><body><outline type="rss" text="A &lt;b&gt;" '
        'xmlUrl="https://a.example/feed"/></body></opml>'
    )
    section.take_feeds_from(str(file))
    adding = section.adding
    assert adding is not None
    qtbot.waitUntil(adding.add.isEnabled, timeout=WAIT)
    qtbot.waitUntil(lambda: adding.pane.feeds.rowCount() == 1, timeout=WAIT)
    adding.sync.setChecked(False)
    adding.add.click()

    def subscribed() -> bool:
        rows = ask(lambda desk: desk.store.catalogue.sources())
        return isinstance(rows, list) and len(rows) == 1

    qtbot.waitUntil(subscribed, timeout=WAIT)
    file.unlink()
    section.give_feeds_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    qtbot.waitUntil(lambda: "1 podcast written" in section.answer.text(), timeout=WAIT)
    assert "https://a.example/feed" in file.read_text("utf-8")


def test_what_was_found_is_framed_where_it_is(dialog: SettingsDialog) -> None:
    dialog.search.setText("keep free")
    section = dialog.library_section
    (row,) = section._marked
    assert row.parts[0].font().bold()
    place = row.field.mapTo(section, QPoint(0, 0))
    assert section.rect().contains(place)
    assert not section.grab().isNull()
    dialog.search.clear()
    assert not row.parts[0].font().bold()


def test_a_file_of_settings_is_for_its_owner(
    dialog: SettingsDialog, engine: Engine, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "mine.json"
    dialog.exchange.give_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    assert transfer.parse(file.read_bytes()).settings["workers"] == 3
