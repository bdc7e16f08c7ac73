# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings as a whole: finding, checking, applying, starting with the session."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from catalogsync_gui import app
from catalogsync_gui.core.settings import Settings, names
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.run import RESTART, run_window
from catalogsync_gui.ui.settings.download_section import ScheduleSection
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


def test_what_stands_under_a_heading_is_found_by_that(dialog: SettingsDialog) -> None:
    dialog.search.setText("bandwidth")
    assert shown(dialog) == ["Downloads (2)"]


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


@pytest.mark.parametrize("text", ["", "Music", "  ", "~nobody-of-that-name/x"])
def test_what_is_no_whole_path_becomes_no_library(
    text: str, engine: Engine, library: Path, dialog: SettingsDialog
) -> None:
    dialog.library_section.path.setText(text)
    dialog._on_accepted()
    assert "from the top on" in dialog.error.text()
    assert engine.settings.library == str(library)


def test_a_library_that_somebody_else_set_meanwhile_stays(
    engine: Engine, dialog: SettingsDialog, ask: Ask, tmp_path: Path
) -> None:
    other = tmp_path / "Elsewhere"
    other.mkdir()
    settings = ask(lambda desk: set_library(desk, other))
    assert isinstance(settings, Settings)
    engine.apply_settings(settings)
    dialog.downloads.workers.setValue(4)
    dialog._on_accepted()
    assert (engine.settings.library, engine.settings.workers) == (str(other), 4)


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
        wake="02:11:22:7f:00:ff@192.168.2.255",
        wake_minutes=5,
        verify_days=9,
        history_days=11,
        proxy="http://127.0.0.1:9",
        theme="dark",
        language="zh_CN",
        close_to_tray=False,
        tray_icon="dark",
        notify=False,
        notify_finished=False,
        notify_problem=False,
        notify_new=True,
        update_check=True,
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


def test_a_new_start_is_asked_of_whoever_runs_the_window(
    qapp: QApplication, engine: Engine
) -> None:
    def ask_for_it() -> None:
        windows = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
        if windows:
            timer.stop()
            windows[0].restart_requested.emit()

    timer = QTimer()
    timer.timeout.connect(ask_for_it)
    timer.start(20)
    assert run_window(qapp, engine, minimized=False) == RESTART


def test_the_program_starts_anew_as_it_was_started(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[[str], None]
) -> None:
    started: list[tuple[str, ...]] = []

    def start(arguments: tuple[str, ...], **_: object) -> None:
        started.append(arguments)

    monkeypatch.setattr(subprocess, "Popen", start)
    app._start_anew(profile)
    assert started[0][-2:] == ("--profile", str(profile.config))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(2, "it is gone")

    expected_logs("cannot be started anew")
    monkeypatch.setattr(subprocess, "Popen", refuse)
    app._start_anew(profile)


def test_hours_that_count_for_nothing_cannot_be_set(engine: Engine, qtbot: QtBot) -> None:
    section = ScheduleSection(replace(engine.settings, refresh_at="06:00"))
    qtbot.addWidget(section)
    assert not section.hours.isEnabled()
    assert not section.unused.isHidden()
    section.at.setText(" ")
    assert section.hours.isEnabled()
    assert section.unused.isHidden()
    section.at.setText("6")
    assert not section.hours.isEnabled(), "it is being typed"
