# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does to the queue: order, holding back, cancelling."""

import pytest

from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    ErrorInfo,
    MediaRef,
    Placing,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.queueing import Changed, Priority, Wish
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.queueing import QueueStore
from tests.unit.store.shelf import NOW, Shelf

_OOPS = ErrorInfo("http_404", "not there")


@pytest.fixture
def source(shelf: Shelf) -> int:
    made = shelf.source("S", {"a.lan": 8})
    shelf.open_job(made)
    return made


@pytest.fixture
def queue(shelf: Shelf) -> QueueStore:
    return shelf.store.queue


def order(shelf: Shelf) -> list[int]:
    """The items as they would be claimed."""
    worker, found, last = shelf.worker(), [], None
    while (claimed := shelf.claim(worker, last=last)) is not None:
        found.append(claimed[0].id)
        last = claimed[1]
    return found


def wish(shelf: Shelf, item: int) -> Wish:
    return shelf.store.listing.items([item])[0].wish


@pytest.mark.usefixtures("source")
def test_what_is_held_is_not_claimed_until_it_is_resumed(shelf: Shelf, queue: QueueStore) -> None:
    assert queue.hold([1, 3, 99]) == Changed(2)
    assert queue.hold([1]) == Changed(0)
    assert shelf.store.listing.counts()[ItemState.HELD] == 2
    assert shelf.store.workers.recover(NOW) == 0
    shelf.open_job(1)
    assert order(shelf) == [2, 4, 5, 6, 7, 8]
    assert queue.resume([1, 3]) == Changed(2)
    assert order(shelf) == [1, 3]


@pytest.mark.usefixtures("source")
def test_a_held_item_keeps_no_stage_open(shelf: Shelf, queue: QueueStore) -> None:
    shelf.store.jobs.finish_refresh(shelf.job, NOW)
    queue.hold(range(1, 9))
    assert shelf.store.jobs.close_download(shelf.job, NOW)


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("way", ["put back", "failed", "died"])
@pytest.mark.parametrize(
    ("wanted", "state"), [(Wish.HELD, ItemState.HELD), (Wish.UNWANTED, ItemState.SKIPPED)]
)
def test_what_a_worker_holds_becomes_what_is_wanted_when_it_lets_go(
    shelf: Shelf, queue: QueueStore, way: str, wanted: Wish, state: ItemState
) -> None:
    item = shelf.claimed(shelf.worker())
    change = queue.hold if wanted is Wish.HELD else queue.cancel
    assert change([item.id]) == Changed(1, ((item.id, item.claim),))
    assert queue.is_unwanted(item.id) is (wanted is Wish.UNWANTED)
    assert shelf.state(item.id) == "running", "the transition is the worker's"
    if way == "put back":
        ended = shelf.store.items.put_back(item, attempts=0, now=NOW)
        assert ended.state is state
    elif way == "failed":
        ended = shelf.store.items.finish_failed(
            item, _OOPS, attempts=1, retry_at=None, transferred=0, now=NOW
        )
        assert ended.state is state
    else:
        shelf.store.workers.recover(NOW)
    assert shelf.state(item.id) == state
    assert wish(shelf, item.id) is (Wish.NONE if wanted is Wish.HELD else wanted)


@pytest.mark.usefixtures("source")
def test_what_is_done_stays_done_whatever_was_wanted_meanwhile(
    shelf: Shelf, queue: QueueStore
) -> None:
    item = shelf.claimed(shelf.worker())
    queue.cancel([item.id])
    placing = Placing("S/1.mp3", 1, "ab")
    shelf.store.items.place(item, placing)
    shelf.store.items.finish_done(item, placing, ours=True, transferred=1, now=NOW)
    assert shelf.state(item.id) == "done"
    assert wish(shelf, item.id) is Wish.NONE


@pytest.mark.usefixtures("source")
def test_a_wish_is_taken_back_while_the_worker_still_holds_the_item(
    shelf: Shelf, queue: QueueStore
) -> None:
    worker = shelf.worker()
    one, two = shelf.claimed(worker), shelf.claimed(worker)
    queue.hold([one.id])
    queue.cancel([two.id])
    queue.resume([one.id])
    queue.reinstate([two.id])
    for item in (one, two):
        assert shelf.store.items.put_back(item, attempts=0, now=NOW).state is ItemState.PENDING


@pytest.mark.usefixtures("source")
def test_cancelling_is_undone_to_what_was_before(shelf: Shelf, queue: QueueStore) -> None:
    failed = shelf.claimed(shelf.worker())
    shelf.store.items.finish_failed(
        failed, _OOPS, attempts=3, retry_at=NOW + 600, transferred=0, now=NOW
    )
    queue.hold([2])
    assert queue.cancel(range(1, 9)) == Changed(8)
    assert {shelf.state(item) for item in range(1, 9)} == {"skipped"}
    assert shelf.claim(shelf.worker()) is None
    assert shelf.store.items.requeue_failed(1, NOW, only_due=False, refused=True) == 0
    assert queue.reinstate(range(1, 9)) == Changed(8)
    assert [shelf.state(item) for item in (1, 2, 3)] == ["failed", "held", "pending"]
    row = shelf.store.listing.items([1])[0]
    assert (row.attempts, row.error, row.retry_at) == (3, _OOPS, NOW + 600)
    assert queue.reinstate([1]) == Changed(0)


@pytest.mark.usefixtures("source")
def test_what_was_cancelled_is_fetched_when_it_is_tried_again(
    shelf: Shelf, queue: QueueStore
) -> None:
    queue.cancel([1, 2])
    assert queue.again([1]) == Changed(1)
    assert wish(shelf, 1) is Wish.NONE
    item = shelf.claimed(shelf.worker())
    assert item.id == 1
    # Nothing of the old wish is left for the next interruption.
    assert shelf.store.items.put_back(item, attempts=0, now=NOW).state is ItemState.PENDING


@pytest.mark.usefixtures("source")
def test_the_part_of_what_is_cancelled_is_known_until_it_is_gone(
    shelf: Shelf, queue: QueueStore
) -> None:
    item = shelf.claimed(shelf.worker())
    shelf.store.items.keep_part(item, path="S/.p", validator="v", total=9, durable=True)
    shelf.store.items.put_back(item, attempts=0, now=NOW)
    assert queue.parts() == []
    queue.cancel([item.id])
    assert queue.parts() == [(item.id, "S/.p")]
    queue.forget_part(item.id)
    assert queue.parts() == []


def test_start_now_and_to_the_top_come_before_every_pair(shelf: Shelf, queue: QueueStore) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 3, "b.lan": 3}), shelf.source("T", {"c.lan": 2}))
    queue.hold([3])
    assert queue.start_now([6, 3]) == Changed(2)
    assert queue.to_top([8]) == Changed(1)
    assert order(shelf)[:3] == [8, 6, 3]


def test_start_now_waits_for_no_time_of_another_try(shelf: Shelf, queue: QueueStore) -> None:
    shelf.open_job(shelf.source("S", {"a.lan": 3}))
    first = shelf.claimed(shelf.worker())
    shelf.store.items.put_back(first, error=_OOPS, attempts=3, not_before=NOW + 600.0, now=NOW)
    assert shelf.store.listing.items([first.id])[0].retry_at == NOW + 600.0
    assert queue.start_now([first.id]) == Changed(1)
    assert shelf.store.listing.items([first.id])[0].retry_at is None
    assert order(shelf)[0] == first.id


def test_priorities_are_an_items_own_or_its_sources(shelf: Shelf, queue: QueueStore) -> None:
    one, two = shelf.source("S", {"a.lan": 3}), shelf.source("T", {"b.lan": 3})
    shelf.open_job(one, two)
    shelf.store.source_edits.change(two, "T", {"priority": "high"})
    queue.set_priority([2], Priority.HIGH)
    queue.set_priority([5], Priority.LOW)
    rows = {row.id: row for row in shelf.store.listing.items(range(1, 7))}
    assert [rows[n].priority for n in (1, 2, 4, 5)] == ["normal", "high", "high", "low"]
    assert [rows[n].ranked for n in (1, 2, 4, 5)] == [False, True, False, True]
    assert order(shelf) == [2, 4, 6, 1, 3, 5]


@pytest.mark.usefixtures("source")
def test_items_are_moved_next_to_others_in_the_order_given(shelf: Shelf, queue: QueueStore) -> None:
    assert queue.move([7, 2], 4, before=True) == Changed(2)
    assert queue.move([1], 7, before=False) == Changed(1)
    assert queue.move([3], 8, before=False) == Changed(1)
    assert queue.to_bottom([5]) == Changed(1)
    assert order(shelf) == [7, 1, 2, 4, 6, 8, 3, 5]


@pytest.mark.usefixtures("source")
def test_who_is_moved_among_chosen_ones_is_chosen_too(shelf: Shelf, queue: QueueStore) -> None:
    queue.to_top([5, 6])
    queue.move([8], 6, before=True)
    queue.move([1], 99, before=True)
    assert order(shelf) == [5, 8, 6, 1, 2, 3, 4, 7]


@pytest.mark.usefixtures("source")
def test_a_place_may_be_moved_to_any_number_of_times(shelf: Shelf, queue: QueueStore) -> None:
    for number in range(100):
        assert queue.move([5 + number % 2], 4, before=True) == Changed(1)
    assert order(shelf) == [1, 2, 3, 5, 6, 4, 7, 8]


@pytest.mark.usefixtures("source")
def test_later_puts_behind_the_others_and_tells_who_runs(shelf: Shelf, queue: QueueStore) -> None:
    item = shelf.claimed(shelf.worker())
    assert queue.later([item.id, 2]) == Changed(2, ((item.id, item.claim),))
    assert shelf.store.items.put_back(item, attempts=0, now=NOW).state is ItemState.PENDING
    assert order(shelf) == [3, 4, 5, 6, 7, 8, 1, 2]


@pytest.mark.usefixtures("source")
def test_a_refresh_leaves_what_is_held_or_not_wanted_as_it_is(
    shelf: Shelf, queue: QueueStore
) -> None:
    queue.hold([1])
    queue.cancel([2])
    entries = tuple(
        CatalogEntry(
            f"a.lan-{item - 1}", TrackInfo(title=str(item)), MediaRef(f"http://new/{item}")
        )
        for item in (1, 2, 3)
    )
    known = shelf.store.catalogue.known(1, [entry.key for entry in entries])
    page = CatalogPage(PlaylistRef("S", "S", "2"), entries)
    shelf.store.catalogue.write_page(1, page, diff(entries, known))
    assert [shelf.state(item) for item in (1, 2, 3)] == ["held", "skipped", "pending"]
    assert wish(shelf, 2) is Wish.UNWANTED
    queue.again([2])
    assert (
        '"http://new/2"' in shelf.raw.execute("SELECT media FROM items WHERE id = 2").fetchone()[0]
    )


def test_a_long_queue_is_changed_in_one_call(shelf: Shelf, queue: QueueStore) -> None:
    source = shelf.source("S", {})
    shelf.fill(source, "a.lan", 5_000)
    everything = range(1, 5_001)
    assert queue.hold(everything) == Changed(5_000)
    assert queue.to_top(tuple(reversed(everything))) == Changed(5_000)
    assert queue.resume(everything) == Changed(5_000)
    shelf.open_job(source)
    assert [shelf.claimed(shelf.worker()).id for _ in range(3)] == [5_000, 4_999, 4_998]
