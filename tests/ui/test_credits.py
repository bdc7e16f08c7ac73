# SPDX-License-Identifier: GPL-3.0-or-later
"""Saving the credits from the window."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


def test_they_are_saved_where_and_as_what_a_person_says(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show()
    window.credits.ask()
    chooser = window.findChild(QFileDialog)
    assert chooser is not None
    chooser.reject()

    def said() -> str:
        box = window.credits.answer
        return "" if box is None else box.text().replace("\u200b", "")

    window.credits.save_to(str(tmp_path / "x.html"))
    qtbot.waitUntil(lambda: "Credits of 0 track" in said(), timeout=WAIT)
    assert (tmp_path / "x.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    window.credits.save_to(str(tmp_path / "none" / "x.csv"))
    qtbot.waitUntil(lambda: "name another file" in said(), timeout=WAIT)
