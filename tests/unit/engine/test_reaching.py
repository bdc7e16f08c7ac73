# SPDX-License-Identifier: GPL-3.0-or-later
"""Patience with what may never answer."""

import socket
import threading

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.engine.reaching import Silent, reach, within


def test_a_result_and_an_error_come_through() -> None:
    assert within(10, lambda: 7, StopToken()) == 7
    with pytest.raises(ZeroDivisionError):
        within(10, lambda: 1 // 0, StopToken())


def test_what_hangs_is_left_behind() -> None:
    go_on = threading.Event()
    try:
        with pytest.raises(Silent):
            within(0.05, go_on.wait, StopToken())
    finally:
        go_on.set()


def test_a_stop_is_prompt() -> None:
    go_on, cancel = threading.Event(), StopToken()

    def hang() -> None:
        cancel.set()
        go_on.wait()

    try:
        with pytest.raises(Interrupted):
            within(60, hang, cancel)
    finally:
        go_on.set()


def test_who_takes_connections_and_who_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        open_port = there.getsockname()[1]
        with socket.create_server(("127.0.0.1", 0)) as gone:
            closed_port = gone.getsockname()[1]
        addresses = [
            f"http://127.0.0.1:{open_port}/a?token=x",
            f"http://127.0.0.1:{open_port}/b",
            f"http://127.0.0.1:{closed_port}/",
            "http://nowhere.invalid/",
            "/music/list.m3u",
        ]
        found = reach(addresses, StopToken())
    assert found.pop(f"http://127.0.0.1:{open_port}") == "ok"
    assert found.pop(f"http://127.0.0.1:{closed_port}") == "Connection refused"
    assert "its name is not known here" in found.pop("http://nowhere.invalid:80")
    assert found == {}


def test_a_server_without_tls_is_told_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def answer() -> None:
            line, _ = plain.accept()
            with line:
                line.recv(1000)
                line.sendall(b"HTTP/1.1 400 No\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"https://127.0.0.1:{plain.getsockname()[1]}"
        assert reach([address], StopToken())[address] != "ok"
        thread.join()
