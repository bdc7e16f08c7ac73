# SPDX-License-Identifier: GPL-3.0-or-later
"""Items under any order of claims, ends, late writes, expiries and restarts."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from catalogsync_gui.core.errors import LeaseLost
from catalogsync_gui.core.models import ClaimedItem, ErrorInfo, Placing
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.items import PlaceTaken
from tests.unit.store.shelf import LEASE, NOW, Shelf

ERROR = ErrorInfo("network", "it broke")
ITEMS = 5


class ItemMachine(RuleBasedStateMachine):
    """The model: the state of every item, who holds it, and what the stage has counted."""

    held = Bundle("held")
    late = Bundle("late")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.shelf = Shelf(self.folder)
        self.time = NOW
        self.source = self.shelf.source("S", {"a.lan": 3, "b.lan": 2})
        self.states = dict.fromkeys(range(1, ITEMS + 1), "pending")
        self.leases: dict[int, float] = {}
        self.places: dict[int, str] = {}
        self.claims: dict[int, int] = dict.fromkeys(self.states, 0)
        self.begin()

    def begin(self) -> None:
        self.shelf.open_job(self.source, refreshed=True)
        self.workers = [self.shelf.worker(number) for number in (1, 2)]
        self.counted = Counter[str]()

    def teardown(self) -> None:
        if hasattr(self, "shelf"):
            self.shelf.close()
            shutil.rmtree(self.folder)

    def drop(self, item: int, state: str) -> None:
        self.states[item] = state
        self.leases.pop(item, None)
        if state != "placing":
            self.places.pop(item, None)

    @rule(target=held, number=st.integers(0, 1))
    def claim(self, number: int) -> object:
        found = self.shelf.claim(self.workers[number], self.source, now=self.time)
        if found is None:
            assert "pending" not in self.states.values()
            assert all(i in self.leases for i, s in self.states.items() if s == "placing")
            return multiple()
        item = found[0]
        assert item.id not in self.leases
        assert item.claim > self.claims[item.id]
        self.claims[item.id] = item.claim
        orphan = any(s == "placing" and i not in self.leases for i, s in self.states.items())
        assert self.states[item.id] == ("placing" if orphan else "pending")
        assert (item.placing is not None) == orphan
        self.states[item.id] = "placing" if orphan else "running"
        self.leases[item.id] = self.time + LEASE
        return item

    def ours(self, item: ClaimedItem) -> bool:
        return item.id in self.leases and self.claims[item.id] == item.claim

    def tries(self, item: ClaimedItem, change: Callable[[], object]) -> bool:
        """Makes the change; whether it was allowed, which the model knows before."""
        if self.ours(item):
            change()
            return True
        before = self.shelf.dump()
        try:
            change()
        except LeaseLost:
            assert self.shelf.dump() == before
            return False
        raise AssertionError("a late write went through")

    @rule(item=held, path=st.sampled_from(["a.mp3", "A.mp3", "b.mp3"]))
    def place(self, item: ClaimedItem, path: str) -> None:
        taken = {where.lower() for other, where in self.places.items() if other != item.id}
        try:
            went = self.tries(
                item, lambda: self.shelf.store.items.place(item, Placing(path, 1, ""))
            )
        except PlaceTaken:
            assert path.lower() in taken
        else:
            if went:
                assert path.lower() not in taken
                self.states[item.id], self.places[item.id] = "placing", path

    @rule(target=late, item=consumes(held))
    def done(self, item: ClaimedItem) -> ClaimedItem:
        placing = Placing(f"{item.id}.mp3", 1, "")
        if self.tries(
            item,
            lambda: self.shelf.store.items.finish_done(
                item, placing, ours=True, transferred=1, now=self.time
            ),
        ):
            self.drop(item.id, "done")
            self.counted["done"] += 1
        return item

    @rule(target=late, item=consumes(held), retry=st.booleans())
    def failed(self, item: ClaimedItem, retry: bool) -> ClaimedItem:
        if self.tries(
            item,
            lambda: self.shelf.store.items.finish_failed(
                item,
                ERROR,
                attempts=1,
                retry_at=self.time if retry else None,
                transferred=1,
                now=self.time,
            ),
        ):
            self.drop(item.id, "failed")
            self.counted["failed"] += 1
        return item

    @rule(target=late, item=consumes(held))
    def put_back(self, item: ClaimedItem) -> ClaimedItem:
        if self.tries(
            item, lambda: self.shelf.store.items.put_back(item, attempts=0, now=self.time)
        ):
            self.drop(item.id, "pending")
        return item

    @rule(item=late)
    def late_write(self, item: ClaimedItem) -> None:
        placing = Placing("late.mp3", 1, "")
        items = self.shelf.store.items
        assert not self.tries(
            item,
            lambda: items.finish_done(item, placing, ours=True, transferred=1, now=self.time),
        )
        assert not self.tries(item, lambda: items.put_back(item, attempts=0, now=self.time))

    @rule(item=held)
    def renew(self, item: ClaimedItem) -> None:
        until = self.time + 2 * LEASE
        if self.tries(item, lambda: self.shelf.store.items.renew(item, until)):
            self.leases[item.id] = until

    @rule(seconds=st.sampled_from([1.0, LEASE, 3 * LEASE]))
    def expire(self, seconds: float) -> None:
        self.time += seconds
        gone = sorted(item for item, until in self.leases.items() if until < self.time)
        assert sorted(self.shelf.store.workers.release_expired(self.time)) == gone
        self.released(gone)

    @rule()
    def restart(self) -> None:
        gone = list(self.leases)
        assert self.shelf.store.workers.recover(self.time) == len(gone)
        self.released(gone)
        self.begin()

    def released(self, items: list[int]) -> None:
        for item in items:
            self.claims[item] += 1
            self.drop(item, "placing" if self.states[item] == "placing" else "pending")

    @rule()
    def ask_again(self) -> None:
        failed = [item for item, state in self.states.items() if state == "failed"]
        assert self.shelf.store.items.retry(None, self.time) == len(failed)
        for item in failed:
            self.states[item] = "pending"

    @rule(host=st.sampled_from(["a.lan", "b.lan"]))
    def put_off(self, host: str) -> None:
        rows, _ = self.shelf.store.items.defer_host(
            self.shelf.job, self.source, host, ERROR, self.time, self.time
        )
        for item, _title in rows:
            assert self.states[item] == "pending"
            self.states[item] = "failed"
        self.counted["failed"] += len(rows)

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not hasattr(self, "shelf"):
            return
        rows = self.shelf.raw.execute(
            "SELECT id, state, worker_id IS NOT NULL, lease_until, place_key IS NOT NULL FROM items"
        ).fetchall()
        assert {row[0]: row[1] for row in rows} == self.states
        assert {row[0]: row[3] for row in rows if row[2]} == self.leases
        assert {row[0] for row in rows if row[4]} == set(self.places)
        by_state = Counter(ItemState(state) for state in self.states.values())
        assert self.shelf.store.listing.counts() == by_state
        assert self.shelf.store.listing.counts(self.source) == by_state
        counts = self.shelf.store.jobs.counts(self.shelf.job)
        assert (counts.done, counts.failed) == (self.counted["done"], self.counted["failed"])
        open_states = {"pending", "running", "placing"} & set(self.states.values())
        assert self.shelf.store.jobs.has_open_items(self.shelf.job) == bool(open_states)


TestItemMachine = ItemMachine.TestCase
TestItemMachine.settings = settings(max_examples=25, stateful_step_count=25)
