# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed in the middle of bringing the schema up to date, or of restoring."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalogsync_gui.store import migrations
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.copying import Copying
from catalogsync_gui.store.restoring import put_right
from catalogsync_gui.store.store import Store
from tests.scenario.cli_world import PATIENCE, environment
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import Shelf

NOW = 1_700_000_000.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

_IN_A_STEP = """
import os, pathlib, signal, sys
from catalogsync_gui.store import migrations
from catalogsync_gui.store.connection import Database
whole, left = migrations.statements, int(sys.argv[2])
def statements(script):
    global left
    for statement in whole(script):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        yield statement
migrations.statements = statements
Database(pathlib.Path(sys.argv[1])).connect()
"""

_IN_A_RESTORE = """
import os, pathlib, signal, sys
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.restoring import put_right
left = int(sys.argv[2])
def audit(event, args):
    global left
    if event == "os.rename" and "catalog-sync.db" in str(args[0]):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
sys.addaudithook(audit)
put_right(Database(pathlib.Path(sys.argv[1])), 1_700_000_000.0)
"""


def _run(script: str, path: Path, left: int) -> int:
    return subprocess.run(
        [sys.executable, "-c", script, str(path), str(left)],
        env=environment(),
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    ).returncode


@pytest.mark.parametrize("left", [1, 20, 40])
def test_a_step_that_is_killed_leaves_the_former_schema_and_the_next_start_goes_through(
    tmp_path: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, steps = tmp_path / "catalog-sync.db", migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", steps[:1])
    raw = Database(path).connect().raw
    raw.execute("INSERT INTO sources VALUES (1, 'playlist', 'S', '/s', '{}', 1, NULL, '')")
    raw.close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    assert _run(_IN_A_STEP, path, left) == -signal.SIGKILL
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        assert raw.execute("SELECT name FROM sqlite_master WHERE name = 'recalled'").fetchone() is (
            None
        )
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Store(Database(path)) as store:
        assert store.catalogue.source_ids() == (1,)


@pytest.mark.parametrize("left", [0, 1])
def test_a_restore_that_is_killed_is_done_by_the_next_start(
    tmp_path: Path, left: int, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the database")
    shelf = Shelf(tmp_path)
    shelf.source("S", {"h": 5})
    assert Copying(shelf.database, FakeClock(NOW)).copy_if_due()
    shelf.close()
    path = shelf.database.path
    path.write_bytes(b"no database" * 1000)
    path.with_name(path.name + "-wal").write_bytes(b"of the former one")
    assert _run(_IN_A_RESTORE, path, left) == -signal.SIGKILL
    assert put_right(Database(path), NOW)
    with Store(Database(path)) as store:
        assert len(store.catalogue.source_ids()) == 1
    kept = {name.read_bytes()[:11] for name in tmp_path.glob("*.set-aside-*")}
    assert b"no database" in kept
    assert put_right(Database(path), NOW) == ""
