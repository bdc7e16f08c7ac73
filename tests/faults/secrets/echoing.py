# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that repeat what they were sent, wherever an answer has room for it."""

import base64
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came.

    :ivar said: all of it, and below that its login and its address decoded: what a careless
        server may put into an answer.
    """

    target: str
    said: str
    server: "EchoServer"

    @property
    def path(self) -> str:
        """Without the query."""
        return self.target.partition("?")[0]


Answer = Callable[[Request], bytes]


def reply(status: str, body: str = "", *headers: str, kind: str = "text/plain") -> bytes:
    """An answer of HTTP; the status with its words."""
    data = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}"]
    lines += [*headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("utf-8", "replace") + data


def one_line(text: str) -> str:
    """A text as a header can carry it."""
    return " | ".join(text.split())


_TLS = b"\x16"
"""How a handshake begins (RFC 8446, section 5.1)."""


class _Handler(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, EchoServer)
        try:
            head = self.rfile.read(1)
            if head == _TLS:
                self.wfile.write(b"HTTP/1.1 400 No TLS here\r\n\r\n")
                return
            while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline(65_536)):
                head += line
        except OSError:
            return
        text = head.decode("latin-1")
        length = text.lower().partition("content-length:")[2].split("\r\n")[0].strip()
        body = self.rfile.read(int(length or 0)).decode("latin-1")
        words = text.split(" ", 2)
        if len(words) < 3:
            return
        request = Request(words[1], f"{text}{body}{_decoded(text, body)}", server)
        server.asked.append(request)
        try:
            self.wfile.write(server.answer(request))
        except OSError:
            return


def _decoded(text: str, body: str) -> str:
    login = ""
    _, found, rest = text.partition("Authorization: Basic ")
    if found:
        login = base64.b64decode(rest.split("\r\n")[0]).decode("utf-8", "replace")
    return f"{login}\n{unquote(text.splitlines()[0])}\n{unquote(body)}"


class EchoServer(socketserver.ThreadingTCPServer):
    """A server on loopback.

    :ivar answers: by path; everything else is not there, and the answer says what was asked.
    :ivar asked: every request.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[Request] = []
        self.hung = threading.Event()
        self.let_go = threading.Event()

    def url(self, path: str = "", scheme: str = "http") -> str:
        """The address of a path."""
        return f"{scheme}://127.0.0.1:{self.server_address[1]}{path}"

    def answer(self, request: Request) -> bytes:
        """What a request is answered."""
        answer = self.answers.get(request.path)
        return answer(request) if answer else reply("404 Not Found", request.said)

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers are killed on purpose."""


@contextmanager
def echoing() -> Iterator[EchoServer]:
    """A running server."""
    with EchoServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.let_go.set()
            server.shutdown()
            thread.join()


# ------------------------------------------------------------ what it answers


def status(line: str) -> Answer:
    """An error whose body is what was asked."""
    return lambda request: reply(line, request.said)


def reason(request: Request) -> bytes:
    """The words of the status line."""
    return reply(f"403 {one_line(request.said)}")


def page(request: Request) -> bytes:
    """A page for a browser, as if all were well."""
    return reply(
        "200 OK",
        f"<html><head><title>{request.said}</title></head><body>{request.said}</body></html>",
        kind="text/html",
    )


def no_http(request: Request) -> bytes:
    """No HTTP at all."""
    return f"{one_line(request.said)}\r\n\r\n".encode()


def bad_length(request: Request) -> bytes:
    """A length that is none."""
    return f"HTTP/1.1 200 OK\r\nContent-Length: {one_line(request.said)}\r\n\r\nx".encode()


def bad_header(request: Request) -> bytes:
    """Lines among the headers that are none."""
    return f"HTTP/1.1 200 OK\r\n{one_line(request.said).replace(':', ' ')}\r\n\r\nx".encode()


def cut_short(request: Request) -> bytes:
    """Less than was announced."""
    return reply("200 OK", request.said).replace(b"Content-Length: ", b"Content-Length: 9")


def bad_coding(request: Request) -> bytes:
    """Compressed, it says."""
    return reply("200 OK", request.said, "Content-Encoding: gzip")


def nothing(_request: Request) -> bytes:
    """Hangs up."""
    return b""


def bad_xml(request: Request) -> bytes:
    """A feed that breaks off in the middle of what was asked."""
    text = f'<?xml version="1.0"?><rss><channel><link>{request.said}<&</link>'
    return reply("200 OK", text, kind="application/rss+xml")


def elsewhere(location: str) -> Answer:
    """A redirect; ``{asked}`` is the query that was asked for."""

    def answer(request: Request) -> bytes:
        asked = request.target.partition("?")[2] or "login=" + one_line(request.said)[:300]
        target = location.format(asked=asked, base=request.server.url())
        return reply("302 Found", request.said, f"Location: {target}")

    return answer


def hanging(request: Request) -> bytes:
    """Keeps the caller waiting."""
    request.server.hung.set()
    request.server.let_go.wait(60)
    return reply("503 Service Unavailable", request.said)


def listed(*entries: str) -> Answer:
    """A playlist; ``{said}`` is what was asked, on one line."""

    def answer(request: Request) -> bytes:
        lines = [one.format(said=one_line(request.said)) for one in entries]
        return reply("200 OK", "\n".join(["#EXTM3U", *lines, ""]), kind="audio/x-mpegurl")

    return answer
