# SPDX-License-Identifier: GPL-3.0-or-later
"""Export and import in the settings, of settings and of podcasts."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core import transfer
from catalogsync_gui.engine.engine import Engine
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


def test_a_file_of_settings_is_for_its_owner(
    dialog: SettingsDialog, engine: Engine, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "mine.json"
    dialog.exchange.give_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=WAIT)
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    assert transfer.parse(file.read_bytes()).settings["workers"] == 3


def test_what_is_being_imported_is_imported_whole_though_it_is_given_up(
    dialog: SettingsDialog, engine: Engine, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "mine.json"
    source = {"kind": "playlist", "name": "B", "location": "https://b.example/x"}
    document = {"program": "Catalog Sync", "version": 1, "settings": {"workers": 8}}
    file.write_text(json.dumps(document | {"sources": [source]}), "utf-8")
    section = dialog.exchange
    section.take_from(str(file))
    qtbot.waitUntil(lambda: section.dialog is not None, timeout=WAIT)
    offer = section.dialog
    assert offer is not None
    offer.take.click()
    offer.reject()
    qtbot.waitUntil(lambda: engine.settings.workers == 8, timeout=WAIT)
    rows = ask(lambda desk: desk.store.catalogue.sources())
    assert isinstance(rows, list)
    assert len(rows) == 1
