# SPDX-License-Identifier: GPL-3.0-or-later
"""A playlist's file is written soon, and then not more often than it has to be."""

from catalogsync_gui.core.models import ExportRequest
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.pipeline.export_queue import LEAST_INTERVAL, ExportQueue
from tests.unit.pipeline.clock import FakeClock

ITEM = ExportRequest(7, ExportReason.ITEM, 1)
STAGE = ExportRequest(7, ExportReason.STAGE, 1)


def test_a_wish_that_comes_while_its_playlist_is_written_waits_like_any_other() -> None:
    clock = FakeClock()
    queue = ExportQueue(clock)
    queue.request([ITEM])
    assert queue.take() == ITEM
    queue.request([ITEM])
    queue.finished(ITEM, 0.01)
    assert queue.next_due() == clock.time + LEAST_INTERVAL
    clock.time += LEAST_INTERVAL
    assert queue.take() == ITEM


def test_a_whole_stage_s_wish_waits_for_nothing() -> None:
    clock = FakeClock()
    queue = ExportQueue(clock)
    queue.request([ITEM])
    assert queue.take() == ITEM
    queue.request([ITEM, STAGE])
    queue.finished(ITEM, 5.0)
    assert queue.take() == STAGE
