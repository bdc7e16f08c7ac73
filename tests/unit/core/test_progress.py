# SPDX-License-Identifier: GPL-3.0-or-later
"""The board: rows of what runs now, and speeds that are true."""

import pytest

from catalogsync_gui.core.progress import ProgressBoard, WorkerRow, total_speed
from tests.unit.pipeline.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def board(clock: FakeClock) -> ProgressBoard:
    board = ProgressBoard(clock)
    board.activate(1)
    return board


def start(board: ProgressBoard, worker: int = 1, item: int = 10) -> None:
    board.start(worker, job=1, item=item, source="S", title="T")


def row(board: ProgressBoard) -> WorkerRow:
    (only,) = board.snapshot()
    return only


def test_a_row_tells_how_far_it_is(board: ProgressBoard, clock: FakeClock) -> None:
    start(board)
    assert (row(board).phase, row(board).total, row(board).eta) == ("connecting", None, None)
    board.expect(1, received=0, total=1_000)
    for _ in range(4):
        clock.time += 1
        board.advance(1, 100)
        now = row(board)
    assert (now.received, now.total, now.speed, now.eta) == (400, 1_000, 100.0, 6.0)
    assert (now.phase, now.seconds) == ("downloading", 4.0)
    board.phase(1, "tagging")
    assert row(board).phase == "tagging"


def test_bytes_of_an_earlier_attempt_are_received_and_no_speed(
    board: ProgressBoard, clock: FakeClock
) -> None:
    start(board)
    board.expect(1, received=900, total=1_000)
    clock.time += 1
    assert (row(board).received, row(board).speed, row(board).eta) == (900, 0.0, None)
    board.advance(1, 50)
    assert (row(board).received, row(board).speed, row(board).eta) == (950, 50.0, 1.0)


def test_a_speed_is_that_of_the_last_seconds(board: ProgressBoard, clock: FakeClock) -> None:
    start(board)
    for _ in range(20):
        clock.time += 1
        board.advance(1, 1_000)
        row(board)
    assert row(board).speed == 1_000.0
    speeds = []
    for _ in range(6):
        clock.time += 1
        speeds.append(row(board).speed)
    assert speeds == sorted(speeds, reverse=True)
    assert speeds[-1] == 0.0, "nothing came for longer than the average covers"
    assert row(board).eta is None


def test_the_first_look_is_no_division_by_nothing(board: ProgressBoard) -> None:
    start(board)
    board.advance(1, 1_000)
    assert row(board).speed == 0.0


def test_more_than_was_promised_leaves_nothing_to_wait_for(
    board: ProgressBoard, clock: FakeClock
) -> None:
    start(board)
    board.expect(1, received=0, total=10)
    clock.time += 1
    board.advance(1, 20)
    assert row(board).eta == 0.0


def test_looking_often_keeps_few_samples(board: ProgressBoard, clock: FakeClock) -> None:
    start(board)
    for _ in range(5_000):
        clock.time += 0.2
        board.snapshot()
    assert len(board._lines[1].samples) < 30


def test_a_worker_has_one_row_and_loses_it_with_its_item(board: ProgressBoard) -> None:
    start(board, worker=2)
    start(board, worker=1, item=11)
    assert [r.worker for r in board.snapshot()] == [1, 2]
    board.finish(1, item=10)
    assert [r.worker for r in board.snapshot()] == [1, 2], "it is not that item's row"
    board.finish(1, item=11)
    board.finish(1, item=11)
    assert [r.worker for r in board.snapshot()] == [2]
    for late in (
        lambda: board.advance(1, 5),
        lambda: board.phase(1, "placing"),
        lambda: board.expect(1, received=1, total=2),
    ):
        late()
    assert [r.worker for r in board.snapshot()] == [2]


def test_rows_belong_to_the_active_job(board: ProgressBoard, clock: FakeClock) -> None:
    start(board)
    clock.time += 1
    board.advance(1, 5)
    board.deactivate(9)
    assert total_speed(board.snapshot()) == 5.0
    board.deactivate(1)
    assert (board.snapshot(), board.active_job) == ((), None)
    start(board)
    assert board.snapshot() == ()
    board.activate(2)
    start(board)
    assert board.snapshot() == (), "a worker of the job before is late"
    assert total_speed(()) == 0
