# SPDX-License-Identifier: GPL-3.0-or-later
"""A volume that is well whenever it is looked at, and refuses whenever it is used."""

from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from catalogsync_gui.core.errors import StorageFull
from catalogsync_gui.core.events import Event
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.media.volume import Library, create_marker
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.pipeline.volume_watch import LONGEST_REST, RELAPSE, VolumeWatch
from catalogsync_gui.store.connection import Database
from tests.unit.pipeline.clock import FakeClock


def test_it_is_left_in_peace_for_longer_and_longer(tmp_path: Path) -> None:
    clock, told = FakeClock(), list[Event]()
    control = RunControl(clock)
    ports = Ports(
        database=Database(tmp_path / "unused.db"),
        clock=clock,
        board=ProgressBoard(clock),
        control=control,
        exports=ExportQueue(clock),
        report=told.append,
        open_source=lambda source: cast("Any", source),
        jitter=lambda: 0.0,
        request_exports=lambda _: None,
    )
    library = Library(tmp_path, create_marker(tmp_path), 0)
    watch = VolumeWatch(ports, 1, library)

    def held() -> float:
        """Seconds until a volume that refuses now is used again."""
        control.hold_volume(StorageFull("over quota"))
        began = clock.time
        while control.volume_error is not None:
            watch.look()
            clock.time += 1.0
        return clock.time - began - 1.0

    waits = [held() for _ in range(8)]
    assert waits[0] == 0.0
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] >= LONGEST_REST - 5
    assert len(told) == 8
    clock.time += LONGEST_REST + RELAPSE + 1
    assert held() == 0.0
    clock.time += RELAPSE + 1
    assert held() == 0.0
