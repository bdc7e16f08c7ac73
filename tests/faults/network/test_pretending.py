# SPDX-License-Identifier: GPL-3.0-or-later
"""Far ends that only pretend to be alive before there is an answer at all."""

import socket

import pytest

from catalogsync_gui.core.errors import Interrupted, TransferBroken
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media import watchdog
from catalogsync_gui.media.watchdog import HEADERS_SECONDS
from tests.unit.media.far import Asked, Far, until_closed
from tests.unit.media.fetching import Line


def test_answers_that_only_say_go_on_are_ended(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_TICK", 0.005)

    def flood(_: Asked, connection: socket.socket) -> None:
        line.clock.time += HEADERS_SECONDS
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    far.then(flood)
    with pytest.raises(TransferBroken, match="no answer"):
        line.get(far)


def test_a_handshake_that_never_ends_is_ended(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_TICK", 0.005)

    def silence(_: Far, connection: socket.socket) -> None:
        connection.recv(65536)
        line.clock.time += HEADERS_SECONDS
        until_closed(connection)

    monkeypatch.setattr(Far, "serve", silence)
    with pytest.raises(TransferBroken, match="no answer") as caught:
        line.fetch(MediaRequest(far.url().replace("http:", "https:"), own_host=far.host))
    assert caught.value.kind == "slow"


def test_a_stop_in_the_middle_of_a_handshake_comes_at_once(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(_: Far, connection: socket.socket) -> None:
        connection.recv(65536)
        line.cancel.set()
        until_closed(connection)

    monkeypatch.setattr(Far, "serve", silence)
    with pytest.raises(Interrupted):
        line.fetch(MediaRequest(far.url().replace("http:", "https:"), own_host=far.host))
