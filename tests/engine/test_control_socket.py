# SPDX-License-Identifier: GPL-3.0-or-later
"""The control socket: many callers, and callers that are not what they should be."""

import socket
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.control import client as client_module
from catalogsync_gui.control import server as server_module
from catalogsync_gui.control.client import ask
from catalogsync_gui.control.protocol import (
    LONGEST_LINE,
    Message,
    Request,
    decode_message,
    encode_request,
)
from catalogsync_gui.control.server import ControlServer, Reply
from catalogsync_gui.core.errors import CannotRun

Lines = list[tuple[str, str]]


class Far:
    """A server in the main thread, and callers in threads of their own."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.name = str(folder / "c.sock")
        self.replies: list[tuple[Request, Reply]] = []
        self.server = ControlServer(self.name, self._keep)
        self.server.listen()
        self._qtbot = qtbot
        self._pool = ThreadPoolExecutor()

    def _keep(self, request: Request, reply: Reply) -> None:
        self.replies.append((request, reply))

    def call(self, request: Request) -> "tuple[Future[int | None], Lines]":
        lines: Lines = []
        future = self._pool.submit(
            ask,
            self.name,
            request,
            lambda line: lines.append(("out", line)),
            lambda line: lines.append(("err", line)),
            lambda line: lines.append(("warn", line)),
        )
        return future, lines

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=10_000)

    def close(self) -> None:
        self.server.close()
        self._pool.shutdown()
        self.wait(lambda: self.server.callers == 0)


@pytest.fixture
def far(qtbot: QtBot, tmp_path: Path) -> Iterator[Far]:
    made = Far(qtbot, tmp_path)
    yield made
    made.close()


def test_lines_and_the_exit_status_arrive_as_they_were_said(far: Far) -> None:
    future, lines = far.call(Request(("sync", "--json"), "/home/ann", "s3cret"))
    far.wait(lambda: bool(far.replies))
    request, reply = far.replies[0]
    assert request == Request(("sync", "--json"), "/home/ann", "s3cret")
    reply.out("one")
    far.wait(lambda: lines == [("out", "one")])
    reply.err("two \udc80 朝")
    reply.out("three")
    reply.warn("four")
    reply.exit(1)
    far.wait(future.done)
    assert future.result() == 1
    assert lines == [("out", "one"), ("err", "two \udc80 朝"), ("out", "three"), ("warn", "four")]


def test_the_socket_is_its_owners_alone(far: Far) -> None:
    assert stat.S_IMODE(Path(far.name).stat().st_mode) == 0o600


def test_several_callers_at_once_do_not_mix(far: Far) -> None:
    with ExitStack() as stack:
        callers = []
        for number in range(10):
            caller = stack.enter_context(socket.socket(socket.AF_UNIX))
            caller.connect(far.name)
            caller.sendall(encode_request(Request((str(number),))))
            callers.append(caller)
        far.wait(lambda: len(far.replies) == 10)
        for _ in range(100):
            for request, reply in far.replies:
                reply.out(request.argv[0])
        for request, reply in reversed(far.replies):
            reply.exit(int(request.argv[0]))
        far.wait(lambda: far.server.callers == 0)
        for number, caller in enumerate(callers):
            lines = caller.makefile("rb").read().splitlines()
            assert [decode_message(line) for line in lines] == [
                Message("ack", 1),
                *[Message("out", str(number))] * 100,
                Message("exit", number),
            ]


def test_nobody_there_is_no_answer(tmp_path: Path) -> None:
    def never(_line: str) -> None:
        raise AssertionError

    assert ask(str(tmp_path / "none.sock"), Request(), never, never, never) is None


def test_a_dead_instances_socket_is_replaced(qtbot: QtBot, tmp_path: Path) -> None:
    name = tmp_path / "c.sock"
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(name))
    dead.close()
    assert name.exists()
    far = Far(qtbot, tmp_path)
    future, _ = far.call(Request(("status",)))
    far.wait(lambda: bool(far.replies))
    far.replies[0][1].exit(0)
    far.wait(future.done)
    assert future.result() == 0
    far.close()


def test_an_instance_that_ends_amid_its_answer_is_an_error(far: Far) -> None:
    future, _ = far.call(Request(("sync",)))
    far.wait(lambda: bool(far.replies))
    far.server.close()
    far.wait(future.done)
    with pytest.raises(CannotRun, match="ended before"):
        future.result()


def test_an_instance_that_ends_before_it_took_the_request_may_be_asked_again(
    tmp_path: Path,
) -> None:
    name = str(tmp_path / "c.sock")
    with socket.socket(socket.AF_UNIX) as listener, ThreadPoolExecutor() as pool:
        listener.bind(name)
        listener.listen()
        future = pool.submit(ask, name, Request(), print, print, print)
        connection, _ = listener.accept()
        connection.recv(100)
        connection.close()
        assert future.result(timeout=10) is None


@pytest.mark.parametrize("answer", [b"nonsense\n", b'{"ack": 1}\n{"exit": "x"}\n'])
def test_an_answer_that_is_none_is_an_error(tmp_path: Path, answer: bytes) -> None:
    name = str(tmp_path / "c.sock")
    with socket.socket(socket.AF_UNIX) as listener, ThreadPoolExecutor() as pool:
        listener.bind(name)
        listener.listen()
        future = pool.submit(ask, name, Request(), print, print, print)
        connection, _ = listener.accept()
        connection.sendall(answer)
        with pytest.raises(CannotRun, match="as expected"):
            future.result(timeout=10)
        connection.close()


def test_an_instance_that_hangs_does_not_hang_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_ACKNOWLEDGE_MS", 400)
    name = str(tmp_path / "c.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        listener.listen()
        with pytest.raises(CannotRun, match="does not answer"):
            ask(name, Request(), print, print, print)


def _raw(far: Far) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(far.name)
    far.wait(lambda: far.server.callers == 1)
    return connection


@pytest.mark.parametrize(
    "garbage",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x00\xff\n", b"{}\n", b'{"v": 1, "argv": 3}\n'],
)
def test_garbage_is_answered_with_an_error_and_the_next_caller_is_served(
    far: Far, garbage: bytes
) -> None:
    with _raw(far) as connection:
        connection.sendall(garbage)
        far.wait(lambda: far.server.callers == 0)
        answer = connection.makefile("rb").read()
    assert b'{"exit":3}' in answer
    assert far.replies == []
    future, _ = far.call(Request(("status",)))
    far.wait(lambda: bool(far.replies))
    far.replies[0][1].exit(0)
    far.wait(future.done)


def test_a_line_without_an_end_is_cut_off(far: Far) -> None:
    with _raw(far) as connection, ThreadPoolExecutor() as pool:
        connection.settimeout(10)

        def flood() -> None:
            try:
                for _ in range(LONGEST_LINE // 1000 + 500):
                    connection.sendall(b"x" * 1000)
            except (BrokenPipeError, ConnectionResetError):
                return

        flooding = pool.submit(flood)
        far.wait(lambda: far.server.callers == 0 and flooding.done())
    assert far.replies == []


def test_a_caller_that_says_nothing_is_shown_out(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "_ASK_WITHIN_MS", 50)
    far = Far(qtbot, tmp_path)
    with _raw(far):
        far.wait(lambda: far.server.callers == 0)
    far.close()


def test_a_request_may_arrive_in_pieces(far: Far) -> None:
    line = encode_request(Request(("status",)))
    with _raw(far) as connection:
        connection.sendall(line[:7])
        connection.sendall(line[7:])
        far.wait(lambda: bool(far.replies))
    assert far.replies[0][0].argv == ("status",)


def test_a_caller_that_hangs_up_is_noticed_and_writing_to_it_harms_nobody(far: Far) -> None:
    closed: list[bool] = []
    with _raw(far) as connection:
        connection.sendall(encode_request(Request(("sync",))))
        far.wait(lambda: bool(far.replies))
        reply = far.replies[0][1]
        reply.closed.connect(lambda: closed.append(True))
    far.wait(lambda: closed == [True])
    assert not reply.open
    reply.out("into the void")
    reply.exit(0)
    far.wait(lambda: far.server.callers == 0)
    assert closed == [True]


def test_a_caller_that_does_not_read_is_dropped_and_does_not_fill_the_memory(
    far: Far, monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("does not read its answer")
    monkeypatch.setattr(server_module, "_LONGEST_BACKLOG", 1 << 20)
    with _raw(far) as connection:
        connection.sendall(encode_request(Request(("sync",))))
        far.wait(lambda: bool(far.replies))
        reply = far.replies[0][1]
        for _ in range(3000):
            reply.out("x" * 1000)
        far.wait(lambda: far.server.callers == 0)
    assert not reply.open


def test_a_second_start_shows_the_window_or_says_that_there_is_none(far: Far, qtbot: QtBot) -> None:
    future, lines = far.call(Request(show=True))
    far.wait(future.done)
    assert (future.result(), lines[0][0]) == (3, "err")
    far.server.has_window = True
    with qtbot.waitSignal(far.server.show_requested, timeout=10_000):
        future, lines = far.call(Request(show=True))
    far.wait(future.done)
    assert (future.result(), lines) == (0, [])
    assert far.replies == []
