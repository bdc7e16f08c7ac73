# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's folder can do, in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.errors import StorageRefused
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.traits import Traits
from catalogsync_gui.engine import library_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.folder_note import FolderNote
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


@pytest.fixture
def note(window: MainWindow, library: Path) -> FolderNote:
    window.show()
    window.actions_.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    return dialog.library_section.note


def _closed(box: QMessageBox | None) -> str:
    """What a box said."""
    assert box is not None
    text = f"{box.text()}\n{box.informativeText()}".replace("\u200b", "")
    box.close()
    return text


def test_it_is_shown_and_tried_out_again(note: FolderNote, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "A and a differ" in note.words.text(), timeout=WAIT)
    note.again.click()
    assert not note.again.isEnabled()
    qtbot.waitUntil(note.again.isEnabled, timeout=WAIT)
    said = _closed(note.box)
    assert "All a library needs works" in said
    assert "longest name: 255 bytes" in said


def test_what_is_to_be_minded_is_told_and_so_is_a_refusal(
    note: FolderNote, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Traits(longest_name=143, case_sensitive=False)
    monkeypatch.setattr(library_commands, "probe_folder", lambda *_: short)
    note.again.click()
    qtbot.waitUntil(note.again.isEnabled, timeout=WAIT)
    assert "143 bytes at most" in _closed(note.box)
    assert "A and a are one" in note.words.text()

    def refused(*_: object) -> Traits:
        raise StorageRefused("it cannot hold a library")

    monkeypatch.setattr(library_commands, "probe_folder", refused)
    note.again.click()
    qtbot.waitUntil(note.again.isEnabled, timeout=WAIT)
    assert "it cannot hold a library" in _closed(note.box)


def test_a_folder_with_something_to_mind_is_told_when_it_is_set_elsewhere(
    window: MainWindow,
    engine: Engine,
    ask: Callable[..., object],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    short = Traits(longest_name=143)
    monkeypatch.setattr(library_commands, "probe_folder", lambda *_: short)
    window.show()
    settings = ask(lambda desk: library_commands.set_library(desk, tmp_path))
    assert isinstance(settings, Settings)
    engine.apply_settings(settings)
    qtbot.waitUntil(lambda: window.new_folder.box is not None, timeout=WAIT)
    assert "143 bytes at most" in _closed(window.new_folder.box)
