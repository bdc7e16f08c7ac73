# SPDX-License-Identifier: GPL-3.0-or-later
"""The trash in the window, on a real library."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.dialogs.trash import TrashDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import serving

Ask = Callable[..., object]
TRASH = ".catalog-sync/trash"
NAMES = {
    "quiet-sea.flac": "<b>Bold</b> & <img src=x>",
    "strasse-nach-sueden.flac": "A &amp; B",
    "rain-on-the-roof.flac": "{0} %1 %n",
    "what-again.ogg": "Stays",
}


def tracks(library: Path) -> list[str]:
    """The tracks that are in the library and not in its trash."""
    return [
        path.name
        for path in library.rglob("*")
        if path.suffix in (".flac", ".ogg") and TRASH not in path.as_posix()
    ]


def shelved(library: Path) -> int:
    return len(list((library / TRASH).rglob("*.flac")))


@pytest.fixture
def dialog(
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
) -> TrashDialog:
    """Opened by the action of the window, on three tracks that left their catalogue."""

    def sync() -> None:
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job()
        qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)

    path = tmp_path / "mine.m3u"
    request = AddRequest(str(path), name="<b>Mine</b>", options={"removed": "trash"})
    with serving() as web:
        lines = ["#EXTM3U"]
        for name, title in NAMES.items():
            audio = (resources() / f"demo/tracks/{name}").read_bytes()
            lines += [f"#EXTINF:3,{title}", web.put(f"/{name}", audio)]
        path.write_text("\n".join(lines), "utf-8")
        ask(lambda desk: add_source(desk, request))
        window.show()
        sync()
        assert len(tracks(library)) == len(NAMES)
        assert not window.actions_.trash.isVisible()
        path.write_text("\n".join(["#EXTM3U", *lines[-2:]]), "utf-8")
        sync()
    qtbot.waitUntil(window.actions_.trash.isVisible, timeout=WAIT)
    window.actions_.trash.trigger()
    (opened,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert isinstance(opened, TrashDialog)
    qtbot.waitUntil(lambda: opened.table.rowCount() == 3, timeout=WAIT)
    assert shelved(library) == 3
    return opened


def choose(dialog: TrashDialog, *rows: int) -> None:
    dialog.view.clearSelection()
    for row in rows:
        index = dialog.table.index(row, 0)
        model = dialog.view.selectionModel()
        model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)


def answer(dialog: TrashDialog, role: QMessageBox.ButtonRole) -> str:
    box = dialog.question
    assert box is not None
    text = box.text()
    (button,) = [one for one in box.buttons() if box.buttonRole(one) is role]
    button.click()
    return text


def test_what_is_in_it_is_listed_and_restored(
    dialog: TrashDialog, window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    rows = [
        [str(dialog.table.data(dialog.table.index(row, column))) for column in range(5)]
        for row in range(3)
    ]
    assert any("<b>Bold</b> & <img src=x>" in row[0] for row in rows)
    assert {row[1] for row in rows} == {"<b>Mine</b>"}
    assert all(all(row) for row in rows)
    for label in dialog.findChildren(QLabel):
        assert not label.text() or label.textFormat().name == "PlainText"
    assert dialog.view.accessibleName() == "Tracks in the trash"
    assert not dialog.restore.isEnabled()
    choose(dialog, 0, 2)
    dialog.restore.click()
    assert not dialog.empty.isEnabled()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT)
    assert (len(tracks(library)), shelved(library)) == (3, 1)
    assert window.actions_.trash.isVisible()


def test_deleting_asks_before(dialog: TrashDialog, library: Path, qtbot: QtBot) -> None:
    choose(dialog, 1)
    dialog.delete.click()
    assert answer(dialog, QMessageBox.ButtonRole.RejectRole).startswith("Delete the files of one")
    assert shelved(library) == 3
    dialog.delete.click()
    answer(dialog, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=WAIT)
    assert (len(tracks(library)), shelved(library)) == (1, 2)


def test_emptying_asks_before_and_takes_the_action_away(
    dialog: TrashDialog, window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    dialog.empty.click()
    assert "3 tracks" in answer(dialog, QMessageBox.ButtonRole.AcceptRole)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 0, timeout=WAIT)
    assert dialog.summary.text() == "The trash is empty."
    assert not dialog.empty.isEnabled()
    assert shelved(library) == 0
    qtbot.waitUntil(lambda: not window.actions_.trash.isVisible(), timeout=WAIT)


def test_an_error_is_said_and_the_list_read_again(
    dialog: TrashDialog, library: Path, qtbot: QtBot
) -> None:
    for path in (library / TRASH).rglob("*.flac"):
        path.unlink()
    choose(dialog, 0)
    dialog.restore.click()
    qtbot.waitUntil(dialog.failure.isVisible, timeout=WAIT)
    assert "not in the trash any more" in dialog.failure.text()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=WAIT)
    assert dialog.empty.isEnabled()
