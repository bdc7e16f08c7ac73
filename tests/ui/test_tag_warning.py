# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that was kept without its tags says so in the queue; the version of ID3 is a setting."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.queue_words import Column
from tests.ui.slow_server import WAIT
from tests.unit.media.audio_files import frame23, id3, mpeg_frames


@pytest.mark.usefixtures("library")
def test_a_warning_stands_by_the_file(
    window: MainWindow,
    engine: Engine,
    subscribe: Callable[..., int],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    bomb = (20 << 20).to_bytes(4) + zlib.compress(bytes(20 << 20))
    track, listed = tmp_path / "a.mp3", tmp_path / "list.m3u"
    track.write_bytes(id3(frame23(b"TIT2", bomb, flags=0x80), version=3) + mpeg_frames(40))
    listed.write_text(f"#EXTM3U\n#EXTINF:-1,Ann - Sea\n{track}\n")
    model = window.queue.model

    def cell(role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(model.data(model.index(0, Column.DETAILS), role))

    subscribe(str(listed), "Local")
    window.show()
    engine.start_job()
    qtbot.waitUntil(lambda: cell().startswith("Ann/Unknown Album/Sea.mp3 (Its tags"), timeout=WAIT)
    assert "left alone" in cell(Qt.ItemDataRole.ToolTipRole).replace("\u200b", "")
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)


@pytest.mark.usefixtures("library")
def test_the_version_of_id3_is_in_the_dialog(engine: Engine, qtbot: QtBot) -> None:
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    assert dialog.tags.id3.currentText() == "ID3v2.4"
    dialog.tags.id3.setCurrentIndex(1)
    dialog._on_accepted()
    assert engine.settings.id3_version == "2.3"
