# SPDX-License-Identifier: GPL-3.0-or-later
"""The volume is looked after by the clock: every so often, and whatever it does."""

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest

from catalogsync_gui.core.errors import StorageFull
from catalogsync_gui.core.events import Event, Notice
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.media.volume import MARKER, Library, create_marker
from catalogsync_gui.pipeline import volume_watch
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.pipeline.volume_watch import (
    ANSWER_WITHIN,
    LONGEST_REST,
    RELAPSE,
    STORAGE_POLL,
    VolumeWatch,
)
from catalogsync_gui.store.connection import Database
from tests.unit.pipeline.clock import FakeClock


class Watched:
    """A library on a volume that may be told not to answer, under a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.told = FakeClock(), list[Event]()
        self.control = RunControl(self.clock)
        ports = Ports(
            database=Database(folder / "unused.db"),
            clock=self.clock,
            board=ProgressBoard(self.clock),
            control=self.control,
            exports=ExportQueue(self.clock),
            report=self.told.append,
            open_source=lambda source: cast("Any", source),
            jitter=lambda: 0.0,
            request_exports=lambda _: None,
        )
        self.asked = 0
        self.answers = threading.Event()
        self.answers.set()
        watched = self

        class Hanging(Library):
            def check_marker(self) -> None:
                watched.asked += 1
                assert watched.answers.wait(30)
                super().check_marker()

        self.watch = VolumeWatch(ports, 1, Hanging(folder, create_marker(folder), 0))

    def look(self, after: float = 0.0) -> str:
        """What holds the work up when the volume is looked at after so many seconds."""
        self.clock.time += after
        self.watch.look()
        error = self.control.volume_error
        return error.kind if error else ""

    def kinds(self) -> list[str]:
        return [event.kind for event in self.told if isinstance(event, Notice)]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.answers.set()


def test_one_that_refuses_again_is_left_in_peace_for_longer_and_longer(watched: Watched) -> None:
    def held() -> float:
        """Seconds until a volume that refuses now is used again."""
        watched.control.hold_volume(StorageFull("over quota"))
        began = watched.clock.time
        while watched.look():
            watched.clock.time += 1.0
        return watched.clock.time - began

    waits = [held() for _ in range(8)]
    assert waits[0] == 0.0
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] >= LONGEST_REST - 5
    assert len(watched.told) == 8
    watched.clock.time += LONGEST_REST + RELAPSE + 1
    assert held() == 0.0
    watched.clock.time += RELAPSE + 1
    assert held() == 0.0


def test_it_is_looked_at_every_thirty_seconds(watched: Watched, tmp_path: Path) -> None:
    assert [watched.look(10.0) for _ in range(6)] == [""] * 6
    assert watched.asked == 2
    marker = tmp_path / MARKER
    away = marker.rename(marker.with_name("away"))
    assert watched.look(STORAGE_POLL) == "storage_offline"
    watched.look()
    asked = watched.asked
    away.rename(marker)
    assert watched.look(STORAGE_POLL - 1) == "storage_offline"
    assert watched.asked == asked
    assert watched.look(1) == ""
    assert watched.kinds() == ["storage_offline", "storage_back"]


def test_one_that_does_not_answer_is_said_to(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volume_watch, "_AT_ONCE", 0.0)
    watched.answers.clear()
    assert watched.look(STORAGE_POLL) == ""
    assert watched.look(ANSWER_WITHIN - 1) == ""
    assert watched.look(1) == "storage_silent"
    assert watched.look(3600) == "storage_silent"
    assert watched.asked == 1, "nobody else is sent to wait"
    monkeypatch.setattr(volume_watch, "_AT_ONCE", 30.0)
    watched.answers.set()
    watched.look()
    assert watched.look() == ""
    assert watched.kinds() == ["storage_silent", "storage_back"]
