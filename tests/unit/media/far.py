# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server of raw sockets: it says exactly what a test writes, byte by byte."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
SOUND = FRAME * 24  # 10,008 bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


Answer = Callable[[Asked, socket.socket], None]


def head(status: int, **headers: object) -> bytes:
    """The head of an answer; ``_`` in a name stands for ``-``."""
    lines = [f"HTTP/1.1 {status} Some Words", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def says(status: int, body: bytes = b"", **headers: object) -> Answer:
    """Answers always the same, with the body's length where no other is given."""
    given = {"Content_Length": len(body)} | headers
    shown = {name: value for name, value in given.items() if value is not None}
    return lambda _, connection: connection.sendall(head(status, **shown) + body)


def reset(connection: socket.socket) -> None:
    """Breaks the connection off with RST (SO_LINGER of no seconds, socket(7))."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def until_closed(connection: socket.socket) -> None:
    """Returns when the other side has hung up."""
    while connection.recv(1024):
        pass


@dataclass(slots=True)
class Far:
    """A running server. Every connection is good for one request.

    :ivar answers: taken one after the other; the last one stays.
    """

    host: str = ""
    scheme: str = "http"
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def url(self, target: str = "/x.mp3") -> str:
        return f"{self.scheme}://{self.host}{target}"

    def then(self, *answers: Answer) -> None:
        self.answers += answers

    def serve(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := connection.recv(65536)):
                return
            data += more
        top, _, body = data.partition(b"\r\n\r\n")
        first, *lines = top.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        asked = Asked(method, target, headers, body)
        self.asked.append(asked)
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        answer(asked, connection)


@contextmanager
def far_end(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Far]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    far = Far(scheme="https" if tls else "http")
    with socket.create_server((host, 0), family=family) as listening:
        port = listening.getsockname()[1]
        far.host = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        over = threading.Event()

        def run() -> None:
            while True:
                connection, _ = listening.accept()
                with connection:
                    if over.is_set():
                        return
                    try:
                        if tls is None:
                            far.serve(connection)
                        else:
                            with tls.wrap_socket(connection, server_side=True) as secured:
                                far.serve(secured)
                    except OSError:
                        continue

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield far
        finally:
            over.set()
            socket.create_connection((host, port)).close()
            thread.join()
