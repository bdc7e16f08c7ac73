# SPDX-License-Identifier: GPL-3.0-or-later
"""A real engine on a profile of its own, and windows that are gone when a test is over."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.tray import Tray
from tests.ui.slow_server import WAIT, SlowServer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform lacks, and says so, is no fault of a window."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    "^This plugin does not support", "systemTrayWindowChanged"
                )
            )


@pytest.fixture(autouse=True)
def _garbage_of_the_main_thread() -> Iterator[None]:
    """No engine's thread may be the one that destroys a widget of a test."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile.resolve(str(tmp_path / "profile"))
    profile.create()
    return profile


@pytest.fixture
def engine(profile: Profile, qapp: QApplication) -> Iterator[Engine]:
    engine = Engine(profile, scheduled=False)
    engine.start()
    yield engine
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


@pytest.fixture
def library(engine: Engine, tmp_path: Path, ask: Callable[..., object]) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    settings = ask(lambda desk: set_library(desk, folder))
    assert isinstance(settings, Settings)
    engine.apply_settings(replace(settings, free_space_mb=0, refresh_hours=0.0))
    return folder


class _Answer:
    def __init__(self) -> None:
        self.values: list[object] = []
        self.errors: list[Exception] = []

    def done(self, value: object) -> None:
        self.values.append(value)

    def failed(self, error: Exception) -> None:
        self.errors.append(error)


@pytest.fixture
def ask(engine: Engine, qtbot: QtBot) -> Callable[..., object]:
    """Has something done on the desk and waits for its result."""

    def asked(work: Callable[..., object]) -> object:
        answer = _Answer()
        engine.desk.ask(work, answer.done, answer.failed)
        qtbot.waitUntil(lambda: bool(answer.values or answer.errors), timeout=WAIT)
        assert not answer.errors
        return answer.values[0]

    return asked


@pytest.fixture
def subscribe(engine: Engine, ask: Callable[..., object]) -> Callable[..., int]:
    """Adds a source as the dialog does."""

    def subscribed(location: str, name: str) -> int:
        source = ask(lambda desk: add_source(desk, AddRequest(location, name=name)))
        engine.keeper.catalogue_changed()
        assert isinstance(source, int)
        return source

    return subscribed


@pytest.fixture
def window(engine: Engine, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(engine)
    yield window
    window.detach()
    window.hide()
    shiboken6.delete(window)


@pytest.fixture
def slow_server() -> Iterator[SlowServer]:
    server = SlowServer()
    yield server
    server.close()


@pytest.fixture
def slow_playlist(slow_server: SlowServer, tmp_path: Path) -> Path:
    """A playlist of three tracks with titles that a careless label takes for markup."""
    titles = ("<b>Bold</b> & <img src=x>", "A &amp; B", "{0} %1 %n")
    lines = ["#EXTM3U"]
    for number, title in enumerate(titles):
        lines += [f"#EXTINF:3,{title}", f"{slow_server.address}/{number}.flac"]
    path = tmp_path / "slow.m3u8"
    path.write_text("\n".join(lines), "utf-8")
    return path


class Desktop:
    """Whether the desktop has a tray, as a test wishes."""

    def __init__(self) -> None:
        self.tray = True

    def __call__(self) -> bool:
        return self.tray


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    yield Desktop()
    QGuiApplication.setQuitOnLastWindowClosed(True)


@pytest.fixture
def tray(engine: Engine, window: MainWindow, desktop: Desktop) -> Iterator[Tray]:
    tray = Tray(engine, window, available=desktop)
    yield tray
    tray.close()
