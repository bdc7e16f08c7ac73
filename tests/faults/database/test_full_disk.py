# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk that holds the database is full: nothing is lost, it is said, and it goes on."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine import room
from catalogsync_gui.engine.engine import Engine
from tests.chaos.checker import violations
from tests.engine.world import Recorder, World
from tests.scenario.cli_world import FarEnd
from tests.scenario.cli_world import World as CliWorld

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 8 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _filled(folder: Path, *, but: int = 0) -> Iterator[None]:
    """Nothing more fits while this lasts, but for so many bytes."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        os.truncate(ballast, ballast.stat().st_size - but)
    assert shutil.disk_usage(folder).free == but
    try:
        yield
    finally:
        ballast.unlink()


def test_a_job_breaks_off_and_goes_on_by_itself_when_there_is_room(
    tmp_path: Path,
    small: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("disk that holds the database is full|could not be")
    monkeypatch.setattr(room, "LOOK_EVERY_MS", 50)
    (tmp_path / "profile").symlink_to(small)
    world = World(tmp_path, qtbot)
    with world.store() as store:
        world.add(store, "S", {"P": list(range(1, 41))})
    world.server.stalls.add("/7.mp3")
    engine = Engine(world.profile)
    engine.schedule.go_by(Rule())
    recorder = Recorder(engine)
    try:
        engine.start()
        engine.schedule.go_by(Rule())
        engine.start_job(JobSpec(refresh=False))
        qtbot.waitUntil(world.server.stalled.is_set, timeout=60_000)
        with _filled(small):
            world.server.go_on.set()
            qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=60_000)
            broken = recorder.of(JobFinished)[0]
            assert broken.state is JobState.FAILED
            assert broken.error is not None
            assert broken.error.kind == "database_full"
            assert "Make room on it" in broken.error.message
            problem = engine.status().problem
            assert problem is not None
            assert problem.kind == "database_full"
        qtbot.waitUntil(lambda: recorder.of(JobFinished)[-1].state is JobState.DONE, timeout=60_000)
    finally:
        world.server.close()
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
    assert violations(world.profile.data, world.library, settled=True) == []
    assert len(list(world.library.glob("A/S/*.mp3"))) == 40


def test_a_command_ends_with_status_3_and_the_next_one_goes_on(
    tmp_path: Path, small: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("disk that holds the database is full|could not be")
    with FarEnd() as far:
        world = CliWorld(tmp_path)
        world.profile = small
        world.run("library", str(world.library))
        world.run("add", far.playlist("/a.m3u", "ac-dc.mp3", "manana.mp3", "moonlight.opus"))
        with _filled(small):
            assert "is full; make room" in world.error("sync", status=3)
        with _filled(small, but=49152):
            _, err = world.outcome("sync", status=3)
            assert "the disk that holds the database is full. Make room on it" in err
        tracks = [path for path in far.files if path.startswith("/tracks/")]
        world.run("sync")
        assert len([name for name in world.files() if "Playlists" not in name]) == len(tracks)
    assert violations(small, world.library, settled=True) == []
