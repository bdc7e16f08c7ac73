# SPDX-License-Identifier: GPL-3.0-or-later
"""Every end of an item is found again under its job, whatever became of the item since."""

from dataclasses import replace

import pytest

from catalogsync_gui.core.errors import LeaseLost, UnknownThing
from catalogsync_gui.core.events import SourceRefreshed
from catalogsync_gui.core.history import (
    PROCESS_GONE,
    Cause,
    JobWhy,
    OutcomeCounts,
    mean_speed,
    took,
)
from catalogsync_gui.core.models import ErrorInfo, JobSpec, Placing
from catalogsync_gui.core.retry import WITH_NEXT_SYNC
from catalogsync_gui.core.states import ItemState, JobState, StageName
from tests.unit.store.shelf import NOW, Shelf

PLACING = Placing("S/One.mp3", 5, "ab")
BROKEN = ErrorInfo("network", "a.lan hung up")
GONE = ErrorInfo("gone", "a.lan does not have it")


def _fail(shelf: Shelf, error: ErrorInfo, worker: int) -> int:
    item = shelf.claimed(worker)
    shelf.store.items.finish_failed(
        item, error, attempts=2, retry_at=NOW + 60, transferred=7, now=NOW + 1, seconds=3.5
    )
    return item.id


def _end(shelf: Shelf, now: float = NOW + 9) -> None:
    shelf.store.jobs.finish(shelf.job, JobState.PARTIAL, now)


def test_an_end_is_on_record_with_its_figures(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 2}), refreshed=True)
    worker = shelf.worker()
    done = replace(shelf.claimed(worker), attempts=1)
    shelf.store.items.finish_done(
        done, PLACING, ours=True, transferred=4000, now=NOW + 2, seconds=2.0
    )
    failed = _fail(shelf, BROKEN, worker)
    history = shelf.store.history
    assert history.counts(shelf.job) == OutcomeCounts(done=1, failed=1)
    last, first = history.page(shelf.job, 0, 9)
    assert (first.item, first.state, first.bytes, first.seconds, first.at) == (
        done.id,
        ItemState.DONE,
        4000,
        2.0,
        NOW + 2,
    )
    assert (first.title, first.source_name, first.path, first.tries, first.error) == (
        "S a.lan 0",
        "S",
        "S/One.mp3",
        2,
        None,
    )
    assert first.speed == 2000.0
    assert (last.item, last.state, last.error, last.host, last.tries) == (
        failed,
        ItemState.FAILED,
        BROKEN,
        "a.lan",
        1,
    )
    assert [o.id for o in history.page(shelf.job, 1, 9)] == [first.id]
    assert [o.id for o in history.page(shelf.job, 0, 9, state=ItemState.FAILED)] == [last.id]
    assert [o.id for o in history.page(shelf.job, 0, 9, text="LAN 0")] == [first.id]
    assert history.count(shelf.job) == 2
    assert history.count(shelf.job, state=ItemState.DONE) == 1
    assert history.count(shelf.job, text="LAN 1", state=ItemState.FAILED) == 1
    assert history.page(shelf.job + 1, 0, 9) == []


def test_what_is_put_back_has_not_ended(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    item = shelf.claimed(shelf.worker())
    shelf.store.items.put_back(item, attempts=1, error=BROKEN, now=NOW)
    assert shelf.store.history.page(shelf.job, 0, 9) == []


def test_an_end_that_is_not_ours_leaves_no_word(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    item = shelf.claimed(shelf.worker())
    before = shelf.dump()
    with pytest.raises(LeaseLost):
        shelf.store.items.finish_done(
            replace(item, claim=item.claim + 1), PLACING, ours=True, transferred=1, now=NOW
        )
    assert shelf.dump() == before


def test_it_is_found_under_each_job_that_ended_it(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 1})
    first = shelf.open_job(source, refreshed=True)
    item = _fail(shelf, BROKEN, shelf.worker())
    _end(shelf)
    shelf.store.items.retry([item], NOW)
    second = shelf.open_job(source, refreshed=True)
    shelf.store.items.finish_done(
        shelf.claimed(shelf.worker()), PLACING, ours=True, transferred=5, now=NOW + 20
    )
    history = shelf.store.history
    assert [(o.state, o.now) for o in history.page(first, 0, 9)] == [
        (ItemState.FAILED, ItemState.DONE)
    ]
    assert [(o.job, o.state) for o in history.of_item(item)] == [
        (second, ItemState.DONE),
        (first, ItemState.FAILED),
    ]


def test_items_that_end_without_an_attempt_are_on_record_too(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 3})
    shelf.open_job(source)
    rows, _ = shelf.store.items.defer_host(shelf.job, source, "a.lan", GONE, NOW, NOW + 1)
    assert len(rows) == 3
    shelf.raw.execute("UPDATE items SET state = 'skipped', media = NULL WHERE id = 1")
    shelf.store.jobs.count_skipped(shelf.job, [1], NOW)
    assert shelf.store.history.counts(shelf.job) == OutcomeCounts(failed=3, skipped=1)
    counts = shelf.store.jobs.counts(shelf.job)
    assert (counts.failed, counts.skipped) == (3, 1)
    assert {(o.tries, o.bytes, o.speed) for o in shelf.store.history.page(shelf.job, 0, 9)} == {
        (0, 0, None)
    }


def test_an_outcome_outlives_its_track_and_its_source(shelf: Shelf) -> None:
    source = shelf.source("Gone", {"a.lan": 1})
    shelf.open_job(source, refreshed=True)
    _fail(shelf, BROKEN, shelf.worker())
    _end(shelf)
    shelf.store.catalogue.remove_source(source)
    (outcome,) = shelf.store.history.page(shelf.job, 0, 9)
    assert (outcome.item, outcome.now, outcome.title, outcome.source_name) == (
        None,
        None,
        "Gone a.lan 0",
        "Gone",
    )
    # Another item may be given the id that was free.
    other = shelf.source("Other", {"b.lan": 1})
    assert shelf.store.history.of_item(1) == []
    assert shelf.store.history.source_names() == {source: "Gone", other: "Other"}
    (group,) = shelf.store.history.causes(shelf.job)
    assert (group.source_name, group.count, group.open) == ("Gone", 1, 0)
    assert shelf.store.history.retry(group.cause, shelf.job) == 0


def test_a_job_tells_why_it_ran_and_what_broke_it_off(shelf: Shelf) -> None:
    jobs = shelf.store.jobs
    for spec, why in (
        (JobSpec(automatic=True), JobWhy.SCHEDULED),
        (JobSpec(automatic=True, refresh=False), JobWhy.DUE),
        (JobSpec(), JobWhy.ASKED),
        (JobSpec(refresh=False), JobWhy.RETRY),
    ):
        job = jobs.open([], NOW, JobWhy.of(spec))
        jobs.finish(job, JobState.FAILED, NOW + 5, error=BROKEN, unwritten=2)
        found = jobs.one(job)
        assert (found.why, found.error, found.unwritten) == (why, BROKEN, 2)
        assert took(found, NOW + 99) == 5.0
    job = jobs.open([], NOW)
    assert took(jobs.one(job), NOW + 99) == 99.0
    shelf.store.workers.recover(NOW + 7)
    error = jobs.one(job).error
    assert error is not None
    assert error.kind == PROCESS_GONE
    assert jobs.count() == 5
    assert [row.id for row in jobs.recent(2, 1)] == [job - 1, job - 2]
    with pytest.raises(UnknownThing, match="sync 77"):
        jobs.one(77)


def test_the_mean_speed_is_that_of_the_download(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 2}), refreshed=True)
    assert mean_speed(shelf.store.jobs.one(shelf.job), NOW) is None
    shelf.store.items.finish_done(
        shelf.claimed(shelf.worker()), PLACING, ours=True, transferred=5000, now=NOW
    )
    assert mean_speed(shelf.store.jobs.one(shelf.job), NOW + 2) == 2500.0
    shelf.store.jobs.finish_stage(shelf.job, StageName.DOWNLOAD, NOW + 10)
    _end(shelf, NOW + 100)
    assert mean_speed(shelf.store.jobs.one(shelf.job), NOW + 999) == 500.0


def _read(source: int, **found: object) -> SourceRefreshed:
    figures = {"playlists": 1, "tracks": 9, "new": 2, "unchanged": False} | found
    return SourceRefreshed(at=NOW, job=1, source=source, **figures)  # type: ignore[arg-type]


def test_a_job_tells_what_its_catalogues_brought(shelf: Shelf) -> None:
    one, two, three = (shelf.source(name, {}) for name in ("One", "Two", "Three"))
    shelf.open_job(one, two, three)
    history = shelf.store.history
    history.note_reading(shelf.job, _read(one))
    history.note_reading(shelf.job, _read(two, tracks=0, new=0, error=BROKEN))
    history.note_reading(shelf.job, _read(three, unchanged=True))
    assert [(r.source_name, r.new, r.error) for r in history.readings(shelf.job)] == [
        ("Two", 0, BROKEN),
        ("One", 2, None),
    ]


def test_errors_are_grouped_by_kind_and_place_and_tried_again_together(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 3, "b.lan": 1})
    shelf.open_job(source, refreshed=True)
    worker = shelf.worker()
    failed = [_fail(shelf, error, worker) for error in (BROKEN, BROKEN, GONE, BROKEN)]
    hosts = dict(shelf.raw.execute("SELECT id, host FROM items").fetchall())
    history = shelf.store.history
    expected: dict[Cause, int] = {}
    for item, error in zip(failed, (BROKEN, BROKEN, GONE, BROKEN), strict=True):
        cause = Cause(error.kind, source, hosts[item])
        expected[cause] = expected.get(cause, 0) + 1
    for job in (None, shelf.job):
        groups = history.causes(job)
        assert {group.cause: group.count for group in groups} == expected
        assert all(group.open == group.count for group in groups)
        assert [group.count for group in groups] == sorted(expected.values(), reverse=True)
        assert {group.example for group in groups} == {BROKEN.message, GONE.message}
        assert all(group.title.startswith("S ") for group in groups)
    assert history.causes()[0].next_at == NOW + 60
    cause, number = next(iter(expected.items()))
    assert history.retry(cause, shelf.job) == number
    assert history.retry(cause, shelf.job) == 0
    assert cause not in {group.cause for group in history.causes()}
    (again,) = (group for group in history.causes(shelf.job) if group.cause == cause)
    assert (again.count, again.open) == (number, 0)
    left = sum(history.retry(group.cause) for group in history.causes())
    assert left == 4 - number
    assert history.causes() == []
    assert shelf.store.listing.counts() == {ItemState.PENDING: 4}


def test_what_waits_for_the_next_sync_has_no_time(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    shelf.store.items.finish_failed(
        shelf.claimed(shelf.worker()),
        BROKEN,
        attempts=0,
        retry_at=WITH_NEXT_SYNC,
        transferred=0,
        now=NOW,
    )
    assert shelf.store.history.causes()[0].next_at is None


def _ended_jobs(shelf: Shelf, *ends: float) -> list[int]:
    source = shelf.source("S", {"a.lan": len(ends)})
    made = []
    for ended in ends:
        made.append(shelf.open_job(source, refreshed=True))
        _fail(shelf, BROKEN, shelf.worker())
        shelf.store.history.note_reading(shelf.job, _read(source))
        _end(shelf, ended)
    return made


def _prune(shelf: Shelf, before: float, most: int = 1_000_000) -> int:
    steps = 0
    while shelf.store.pruning.step(before, most):
        steps += 1
        assert steps < 100
    return steps


def test_old_jobs_go_with_all_that_is_known_of_them(shelf: Shelf) -> None:
    old, older, new = _ended_jobs(shelf, NOW + 10, NOW + 20, NOW + 1000)
    assert _prune(shelf, NOW) == 0
    assert _prune(shelf, NOW + 500) > 0
    assert [job.id for job in shelf.store.jobs.recent()] == [new]
    for job in (old, older):
        assert shelf.store.history.page(job, 0, 9) == []
        assert shelf.store.history.readings(job) == []
    assert shelf.store.history.counts(new) == OutcomeCounts(failed=1)
    assert shelf.store.listing.counts() == {ItemState.FAILED: 3}
    # The one that ended last stays, however long ago: the schedule counts from it.
    assert _prune(shelf, NOW + 1e9) == 0
    assert shelf.store.jobs.last_finished() == NOW + 1000
    assert shelf.raw.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_is_deleted_while_a_job_is_open(shelf: Shelf) -> None:
    _ended_jobs(shelf, NOW + 10, NOW + 20)
    shelf.open_job()
    assert _prune(shelf, NOW + 500) == 0
    _end(shelf, NOW + 600)
    assert _prune(shelf, NOW + 500) > 0


def test_what_a_person_clears_is_gone_at_once_and_deleted_in_time(shelf: Shelf) -> None:
    _ended_jobs(shelf, NOW + 10, NOW + 20)
    running = shelf.open_job()
    assert shelf.store.pruning.hide() == 2
    assert [job.id for job in shelf.store.jobs.recent()] == [running]
    assert shelf.store.jobs.count() == 1
    with pytest.raises(UnknownThing):
        shelf.store.jobs.one(running - 1)
    _end(shelf, NOW + 30)
    _prune(shelf, 0.0)
    assert shelf.raw.execute("SELECT COUNT(*) FROM outcomes").fetchone() == (0,)
    assert shelf.store.pruning.hide() == 1
    _prune(shelf, 0.0)
    assert shelf.store.jobs.count() == 0
    assert shelf.store.jobs.last_finished() == NOW + 30


def test_no_more_outcomes_are_kept_than_is_sensible(shelf: Shelf) -> None:
    shelf.open_job()
    shelf.raw.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
        " INSERT INTO outcomes SELECT i, ?, NULL, 1, 'done', 1, 1, 1, 1, '', '', '', '', ''"
        " FROM n",
        (shelf.job,),
    )
    _end(shelf)
    assert _prune(shelf, 0.0, most=1100) == 3
    assert shelf.store.history.count(shelf.job) == 1000


def test_the_names_of_removed_sources_go_with_the_last_job_that_tells_of_them(
    shelf: Shelf,
) -> None:
    source = shelf.source("Gone", {"a.lan": 1})
    shelf.open_job(source)
    _end(shelf)
    shelf.open_job()
    _end(shelf)
    shelf.store.catalogue.remove_source(source)
    assert shelf.store.pruning.forget_sources() == 0
    _prune(shelf, NOW + 500)
    assert shelf.store.pruning.forget_sources() == 1
    assert shelf.store.history.source_names() == {}


def test_a_million_outcomes_are_looked_through_in_no_time(shelf: Shelf) -> None:
    """Plans, not times: whatever the window asks for goes by an index or by ids side by side."""
    asked: list[str] = []
    shelf.raw.set_trace_callback(asked.append)
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    _fail(shelf, BROKEN, shelf.worker())
    del asked[:]
    history = shelf.store.history
    history.page(shelf.job, 0, 10)
    history.page(shelf.job, 0, 10, state=ItemState.FAILED)
    history.counts(shelf.job)
    history.causes()
    history.causes(shelf.job)
    history.of_item(1)
    history.retry(Cause("network", 1, "a.lan"))
    shelf.store.pruning.step(NOW)
    shelf.raw.set_trace_callback(None)
    for statement in [s for s in asked if s.startswith(("SELECT", "UPDATE"))]:
        plan = [row[3] for row in shelf.raw.execute(f"EXPLAIN QUERY PLAN {statement}")]
        whole = [line for line in plan if line.startswith("SCAN") and "outcomes" in line]
        assert not [line for line in whole if "INDEX" not in line], (statement, plan)
