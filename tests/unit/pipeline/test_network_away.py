# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that finds no network puts its items off instead of waiting for ever."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from catalogsync_gui.core.events import Event, ItemFinished
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.pipeline.download_stage import DownloadStage
from catalogsync_gui.pipeline.hosts import LONGEST_REST, PATIENCE, HostGate
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import Shelf

HOST = "nas.lan"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


def test_its_items_come_back_in_a_quarter_of_an_hour_and_lose_no_try(shelf: Shelf) -> None:
    clock, told = FakeClock(), list[Event]()
    source = shelf.source("S", {HOST: 3})
    shelf.open_job(source, refreshed=True)
    hosts, closed = HostGate(clock, per_host=2), list[bool]()
    ports = SimpleNamespace(clock=clock, report=told.append)
    run = SimpleNamespace(
        id=shelf.job,
        sources=(source,),
        ports=ports,
        hosts=hosts,
        close=lambda: closed.append(True),
    )
    stage = DownloadStage(cast("Any", run), shelf.store, cast("Any", None))
    waited = 0.0
    while not closed:
        assert waited < PATIENCE + 60
        hosts.network_away(HOST, f"http://{HOST}/ cannot be asked")
        stage._defer_silent_hosts()
        clock.time += 30
        waited += 30
    assert waited > PATIENCE - 60, "a network that is away for a moment is waited for"
    events = [event for event in told if isinstance(event, ItemFinished)]
    assert [(event.state, event.error and event.error.kind) for event in events] == [
        (ItemState.FAILED, "no_network")
    ] * 3
    rows = shelf.store.listing.page(0, 10)
    assert {(row.state, row.attempts) for row in rows} == {(ItemState.FAILED, 0)}
    assert all("cannot be asked" in row.error.message for row in rows if row.error)
    expected = clock.time - 30 + LONGEST_REST
    assert {row.retry_at for row in rows} == {expected}
    assert shelf.store.jobs.next_retry("no_network") == expected
    assert shelf.store.jobs.next_retry("gone") is None


def test_a_host_that_stays_silent_while_others_answer_is_no_missing_network(shelf: Shelf) -> None:
    clock = FakeClock()
    source = shelf.source("S", {HOST: 1})
    shelf.open_job(source, refreshed=True)
    hosts = HostGate(clock, per_host=2)
    ports = SimpleNamespace(clock=clock, report=lambda _: None)
    run = SimpleNamespace(
        id=shelf.job, sources=(source,), ports=ports, hosts=hosts, close=lambda: None
    )
    stage = DownloadStage(cast("Any", run), shelf.store, cast("Any", None))
    while not shelf.store.listing.count(state=ItemState.FAILED):
        assert clock.time < 10 * PATIENCE
        for number in range(3):
            hosts.failed(HOST, number, None, "nothing answers")
        stage._defer_silent_hosts()
        clock.time += 31
    (row,) = shelf.store.listing.page(0, 10)
    assert row.error is not None
    assert row.error.kind == "host_silent"
    assert shelf.store.jobs.next_retry("no_network") is None
