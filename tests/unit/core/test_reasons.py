# SPDX-License-Identifier: GPL-3.0-or-later
"""Why an item is not there: a reason for every state, and the time that goes with it."""

from dataclasses import replace

import pytest

from catalogsync_gui.core.models import ErrorInfo, ItemRow, Source
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.reasons import (
    Circumstances,
    HostFacts,
    Reason,
    RestCause,
    circumstances_from,
    reason_of,
)
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.status import EngineStatus

NOW = 1_000.0
LATER = 5_000.0
HOST = "nas.lan"
SOURCE = Source(7, "playlist", "Evening", "/x.m3u")
IDLE = Circumstances(running=True, next_sync=LATER)
AT_WORK = Circumstances(running=True, sources=(7,), crew=3, next_sync=LATER)
BROKE = ErrorInfo("network", "the connection broke")


def item(state: str = "pending", **fields: object) -> ItemRow:
    row = ItemRow(1, ItemState(state), 7, "Evening", "T", "A", "", HOST, None, 0, None, None, "")
    return replace(row, **fields)  # type: ignore[arg-type]


def why(row: ItemRow, around: Circumstances, source: Source = SOURCE) -> Reason:
    reason = reason_of(row, source, around, NOW)
    assert reason is not None
    return reason


def test_what_is_there_has_no_reason() -> None:
    assert reason_of(item("done", path="A/T.mp3"), SOURCE, AT_WORK, NOW) is None


@pytest.mark.parametrize(
    ("around", "kind", "next_at"),
    [
        (IDLE, "schedule", LATER),
        (replace(IDLE, next_sync=None), "schedule_off", None),
        (Circumstances(), "not_running", None),
        (replace(IDLE, paused_until=2_000.0), "paused", 2_000.0),
        (replace(IDLE, paused_until=float("inf")), "paused", None),
        (replace(AT_WORK, paused_until=2_000.0), "paused", 2_000.0),
        (replace(IDLE, problem=ErrorInfo("storage_offline", "gone")), "storage_offline", LATER),
        (replace(IDLE, problem=ErrorInfo("no_library", "none")), "no_library", LATER),
        (replace(IDLE, problem=ErrorInfo("job_partial", "2 failed")), "schedule", LATER),
        (replace(AT_WORK, held=ErrorInfo("storage_full", "full")), "storage_full", None),
        (replace(AT_WORK, held=ErrorInfo("storage_hangs", "hangs")), "storage_hangs", None),
        (replace(AT_WORK, sources=(8,)), "other_job", LATER),
        (replace(AT_WORK, busy=3), "workers_busy", None),
        (replace(AT_WORK, busy=2), "next", None),
        (replace(AT_WORK, hosts={HOST: HostFacts(HOST, 2, 2)}), "host_busy", None),
        (replace(AT_WORK, hosts={"other": HostFacts("other", 2, 2)}), "next", None),
    ],
)
def test_what_a_pending_item_waits_for(
    around: Circumstances, kind: str, next_at: float | None
) -> None:
    reason = why(item(), around)
    assert (reason.kind, reason.next_at) == (kind, next_at)
    assert reason.message


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (RestCause.ASKED, "retry_after", "asks to be left alone"),
        (RestCause.FAILURES, "host_rests", "after several failures"),
        (RestCause.NO_NETWORK, "no_network", "no network connection"),
    ],
)
def test_a_host_that_rests_is_named_with_its_cause_and_its_time(
    cause: RestCause, kind: str, words: str
) -> None:
    host = HostFacts(HOST, 0, 1, NOW + 30, cause, "nothing answers")
    # What the attempt before left behind says less.
    waiting = item(retry_at=NOW + 30, error=BROKE, attempts=1)
    reason = why(waiting, replace(AT_WORK, hosts={HOST: host}))
    assert (reason.kind, reason.next_at) == (kind, NOW + 30)
    assert words in reason.message
    assert "nothing answers" in reason.message


def test_an_attempt_that_failed_is_counted() -> None:
    waiting = item(retry_at=NOW + 8, error=BROKE, attempts=2)
    reason = why(waiting, AT_WORK)
    assert reason == Reason("retry", "attempt 2 of 9 failed: the connection broke", NOW + 8)
    room = ErrorInfo("room_taken", "it waits for room")
    assert why(item(retry_at=NOW + 15, error=room), AT_WORK).kind == "room_taken"
    assert why(waiting, IDLE).next_at == LATER, "without a job it is the next sync that tries"


@pytest.mark.parametrize(
    ("error", "attempts", "around", "kind", "next_at"),
    [
        (BROKE, 3, IDLE, "retry", 2_000.0),
        (BROKE, 3, replace(IDLE, next_sync=None), "retry", None),
        (BROKE, 3, Circumstances(), "retry", None),
        (ErrorInfo("no_network", "away"), 0, IDLE, "no_network", 2_000.0),
        (ErrorInfo("no_network", "away"), 0, replace(IDLE, next_sync=None), "no_network", 2_000.0),
        (BROKE, 3, replace(IDLE, paused_until=3_000.0), "retry", 3_000.0),
        (ErrorInfo("host_silent", "silent"), 0, IDLE, "host_rests", 2_000.0),
    ],
)
def test_what_failed_for_a_passing_reason_says_when_it_is_tried_again(
    error: ErrorInfo, attempts: int, around: Circumstances, kind: str, next_at: float | None
) -> None:
    reason = why(item("failed", error=error, attempts=attempts, retry_at=2_000.0), around)
    assert (reason.kind, reason.next_at) == (kind, next_at)
    assert error.message in reason.message


def test_a_source_with_a_schedule_of_its_own_has_its_own_time() -> None:
    never = replace(IDLE, next_syncs={7: None, 8: LATER})
    reason = why(item("pending"), never)
    assert (reason.kind, reason.next_at) == ("schedule_off", None)
    assert "its source is not synced by itself" in reason.message
    later = why(item("pending"), replace(IDLE, next_syncs={7: LATER + 60}))
    assert (later.kind, later.next_at) == ("schedule", LATER + 60)
    off = why(item("pending"), replace(IDLE, next_sync=None, next_syncs={7: None}))
    assert "the setting refresh_hours says so" in off.message


def test_what_is_refused_waits_for_the_next_sync() -> None:
    refused = item("failed", error=ErrorInfo("http_403", "no rights"), with_next_sync=True)
    assert why(refused, IDLE) == Reason("credentials", "no rights. The next sync asks again", LATER)
    assert why(refused, replace(IDLE, next_sync=None)).next_at is None


def test_what_failed_for_good_says_so_and_what_to_do() -> None:
    error = ErrorInfo("http_404", "the server answers 404")
    gone = why(item("failed", error=error, attempts=1), IDLE)
    assert gone == Reason(
        "gave_up",
        "the server answers 404. It is not tried again by itself. Should it be back at the "
        "server, try it again by hand",
    )
    assert "after 9 attempts" in why(item("failed", error=BROKE, attempts=9), IDLE).message


@pytest.mark.parametrize(
    ("row", "around", "kind"),
    [
        (item("running"), AT_WORK, "running"),
        (item("placing"), AT_WORK, "placing"),
        (item("placing"), IDLE, "placing"),
        (item("missing"), IDLE, "removed_by_you"),
        (item("trashed"), IDLE, "unlisted"),
        (item("skipped", error=ErrorInfo("no_address", "no address")), IDLE, "no_address"),
        (item("skipped"), IDLE, "rule"),
        (item("failed"), IDLE, "gave_up"),
    ],
)
def test_every_other_state_has_a_reason(row: ItemRow, around: Circumstances, kind: str) -> None:
    assert why(row, around).kind == kind


def test_a_source_in_trouble_is_named() -> None:
    failing = replace(SOURCE, error="nothing answers")
    assert "'Evening' could not be read: nothing answers" in why(item(), IDLE, failing).message
    paused = replace(failing, paused="the server refused 3 times in a row")
    assert "refused 3 times" in why(item("failed", error=BROKE), IDLE, paused).message
    assert "Evening" not in why(item("running"), AT_WORK, failing).message


def test_another_process_sees_what_the_engine_sees() -> None:
    worker = WorkerRow(1, 4, 9, "S", "T", 0, None, 0.0, None, "connecting", 0.0)
    hosts = (
        HostFacts(HOST, 1, 2),
        HostFacts("b", 0, 1, NOW + 9, RestCause.ASKED, "503"),
    )
    for status in (
        EngineStatus(),
        EngineStatus(paused_until=float("inf")),
        EngineStatus(
            job=4,
            sources=(7, 8),
            crew=3,
            workers=(worker,),
            held=ErrorInfo("storage_full", "full"),
            problem=ErrorInfo("x", "y"),
            hosts=hosts,
            next_sync=LATER,
            paused_until=2_000.0,
        ),
    ):
        assert circumstances_from(status.to_json()) == status.circumstances
    with pytest.raises(KeyError):
        circumstances_from({"running": True, "paused": False})
