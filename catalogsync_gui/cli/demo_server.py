# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's far end: the built-in catalogue, served on loopback like a small web server does."""

import hashlib
import re
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit

_TYPES = {
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".jpg": "image/jpeg",
    ".m3u8": "audio/x-mpegurl",
    ".xspf": "application/xspf+xml",
    ".jspf": "application/json",
}
_PLAYLISTS = frozenset({".m3u8", ".xspf", ".jspf"})
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 8192


class DemoServer:
    """Serves the files of one folder, as a context. Knows ETag, Range and If-Range (RFC 9110).

    :param rate: bytes a second for each track, so that progress can be watched; None for as fast
        as it goes.
    """

    def __init__(self, folder: Path, rate: float | None) -> None:
        self.rate = rate
        self.stopping = threading.Event()
        # Only what was there at the start has an address; there are no paths to climb out by.
        self.files = {
            "/" + path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _TYPES
        }
        self._http = _Http(self)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, name="demo-server"
        )

    @property
    def playlists(self) -> list[str]:
        """The addresses of the catalogue's playlists."""
        host, port = self._http.server_address[:2]
        return [
            f"http://{host!s}:{port}{quote(name)}"
            for name in self.files
            if Path(name).suffix in _PLAYLISTS
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up (a stopped sync) is nothing to print a traceback for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http
    timeout = 30

    def do_GET(self) -> None:
        """A file, or a part of one."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """What a GET would say of it."""
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: stderr is for the person."""

    def _answer(self, *, body: bool) -> None:
        path = self.server.demo.files.get(unquote(urlsplit(self.path).path))
        if path is None:
            self._head(HTTPStatus.NOT_FOUND, 0, {})
            return
        data = path.read_bytes()
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        headers = {
            "Content-Type": _TYPES[path.suffix],
            "ETag": etag,
            "Accept-Ranges": "bytes",
        }
        if self.headers.get("If-None-Match") == etag:
            self._head(HTTPStatus.NOT_MODIFIED, None, headers)
            return
        status = HTTPStatus.OK
        wanted = self.headers.get("Range")
        if wanted is not None and self.headers.get("If-Range") in {None, etag}:
            span = _span(wanted, len(data))
            if span is None:
                self._head(
                    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    0,
                    {"Content-Range": f"bytes */{len(data)}"},
                )
                return
            first, last = span
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            data = data[first : last + 1]
            status = HTTPStatus.PARTIAL_CONTENT
        self._head(status, len(data), headers)
        if body:
            self._send(data, slowly=path.suffix not in _PLAYLISTS)

    def _head(self, status: HTTPStatus, length: int | None, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send(self, data: bytes, *, slowly: bool) -> None:
        rate = self.server.demo.rate if slowly else None
        if rate is None:
            self.wfile.write(data)
            return
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            self.wfile.write(chunk)
            if self.server.demo.stopping.wait(len(chunk) / rate):
                self.close_connection = True
                return


def _span(text: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range, or None when it cannot be satisfied."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    first, last = match.groups()
    if first:
        low = int(first)
        high = min(int(last), size - 1) if last else size - 1
    elif last and int(last):
        low, high = max(0, size - int(last)), size - 1
    else:
        return None
    return (low, high) if low <= high and low < size else None
