# SPDX-License-Identifier: GPL-3.0-or-later
"""What was brought to an end today, on a real database."""

from pathlib import Path

from catalogsync_gui.core.models import Counts
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.store import today
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

MIDNIGHT = 1_000_000.0


def job(store: Store, began: float, ended: float | None, *counts: int) -> int:
    number = store.jobs.open([], began)
    store.jobs.open_stage(number, StageName.DOWNLOAD, began)
    store._connection.raw.execute(
        "UPDATE stages SET done = ?, failed = ?, skipped = ?, bytes = ? WHERE job_id = ?",
        (*counts, number),
    )
    if ended is not None:
        store.jobs.finish(number, JobState.DONE, ended)
    return number


def outcome(store: Store, job: int, at: float, state: str, got: int) -> None:
    store._connection.raw.execute(
        "INSERT INTO outcomes (job_id, source_id, state, at, bytes, seconds, tries, title, artist,"
        " host, error_kind, error_message) VALUES (?, 1, ?, ?, ?, 1, 1, '', '', '', '', '')",
        (job, state, at, got),
    )


def test_only_what_ended_today_counts(tmp_path: Path) -> None:
    with Store(Database(tmp_path / "catalog.db")) as store:
        assert store.today.since(MIDNIGHT) == Counts()
        job(store, MIDNIGHT - 900, MIDNIGHT - 800, 50, 1, 2, 5000)
        assert store.today.since(MIDNIGHT) == Counts()
        over = job(store, MIDNIGHT - 60, MIDNIGHT + 60, 4, 1, 0, 400)
        for at, state, got in (
            (MIDNIGHT - 5, "done", 100),
            (MIDNIGHT - 1, "failed", 7),
            (MIDNIGHT, "done", 90),
            (MIDNIGHT + 9, "done", 80),
            (MIDNIGHT + 10, "done", 70),
        ):
            outcome(store, over, at, state, got)
        assert store.today.since(MIDNIGHT) == Counts(3, 0, 0, 240)
        job(store, MIDNIGHT + 100, MIDNIGHT + 200, 3, 0, 1, 300)
        job(store, MIDNIGHT + 300, None, 2, 0, 0, 30)
        assert store.today.since(MIDNIGHT) == Counts(8, 0, 1, 570)


def test_years_of_jobs_are_not_read_for_it(tmp_path: Path) -> None:
    with Store(Database(tmp_path / "catalog.db")) as store:
        raw = store._connection.raw
        for query in (
            "SELECT id FROM jobs WHERE finished_at < 1.0 ORDER BY id DESC LIMIT 1",
            "SELECT id, started_at FROM jobs WHERE id > 1",
            today._WHOLE,
            today._PART,
        ):
            values = (1, 1.0)[: query.count("?")]
            plan = " ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query}", values))
            assert "TEMP B-TREE" not in plan
            assert "SCAN stages" not in plan
            assert "SCAN outcomes" not in plan
