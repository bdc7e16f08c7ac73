# SPDX-License-Identifier: GPL-3.0-or-later
"""A network that costs by the byte, told by a real bus and a process in NetworkManager's place."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from catalogsync_gui.control.instance import metered_network
from catalogsync_gui.control.metered import MeteredNetwork
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.pace import PaceCause
from catalogsync_gui.core.reasons import Circumstances, reason_of
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World

WAIT = 30_000
UNKNOWN, YES, NO, GUESS_YES, GUESS_NO = range(5)
FAKE = Path(__file__).with_name("fake_network_manager.py")
_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """The address of a bus of its own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is missing; packaging/dev.py test installs it on Debian")
    config = tmp_path / "bus.conf"
    config.write_text(_CONFIG)
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


@contextmanager
def network_manager(bus: str, metered: int) -> Iterator[Callable[[int], None]]:
    """NetworkManager, as far as this goes; what it yields changes the property."""
    command = [sys.executable, str(FAKE), bus, str(metered)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        assert stdout.readline() == "ready\n"

        def put(value: int) -> None:
            stdin.write(f"{value}\n")
            stdin.flush()

        try:
            yield put
        finally:
            stdin.close()


@pytest.fixture
def network(bus: str, qtbot: QtBot) -> Iterator[MeteredNetwork]:
    made = MeteredNetwork(lambda: QDBusConnection.connectToBus(bus, f"test {bus}"))
    yield made
    shiboken6.delete(made)
    QDBusConnection.disconnectFromBus(f"test {bus}")


def becomes(qtbot: QtBot, network: MeteredNetwork, metered: bool) -> None:
    qtbot.waitUntil(lambda: network.metered is metered, timeout=WAIT)


def test_what_networkmanager_says_is_followed(
    bus: str, network: MeteredNetwork, qtbot: QtBot
) -> None:
    told: list[bool] = []
    network.changed.connect(told.append)
    with network_manager(bus, YES) as put:
        network.start()
        becomes(qtbot, network, True)
        put(GUESS_NO)
        becomes(qtbot, network, False)
        put(GUESS_YES)
        becomes(qtbot, network, True)
    becomes(qtbot, network, False)
    with network_manager(bus, GUESS_YES):
        becomes(qtbot, network, True)
    becomes(qtbot, network, False)
    assert told == [True, False] * 3


def test_without_networkmanager_nothing_is_metered(
    bus: str, network: MeteredNetwork, qtbot: QtBot
) -> None:
    network.start()
    with network_manager(bus, UNKNOWN) as put:
        put(YES)
        becomes(qtbot, network, True)


def test_without_a_bus_nothing_is_metered(qtbot: QtBot) -> None:
    network = MeteredNetwork(
        lambda: QDBusConnection.connectToBus("unix:path=/nowhere/at/all", "no bus")
    )
    network.start()
    assert not network.metered
    shiboken6.delete(network)


def test_without_the_library_of_the_bus_nothing_is_metered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "catalogsync_gui.control.metered", None)
    assert metered_network() is None


@pytest.fixture
def engine(world: World) -> Iterator[Engine]:
    world.server.stalls = {"/1.mp3"}
    with world.store() as store:
        world.add(store, "S", {"L": [1, 2]})
    engine = Engine(world.profile, scheduled=False)
    engine.start()
    yield engine
    world.server.go_on.set()
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def test_syncs_wait_for_another_network(engine: Engine) -> None:
    due: list[JobSpec] = []
    engine.schedule.due.connect(due.append)
    engine.schedule.put_off(JobSpec(automatic=True))
    engine.pacing.network(True)
    engine.schedule.look()
    status = engine.status()
    assert due == []
    assert (status.metered, status.syncs_wait, status.pace.state) == (True, True, HourState.FULL)
    assert status.to_json()["metered"] is True
    engine.apply_settings(replace(engine.settings, on_metered="ignore"))
    assert not engine.status().syncs_wait
    engine.schedule.look()
    assert len(due) == 1


def test_items_say_that_they_wait_for_another_network(world: World, engine: Engine) -> None:
    with world.store() as store:
        (item,) = store.listing.items([1])
    around = Circumstances(running=True, next_sync=5.0, syncs_wait=True)
    reason = reason_of(item, None, around, 1.0)
    assert reason is not None
    assert reason.kind == "metered"


def test_off_holds_what_the_schedule_started_and_not_what_a_person_asked(
    world: World, engine: Engine
) -> None:
    recorder = Recorder(engine)
    engine.apply_settings(replace(engine.settings, on_metered="off"))
    engine.start_job(JobSpec(automatic=True, refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=WAIT)
    world.qtbot.waitUntil(lambda: engine.keeper.busy, timeout=WAIT)
    engine.pacing.network(True)
    world.qtbot.waitUntil(lambda: not engine.status().workers, timeout=WAIT)
    pace = engine.status().pace
    assert (pace.state, pace.cause) == (HourState.OFF, PaceCause.METERED)
    world.server.go_on.set()
    # A sync that a person asks for is heard though another one is open and waits.
    engine.start_job(JobSpec(refresh=False))
    assert engine.status().pace.state is HourState.FULL
    assert world.ended(recorder).done == 2
