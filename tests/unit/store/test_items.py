# SPDX-License-Identifier: GPL-3.0-or-later
"""Every transition of an item is a compare-and-set: not ours any more, and nothing changes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from catalogsync_gui.core.errors import LeaseLost
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    ClaimedItem,
    Counts,
    ErrorInfo,
    MediaRef,
    Placing,
    PlaylistRef,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState, StageState
from catalogsync_gui.store.items import ItemStore, PlaceTaken
from tests.unit.store.shelf import LEASE, NOW, Shelf

PLACING = Placing("S/One.mp3", 5, "ab")
ERROR = ErrorInfo("network", "it broke")

Transition = Callable[[ItemStore, ClaimedItem], object]

NOTES: dict[str, Transition] = {
    "renew": lambda items, item: items.renew(item, NOW + 500),
    "drop_part": lambda items, item: items.drop_part(item),
}
MOVES: dict[str, Transition] = {
    "keep_part": lambda items, item: items.keep_part(
        item, path="S/.part", validator='"v"', total=9, durable=True
    ),
    "place": lambda items, item: items.place(item, PLACING),
    "finish_done": lambda items, item: items.finish_done(
        item, PLACING, ours=True, transferred=5, now=NOW
    ),
    "finish_failed": lambda items, item: items.finish_failed(
        item, ERROR, attempts=1, retry_at=NOW, transferred=5, now=NOW
    ),
    "put_back": lambda items, item: items.put_back(item, attempts=1, now=NOW),
}
ALL = NOTES | MOVES


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("change", [{"worker": 1}, {"claim": 1}, {"id": 1}])
def test_who_names_another_claim_changes_nothing(
    shelf: Shelf, name: str, change: dict[str, int]
) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 2}), refreshed=True)
    item = shelf.claimed(shelf.worker())
    other = replace(item, **{field: getattr(item, field) + by for field, by in change.items()})
    before = shelf.dump()
    with pytest.raises(LeaseLost):
        ALL[name](shelf.store.items, other)
    assert shelf.dump() == before
    ALL[name](shelf.store.items, item)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", [s for s in ItemState if s not in ("running", "placing")])
def test_an_item_that_is_in_no_hands_does_not_move(
    shelf: Shelf, name: str, state: ItemState
) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    item = shelf.claimed(shelf.worker())
    shelf.raw.execute("UPDATE items SET state = ? WHERE id = ?", (state, item.id))
    before = shelf.dump()
    with pytest.raises(LeaseLost):
        MOVES[name](shelf.store.items, item)
    assert shelf.dump() == before


@pytest.mark.parametrize("end", ["finish_done", "finish_failed", "put_back"])
@pytest.mark.parametrize("name", ALL)
def test_after_its_end_the_claim_is_worth_nothing(shelf: Shelf, end: str, name: str) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}), refreshed=True)
    item = shelf.claimed(shelf.worker())
    ALL[end](shelf.store.items, item)
    before = shelf.dump()
    with pytest.raises(LeaseLost):
        ALL[name](shelf.store.items, item)
    assert shelf.dump() == before


def test_done_is_file_item_playlist_and_stage_in_one(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 2})
    shelf.raw.execute("UPDATE playlists SET dirty = 0")
    shelf.open_job(source, refreshed=True)
    worker, items = shelf.worker(), shelf.store.items
    first, second = shelf.claimed(worker), shelf.claimed(worker)
    items.keep_part(first, path="S/.p", validator='"v"', total=5, durable=True)
    items.place(first, PLACING)
    ended = items.finish_done(first, PLACING, ours=True, transferred=5, now=NOW, content="cd")
    assert ended.playlists == (1,)
    assert not ended.stage_closed
    file = shelf.store.library.at("s/ONE.MP3")
    assert file is not None
    assert (file.path, file.size, file.sha256, file.ours) == ("S/One.mp3", 5, "ab", True)
    assert shelf.store.library.of_content("cd") == file
    assert shelf.store.library.parts() == []
    assert list(shelf.store.exports.dirty()) == [1]
    assert items.finish_failed(
        second, ERROR, attempts=1, retry_at=None, transferred=2, now=NOW
    ).stage_closed
    assert shelf.store.jobs.counts(shelf.job) == Counts(done=1, failed=1, bytes=7)
    stages = shelf.store.jobs.recent()[0].stages
    assert all(stage.state is StageState.FINISHED for stage in stages)


def test_the_stage_does_not_close_while_the_refresh_goes_on(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 1})
    shelf.open_job(source)
    item = shelf.claimed(shelf.worker())
    ended = shelf.store.items.finish_done(item, PLACING, ours=True, transferred=5, now=NOW)
    assert not ended.stage_closed
    assert shelf.store.jobs.finish_refresh(shelf.job, NOW), "it closes with the refresh"
    assert not shelf.store.jobs.close_download(shelf.job, NOW), "once"


def test_a_place_is_given_to_one_item_whatever_its_spelling(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 2}))
    worker, items = shelf.worker(), shelf.store.items
    first, second = shelf.claimed(worker), shelf.claimed(worker)
    items.place(first, PLACING)
    before = shelf.dump()
    with pytest.raises(PlaceTaken):
        items.place(second, replace(PLACING, path="s/ONE.mp3"))
    assert shelf.dump() == before
    assert items.being_placed("S/one.MP3") == "ab"
    items.put_back(first, attempts=0, now=NOW)
    assert items.being_placed("S/one.MP3") is None
    items.place(second, PLACING)


def test_a_file_of_ours_stays_ours_when_another_item_takes_it_over(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 2}))
    worker, items = shelf.worker(), shelf.store.items
    first, second = shelf.claimed(worker), shelf.claimed(worker)
    items.finish_done(first, PLACING, ours=True, transferred=5, now=NOW, content="cd")
    items.finish_done(second, PLACING, ours=False, transferred=0, now=NOW)
    file = shelf.store.library.at(PLACING.path)
    assert file is not None
    assert file.ours
    assert shelf.store.library.of_content("cd") == file


def test_only_claims_without_a_sign_of_life_are_taken_away(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 3}))
    items, workers = shelf.store.items, shelf.store.workers
    silent, lively = shelf.worker(1), shelf.worker(2)
    lost, placed = shelf.claimed(silent), shelf.claimed(silent)
    kept = shelf.claimed(lively)
    items.keep_part(lost, path="p", validator="v", total=9, durable=True)
    items.place(placed, PLACING)
    items.renew(kept, NOW + 2 * LEASE)
    workers.beat(lively, NOW + LEASE)
    assert workers.release_expired(NOW + LEASE) == []
    assert sorted(workers.release_expired(NOW + LEASE + 1)) == [lost.id, placed.id]
    assert [shelf.state(item.id) for item in (lost, placed, kept)] == [
        "pending",
        "placing",
        "running",
    ]
    for item in (lost, placed):
        with pytest.raises(LeaseLost):
            items.finish_done(item, PLACING, ours=True, transferred=5, now=NOW)
    items.finish_done(kept, replace(PLACING, path="k.mp3"), ours=True, transferred=5, now=NOW)
    beats = shelf.raw.execute("SELECT id, heartbeat_at FROM workers").fetchall()
    assert dict(beats) == {silent: NOW, lively: NOW + LEASE}
    assert shelf.claimed(lively).id == placed.id
    again = shelf.claimed(lively)
    assert (again.id, again.part_path, again.validator) == (lost.id, "p", ""), "begun anew"


def test_an_interruption_leaves_the_reason_of_the_try_before(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 1}))
    worker, items = shelf.worker(), shelf.store.items
    items.put_back(shelf.claimed(worker), attempts=1, error=ErrorInfo("k", "words"), now=NOW)
    items.put_back(shelf.claimed(worker), attempts=1, now=NOW)
    rows = shelf.raw.execute("SELECT error_kind, error_message FROM items").fetchall()
    assert rows == [("k", "words")]
    items.finish_done(shelf.claimed(worker), PLACING, ours=True, transferred=5, now=NOW)
    assert shelf.raw.execute("SELECT error_kind, error_message FROM items").fetchall() == [("", "")]


def test_a_worker_that_ends_leaves_no_claim_behind(shelf: Shelf) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 3}))
    items, workers = shelf.store.items, shelf.store.workers
    ending, other = shelf.worker(1), shelf.worker(2)
    held = shelf.claimed(ending)
    items.keep_part(held, path="p", validator="v", total=9, durable=True)
    kept = shelf.claimed(other)
    workers.end(ending, NOW)
    assert [shelf.state(item.id) for item in (held, kept)] == ["pending", "running"]
    with pytest.raises(LeaseLost):
        items.finish_done(held, PLACING, ours=True, transferred=5, now=NOW)
    again = shelf.claimed(other)
    assert (again.id, again.validator) == (held.id, "v"), "its part is gone on with"


def test_recovery_puts_back_all_that_a_dead_process_held(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 4})
    shelf.open_job(source)
    items, workers = shelf.store.items, shelf.store.workers
    worker = shelf.worker()
    running, placed, done = (shelf.claimed(worker) for _ in range(3))
    items.place(placed, PLACING)
    items.finish_done(done, replace(PLACING, path="d.mp3"), ours=True, transferred=5, now=NOW)
    assert workers.recover(NOW + 1) == 2
    states = [shelf.state(item) for item in (running.id, placed.id, done.id, 4)]
    assert states == ["pending", "placing", "done", "pending"]
    with pytest.raises(LeaseLost):
        items.put_back(running, attempts=0, now=NOW)
    job = shelf.store.jobs.recent()[0]
    assert (job.state, job.finished_at) == ("cancelled", NOW + 1)
    assert all(stage.state is StageState.FINISHED for stage in job.stages)
    assert workers.recover(NOW + 2) == 0
    numbers = [workers.begin(job.id, 1, boot_id="b", pid=1, now=NOW) for _ in range(2)]
    assert worker not in numbers
    assert numbers[0] != numbers[1]


def test_what_a_person_asks_for_again(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 4})
    shelf.open_job(source)
    worker, items = shelf.worker(), shelf.store.items
    for item in (shelf.claimed(worker) for _ in range(2)):
        items.finish_failed(item, ERROR, attempts=9, retry_at=NOW + item.id, transferred=0, now=NOW)
    shelf.raw.execute("UPDATE items SET state = 'missing' WHERE id = 3")
    shelf.raw.execute("UPDATE items SET state = 'done' WHERE id = 4")
    assert items.requeue_failed(source, NOW + 1, only_due=True, refused=True) == 1
    assert items.requeue_failed(source, NOW + 1, only_due=True, refused=True) == 0
    assert items.requeue_failed(source, NOW + 1, only_due=False, refused=True) == 1
    assert shelf.raw.execute("SELECT MAX(attempts) FROM items").fetchone()[0] == 9
    for item in (shelf.claimed(worker) for _ in range(2)):
        assert item.last_error == "network"
        items.finish_failed(item, ERROR, attempts=9, retry_at=None, transferred=0, now=NOW)
    assert items.requeue_failed(source, NOW + 9e9, only_due=False, refused=True) == 0, (
        "failed for good"
    )
    assert items.retry(None, NOW) == 2, "failed ones only"
    assert items.retry([1, 3, 4, 99], NOW) == 1, "the missing one; 1 is pending, 4 is done"
    assert shelf.raw.execute("SELECT MAX(attempts) FROM items").fetchone()[0] == 0


def test_a_host_is_put_off_in_batches_that_close_the_stage(shelf: Shelf) -> None:
    source = shelf.source("S", {"b.lan": 1})
    shelf.fill(source, "a.lan", 1_100)
    shelf.open_job(source, refreshed=True)
    shelf.store.items.finish_done(
        shelf.claimed(shelf.worker()), PLACING, ours=True, transferred=5, now=NOW
    )
    shelf.raw.execute("UPDATE items SET state = 'pending', worker_id = NULL WHERE host = 'a.lan'")
    shelf.raw.execute("UPDATE items SET state = 'done' WHERE host = 'b.lan'")
    sizes, closed = [], False
    while not closed:
        rows, closed = shelf.store.items.defer_host(
            shelf.job, source, "a.lan", ERROR, NOW + 60, NOW
        )
        sizes.append(len(rows))
    assert sizes == [500, 500, 100]
    assert rows[0][1].startswith("Track ")
    assert shelf.store.jobs.next_retry() == NOW + 60
    assert shelf.store.jobs.counts(shelf.job).failed == 1_100


def test_what_a_person_removed_stays_away_and_is_tried_again_where_it_is_now(shelf: Shelf) -> None:
    source = shelf.source("S", {"a.lan": 1})
    shelf.open_job(source, refreshed=True)
    item = shelf.claimed(shelf.worker())
    shelf.store.items.place(item, PLACING)
    shelf.store.items.finish_done(item, PLACING, ours=True, transferred=5, now=NOW)
    shelf.store.library.mark_missing([PLACING.path])
    moved = CatalogEntry("a.lan-0", item.info, MediaRef("http://b.lan/new.mp3"))
    plan = diff([moved], shelf.store.catalogue.known(source, ["a.lan-0"]))
    page = CatalogPage(PlaylistRef("S", "S", "2"), (moved,))
    shelf.store.catalogue.write_page(source, page, plan)
    assert shelf.state(item.id) == "missing"
    assert diff([moved], shelf.store.catalogue.known(source, ["a.lan-0"])).changed == ()
    shelf.store.queue.again([item.id])
    again = shelf.claimed(shelf.worker(2))
    assert (again.media.address, again.host) == ("http://b.lan/new.mp3", "b.lan")
