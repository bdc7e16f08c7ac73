# SPDX-License-Identifier: GPL-3.0-or-later
"""Adopting files, in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.dialogs.adopt import AdoptDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT

TRACKS = {
    "paper-boats.mp3": ("Mira Quell", "Paper Boats", 9.0),
    "rain-on-the-roof.flac": ("Mira Quell", "Rain on the Roof", 7.0),
    "manana.mp3": ("Señor Ñandú", "Mañana", 30.0),
}
CHECKED = Qt.ItemDataRole.CheckStateRole


def _subscribed(desk: Desk) -> None:
    source = desk.store.catalogue.add_source("playlist", "S", "/s.m3u", {}, 1.0)
    entries = tuple(
        CatalogEntry(
            name,
            TrackInfo(title=title, artists=(artist,), duration=seconds),
            MediaRef(f"http://127.0.0.1:9/{name}"),
        )
        for name, (artist, title, seconds) in TRACKS.items()
    )
    page = CatalogPage(PlaylistRef("p", "Mine", "1"), entries)
    desk.store.catalogue.write_page(source, page, diff(entries, {}))


@pytest.fixture
def filled(library: Path, ask: Callable[..., object]) -> Path:
    """A library with somebody's files, and a source that has the same tracks."""
    (library / "sub").mkdir()
    for name in TRACKS:
        data = (resources() / "demo" / "tracks" / name).read_bytes()
        (library / ("sub" if name.endswith("flac") else "") / name).write_bytes(data)
    ask(_subscribed)
    return library


def opened(window: MainWindow, qtbot: QtBot) -> AdoptDialog:
    window.show()
    window.actions_.adopt.trigger()
    (dialog,) = [one for one in window.findChildren(AdoptDialog) if one.isVisible()]
    settled(dialog, qtbot)
    for label in dialog.findChildren(QLabel):
        assert not label.text() or label.textFormat().name == "PlainText"
    return dialog


def settled(dialog: AdoptDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=WAIT)


def shown(dialog: AdoptDialog) -> list[tuple[str, bool]]:
    table = dialog.table
    return [
        (
            str(table.data(table.index(row, 0))),
            table.data(table.index(row, 0), CHECKED) is Qt.CheckState.Checked,
        )
        for row in range(table.rowCount())
    ]


def done(desk: Desk) -> int:
    return desk.store.listing.counts()[ItemState.DONE]


def test_the_certain_are_checked_and_adopted(
    window: MainWindow, engine: Engine, filled: Path, ask: Callable[..., object], qtbot: QtBot
) -> None:
    dialog = opened(window, qtbot)
    assert shown(dialog) == [("paper-boats.mp3", True), ("sub/rain-on-the-roof.flac", True)]
    assert "certain: 2" in dialog.summary.text()
    assert "wanted: 1" in dialog.summary.text()
    table = dialog.table
    assert table.setData(table.index(0, 0), Qt.CheckState.Unchecked, CHECKED)
    assert shown(dialog)[0] == ("paper-boats.mp3", False)
    dialog.certain.click()
    assert all(checked for _, checked in shown(dialog))
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, PlaylistExported),
    ):
        dialog.start.click()
        assert not dialog.folder.isEnabled()
        settled(dialog, qtbot)
    assert dialog.summary.text() == "Done. Adopted: 2"
    assert ask(done) == 2
    assert not dialog.start.isEnabled()
    (playlist,) = (filled / "Playlists").glob("*.m3u*")
    assert "../sub/rain-on-the-roof.flac" in playlist.read_text("utf-8")
    dialog.reject()


def test_nothing_checked_and_only_a_folder(
    window: MainWindow, filled: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(window, qtbot)
    dialog.table.choose_rows(())
    assert not dialog.start.isEnabled()
    dialog.look(filled / "sub")
    settled(dialog, qtbot)
    assert shown(dialog) == [("sub/rain-on-the-roof.flac", True)]
    dialog.look(tmp_path)
    settled(dialog, qtbot)
    assert "outside of the library" in dialog.notice.text()
    assert not dialog.start.isEnabled()
    dialog.reject()


def test_what_changes_meanwhile_is_said(
    window: MainWindow, filled: Path, ask: Callable[..., object], qtbot: QtBot
) -> None:
    (filled / "broken.mp3").write_bytes(b"<html></html>")
    dialog = opened(window, qtbot)
    assert "broken.mp3 could not be read" in dialog.notice.text()
    (filled / "paper-boats.mp3").unlink()
    dialog.start.click()
    settled(dialog, qtbot)
    assert dialog.summary.text() == "Done. Adopted: 1"
    assert "Left alone: 1. paper-boats.mp3" in dialog.notice.text()
    assert ask(done) == 1
    dialog.reject()
