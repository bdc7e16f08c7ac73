# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is left of a page or dialog that was closed, while a sync goes on.

``packaging/dev.py soak`` does the same for minutes, with eight workers, and measures.
"""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.main_window import MainWindow
from tests.bench.event_loop import Probe
from tests.bench.soak import WARM_ROUNDS, Tour
from tests.ui.slow_server import WAIT, SlowServer


def test_opening_and_closing_everything_leaves_nothing(
    window: MainWindow,
    engine: Engine,
    library: Path,
    subscribe: Callable[[str, str], int],
    slow_server: SlowServer,
    slow_playlist: Path,
    qtbot: QtBot,
) -> None:
    subscribe(str(slow_playlist), "Slow")
    window.show()
    engine.start_job()
    # The server holds the tracks back, so that they are being downloaded all the while.
    qtbot.waitUntil(lambda: window.now.model.rowCount() == 2, timeout=WAIT)
    tour = Tour(window, Probe(engine), look_ms=10)
    for _ in range(WARM_ROUNDS + 3):
        tour.once()
    assert not tour.left_behind()
    assert window.now.model.rowCount() == 2
    slow_server.let_go.set()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
