# SPDX-License-Identifier: GPL-3.0-or-later
"""The network's far end: a web server on loopback that says what a test tells it to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Reply:
    """What is answered at one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Web:
    """A running server: its replies by path, and the requests it got.

    :ivar answer: asked first, with method, path and body; None leaves it to ``replies``.
    """

    port: int
    scheme: str = "http"
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    answer: Callable[[str, str, bytes], Reply | None] = field(default=lambda *_: None)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: str | bytes = b"", status: int = 200, /, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(data, status, named)
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def serving(*, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    web = Web(0, "https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path
            web.requests.append((path, dict(self.headers.items())))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = web.answer(self.command, path, body) or web.replies.get(
                path, Reply(b"nothing here", 404)
            )
            etag = reply.headers.get("ETag")
            modified = reply.headers.get("Last-Modified")
            if reply.status == 200 and (
                (etag and self.headers.get("If-None-Match") == etag)
                or (modified and self.headers.get("If-Modified-Since") == modified)
            ):
                reply = Reply(b"", 304)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        # A client that hangs up, or does not trust us, is part of the tests.
        handle_error = lambda *_: None  # noqa: E731

    server = Server(("127.0.0.1", 0), Handler)
    web.port = server.server_address[1]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def scripted(script: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with its one connection what `script` says; gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    script(connection)
                except OSError:
                    return

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/x.m3u"
        finally:
            thread.join()
