# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock that makes an instance the only one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogsync_gui.control.access import ask_only, hold_or_ask
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.core.errors import CannotRun

_HOLDER = """
import os, sys
from pathlib import Path
from catalogsync_gui.control.lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read(1)
os._exit(0)
"""


def _nowhere(_line: str) -> None:
    raise AssertionError("nobody should have said anything")


def _holder(file: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_only_one_holds_it_and_it_names_the_holder(tmp_path: Path) -> None:
    one, two = InstanceLock(tmp_path / "lock"), InstanceLock(tmp_path / "lock")
    assert one.acquire()
    assert not two.acquire()
    assert two.owner() == f"process {os.getpid()}"
    one.release()
    assert two.acquire()
    two.release()


def test_another_processs_lock_is_respected_until_it_dies(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with _holder(file) as process:
        lock = InstanceLock(file)
        assert not lock.acquire()
        process.kill()
        process.wait()
    assert file.exists()
    assert lock.acquire()
    lock.release()


def test_a_dead_instance_whose_number_is_in_use_again_blocks_nothing(tmp_path: Path) -> None:
    """In a container that was killed and started again we are the process the file names."""
    file = tmp_path / "lock"
    with _holder(file) as process:
        process.kill()
        process.wait()
    lines = file.read_text().split("\n")
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    lock = InstanceLock(file)
    assert lock.acquire()
    lock.release()


def test_a_holder_that_does_not_answer_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    lock = InstanceLock(file)
    assert lock.acquire()
    for ask in (hold_or_ask, ask_only):
        with pytest.raises(CannotRun, match=f"process {os.getpid()} is working"):
            ask(
                file,
                str(tmp_path / "none.sock"),
                Request(),
                _nowhere,
                _nowhere,
                _nowhere,
                patience=0.1,
            )
    lock.release()


def test_without_an_instance_the_lock_is_ours_or_nobody_is_asked(tmp_path: Path) -> None:
    file, socket = tmp_path / "lock", str(tmp_path / "none.sock")
    assert ask_only(file, socket, Request(), _nowhere, _nowhere, _nowhere) is None
    held = hold_or_ask(file, socket, Request(), _nowhere, _nowhere, _nowhere)
    assert isinstance(held, InstanceLock)
    held.release()


def test_a_folder_that_is_not_there_is_an_error_and_not_an_instance(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="lock file"):
        hold_or_ask(
            tmp_path / "gone" / "lock", str(tmp_path / "s"), Request(), _nowhere, _nowhere, _nowhere
        )
