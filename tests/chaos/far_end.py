# SPDX-License-Identifier: GPL-3.0-or-later
"""The far end: two playlists and a podcast with covers, and a network that fails as asked."""

import queue
import random
import socket
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
FAULTS = ("reset", "500", "503", "cut", "slow", "long", "html")


def sound(number: int, frames: int) -> bytes:
    """An MP3 file like no other."""
    return FRAME * frames + FRAME[:4] + number.to_bytes(413, "big")


def picture(shade: int) -> bytes:
    """A PNG of one pixel (RFC 2083)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, shade]))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever is killed resets its connections."""


class FarEnd:
    """Serves on loopback.

    :ivar chance: the share of requests that meet one of the ``faults``; 0 for none.
    :ivar asked: the paths of all requests, in their order.
    :ivar hold: a path whose answers stop halfway. Each puts an event into ``held`` and goes on
        when that is set.
    """

    def __init__(self, seed: int, *, tracks: int = 12) -> None:
        self.chance = 0.0
        self.faults: tuple[str, ...] = FAULTS
        self.asked: list[str] = []
        self.hold: str | None = None
        self.held: queue.SimpleQueue[threading.Event] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        far = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20

            def do_GET(self) -> None:
                try:
                    far._answer(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._http = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self.files = self._files(tracks)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def sounds(self) -> dict[str, bytes]:
        """The tracks by their path."""
        return {path: data for path, data in self.files.items() if path.endswith(".mp3")}

    def _files(self, tracks: int) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        a_list, half = ["#EXTM3U", "#PLAYLIST:Everything"], ["#EXTM3U", "#PLAYLIST:Some"]
        third = tracks // 3
        for number in range(2 * third):
            path = f"/{number}.mp3"
            # A few are large enough to be resumed.
            files[path] = sound(number, 700 if number % 6 == 0 else 5 + number)
            lines = a_list if number < third else half
            lines += [f"#EXTINF:5,Artist {number % 3} - Title {number}", path[1:]]
        # The same bytes under another address: stored once.
        files["/again.mp3"] = files["/1.mp3"]
        half += ["#EXTINF:5,Artist 1 - Title 1", "again.mp3"]
        files["/all.m3u8"] = ("\n".join(a_list) + "\n").encode()
        files["/half.m3u8"] = ("\n".join(half) + "\n").encode()
        episodes = []
        for number in range(2 * third, tracks):
            files[f"/e{number}.mp3"] = sound(number, 6 + number)
            files[f"/e{number}.png"] = picture(number)
            episodes.append(
                f"<item><title>Episode {number}</title><guid>g{number}</guid>"
                f'<enclosure url="{self.address}/e{number}.mp3" type="audio/mpeg" length="0"/>'
                f'<itunes:image href="{self.address}/e{number}.png"/></item>'
            )
        files["/show.png"] = picture(255)
        files["/feed.xml"] = (
            '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
            f'<channel><title>A Show</title><itunes:image href="{self.address}/show.png"/>'
            f"{''.join(episodes)}</channel></rss>"
        ).encode()
        return files

    def _answer(self, to: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append(to.path)
            fault = self._random.choice(self.faults) if self._random.random() < self.chance else ""
        data = self.files.get(to.path.partition("?")[0])
        if data is None or fault in {"500", "503"}:
            to.send_response(404 if data is None else int(fault))
            to.send_header("Content-Length", "0")
            to.end_headers()
            return
        if fault == "reset":
            # SO_LINGER of no seconds: close sends RST.
            to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            to.close_connection = True
            return
        if fault == "html":
            self._send(to, b"<!DOCTYPE html><title>Log in</title>", kind="text/html")
            return
        first = 0
        asked = to.headers.get("Range", "")
        if asked.startswith("bytes=") and to.headers.get("If-Range") == _tag(data):
            first = min(int(asked[6:].partition("-")[0]), len(data) - 1)
        self._send(to, data, first=first, fault=fault)

    def _send(
        self,
        to: BaseHTTPRequestHandler,
        data: bytes,
        *,
        first: int = 0,
        fault: str = "",
        kind: str = "audio/mpeg",
    ) -> None:
        body = data[first:]
        length = len(body) + (7 if fault == "long" else 0)
        to.send_response(206 if first else 200)
        to.send_header("Content-Type", kind if data[:1] not in b"<#" else "text/plain")
        to.send_header("ETag", _tag(data))
        to.send_header("Content-Length", str(length))
        if first:
            to.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        to.end_headers()
        half = len(body) // 2
        to.wfile.write(body[:half])
        to.wfile.flush()
        if to.path == self.hold:
            go_on = threading.Event()
            self.held.put(go_on)
            go_on.wait(30)
        if fault == "slow":
            self._closed.wait(0.1)
        if fault == "cut":
            to.close_connection = True
            return
        to.wfile.write(body[half:])
        if fault == "long":
            to.close_connection = True

    def close(self) -> None:
        self._closed.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _tag(data: bytes) -> str:
    return f'"{zlib.crc32(data):08x}-{len(data)}"'
