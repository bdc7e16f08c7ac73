# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that looks for what is wrong."""

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.ui.dialogs.diagnostics import DiagnosticsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


def _opened(window: MainWindow) -> DiagnosticsDialog:
    window.show()
    window.actions_.diagnostics.trigger()
    dialog = window.findChild(DiagnosticsDialog)
    assert dialog is not None
    return dialog


def test_it_is_read_copied_and_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _opened(window)
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=WAIT)
    assert dialog.busy.isHidden()
    text = dialog.text.toPlainText()
    assert "OK – database: it is sound" in text
    assert "PROBLEM – library: no library folder is set" in text
    redactor.hide("sound (schema")
    dialog.copy.click()
    assert "it is …" in QApplication.clipboard().text()
    dialog.save.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.reject()
    dialog.save_to(str(tmp_path / "x.json"))
    qtbot.waitUntil(lambda: "Saved as" in dialog.said.text(), timeout=WAIT)
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["database"]["integrity"] == ["ok"]
    dialog.save_to(str(tmp_path / "none" / "x.json"))
    qtbot.waitUntil(lambda: "name another file" in dialog.said.text(), timeout=WAIT)
    dialog.reject()


def test_closing_it_ends_the_search(window: MainWindow, qtbot: QtBot) -> None:
    dialog = _opened(window)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.reject()
