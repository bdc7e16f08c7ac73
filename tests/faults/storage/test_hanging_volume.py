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
from tests.scenario.cli_world import FarEnd

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
            place.sh(
                "sh", "-c", f"timeout 20 sh -c 'until mountpoint -q {place.library}; do :; done'"
            )
            yield server.pid
        finally:
            os.kill(server.pid, signal.SIGCONT)
            server.terminate()


def test_a_hanging_library_hangs_neither_status_nor_the_end(place: Room, far: FarEnd) -> None:
    with _ntfs(place) as server:
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        held = far.hold(_HELD)
        with contextlib.ExitStack() as running:
            program = running.enter_context(place.start("--headless"))
            program.line("running without a window", err=True)
            sync = running.enter_context(place.start("sync", "--json"))
            far.wait_for(_HELD)
            os.kill(server, signal.SIGSTOP)
            held.set()
            began = time.monotonic()
            status = json.loads(place.run("status", "--json")[0])
            assert status["running"] is True
            assert time.monotonic() - began < _QUIT
            began = time.monotonic()
            program.terminate()
            program.line("abandoned", err=True)
            assert time.monotonic() - began < _QUIT
            # The kernel keeps what is left of the process until the file system answers.
            os.kill(server, signal.SIGCONT)
            program.communicate(timeout=30)
            sync.communicate(timeout=30)
        assert program.returncode == 0
        place.run("sync")
        assert len(place.files()) == 1


def test_a_start_with_a_hanging_library_is_a_start(place: Room, far: FarEnd) -> None:
    with _ntfs(place) as server:
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        os.kill(server, signal.SIGSTOP)
        with place.start("--headless") as program:
            program.line("running without a window", err=True)
            assert json.loads(place.run("status", "--json")[0])["running"] is True
            program.terminate()
            os.kill(server, signal.SIGCONT)
            program.communicate(timeout=30)
        assert program.returncode == 0


def test_where_there_are_no_renames_without_replacing(place: Room, far: FarEnd) -> None:
    """NTFS has hard links, FUSE has no RENAME_NOREPLACE: neither puts a file over another."""
    with _ntfs(place):
        place.subscribe(far.playlist("/one.m3u", "paper-boats.mp3"))
        place.run("sync")
        assert len(place.files()) == 1
