# SPDX-License-Identifier: GPL-3.0-or-later
"""A library that answers nothing any more: its file system's process is stopped."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.faults.storage.rooms import Room
from tests.scenario.cli_world import FarEnd, events, finish

pytestmark = pytest.mark.scenario

_HELD = "/tracks/paper-boats.mp3"
_QUIT = 5.0


@contextlib.contextmanager
def _ntfs(place: Room) -> Iterator[int]:
    """Mounts NTFS at the library; the process that serves it, which goes on at the end."""
    image = place.folder / "ntfs.img"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    make = ["mkntfs", "-q", "-F", "-Q", str(image)]
    subprocess.run(make, check=True, capture_output=True, timeout=60)
    command = place.enter("ntfs-3g", "-o", "no_detach", str(image), str(place.library))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            place.wait_for_mount(place.library)
            yield server.pid
        finally:
            os.kill(server.pid, signal.SIGCONT)
            server.terminate()


@contextlib.contextmanager
def _silent(server: int) -> Iterator[None]:
    """Nothing that the library is asked is answered in here; whoever asked cannot even be killed.

    To be left before the end of a process that asks is waited for.
    """
    os.kill(server, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)


def test_a_hanging_library_hangs_neither_status_nor_the_end(place: Room, far: FarEnd) -> None:
    with _ntfs(place) as server:
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        held = far.hold(_HELD)
        with contextlib.ExitStack() as running:
            program = running.enter_context(place.start("--headless"))
            program.line("running without a window", err=True)
            sync = running.enter_context(place.start("sync", "--json"))
            far.wait_for(_HELD)
            with _silent(server):
                held.set()
                assert "does not answer" in sync.line('"event": "notice"')
                began = time.monotonic()
                status = json.loads(place.run("status", "--json")[0])
                assert status["problem"]["kind"] == "storage_silent"
                assert time.monotonic() - began < _QUIT
                began = time.monotonic()
                program.terminate()
                program.line("abandoned", err=True)
                assert time.monotonic() - began < _QUIT
            program.communicate(timeout=30)
            sync.communicate(timeout=30)
        assert program.returncode == 0
        place.run("sync")
        assert len(place.files()) == 1


def test_a_sync_is_refused_by_a_library_that_hangs_already(place: Room, far: FarEnd) -> None:
    with _ntfs(place) as server:
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        with place.start("--headless") as program, _silent(server):
            program.line("running without a window", err=True)
            _, err = place.run("sync", status=3)
            assert "does not answer" in err
            assert len(err.splitlines()) == 1
            program.terminate()
            program.line("stopp", err=True)
        assert program.returncode == 0


def test_the_window_lives_while_the_library_hangs(place: Room, far: FarEnd) -> None:
    with _ntfs(place) as server:
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        held = far.hold(_HELD)
        with place.start(module="windowed") as window:
            far.wait_for(_HELD)
            with _silent(server):
                held.set()
                window.line("window: storage_silent", err=True)
                began = time.monotonic()
                window.terminate()
                longest = float(window.line("window: longest", err=True).rpartition(" ")[2])
                assert time.monotonic() - began < _QUIT
                assert longest < 1.0
            window.communicate(timeout=30)
        assert window.returncode == 0
        place.run("sync")
        assert len(place.files()) == 1


def test_a_frozen_library_is_waited_for(place: Room, far: FarEnd) -> None:
    """It can be read, but whoever writes waits in the kernel."""
    place.mount(place.image())
    place.subscribe(far.playlist("/one.m3u", "ac-dc.mp3", "paper-boats.mp3"))
    held = far.hold(_HELD)
    with place.start("sync", "--json") as sync:
        far.wait_for(_HELD)
        place.sh("fsfreeze", "--freeze", str(place.library))
        try:
            held.set()
            said = sync.line('"event": "notice"')
        finally:
            place.sh("fsfreeze", "--unfreeze", str(place.library))
        out, _ = finish(sync)
    happened = events(said + out)
    notices = [event["kind"] for event in happened if event["event"] == "notice"]
    assert notices == ["storage_silent", "storage_back"]
    assert (happened[-1]["state"], happened[-1]["failed"]) == ("done", 0)
    assert len(place.files()) == 2


def test_where_there_are_no_renames_without_replacing(place: Room, far: FarEnd) -> None:
    """NTFS has hard links, FUSE has no RENAME_NOREPLACE: neither puts a file over another."""
    with _ntfs(place):
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        place.run("sync")
        assert len(place.files()) == 1
