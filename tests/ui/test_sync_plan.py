# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do, in the window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.dialogs.sync_plan import SyncPlanDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.preview_models import TextTable
from tests.ui.slow_server import WAIT, SlowServer

Subscribe = Callable[..., int]
NAMES = ("quiet-sea.flac", "what-again.ogg")


@pytest.fixture
def local(library: Path, subscribe: Subscribe, tmp_path: Path) -> Path:
    """A playlist of two local files that is subscribed to."""
    path = tmp_path / "mine.m3u"
    tracks = [f"#EXTINF:3,<b>{name}</b>\n{resources()}/demo/tracks/{name}" for name in NAMES]
    path.write_text("\n".join(["#EXTM3U", *tracks]), "utf-8")
    subscribe(str(path), "<b>Mine</b>")
    return path


def rows(table: TextTable) -> list[list[str]]:
    return [
        [str(table.data(table.index(row, column))) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def opened(window: MainWindow, qtbot: QtBot) -> SyncPlanDialog:
    window.show()
    qtbot.waitUntil(window.actions_.plan.isEnabled, timeout=WAIT)
    window.actions_.plan.trigger()
    (dialog,) = [one for one in window.findChildren(SyncPlanDialog) if one.isVisible()]
    for label in dialog.findChildren(QLabel):
        assert not label.text() or label.textFormat().name == "PlainText"
    return dialog


def planned(window: MainWindow, qtbot: QtBot) -> SyncPlanDialog:
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=WAIT)
    return dialog


def test_a_plan_and_then_the_sync(
    window: MainWindow, engine: Engine, local: Path, qtbot: QtBot
) -> None:
    dialog = planned(window, qtbot)
    size = sum((resources() / "demo" / "tracks" / name).stat().st_size for name in NAMES)
    assert "To be downloaded: 2 (" in dialog.summary.text()
    assert "unknown" in dialog.summary.text()
    (source,) = rows(dialog.sources)
    assert source[:2] == ["<b>Mine</b>", "2"]
    assert source[2] == f"{size / 1000:.0f} kB"
    assert [row[1:] for row in rows(dialog.playlists)] == [["new", "0", "2", "2"]]
    assert not dialog.notice.isVisible()
    with qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, JobFinished),
    ):
        dialog.sync.click()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
    dialog = planned(window, qtbot)
    assert "there already: 2" in dialog.summary.text()
    assert rows(dialog.playlists) == []
    dialog.reject()


def test_too_little_room_is_said(
    window: MainWindow, engine: Engine, local: Path, qtbot: QtBot
) -> None:
    engine.apply_settings(replace(engine.settings, free_space_mb=10_000_000))
    dialog = planned(window, qtbot)
    assert "nearly full" in dialog.notice.text()
    dialog.reject()


def test_closing_ends_it(
    window: MainWindow,
    engine: Engine,
    library: Path,
    slow_server: SlowServer,
    subscribe: Subscribe,
    qtbot: QtBot,
) -> None:
    subscribe(f"{slow_server.address}/list.m3u", "Slow")
    dialog = opened(window, qtbot)
    assert not dialog.sync.isEnabled()
    qtbot.waitUntil(slow_server.asked.is_set, timeout=WAIT)
    assert list(engine.profile.data.glob("trial-*"))
    dialog.reject()
    qtbot.waitUntil(lambda: not list(engine.profile.data.glob("trial-*")), timeout=WAIT)


def test_a_library_that_is_away(
    window: MainWindow, library: Path, local: Path, qtbot: QtBot
) -> None:
    (library / ".catalog-sync" / "library.json").unlink()
    dialog = planned(window, qtbot)
    assert "offline" in dialog.notice.text()
    assert not dialog.sync.isEnabled()
    dialog.reject()
