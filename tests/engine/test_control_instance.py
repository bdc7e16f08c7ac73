# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance from its start to its end, with and without threads that hang."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QTimer

from catalogsync_gui import headless
from catalogsync_gui.cli import foreground
from catalogsync_gui.cli.parser import parse
from catalogsync_gui.cli.serving import Serving
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.instance import Instance
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.stop_signals import StopSignals
from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile

pytestmark = pytest.mark.usefixtures("qapp")


class _Left(BaseException):
    """The process would be gone now."""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = Profile.resolve(str(tmp_path / "p"))
    made.create()
    return made


@pytest.fixture
def lock(profile: Profile) -> Iterator[InstanceLock]:
    held = InstanceLock(profile.lock_file)
    assert held.acquire()
    yield held
    held.release()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[[str], None]) -> list[int]:
    """Engines whose threads seem to hang; the statuses with which the process was left."""
    expected_logs("a thread did not stop")
    statuses: list[int] = []
    shutdown = Engine.shutdown

    def hang(engine: Engine, timeout: float) -> bool:
        assert timeout <= 5.0
        # In truth they end, or they would outlive the test.
        assert shutdown(engine, timeout)
        QTimer.singleShot(0, engine.deleteLater)
        return False

    def leave(status: int) -> None:
        statuses.append(status)
        raise _Left

    monkeypatch.setattr(Engine, "shutdown", hang)
    for module in (headless, foreground):
        monkeypatch.setattr(module, "leave_now", leave)
    return statuses


def _signal_soon(number: int) -> None:
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), number))


def _free(profile: Profile) -> bool:
    again = InstanceLock(profile.lock_file)
    free = again.acquire()
    again.release()
    return free


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_and_frees_everything(
    profile: Profile, lock: InstanceLock, number: int
) -> None:
    before = signal.getsignal(number)
    _signal_soon(number)
    assert headless.run(profile, lock, Serving) == 0
    assert signal.getsignal(number) is before
    assert _free(profile)
    assert not Path(profile.socket_name).exists()


def test_a_service_whose_threads_hang_ends_all_the_same(
    profile: Profile, lock: InstanceLock, hanging: list[int]
) -> None:
    _signal_soon(signal.SIGTERM)
    with pytest.raises(_Left):
        headless.run(profile, lock, Serving)
    assert hanging == [0]
    assert _free(profile)


def test_a_sync_whose_threads_hang_ends_with_its_status(
    profile: Profile, lock: InstanceLock, hanging: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(_Left):
        foreground.run_foreground(parse(("sync",)), profile, lock, Terminal())
    assert hanging == [3]
    assert "no library" in capsys.readouterr().err
    assert _free(profile)


def test_an_instance_that_cannot_start_gives_the_lock_back(
    profile: Profile, lock: InstanceLock
) -> None:
    profile.database.write_bytes(b"this is no database, but it is longer than a header is" * 4)
    instance = Instance(Engine(profile), lock, Serving)
    with pytest.raises(DatabaseUnusable):
        instance.start()
    assert _free(profile)


def test_after_a_stop_the_engine_is_gone_at_once(profile: Profile, lock: InstanceLock) -> None:
    """Left to the collector, QObjects were destroyed in other threads: a crash."""
    instance = Instance(Engine(profile), lock, Serving)
    instance.start()
    engine, server = instance.engine, instance.server
    assert instance.stop()
    assert not shiboken6.isValid(engine)
    assert not shiboken6.isValid(server)


def test_signals_reach_the_event_loop_and_the_former_handlers_come_back() -> None:
    application: Any = QCoreApplication.instance()
    before = signal.getsignal(signal.SIGTERM)
    signals = StopSignals()
    seen: list[int] = []
    signals.received.connect(seen.append)
    signals.received.connect(lambda _: application.exit(0))
    _signal_soon(signal.SIGTERM)
    application.exec()
    signals.close()
    assert seen == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) is before
