# SPDX-License-Identifier: GPL-3.0-or-later
"""Which item a worker gets: fair to sources and hosts, and at the same cost for any queue."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.models import ErrorInfo, Placing
from catalogsync_gui.core.queueing import LEVELS, Priority
from catalogsync_gui.store.claims import Pair, Turns, find_due, next_due, pairs
from tests.unit.store.shelf import NOW, Shelf

SOURCES = (1, 2, 3)
HOSTS = ("", "a.lan", "b.lan", "b.lan:81")
RANKS = [priority.rank for priority in Priority]
OWN = {1: Priority.NORMAL, 2: Priority.HIGH, 3: Priority.LOW}
"""The sources' priorities."""
Pending = tuple[int, str, float, int, float | None]
"""Source, host, when it is due, rank and place."""


def test_claims_go_round_the_pairs_of_source_and_host(shelf: Shelf) -> None:
    one = shelf.source("One", {"a.lan": 4, "b.lan": 1})
    two = shelf.source("Two", {"a.lan": 2})
    shelf.open_job(one, two)
    worker, last, order = shelf.worker(), None, []
    while (found := shelf.claim(worker, one, two, last=last)) is not None:
        item, last = found
        order.append((item.source_name, item.host))
        assert last == (item.source, item.host)
    assert order == [
        ("One", "a.lan"),
        ("One", "b.lan"),
        ("Two", "a.lan"),
        ("One", "a.lan"),
        ("Two", "a.lan"),
        ("One", "a.lan"),
        ("One", "a.lan"),
    ]


def test_a_host_without_room_is_passed_over_and_no_other_source_is_touched(shelf: Shelf) -> None:
    one = shelf.source("One", {"a.lan": 2, "b.lan": 1})
    shelf.source("Other", {"c.lan": 1})
    shelf.open_job(one)
    worker = shelf.worker()
    found = shelf.claim(worker, one, may=lambda host: host != "a.lan")
    assert found is not None
    assert found[0].host == "b.lan"
    assert shelf.claim(worker, one, may=lambda host: host != "a.lan") is None
    assert shelf.store.items.next_due([one], lambda host: host != "a.lan") is None
    assert shelf.store.items.next_due([one], lambda _: True) == 0.0


def test_another_worker_may_claim_the_last_one_meanwhile(shelf: Shelf) -> None:
    """Without it a worker stopped with a TypeError, and the job with it, once in a long while."""
    source = shelf.source("S", {"a.lan": 1, "b.lan": 1})
    shelf.open_job(source)
    worker = shelf.worker()

    def may(host: str) -> bool:
        if host == "a.lan":
            assert shelf.claimed(worker).host == "a.lan"
        return True

    assert shelf.store.items.next_due([source], may) == 0.0


def test_within_a_host_the_first_of_the_queue_that_is_due_comes_first(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 4})
    shelf.open_job(source)
    for item, not_before in {1: NOW + 1, 2: NOW - 1, 3: NOW - 2, 4: NOW - 2}.items():
        shelf.raw.execute("UPDATE items SET not_before = ? WHERE id = ?", (not_before, item))
    worker = shelf.worker()
    assert [shelf.claimed(worker).id for _ in range(3)] == [2, 3, 4]
    assert shelf.claim(worker) is None
    assert shelf.store.items.next_due([source], lambda _: True) == NOW + 1
    found = shelf.claim(worker, now=NOW + 1)
    assert found is not None
    assert found[0].id == 1


def test_what_a_dead_process_was_placing_comes_first_and_keeps_its_state(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 3})
    shelf.open_job(source)
    item = shelf.claimed(shelf.worker())
    placing = Placing("S/1.mp3", 5, "ab")
    shelf.store.items.keep_part(item, path="S/.p", validator='"v"', total=9, durable=True)
    shelf.store.items.place(item, placing)
    assert shelf.store.workers.recover(NOW) == 1
    shelf.open_job(source)
    again = shelf.claimed(shelf.worker())
    assert (again.id, again.placing) == (item.id, placing)
    assert (again.part_path, again.validator, again.part_total) == ("S/.p", '"v"', 9)
    assert again.claim > item.claim
    assert shelf.state(item.id) == "placing"


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Three sources of twelve tracks; the items are each example's own."""
    shelf = Shelf(tmp_path_factory.mktemp("queue"))
    for name in ("One", "Two", "Three"):
        source = shelf.source(name, {"a.lan": 4})
        shelf.raw.execute(
            "UPDATE sources SET options = json_object('priority', ?) WHERE id = ?",
            (OWN[source], source),
        )
    yield shelf
    shelf.close()


@given(
    pending=st.lists(
        st.tuples(
            st.sampled_from(SOURCES),
            st.sampled_from(HOSTS),
            st.sampled_from([0.0, NOW - 5, NOW, NOW + 5]),
            st.sampled_from(RANKS),
            st.sampled_from([None, -1.0, 0.5, 2.5, 3.0, 20.0]),
        ),
        max_size=12,
    ),
    sources=st.permutations(SOURCES).flatmap(lambda s: st.sampled_from([s, s[:2], s[:1]])),
    full=st.sets(st.sampled_from(HOSTS)),
    last=st.none()
    | st.tuples(st.sampled_from((*SOURCES, 9)), st.sampled_from((*HOSTS, "aa", "z"))),
)
@settings(max_examples=150)
def test_a_claim_is_what_going_round_a_sorted_list_would_give(
    queue: Shelf, pending: list[Pending], sources: list[int], full: set[str], last: Pair | None
) -> None:
    queue.raw.execute("BEGIN")
    try:
        queue.raw.execute("DELETE FROM items")
        for number, (source, host, not_before, rank, place) in enumerate(pending, 1):
            queue.raw.execute(
                "INSERT INTO items (id, source_id, track_id, state, host, media, not_before,"
                " priority, place) VALUES (?, ?, ?, 'pending', ?, '{}', ?, ?, ?)",
                (number, source, number, host, not_before, rank, place),
            )
        db = queue.store._connection
        may: Callable[[str], bool] = lambda host: host not in full  # noqa: E731
        assert list(pairs(db, sources)) == _round(pending, sources)
        assert next_due(db, sources, may) == min(
            (at for source, host, at, *_ in pending if source in sources and may(host)),
            default=None,
        )
        found = find_due(db, sources, NOW, may, Turns(last))
        assert found == _expected(pending, sources, may, last)
    finally:
        queue.raw.rollback()


def _round(pending: list[Pending], sources: list[int]) -> list[Pair]:
    there = {(source, host) for source, host, *_ in pending if source in sources}
    return sorted(there, key=lambda pair: (sources.index(pair[0]), pair[1]))


def _expected(
    pending: list[Pending], sources: list[int], may: Callable[[str], bool], last: Pair | None
) -> tuple[int, Pair] | None:
    order = _round(pending, sources)
    if last is not None and last[0] in sources:
        place = (sources.index(last[0]), last[1])
        behind = [pair for pair in order if (sources.index(pair[0]), pair[1]) > place]
        order = behind + [pair for pair in order if pair not in behind]
    for level in LEVELS:
        firsts = []
        for pair in order:
            due = [
                (number if place is None else place, number)
                for number, (source, host, at, rank, place) in enumerate(pending, 1)
                if (source, host) == pair
                and at <= NOW
                and may(host)
                and (rank or OWN[source].rank) == level.rank
            ]
            if due:
                firsts.append((min(due), pair))
        if firsts:
            first = min(firsts) if level is Priority.FIRST else firsts[0]
            return first[0][1], first[1]
    return None


def _statements(shelf: Shelf, work: Callable[[], object]) -> list[str]:
    """The statements that were run, with their values in them."""
    seen: list[str] = []
    shelf.raw.set_trace_callback(seen.append)
    try:
        work()
    finally:
        shelf.raw.set_trace_callback(None)
    verbs = ("SELECT", "UPDATE", "INSERT", "DELETE")
    return [text for text in map(str.strip, seen) if text.startswith(verbs)]


def _plan(shelf: Shelf, statement: str) -> list[str]:
    return [row[3] for row in shelf.raw.execute(f"EXPLAIN QUERY PLAN {statement}")]


def _attempts(shelf: Shelf, worker: int, source: int) -> None:
    """One claim, and one of every way it may end."""
    items, last = shelf.store.items, (source, "b.lan")
    for number in range(3):
        found = shelf.claim(worker, source, last=last)
        assert found is not None
        item, last = found
        items.renew(item, NOW + 1)
        if number == 0:
            items.put_back(item, attempts=1, not_before=NOW + 9, now=NOW)
        elif number == 1:
            items.finish_failed(
                item, ErrorInfo("x", "x"), attempts=1, retry_at=NOW, transferred=1, now=NOW
            )
        else:
            placing = Placing(f"{item.id}.mp3", 1, "ab")
            items.place(item, placing)
            items.finish_done(item, placing, ours=True, transferred=1, now=NOW)
    items.next_due([source], lambda _: True)
    shelf.store.jobs.close_download(shelf.job, NOW)
    shelf.store.workers.release_expired(NOW - 1)


def test_no_statement_of_an_attempt_scans_a_table(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 5, "b.lan": 5})
    shelf.open_job(source, refreshed=True)
    worker = shelf.worker()
    seen = _statements(shelf, lambda: _attempts(shelf, worker, source))
    first = [s for s in seen if s.startswith("SELECT COALESCE(place, id)")]
    assert first
    for statement in first:
        assert _plan(shelf, statement) == [
            "SEARCH items USING INDEX items_ready (priority=? AND source_id=? AND host=?)"
        ]
    come_due = [s for s in seen if s.startswith("UPDATE items SET not_before = 0")]
    assert come_due
    for statement in come_due:
        assert "SEARCH items USING INDEX items_waiting (not_before>? AND not_before<?)" in _plan(
            shelf, statement
        )
    scans = {
        step
        for statement in seen
        for step in _plan(shelf, statement)
        if step.startswith("SCAN") and "json_each" not in step and "CONSTANT ROW" not in step
    }
    assert not scans


def test_an_attempt_costs_the_same_with_ten_and_with_100_000_items(tmp_path: Path) -> None:
    steps = []
    for count in (10, 100_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        shelf = Shelf(folder)
        source = shelf.source("S", {"a.lan": 0})
        for host in ("a.lan", "b.lan"):
            shelf.fill(source, host, count // 2)
        shelf.fill(source, "a.lan", count, state="done")
        shelf.open_job(source, refreshed=True)
        worker = shelf.worker()
        steps.append(_steps(shelf, partial(_attempts, shelf, worker, source)))
        shelf.close()
    assert steps[0] > 100
    # Not the very same: rows are found at other places of a page.
    assert steps[1] <= steps[0] * 1.2


def _steps(shelf: Shelf, work: Callable[[], object]) -> int:
    """Instructions of SQLite's virtual machine, a measure without a clock."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    shelf.raw.set_progress_handler(step, 1)
    try:
        work()
    finally:
        shelf.raw.set_progress_handler(None, 0)
    return count
