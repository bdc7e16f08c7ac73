# SPDX-License-Identifier: GPL-3.0-or-later
"""Which servers take connections."""

import socket
import threading

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.engine.reaching import reach


def test_a_stop_is_prompt() -> None:
    cancel = StopToken()
    cancel.set()
    with socket.create_server(("127.0.0.1", 0)) as there, pytest.raises(Interrupted):
        reach([f"https://127.0.0.1:{there.getsockname()[1]}"], cancel)


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
