# SPDX-License-Identifier: GPL-3.0-or-later
"""A library on a computer that sleeps: woken by a real packet, waited for, then synced."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.core.events import Event, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import Library, create_marker
from catalogsync_gui.pipeline import waking
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.pipeline.waking import Waking
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

MAC = "02:11:22:7f:00:ff"


class Sleeper:
    """A network card: notes what it is sent, and does something at the first packet."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.woken: Callable[[], None] = lambda: None
        self.heard = threading.Event()
        self._line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._line.bind(("127.0.0.1", 0))
        self.setting = f"{MAC}@127.0.0.1:{self._line.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while (packet := self._line.recv(1000)) != b"end":
            self.packets.append(packet)
            if len(self.packets) == 1:
                self.woken()
            self.heard.set()

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"end", self._line.getsockname())
        self._thread.join()
        self._line.close()


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sleeper]:
    monkeypatch.setattr(waking, "LOOK", 0.05)
    made = Sleeper()
    yield made
    made.close()


def _unmount(world: World) -> Callable[[], None]:
    away = world.library.with_name("away")
    world.library.rename(away)
    world.library.mkdir()

    def mount() -> None:
        # Fails if anything was written there.
        world.library.rmdir()
        away.rename(world.library)

    return mount


def _prepare(world: World, sleeper: Sleeper) -> None:
    with world.store() as store:
        world.add(store, "S", {"L": [1]})
    SettingsFile(world.profile.settings_file).save(
        replace(world.settings, wake=sleeper.setting, wake_minutes=2)
    )


def _kinds(recorder: Recorder) -> list[str]:
    return [notice.kind for notice in recorder.of(Notice)]


def test_a_sync_wakes_the_computer_and_begins_when_the_library_is_there(
    world: World, start: Callable[[], Engine], sleeper: Sleeper
) -> None:
    _prepare(world, sleeper)
    sleeper.woken = _unmount(world)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    ended = world.run(engine, recorder)
    assert (ended.state, ended.done) == (JobState.DONE, 1)
    assert sleeper.packets[0] == b"\xff" * 6 + bytes.fromhex(MAC.replace(":", "")) * 16
    assert _kinds(recorder) == ["waking", "awake"]
    assert engine.status().waking_until is None


def test_a_library_that_is_there_is_not_waited_for(
    world: World, start: Callable[[], Engine], sleeper: Sleeper
) -> None:
    _prepare(world, sleeper)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).state is JobState.DONE
    assert sleeper.packets == []
    assert _kinds(recorder) == []


def test_whoever_stops_it_waits_no_longer(
    world: World, start: Callable[[], Engine], sleeper: Sleeper, qtbot: QtBot
) -> None:
    _prepare(world, sleeper)
    _unmount(world)
    engine = start()
    engine.start()
    with qtbot.waitSignal(engine.signals.status_changed, timeout=30_000, check_params_cb=_wakes):
        engine.start_job(JobSpec(refresh=False))
    with qtbot.waitSignal(engine.signals.refused, timeout=30_000) as answer:
        engine.stop_job()
    assert answer.args is not None
    assert isinstance(answer.args[0], Interrupted)
    status = engine.status()
    assert (status.waking_until, status.problem) == (None, None)


def _wakes(status: object) -> bool:
    return getattr(status, "waking_until", None) is not None


class _Hasty:
    """A clock by which every look takes half a minute."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        self.time += 30.0
        return self.time


def test_in_vain_it_is_waked_again_for_a_person_and_not_for_the_schedule(
    tmp_path: Path, sleeper: Sleeper
) -> None:
    clock, told = _Hasty(), list[Event]()
    ports = cast(Ports, SimpleNamespace(clock=clock, control=RunControl(clock), report=told.append))
    library = Library(tmp_path / "away", "id", 0)
    settings = Settings(wake=sleeper.setting, wake_minutes=2)
    made, stop = Waking(ports), StopToken()

    def kinds(*, automatic: bool) -> list[str]:
        told.clear()
        made.wait_for(library, settings, stop, automatic=automatic)
        return [event.kind for event in told if isinstance(event, Notice)]

    assert kinds(automatic=True) == ["waking", "not_awake"]
    assert sleeper.heard.wait(30)
    assert kinds(automatic=True) == []
    assert kinds(automatic=False) == ["waking", "not_awake"]
    clock.time += 3600
    assert kinds(automatic=True) == ["waking", "not_awake"]
    (tmp_path / "away").mkdir()
    library.identity = create_marker(tmp_path / "away")
    assert kinds(automatic=True) == []
