# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's folder can do, in the settings."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.traits import Traits
from catalogsync_gui.engine import library_commands
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


def test_it_is_shown_and_tried_out_again(
    window: MainWindow, library: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show()
    window.actions_.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    note = dialog.folder_note
    qtbot.waitUntil(lambda: "two names" in note.words.text(), timeout=WAIT)
    assert note.notice.isHidden()
    short = Traits(longest_name=143, case_sensitive=False)
    monkeypatch.setattr(library_commands, "probe_folder", lambda *_: short)
    note.again.click()
    assert not note.again.isEnabled()
    qtbot.waitUntil(lambda: "one name" in note.words.text(), timeout=WAIT)
    assert "143 bytes" in note.notice.text()
    assert note.again.isEnabled()
    dialog.reject()
