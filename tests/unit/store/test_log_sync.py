# SPDX-License-Identifier: GPL-3.0-or-later
"""Durable commits are on the disk when they return, and share the calls to it."""

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import DatabaseFull, DatabaseUnusable
from catalogsync_gui.store import log_sync
from catalogsync_gui.store.connection import Connection, Database
from catalogsync_gui.store.log_sync import LogSync


def _write(db: Connection, *, durable: bool) -> None:
    with db.write(durable=durable):
        db.execute("INSERT INTO jobs (state, sources, started_at) VALUES ('done', '[]', 1)")


class Disk:
    """Counts the calls, and holds them up or refuses them."""

    def __init__(self) -> None:
        self.calls = 0
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.refuses: list[int] = []

    def __call__(self, _descriptor: int) -> None:
        self.calls += 1
        self.begun.set()
        assert self.go_on.wait(20)
        if self.refuses:
            raise OSError(self.refuses.pop(), "refused")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(log_sync, "_fdatasync", made)
    return made


def test_a_durable_commit_asks_the_disk_and_any_other_does_not(tmp_path: Path, disk: Disk) -> None:
    db = Database(tmp_path / "x.db").connect()
    _write(db, durable=False)
    assert disk.calls == 0
    _write(db, durable=True)
    assert disk.calls == 1
    db.close()


@pytest.mark.parametrize(
    ("number", "error"), [(errno.EIO, DatabaseUnusable), (errno.ENOSPC, DatabaseFull)]
)
def test_a_disk_that_refuses_is_told_of(
    tmp_path: Path, disk: Disk, number: int, error: type[DatabaseUnusable]
) -> None:
    db = Database(tmp_path / "x.db").connect()
    disk.refuses = [number]
    with pytest.raises(error):
        _write(db, durable=True)
    _write(db, durable=True)
    assert disk.calls == 2
    db.close()


def _waiting(disk: Disk, work: Callable[[], None], sync: LogSync) -> list[threading.Thread]:
    """One that is at the disk, and two that came while it was."""
    disk.go_on.clear()
    threads = [threading.Thread(target=work) for _ in range(3)]
    threads[0].start()
    assert disk.begun.wait(20)
    for thread in threads[1:]:
        thread.start()
    while sync._asked < 3:
        threading.Event().wait(0.001)
    return threads


def test_those_that_come_meanwhile_share_the_next_call(disk: Disk) -> None:
    sync = LogSync()
    threads = _waiting(disk, lambda: sync.sync(0), sync)
    disk.go_on.set()
    for thread in threads:
        thread.join(20)
    # The call that was under way may have begun before their commits.
    assert disk.calls == 2
    assert sync.shared == 1


def test_nobody_takes_a_call_that_failed_for_one_that_did_not(disk: Disk) -> None:
    sync, failed = LogSync(), []

    def work() -> None:
        try:
            sync.sync(0)
        except OSError as error:
            failed.append(error.errno)

    threads = _waiting(disk, work, sync)
    # One for the first, and one that the others share.
    disk.refuses = [errno.EIO, errno.EIO]
    disk.go_on.set()
    for thread in threads:
        thread.join(20)
    assert failed == [errno.EIO] * 3
    assert disk.calls == 2
