# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates shown on real tracks, and the rename of the library, in the window."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished, RenameFinished
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.media.publish import move_without_replacing
from catalogsync_gui.paths import resources
from catalogsync_gui.pipeline import renaming
from catalogsync_gui.ui.dialogs.edit_source import EditSourceDialog
from catalogsync_gui.ui.dialogs.rename_library import RenameLibraryDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import serving

Ask = Callable[..., object]
NAMES = ("quiet-sea.flac", "strasse-nach-sueden.flac", "what-again.ogg")


def tracks(library: Path) -> list[str]:
    return sorted(
        path.relative_to(library).as_posix()
        for path in library.rglob("*")
        if path.suffix in (".flac", ".ogg")
    )


@pytest.fixture
def filled(engine: Engine, library: Path, ask: Ask, tmp_path: Path, qtbot: QtBot) -> Path:
    """A library with three tracks."""
    path = tmp_path / "mine.m3u"
    with serving() as web:
        lines = ["#EXTM3U"]
        for name in NAMES:
            audio = (resources() / f"demo/tracks/{name}").read_bytes()
            lines += [f"#EXTINF:3,<b>{name}</b>", web.put(f"/{name}", audio)]
        path.write_text("\n".join(lines), "utf-8")
        ask(lambda desk: add_source(desk, AddRequest(str(path), name="<b>Mine</b>")))
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job()
        qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
    assert len(tracks(library)) == 3
    return library


def shown(window: MainWindow) -> QDialog:
    (opened,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    for label in opened.findChildren(QLabel):
        assert not label.text() or label.textFormat().name == "PlainText"
    return opened


def rows(dialog: RenameLibraryDialog) -> list[tuple[str, str]]:
    table = dialog.table
    return [
        (str(table.data(table.index(row, 0))), str(table.data(table.index(row, 1))))
        for row in range(table.rowCount())
    ]


def opened(window: MainWindow, qtbot: QtBot) -> RenameLibraryDialog:
    window.actions_.rename.trigger()
    dialog = shown(window)
    assert isinstance(dialog, RenameLibraryDialog)
    assert not dialog.start.isEnabled()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=WAIT)
    return dialog


def test_settings_show_a_template_on_the_tracks_that_are_there(
    window: MainWindow, filled: Path, qtbot: QtBot
) -> None:
    window.show()
    window.actions_.settings.trigger()
    dialog = shown(window)
    assert isinstance(dialog, SettingsDialog)
    preview = dialog.names.preview
    qtbot.waitUntil(lambda: preview.heading.text().startswith("Tracks"), timeout=WAIT)
    assert preview.lines.text().replace("\u200b", "").splitlines() == tracks(filled)
    dialog.names.naming.setText("{source}/{?{disc}-}{title}")
    lines = preview.lines.text().splitlines()
    assert len(lines) == 3
    assert all(line.startswith("_b_Mine__b_/") or "Mine" in line for line in lines)
    dialog.names.naming.setText("{source}/{?{disc}-{title}")
    assert "closing brace" in preview.lines.text().replace("\u200b", "")
    dialog.reject()


def test_without_tracks_there_is_an_example(
    window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    window.show()
    window.actions_.settings.trigger()
    dialog = shown(window)
    assert isinstance(dialog, SettingsDialog)
    preview = dialog.names.preview
    qtbot.waitUntil(lambda: preview.heading.text() == "Example:", timeout=WAIT)
    dialog.names.naming.setText("{track:03} {title}")
    assert preview.lines.text() == "003 Straße nach Süden.flac"
    dialog.reject()
    empty = opened(window, qtbot)
    assert empty.summary.text() == "There are no tracks in the library yet."
    assert not empty.start.isEnabled()
    assert not empty.undo.isEnabled()
    empty.reject()


def test_a_plan_is_shown_carried_out_and_undone(
    window: MainWindow, engine: Engine, filled: Path, qtbot: QtBot
) -> None:
    window.show()
    before = tracks(filled)
    engine.apply_settings(replace(engine.settings, naming="All/{title}"))
    dialog = opened(window, qtbot)
    found = rows(dialog)
    assert [now for now, _ in found] == before
    assert dialog.summary.text() == "To be renamed: 3."
    assert not dialog.undo.isEnabled()
    assert not dialog.stop.isVisible()
    dialog.start.click()
    assert not dialog.start.isEnabled()
    qtbot.waitUntil(dialog.undo.isEnabled, timeout=WAIT)
    assert tracks(filled) == sorted(then for _, then in found)
    assert dialog.summary.text() == "Done. Files renamed: 3"
    assert not dialog.failure.isVisible()
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, RenameFinished),
    ):
        dialog.undo.click()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=WAIT)
    assert tracks(filled) == before
    qtbot.waitUntil(lambda: not dialog.undo.isEnabled(), timeout=WAIT)
    dialog.reject()


def test_it_joins_a_rename_that_runs(
    window: MainWindow,
    engine: Engine,
    filled: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.show()
    engine.apply_settings(replace(engine.settings, naming="All/{title}"))
    first = opened(window, qtbot)
    assert first._plan is not None
    begun, go_on = threading.Event(), threading.Event()

    def held(source: Path, target: Path) -> None:
        begun.set()
        assert go_on.wait(30)
        move_without_replacing(source, target)

    monkeypatch.setattr(renaming, "move_without_replacing", held)
    first.start.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    first.reject()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=WAIT)
    window.actions_.rename.trigger()
    again = shown(window)
    assert isinstance(again, RenameLibraryDialog)
    go_on.set()
    qtbot.waitUntil(lambda: again.summary.text().startswith("Done."), timeout=WAIT)
    assert not again.start.isEnabled()
    qtbot.waitUntil(again.undo.isEnabled, timeout=WAIT)
    again.reject()


def test_one_that_waits_is_forgotten_when_the_sync_is_stopped(
    window: MainWindow,
    engine: Engine,
    filled: Path,
    slow_playlist: Path,
    subscribe: Callable[..., int],
    qtbot: QtBot,
) -> None:
    window.show()
    subscribe(str(slow_playlist), "Slow")
    engine.apply_settings(replace(engine.settings, naming="All/{title}"))
    dialog = opened(window, qtbot)
    engine.start_job()
    qtbot.waitUntil(lambda: bool(engine.status().workers), timeout=WAIT)
    dialog.start.click()
    assert dialog.summary.text() == "It begins when the sync that runs has ended."
    assert not dialog.stop.isVisible()
    qtbot.waitUntil(window.actions_.stop.isEnabled, timeout=WAIT)
    window.actions_.stop.trigger()
    qtbot.waitUntil(lambda: dialog.summary.text() == "Stopped before it began.", timeout=WAIT)
    assert dialog.start.isEnabled()
    dialog.reject()


def test_what_is_left_alone_and_what_cannot_be_read_is_said(
    window: MainWindow, engine: Engine, filled: Path, qtbot: QtBot
) -> None:
    window.show()
    engine.apply_settings(replace(engine.settings, naming="All/{title}"))
    first, second, _ = tracks(filled)
    (filled / first).write_bytes(b"somebody's own")
    dialog = opened(window, qtbot)
    assert (first, "keeps its name: it was removed or changed by somebody") in rows(dialog)
    assert "left alone for the reason told: 1" in dialog.summary.text()
    changed = (filled / second).read_bytes()
    (filled / second).write_bytes(changed[:-1] + b"X")
    dialog.start.click()
    qtbot.waitUntil(dialog.failure.isVisible, timeout=WAIT)
    assert "keep their names" in dialog.failure.text()
    qtbot.waitUntil(dialog.undo.isEnabled, timeout=WAIT)
    dialog.reject()
    filled.rename(filled.with_name("away"))
    dialog = opened(window, qtbot)
    assert "offline" in dialog.failure.text()
    dialog.reject()


def test_a_source_gets_its_template_in_the_dialog(
    window: MainWindow, engine: Engine, filled: Path, ask: Ask, qtbot: QtBot
) -> None:
    source = ask(lambda desk: desk.store.catalogue.source(1))
    dialog = EditSourceDialog(engine, source)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    field = dialog.options.field("naming")
    assert isinstance(field, QLineEdit)
    field.setText("{title")
    dialog._on_save()
    qtbot.waitUntil(lambda: "brace" in dialog.error.text(), timeout=WAIT)
    field.setText("Own/{title}")
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog._on_save()
    row = ask(lambda desk: desk.store.catalogue.source(1))
    assert dict(row.options)["naming"] == "Own/{title}"  # type: ignore[attr-defined]
