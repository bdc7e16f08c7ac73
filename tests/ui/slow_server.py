# SPDX-License-Identifier: GPL-3.0-or-later
"""A far end that stays in the middle of a track for as long as a test looks at it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from catalogsync_gui.paths import resources

WAIT = 10_000
"""Milliseconds a signal may take: far more than it does."""


class SlowServer:
    """Sends the beginning of every track, and the rest when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked = threading.Event()
        self._audio = (resources() / "demo/tracks/quiet-sea.flac").read_bytes()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server._answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        try:
            request.send_response(200)
            request.send_header("Content-Length", str(len(self._audio)))
            request.end_headers()
            request.wfile.write(self._audio[:20_000])
            request.wfile.flush()
            self.asked.set()
            self.let_go.wait(30)
            request.wfile.write(self._audio[20_000:])
        except OSError:
            # Whoever asked has hung up, as a stop does.
            return

    def close(self) -> None:
        self.let_go.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
