# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to look at about a source, in the window's list."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from catalogsync_gui.core.errors import SourceRefused
from catalogsync_gui.core.events import SourceRefreshed
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.sources_list import STATE_ROLE
from tests.ui.slow_server import WAIT


def write(path: Path, count: int) -> None:
    lines = [f"#EXTINF:3,Track {n}\nhttp://127.0.0.1:9/{n}.mp3" for n in range(count)]
    path.write_text("\n".join(["#EXTM3U", *lines, ""]), "utf-8")


def state(window: MainWindow) -> str:
    return str(window.sources.model.index(0).data(STATE_ROLE) or "")


def refreshed(engine: Engine, qtbot: QtBot) -> object:
    return qtbot.waitSignal(
        engine.signals.happened,
        timeout=WAIT,
        check_params_cb=lambda event: isinstance(event, SourceRefreshed),
    )


def test_a_smaller_catalogue_is_shown_and_accepted(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Callable[[str, str], int],
    tmp_path: Path,
    ask: Callable[..., object],
    qtbot: QtBot,
) -> None:
    path = tmp_path / "evening.m3u"
    write(path, 24)
    source = subscribe(str(path), "Evening")
    window.show()
    sources = window.sources
    qtbot.waitUntil(lambda: sources.model.rowCount() == 1, timeout=WAIT)
    sources.view.setCurrentIndex(sources.model.index(0))
    # What can be fetched is not what this is about.
    engine.pause()

    def sync(trigger: Callable[[], None]) -> None:
        with refreshed(engine, qtbot):  # type: ignore[attr-defined]
            trigger()
        engine.stop_job()
        qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)

    sync(sources.sync.trigger)
    assert not sources.accept.isVisible()
    write(path, 2)
    sync(sources.sync.trigger)
    qtbot.waitUntil(lambda: "2 tracks instead of 24" in state(window), timeout=WAIT)
    assert sources.accept.isVisible()
    assert sources.accept.text() == "Accept the smaller catalogue"
    window.grab()
    sync(sources.accept.trigger)
    qtbot.waitUntil(lambda: "Refreshed" in state(window), timeout=WAIT)
    assert not sources.accept.isVisible()
    playlists = ask(lambda desk: desk.store.catalogue.playlists(source))
    assert [row.entries for row in playlists] == [2]  # type: ignore[attr-defined]


def test_a_paused_source_says_why(
    window: MainWindow,
    library: Path,
    subscribe: Callable[[str, str], int],
    tmp_path: Path,
    ask: Callable[..., object],
    qtbot: QtBot,
) -> None:
    path = tmp_path / "evening.m3u"
    write(path, 1)
    source = subscribe(str(path), "Evening")

    def refuse(desk: Desk) -> None:
        error = SourceRefused("wrong <b>password</b>")
        for _ in range(3):
            desk.store.refresh.failed(source, ErrorInfo(error.kind, str(error)), None, "")

    ask(refuse)
    window.show()
    window.sources.refresh()
    qtbot.waitUntil(lambda: state(window).startswith("Paused: the server refused"), timeout=WAIT)
    assert "wrong <b>password</b>" in state(window)
    window.grab()
