# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that changes a source."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.models import Source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.edit_source import EditSourceDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


def test_it_shows_what_is_and_saves_what_was_changed(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Callable[..., int],
    slow_playlist: Path,
    ask: Callable[..., object],
    qtbot: QtBot,
) -> None:
    source = subscribe(str(slow_playlist), "Slow")
    window.show()
    qtbot.waitUntil(lambda: window.sources.model.rowCount() == 1, timeout=WAIT)
    window.sources.view.setCurrentIndex(window.sources.model.index(0))
    window.sources.edit.trigger()
    dialog = window.findChild(EditSourceDialog)
    assert dialog is not None
    assert dialog.name.text() == "Slow"
    removed, days = dialog.options.field("removed"), dialog.options.field("trash_days")
    assert isinstance(removed, QComboBox)
    assert isinstance(days, QLineEdit)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    # Everything is in sight, by its name and with what it does.
    assert not dialog.options.toggle.isVisible()
    assert removed.isVisible()
    assert removed.itemText(removed.findData("trash")) == "Move the files to the trash"
    assert "asked first" in removed.accessibleDescription()
    headings = [label.text() for label in dialog.options.findChildren(QLabel)]
    assert {"In the library", "Connection", "File names"} <= set(headings)
    naming = dialog.options.field("naming")
    assert isinstance(naming, QLineEdit)
    naming.setText("{nonsense}")
    qtbot.waitUntil(lambda: "cannot be used" in dialog.naming.heading.text(), timeout=WAIT)
    naming.setText("{title}")
    qtbot.waitUntil(lambda: bool(dialog.naming.lines.text()), timeout=WAIT)
    assert "/" not in dialog.naming.lines.text()
    naming.clear()
    assert "/" in dialog.naming.lines.text()
    days.setText("soon")
    save.click()
    qtbot.waitUntil(lambda: "trash_days takes" in dialog.error.text(), timeout=WAIT)
    days.setText("7")
    removed.setCurrentIndex(removed.findData("trash"))
    dialog.name.setText("<b>Evening</b>")
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        save.click()
    row = ask(lambda desk: desk.store.catalogue.source(source))
    assert isinstance(row, Source)
    assert row.name == "<b>Evening</b>"
    assert dict(row.options) == {"removed": "trash", "trash_days": "7"}
