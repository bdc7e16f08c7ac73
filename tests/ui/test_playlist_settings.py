# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings' page of playlist files, and the dialog of one export variant."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline.export_folders import MARK
from catalogsync_gui.ui.dialogs.edit_variant import EditVariantDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from tests.ui.slow_server import WAIT


@pytest.fixture
def dialog(engine: Engine, library: Path, qtbot: QtBot) -> SettingsDialog:
    del library  # only has to be set
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    return dialog


def _opened(dialog: SettingsDialog) -> EditVariantDialog:
    opened = dialog.playlist_section.page.dialog
    assert opened is not None
    return opened


def _choose(dialog: EditVariantDialog, **values: str) -> None:
    for name, value in values.items():
        box = getattr(dialog, name)
        if name in ("name", "folder", "prefix"):
            box.setText(value)
        else:
            box.setCurrentIndex(box.findData(value))


def _cells(dialog: SettingsDialog) -> list[list[str]]:
    table = dialog.playlist_section.page.table
    return [
        [str(table.index(row, column).data()) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_variants_are_added_edited_and_removed_and_apply_together(
    engine: Engine, library: Path, dialog: SettingsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    page = dialog.playlist_section.page
    assert not page.edit.isEnabled()
    page.add.click()
    adding = _opened(dialog)
    _choose(adding, name="Server", folder=str(library / "Lists"), paths="mapped")
    adding._on_accepted()
    assert "as prefix, such as /music" in adding.error.text()
    adding.prefix.setText("/music")
    adding.percent.setChecked(True)
    adding._on_accepted()
    outside = tmp_path / "stick"
    page.add.click()
    _choose(_opened(dialog), name="Stick", folder=str(outside), encoding="cp1252")
    _opened(dialog)._on_accepted()
    assert _cells(dialog) == [
        ["Server", "m3u", "/music", "Lists"],
        ["Stick", "m3u (cp1252)", "relative", str(outside)],
    ]
    page.edit.click()
    editing = _opened(dialog)
    assert editing.name.text() == "Stick"
    _choose(editing, format="xspf")
    assert not editing.encoding.isEnabled()
    assert not editing.percent.isEnabled()
    editing._on_accepted()
    assert not engine.settings.exports
    dialog._on_accepted()
    qtbot.waitUntil(lambda: dialog.error.isVisibleTo(dialog), timeout=WAIT)
    assert "There is no folder" in dialog.error.text()
    outside.mkdir()
    page.covers.setChecked(False)
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog._on_accepted()
    assert engine.settings.exports == (
        ExportVariant("Server", "Lists", paths="mapped", prefix="/music", escapes="percent"),
        ExportVariant("Stick", str(outside), format="xspf"),
    )
    assert not engine.settings.playlist_covers
    assert (outside / MARK).exists()
    again = SettingsDialog(engine)
    qtbot.addWidget(again)
    again.playlist_section.page.view.selectRow(0)
    again.playlist_section.page.remove.click()
    again._on_accepted()
    assert engine.settings == replace(
        engine.settings, exports=(ExportVariant("Stick", str(outside), format="xspf"),)
    )


def test_two_of_a_name_are_refused_and_a_cancelled_dialog_changes_nothing(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    page = dialog.playlist_section.page
    page.add.click()
    _choose(_opened(dialog), name="One", folder="One")
    _opened(dialog)._on_accepted()
    page.add.click()
    second = _opened(dialog)
    _choose(second, name="one", folder="Two")
    second._on_accepted()
    assert "two export variants are called" in second.error.text().lower()
    qtbot.keyClick(second, Qt.Key.Key_Escape)
    assert [variant.name for variant in page.variants] == ["One"]


def test_what_somebody_else_set_meanwhile_stays(engine: Engine, dialog: SettingsDialog) -> None:
    other = ExportVariant("Other", "Other")
    engine.apply_settings(replace(engine.settings, exports=(other,), workers=5))
    dialog.downloads.per_host.setValue(4)
    dialog._on_accepted()
    settings = engine.settings
    assert (settings.exports, settings.workers, settings.per_host) == ((other,), 5, 4)
