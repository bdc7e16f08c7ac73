# SPDX-License-Identifier: GPL-3.0-or-later
"""A playlist's file is written soon, and then not more often than it has to be."""

import pytest

from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.pipeline.export_queue import LEAST_INTERVAL, ExportQueue
from tests.unit.pipeline.clock import FakeClock

ITEM = ExportRequest(7, ExportReason.ITEM, 1)
STAGE = ExportRequest(7, ExportReason.STAGE, 1)
ASKED = ExportRequest(7, ExportReason.ASKED, None)


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


@pytest.mark.parametrize("wishes", [[ASKED, STAGE], [STAGE, ASKED], [ITEM, ASKED, STAGE]])
def test_a_stopped_job_takes_no_person_s_wish_with_it(wishes: list[ExportRequest]) -> None:
    queue = ExportQueue(FakeClock())
    queue.request(wishes)
    queue.drop_job(1)
    assert queue.take() == ASKED
    queue.finished(ASKED, 0.0)
    assert queue.idle


def test_a_wish_that_was_fulfilled_does_not_come_back() -> None:
    queue = ExportQueue(FakeClock())
    queue.request([ASKED, STAGE])
    assert queue.take() == STAGE
    queue.request([STAGE])
    queue.drop_job(1)
    assert queue.next_due() is None


def test_only_what_was_not_written_in_the_end_is_a_failure() -> None:
    queue = ExportQueue(FakeClock())
    other = ExportRequest(8, ExportReason.STAGE, 1)
    for request, failed in ((ITEM, True), (STAGE, False), (other, True)):
        queue.request([request])
        assert queue.take() == request
        queue.finished(request, 0.0, failed=failed)
    assert queue.failures(1) == 1
    assert queue.failures(1) == 0
