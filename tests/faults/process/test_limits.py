# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as its system limits it: a clear end or all of the work, and nothing lost."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.pipeline import outcomes
from catalogsync_gui.pipeline.placement import Placement
from tests.chaos.checker import violations
from tests.engine.world import Recorder, sound
from tests.engine.world import World as EngineWorld
from tests.scenario.cli_world import PATIENCE, TRACKS, FarEnd, World, environment

limited = pytest.mark.skipif(shutil.which("prlimit") is None, reason="util-linux has prlimit")


def _sync(world: World, files: str) -> tuple[int, str]:
    """A sync that may have so many files open (soft and hard): its exit status and stderr."""
    done = subprocess.run(
        [
            "prlimit",
            f"--nofile={files}",
            "--",
            sys.executable,
            "-m",
            "catalogsync_gui",
            f"--profile={world.profile}",
            "sync",
        ],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


@limited
def test_too_few_files_are_said_so_and_more_are_taken_where_they_are_granted(
    tmp_path: Path,
) -> None:
    names = [path.name for path in sorted(TRACKS.iterdir())][:4]
    with FarEnd() as far:
        world = World(tmp_path)
        world.run("library", str(world.library))
        world.run("add", far.playlist("/a.m3u", *names))
        for files in ("12", "63"):
            status, err = _sync(world, files)
            assert status == 3
            assert err.startswith(
                f"catalogsync-gui: error: this program may have only {files} files open"
            )
            assert len(err.splitlines()) == 1
        for files in ("20:4096", "64"):
            assert _sync(world, files) == (0, "")
    assert violations(world.profile, world.library, settled=True) == []
    assert len([name for name in world.files() if "Playlists" not in name]) == len(names)


@pytest.mark.parametrize(
    ("problem", "kind", "words"),
    [
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "system_busy", "Too many open files"),
        (MemoryError(), "no_memory", "it is tried again"),
    ],
    ids=["files", "memory"],
)
def test_a_shortage_is_called_by_its_name(
    world: EngineWorld,
    start: Callable[..., Engine],
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
    problem: Exception,
    kind: str,
    words: str,
) -> None:
    expected_logs("unexpected error")
    monkeypatch.setattr(outcomes, "ROOM_WAIT", 0.0)
    place, left = Placement.place, [problem]

    def short(self: Placement, *args: object) -> object:
        if left:
            raise left.pop()
        return place(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Placement, "place", short)
    with world.store() as store:
        world.add(store, "S", {"P": [1]})
    engine = start(jitter=lambda: 0.0)
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 1
    (failed,) = [e for e in recorder.of(ItemFinished) if e.state is ItemState.PENDING]
    assert failed.error is not None
    assert failed.error.kind == kind
    assert words in failed.error.message


@pytest.mark.parametrize("problem", [MemoryError(), RuntimeError("can't start new thread")])
def test_a_tag_process_without_its_threads_is_ended(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
    problem: Exception,
) -> None:
    """What is left open or running would be told by a warning, which fails the test."""
    expected_logs("no tag process can be started")
    file = tmp_path / "a.mp3"
    file.write_bytes(sound(1))

    def no_thread(_thread: threading.Thread) -> None:
        raise problem

    process = TagProcess()
    with monkeypatch.context() as short:
        short.setattr(threading.Thread, "start", no_thread)
        with pytest.raises(TagError, match="could be started"):
            process.read(file, AudioFormat.MP3, StopToken())
    process.read(file, AudioFormat.MP3, StopToken())
    process.close()
