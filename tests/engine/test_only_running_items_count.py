# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault: the dashboard summed the speed of workers long dead.

Here a row exists only while its item runs under the active job, and totals are sums of rows.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.events import ItemStarted, JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.progress import ProgressBoard, WorkerRow
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.worker_table import WorkerTableModel
from tests.engine.world import Recorder, World


class _Ticks(QObject):
    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.seen: list[tuple[WorkerRow, ...]] = []
        engine.signals.workers_ticked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _take(self, rows: tuple[WorkerRow, ...]) -> None:
        self.seen.append(rows)


def _leave_stale_rows(world: World) -> None:
    """What a crash, an older version or a hand in the database may leave behind."""
    with world.store() as store:
        old = world.add(store, "Old", {"O": [101, 102]})
        raw = store._connection.raw
        # A job that ended, one that never did, and their workers, who never signed off.
        for state in ("done", "running"):
            job = store.jobs.open([old], 1.0)
            raw.execute("UPDATE jobs SET state = ? WHERE id = ?", (state, job))
            workers = [
                store.workers.begin(job, number, boot_id="gone", pid=1, now=1.0)
                for number in range(1, 4)
            ]
        first, second = (
            row[0] for row in raw.execute("SELECT id FROM items WHERE source_id = ?", (old,))
        )
        raw.execute(
            "UPDATE items SET state = 'running', worker_id = ?, job_id = ?, lease_until = 9e9"
            " WHERE id = ?",
            (workers[0], job, first),
        )
        world.finish(store, second, "Old/2.mp3")
        raw.execute(
            "UPDATE items SET worker_id = ?, job_id = ? WHERE id = ?", (workers[1], job, second)
        )


def test_stale_workers_finished_items_and_ended_jobs_are_not_shown(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"L": [1, 2, 3]})
        world.finish(store, 1, "S/1.mp3")
        world.finish(store, 2, "S/2.mp3")
    world.server.stalls.add("/3.mp3")
    engine = start()
    recorder, ticks, table = Recorder(engine), _Ticks(engine), WorkerTableModel()
    engine.start()
    # After the start, which would have cleaned them up.
    _leave_stale_rows(world)
    engine.start_job(JobSpec(sources=(source,), refresh=False))
    world.qtbot.waitUntil(
        lambda: bool(ticks.seen) and any(row.received for row in ticks.seen[-1]), timeout=10_000
    )
    with world.store() as store:
        counted = store._connection.raw.execute(
            "SELECT (SELECT COUNT(*) FROM workers WHERE ended_at IS NULL),"
            " (SELECT COUNT(*) FROM items WHERE state = 'running')"
        ).fetchone()
    assert counted[0] > 6
    assert counted[1] == 2, "the database does hold what must not be shown"

    started = recorder.of(ItemStarted)
    assert [event.item for event in started] == [3]
    status = engine.status()
    assert [(row.item, row.worker) for row in status.workers] == [(3, started[0].worker)]
    assert status.speed == status.workers[0].speed
    told = status.to_json()
    assert [worker["item"] for worker in told["workers"]] == [3]
    assert told["speed"] == told["workers"][0]["speed"]
    assert [row.item for row in ticks.seen[-1]] == [3]
    table.apply(ticks.seen[-1])
    assert table.rowCount() == 1
    assert table.total_speed() == ticks.seen[-1][0].speed

    world.server.go_on.set()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=10_000)
    world.qtbot.waitUntil(lambda: ticks.seen[-1] == (), timeout=2_000)
    status = engine.status()
    assert (status.workers, status.speed) == ((), 0)
    table.apply(ticks.seen[-1])
    assert (table.rowCount(), table.total_speed()) == (0, 0)
    assert all(len(rows) <= 1 for rows in ticks.seen)


def test_the_board_knows_no_job_but_the_active_one() -> None:
    board = ProgressBoard(SystemClock())
    board.activate(1)
    board.start(11, job=1, item=1, source="s", title="t")
    board.advance(11, 1000)
    board.activate(2)
    assert board.snapshot() == ()
    board.start(12, job=1, item=2, source="s", title="t")
    board.advance(11, 1000)
    assert board.snapshot() == ()
    board.start(13, job=2, item=3, source="s", title="t")
    assert [row.worker for row in board.snapshot()] == [13]
    board.finish(13, item=99)
    assert [row.worker for row in board.snapshot()] == [13]
    board.finish(13, item=3)
    assert board.snapshot() == ()
