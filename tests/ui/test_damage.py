# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not as recorded, in the window: the card, the list, and what can be done."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from catalogsync_gui.cli.serving import Serving
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.server import ControlServer
from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.events import FileDiffers, JobFinished
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.verifying import verify
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.dialogs.damage import DamageDialog
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.tray import Tray
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import Web, serving

DAMAGED, CHANGED, MISSING = "Damaged", "Changed by someone else", "Not there any more"
Ask = Callable[..., object]
NAMES = {
    "quiet-sea.flac": "<b>Bold</b> & <img src=x>",
    "strasse-nach-sueden.flac": "Edited",
    "rain-on-the-roof.flac": "Gone",
}


@pytest.fixture
def dialog(
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    subscribe: Callable[..., int],
    tmp_path: Path,
    qtbot: QtBot,
) -> DamageDialog:
    """Opened by the card, on a library with one damaged, one edited and one missing file."""
    path = tmp_path / "mine.m3u"
    with serving() as web:
        _serve(web, path)
        subscribe(str(path), "Mine")
        window.show()
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job()
        assert not window.now.damage.isVisible()
        rows = ask(lambda desk: desk.store.listing.page(0, 9))
        assert isinstance(rows, list)
        rotten, edited, gone = (library / row.path for row in rows)
    status = rotten.stat()
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"!")
    os.utime(rotten, ns=(status.st_atime_ns, status.st_mtime_ns))
    edited.write_bytes(b"mine")
    gone.unlink()
    ask(lambda desk: verify(desk, lambda _: None))
    engine.keeper.catalogue_changed()
    qtbot.waitUntil(window.now.damage.isVisible, timeout=WAIT)
    window.now.damage.button.click()
    (opened,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    assert isinstance(opened, DamageDialog)
    qtbot.waitUntil(lambda: opened.table.rowCount() == 3, timeout=WAIT)
    return opened


def _serve(web: Web, playlist: Path) -> None:
    lines = ["#EXTM3U"]
    for name, title in NAMES.items():
        audio = (resources() / f"demo/tracks/{name}").read_bytes()
        lines += [f"#EXTINF:3,{title}", web.put(f"/{name}", audio)]
    playlist.write_text("\n".join(lines), "utf-8")


def cells(dialog: DamageDialog) -> dict[str, str]:
    """What is wrong, and with what."""
    table = dialog.table
    return {
        str(table.data(table.index(row, 1))): str(table.data(table.index(row, 0)))
        for row in range(table.rowCount())
    }


def choose(dialog: DamageDialog, *wrong: str) -> None:
    dialog.view.clearSelection()
    model = dialog.view.selectionModel()
    for row, kind in enumerate(cells(dialog)):
        if kind in wrong:
            flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
            model.select(dialog.table.index(row, 0), flags)


def test_the_card_says_what_was_found_and_the_list_which_files(
    dialog: DamageDialog, window: MainWindow
) -> None:
    assert window.now.damage.title.text() == "A file of your library is damaged"
    assert "1 damaged, 1 changed by someone else, 1 not there any more" in (
        window.now.damage.message.text()
    )
    assert set(cells(dialog)) == {DAMAGED, CHANGED, MISSING}
    assert "<b>Bold</b> & <img src=x>" in cells(dialog)[DAMAGED]
    for label in dialog.findChildren(QLabel):
        assert not label.text() or label.textFormat().name == "PlainText"
    assert not dialog.again.isEnabled()
    assert not dialog.keep.isEnabled()


def test_keeping_and_fetching_again(
    dialog: DamageDialog,
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    qtbot: QtBot,
) -> None:
    (playlist,) = (library / "Playlists").iterdir()
    assert playlist.read_text("utf-8").count(".flac") == 3
    choose(dialog, CHANGED, MISSING)
    dialog.keep.click()
    qtbot.waitUntil(lambda: playlist.read_text("utf-8").count(".flac") == 2, timeout=WAIT)
    assert not dialog.again.isEnabled()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT)
    choose(dialog, DAMAGED)
    # The server is gone, so that the item waits for it; the job is what the click is to start.
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: getattr(event, "item", 0) == 1,
    ):
        dialog.again.click()
    engine.stop_job()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 0, timeout=WAIT)
    assert dialog.summary.text().startswith("All files are as they should be")
    qtbot.waitUntil(lambda: not window.now.damage.isVisible(), timeout=WAIT)
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
    counts = ask(lambda desk: desk.store.listing.counts())
    assert counts == {ItemState.DONE: 1, ItemState.MISSING: 1, ItemState.PENDING: 1}


def test_what_cannot_be_done_is_said(dialog: DamageDialog, library: Path, qtbot: QtBot) -> None:
    for path in library.rglob("*.flac"):
        path.write_bytes(b"once more")
    choose(dialog, CHANGED)
    dialog.keep.click()
    qtbot.waitUntil(dialog.failure.isVisible, timeout=WAIT)
    assert "changed once more" in dialog.failure.text()
    assert dialog.table.rowCount() == 3


def test_the_tray_tells_of_a_failing_disk_once_and_not_of_every_file(
    window: MainWindow, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _self, title, *_rest: told.append(title)
    )
    tray = Tray(engine, window, available=lambda: False)
    for number in range(3):
        tray._on_event(
            FileDiffers(
                at=1.0, job=None, kind=DamageKind.DAMAGED, path=f"{number}", detail="x", items=(1,)
            )
        )
    tray.close()
    assert told == ["A file of your library is damaged"]


def test_the_setting_is_in_the_dialog(engine: Engine, library: Path, qtbot: QtBot) -> None:
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    assert dialog.library_section.verify.text() == "30 days"
    dialog.library_section.verify.setValue(0)
    assert dialog.library_section.verify.text() == "Never"
    dialog._on_accepted()
    assert engine.settings.verify_days == 0


def test_a_verify_by_hand_is_shown_at_once(
    dialog: DamageDialog, window: MainWindow, engine: Engine, library: Path, ask: Ask, qtbot: QtBot
) -> None:
    dialog.close()
    rows = ask(lambda desk: desk.store.listing.page(0, 9))
    assert isinstance(rows, list)
    (library / rows[0].path).unlink()
    lock = InstanceLock(engine.profile.lock_file)
    assert lock.acquire()
    server = ControlServer(engine.profile.socket_name, Serving(engine))
    server.listen()
    command = [sys.executable, "-m", "catalogsync_gui", "verify"]
    environment = os.environ | {"CATALOGSYNC_PROFILE": str(engine.profile.config)}
    try:
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL):
            qtbot.waitUntil(
                lambda: "2 not there any more" in window.now.damage.message.text(), timeout=WAIT
            )
    finally:
        server.close()
        lock.release()
