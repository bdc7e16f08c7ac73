# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits and rests of hosts: none of them holds another one up."""

import pytest

from catalogsync_gui.core.reasons import HostFacts, RestCause
from catalogsync_gui.pipeline.hosts import FIRST_REST, LONGEST_REST, PATIENCE, HostGate
from catalogsync_gui.pipeline.refusals import REFUSALS, Refusals
from tests.unit.pipeline.clock import FakeClock

HOST = "nas.lan:8080"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def gate(clock: FakeClock) -> HostGate:
    return HostGate(clock, per_host=2)


def take(gate: HostGate, host: str) -> bool:
    return gate.may(host) and gate.claim(lambda: (True, host)) is True


def test_two_at_a_time_from_one_host_and_others_go_on(gate: HostGate) -> None:
    assert take(gate, HOST)
    assert take(gate, HOST)
    assert not take(gate, HOST)
    assert take(gate, "other.lan")
    gate.leave(HOST)
    assert take(gate, HOST)
    gate.limit(3)
    assert take(gate, HOST)


def test_a_host_that_allows_fewer_gets_no_more(clock: FakeClock) -> None:
    gate = HostGate(clock, per_host=12, caps={HOST: 2})
    assert [take(gate, HOST) for _ in range(4)] == [True, True, False, False]
    assert all(take(gate, "other.lan") for _ in range(12))
    gate.limit(1)
    gate.leave(HOST)
    assert not take(gate, HOST), "the setting may be the smaller one"


def test_local_files_have_no_limits(gate: HostGate) -> None:
    assert all(take(gate, "") for _ in range(9))
    assert not gate.failed("", 1, None, "x")


def test_three_items_failing_within_a_minute_open_the_breaker(
    gate: HostGate, clock: FakeClock
) -> None:
    assert not gate.failed(HOST, 1, None, "x")
    assert not gate.failed(HOST, 1, None, "the same item again")
    clock.time += 61
    assert not gate.failed(HOST, 2, None, "x")
    assert not gate.failed(HOST, 3, None, "x")
    assert gate.failed(HOST, 4, None, "x")
    assert gate.rests_until(HOST) == clock.time + FIRST_REST
    assert not gate.may(HOST)
    assert gate.may("other.lan")


def test_a_rest_doubles_while_the_one_probe_after_it_fails(
    gate: HostGate, clock: FakeClock
) -> None:
    for item in range(3):
        gate.failed(HOST, item, None, "x")
    rests = []
    for _ in range(7):
        until = gate.rests_until(HOST)
        assert until is not None
        rests.append(until - clock.time)
        clock.time = until
        assert take(gate, HOST)
        assert not take(gate, HOST), "one probe"
        gate.leave(HOST)
        assert gate.failed(HOST, 1, None, "x")
    assert rests == [30, 60, 120, 240, 480, LONGEST_REST, LONGEST_REST]
    gate.succeeded(HOST)
    assert take(gate, HOST)
    assert take(gate, HOST)


def test_retry_after_is_a_rest_and_no_failure(gate: HostGate, clock: FakeClock) -> None:
    for item in range(5):
        assert gate.failed(HOST, item, 2.0, "busy (429)")
        assert gate.rests_until(HOST) == clock.time + 2
        clock.time += 2
        assert gate.may(HOST), "no breaker opened"
    assert gate.failed(HOST, 1, 86_400.0, "busy")
    assert gate.rests_until(HOST) == clock.time + 3600


def test_a_job_waits_for_a_host_so_long_and_no_longer(gate: HostGate, clock: FakeClock) -> None:
    gate.failed(HOST, 1, 20.0, "busy (429)")
    assert not gate.given_up(HOST)
    clock.time += PATIENCE - 10
    gate.failed(HOST, 1, 20.0, "busy (429)")
    assert gate.given_up(HOST)
    assert gate.trouble(HOST) == "busy (429)"
    gate.succeeded(HOST)
    assert not gate.given_up(HOST)
    assert not gate.trouble(HOST)
    gate.failed(HOST, 1, 3600.0, "busy")
    assert gate.given_up(HOST), "it asked for more than a job waits"


def test_refusals_in_a_row_are_counted_by_source_and_host() -> None:
    refusals = Refusals()
    assert not any(refusals.refused(1, HOST, item) for item in range(REFUSALS - 1))
    assert not refusals.refused(1, HOST, 0), "the same item again"
    assert not refusals.refused(2, HOST, 99)
    assert not refusals.refused(1, "other.lan", 99)
    assert refusals.refused(1, HOST, 99)
    refusals.delivered(1, HOST)
    assert not refusals.refused(1, HOST, 99)


def test_a_host_tells_why_it_rests_and_until_when(gate: HostGate, clock: FakeClock) -> None:
    assert gate.facts() == ()
    take(gate, HOST)
    assert gate.facts() == (HostFacts(HOST, running=1, most=2),)
    gate.leave(HOST)
    assert gate.failed(HOST, 1, 90.0, "503")
    assert gate.facts() == (HostFacts(HOST, 0, 2, clock.time + 90, RestCause.ASKED, "503"),)
    clock.time += 91
    assert gate.facts() == (), "its time is over"
    for number in range(3):
        gate.failed(HOST, number, None, "nothing answers")
    assert gate.facts() == (
        HostFacts(HOST, 0, 1, clock.time + FIRST_REST, RestCause.FAILURES, "nothing answers"),
    )
    gate.succeeded(HOST)
    gate.network_away(HOST, "away")
    (facts,) = gate.facts()
    assert (facts.cause, facts.rests_until) == (RestCause.NO_NETWORK, clock.time + FIRST_REST)
