# SPDX-License-Identifier: GPL-3.0-or-later
"""At twice the usual size of letters nothing is cut, in a window of 1280 by 800."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui import accessible
from tests.ui.followed import synced
from tests.ui.slow_server import WAIT
from tests.ui.views import opened, openers

Ask = Callable[..., object]


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    before = QFont(qapp.font())
    font = QFont(before)
    font.setPointSizeF(18.0)
    qapp.setFont(font)
    yield
    qapp.setFont(before)


def test_nothing_is_cut_in_large_letters(
    large: None,
    window: MainWindow,
    engine: Engine,
    library: Path,
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    synced(window, engine, ask, tmp_path, qtbot)
    window.resize(1280, 800)

    def settle() -> None:
        ask(lambda _desk: None)
        QCoreApplication.sendPostedEvents(None, 0)
        QCoreApplication.processEvents()

    settle()
    wrong: list[str] = []
    keep = os.environ.get("CATALOGSYNC_PICTURES")
    for place in window.places.places():
        window.places.go(place)
        settle()
        wrong += [f"{place.name}: {line}" for line in accessible.cut(window)]
        if keep:
            window.grab().save(f"{keep}/{place.name}.png")
    for name, opener in openers(window).items():
        opener()
        (dialog,) = opened(window)
        settle()
        wrong += [f"{name}: {line}" for line in accessible.cut(dialog)]
        if keep:
            dialog.grab().save(f"{keep}/{name}.png")
        if isinstance(dialog, SettingsDialog):
            for section in dialog.sections:
                dialog.show_section(section)
                settle()
                wrong += [f"{section.title}: {line}" for line in accessible.cut(dialog)]
                if keep:
                    dialog.grab().save(f"{keep}/settings-{type(section).__name__}.png")
        dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not wrong, "\n".join(wrong)
    qtbot.waitUntil(lambda: not opened(window), timeout=WAIT)
