# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a network the job says so once, and no item loses a try."""

import socket
from collections.abc import Callable

import pytest

from catalogsync_gui import dialing
from catalogsync_gui.core.events import ItemFinished, JobFinished, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World


def test_all_items_wait_and_one_notice_says_why(
    world: World, start: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialing, "no_route", lambda: True)

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with world.store() as store:
        world.add(store, "S", {"List": list(range(20))})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: bool(recorder.of(Notice) and recorder.of(ItemFinished)))
    engine.stop_job()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
    assert [notice.kind for notice in recorder.of(Notice)] == ["no_network"]
    assert {event.state for event in recorder.of(ItemFinished)} == {ItemState.PENDING}
    assert {event.error.kind for event in recorder.of(ItemFinished) if event.error} == {
        "no_network"
    }
    with world.store() as store:
        tries = store._connection.raw.execute("SELECT DISTINCT attempts FROM items").fetchall()
    assert [tuple(row) for row in tries] == [(0,)]
