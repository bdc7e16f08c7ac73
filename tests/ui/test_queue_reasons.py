# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a track is not there, in the queue and at the head of the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.reasons import HostFacts, RestCause
from catalogsync_gui.core.states import StageName
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.queue_words import Column
from catalogsync_gui.ui.status_words import StatusWords
from tests.ui.slow_server import WAIT


@pytest.mark.usefixtures("library")
def test_a_pause_is_the_reason_as_long_as_it_lasts(
    window: MainWindow,
    engine: Engine,
    subscribe: Callable[..., int],
    slow_playlist: Path,
    qtbot: QtBot,
) -> None:
    model = window.queue.model

    def cell(role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(model.data(model.index(0, Column.DETAILS), role))

    subscribe(str(slow_playlist), "Slow")
    window.show()
    engine.start_job()
    qtbot.waitUntil(lambda: bool(engine.status().workers), timeout=WAIT)
    qtbot.waitUntil(lambda: cell() == "It is being downloaded.", timeout=WAIT)
    engine.pause()
    qtbot.waitUntil(lambda: cell() == "Catalog Sync is paused.", timeout=WAIT)
    engine.pause(3600)
    qtbot.waitUntil(lambda: cell().startswith("Next: "), timeout=WAIT)
    lines = cell(Qt.ItemDataRole.ToolTipRole)
    assert lines.startswith("<qt>Waiting<br>Catalog Sync is paused.<br>Next: ")
    engine.resume()
    qtbot.waitUntil(lambda: cell() == "It is being downloaded.", timeout=WAIT)
    engine.stop_job()
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
    qtbot.waitUntil(lambda: "no sync starts by itself" in cell(), timeout=WAIT)


def test_the_head_names_the_host_that_everything_waits_for() -> None:
    words = StatusWords()

    def sentence(cause: RestCause) -> str:
        hosts = (HostFacts("nas.lan", 0, 1, 1.7e9, cause, "503"),)
        stage = StageName.DOWNLOAD.value
        return words.sentence(EngineStatus(Activity.RUNNING, 1, stage, hosts=hosts))

    assert sentence(RestCause.ASKED).startswith("Waiting for nas.lan until ")
    assert sentence(RestCause.NO_NETWORK).startswith("Waiting for the network")


def test_what_is_no_word_gets_no_capital() -> None:
    assert sentences(["nothing answers", "http://h/x is gone", "nas.lan rests."]) == (
        "Nothing answers. http://h/x is gone. nas.lan rests."
    )
