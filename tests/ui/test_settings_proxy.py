# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings' proxy, and trying it out."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, SettingError
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.proxy_check import check_proxy
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from tests.ui.slow_server import WAIT

Subscribe = Callable[[str, str], int]


@pytest.fixture
def dialog(engine: Engine, library: Path, qtbot: QtBot) -> SettingsDialog:
    del library  # only has to be set
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.startup.start.isEnabled, timeout=WAIT)
    return dialog


class Proxy:
    """Answers one connection with one line, and keeps what it was asked."""

    def __init__(self, answer: bytes) -> None:
        self.asked = b""
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._socket.accept()
        with line:
            line.settimeout(5)
            while b"\r\n\r\n" not in self.asked and (data := line.recv(4096)):
                self.asked += data
            line.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(10)
        self._socket.close()


@pytest.fixture
def proxies() -> Iterator[Callable[[bytes], Proxy]]:
    made: list[Proxy] = []

    def make(answer: bytes) -> Proxy:
        made.append(Proxy(answer))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def test_a_proxy_is_asked_for_a_way_to_a_source(
    engine: Engine,
    dialog: SettingsDialog,
    subscribe: Subscribe,
    proxies: Callable[[bytes], Proxy],
    qtbot: QtBot,
) -> None:
    subscribe("https://music.example/list.m3u", "Far")
    proxy = proxies(b"HTTP/1.1 200 Connection established\r\n\r\n")
    section = dialog.network
    dialog.show_section(section)
    section.proxy.setText(f"http://me:hunter%4022@127.0.0.1:{proxy.port}")
    section.test.click()
    qtbot.waitUntil(lambda: "It works" in section.answer.text(), timeout=WAIT)
    assert "music.example:443" in section.answer.text().replace("\u200b", "")
    assert proxy.asked.startswith(b"CONNECT music.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6aHVudGVyQDIy\r\n" in proxy.asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "another login"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "status 403"),
        (b"SSH-2.0-OpenSSH_9\r\n", "no proxy"),
        (b"", "no proxy"),
        (b"\xff" * 9000, "no proxy"),
        (b"HTTP/1.1 <b>\r\n", "no proxy"),
    ],
)
def test_a_proxy_that_does_not_let_one_through_says_why(
    answer: bytes, words: str, proxies: Callable[[bytes], Proxy]
) -> None:
    proxy = proxies(answer)
    address = f"http://me:hunter22@127.0.0.1:{proxy.port}"
    with pytest.raises(CannotRun, match=words) as caught:
        check_proxy(address, "https://music.example/", StopToken())
    assert "hunter22" not in str(caught.value)


def test_a_proxy_that_is_not_there_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CannotRun, match="cannot be connected to"):
        check_proxy(f"http://127.0.0.1:{port}", "", StopToken())
    with pytest.raises(SettingError, match="no address"):
        check_proxy("nonsense", "", StopToken())
