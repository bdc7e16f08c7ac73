# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at any statement of an item's end: the item, its count and its record stay together."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from catalogsync_gui.core.states import ItemState
from tests.scenario.cli_world import PATIENCE, environment
from tests.unit.store.shelf import Shelf

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

_ENDS_AN_ITEM = """
import os, pathlib, signal, sys
from catalogsync_gui.core.models import ErrorInfo, Placing
from tests.unit.store.shelf import NOW, Shelf
shelf, left = Shelf(pathlib.Path(sys.argv[1])), int(sys.argv[2])
source = shelf.store.catalogue.source_ids()[0]
shelf.open_job(source, refreshed=True)
item = shelf.claimed(shelf.worker())
def count(statement):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
shelf.raw.set_trace_callback(count)
if sys.argv[3] == "done":
    shelf.store.items.finish_done(
        item, Placing("a.mp3", 5, "ab"), ours=True, transferred=5, now=NOW, seconds=1.0
    )
elif sys.argv[3] == "failed":
    shelf.store.items.finish_failed(
        item, ErrorInfo("gone", "gone"), attempts=1, retry_at=None, transferred=5, now=NOW
    )
else:
    shelf.store.items.put_back(item, attempts=0, now=NOW)
    shelf.store.items.defer_host(
        shelf.job, source, "a.lan", ErrorInfo("host_silent", "silent"), NOW, NOW
    )
shelf.raw.set_trace_callback(None)
print("went through")
"""


def _run(folder: Path, left: int, end: str) -> bool:
    """Whether it was killed."""
    process = subprocess.run(
        [sys.executable, "-c", _ENDS_AN_ITEM, str(folder), str(left), end],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )
    assert process.returncode in (0, -signal.SIGKILL)
    return process.returncode != 0


@pytest.mark.parametrize("end", ["done", "failed", "deferred"])
def test_an_end_and_its_record_are_never_parted(tmp_path: Path, end: str) -> None:
    killed = False
    # Every second statement, and once where nothing is left to be killed in.
    for left in (*range(0, 16, 2), 1000):
        folder = tmp_path / f"{left}"
        folder.mkdir()
        shelf = Shelf(folder)
        shelf.source("S", {"a.lan": 2})
        shelf.close()
        killed = _run(folder, left, end)
        shelf = Shelf(folder)
        counts = shelf.store.listing.counts()
        recorded = shelf.store.history.counts(1)
        counted = shelf.store.jobs.counts(1)
        state = ItemState.DONE if end == "done" else ItemState.FAILED
        ended = counts.get(state, 0)
        assert (recorded.done + recorded.failed, counted.done + counted.failed) == (ended, ended)
        if not killed:
            assert ended == (2 if end == "deferred" else 1)
        shelf.close()
    assert not killed
