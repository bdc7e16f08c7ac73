# SPDX-License-Identifier: GPL-3.0-or-later
"""What was brought to an end today, on a real database."""

from pathlib import Path

from catalogsync_gui.core.models import Counts
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

MIDNIGHT = 1_000_000.0


def job(store: Store, began: float, ended: float | None, *counts: int) -> None:
    number = store.jobs.open([], began)
    store.jobs.open_stage(number, StageName.DOWNLOAD, began)
    store._connection.raw.execute(
        "UPDATE stages SET done = ?, failed = ?, skipped = ?, bytes = ? WHERE job_id = ?",
        (*counts, number),
    )
    if ended is not None:
        store.jobs.finish(number, JobState.DONE, ended)


def test_only_what_ran_today_counts(tmp_path: Path) -> None:
    with Store(Database(tmp_path / "catalog.db")) as store:
        assert store.today.since(MIDNIGHT) == Counts()
        job(store, MIDNIGHT - 900, MIDNIGHT - 800, 50, 1, 2, 5000)
        assert store.today.since(MIDNIGHT) == Counts()
        job(store, MIDNIGHT - 60, MIDNIGHT + 60, 4, 1, 0, 400)
        job(store, MIDNIGHT + 100, MIDNIGHT + 200, 3, 0, 1, 300)
        job(store, MIDNIGHT + 300, None, 2, 0, 0, 30)
        assert store.today.since(MIDNIGHT) == Counts(9, 1, 1, 730)
        assert store.today.since(MIDNIGHT + 86_400) == Counts(2, 0, 0, 30)


def test_years_of_jobs_are_not_read_for_it(tmp_path: Path) -> None:
    with Store(Database(tmp_path / "catalog.db")) as store:
        raw = store._connection.raw
        for query in (
            "SELECT id FROM jobs WHERE finished_at < 1.0 ORDER BY id DESC LIMIT 1",
            "SELECT SUM(done) FROM stages WHERE job_id > 1",
        ):
            plan = " ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query}"))
            assert "TEMP B-TREE" not in plan
            assert "SCAN stages" not in plan
