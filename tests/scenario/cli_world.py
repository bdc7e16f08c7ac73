# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a person or a script meets it: processes, a profile, a far end."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import catalogsync_gui
from catalogsync_gui import app
from catalogsync_gui.paths import resources

PATIENCE = 60.0
"""Seconds after which a process under test is taken to hang."""

TRACKS = resources() / "demo" / "tracks"


def environment() -> dict[str, str]:
    """The environment of the program under test: this very package, and no warnings."""
    root = Path(catalogsync_gui.__file__).parent.parent
    return os.environ | {"PYTHONPATH": str(root), "PYTHONWARNINGS": "error"}


class FarEnd:
    """A web server on loopback, as a context. Answers of single paths can be held back."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.authorization: list[str | None] = []
        self._gates: dict[str, threading.Event] = {}
        self._reached: dict[str, threading.Event] = {}
        far = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                far.answer(self)

            def do_POST(self) -> None:
                far.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """Callers are killed on purpose."""

        self._http = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for gate in self._gates.values():
            gate.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def address(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self._http.server_port}{path}"

    def playlist(self, path: str, *tracks: str) -> str:
        """Serves a playlist of demo tracks (and of names that are not there); its address."""
        lines = ["#EXTM3U", f"#PLAYLIST:{Path(path).stem}"]
        for track in tracks:
            lines += [f"#EXTINF:5,Artist - Title of {track}", f"/tracks/{track}"]
            if (TRACKS / track).exists():
                self.files[f"/tracks/{track}"] = (TRACKS / track).read_bytes()
        self.files[path] = "\n".join([*lines, ""]).encode()
        return self.address(path)

    def hold(self, path: str) -> threading.Event:
        """Holds the body of a path back after its first half; set the event to let it go."""
        if path in self._gates:
            self._gates[path].set()
        gate = self._gates[path] = threading.Event()
        self._reached[path] = threading.Event()
        return gate

    def wait_for(self, path: str) -> None:
        """Waits until half of a held path has been sent."""
        assert self._reached[path].wait(PATIENCE), f"{path} was never asked for"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """One request."""
        self.asked.append(handler.path)
        self.authorization.append(handler.headers.get("Authorization"))
        data = self.files.get(handler.path)
        handler.send_response(200 if data is not None else 404)
        handler.send_header("Content-Length", str(len(data or b"")))
        handler.send_header("Content-Type", "application/octet-stream")
        handler.end_headers()
        if not data:
            return
        half = len(data) // 2
        handler.wfile.write(data[:half])
        handler.wfile.flush()
        gate = self._gates.get(handler.path)
        if gate is not None:
            self._reached[handler.path].set()
            gate.wait(PATIENCE)
        handler.wfile.write(data[half:])


class Program(subprocess.Popen[str]):
    """The program as a process. A test that fails does not wait for it, it kills it."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None:
            self.kill()
        super().__exit__(kind, error, traceback)

    def line(self, words: str, *, err: bool = False) -> str:
        """Reads lines of stdout, or of stderr, until one holds the words; that line."""
        stream = self.stderr if err else self.stdout
        assert stream is not None
        seen = []
        watchdog = threading.Timer(PATIENCE, self.kill)
        watchdog.start()
        try:
            for line in stream:
                seen.append(line)
                if words in line:
                    return line
        finally:
            watchdog.cancel()
            watchdog.join()
        raise AssertionError(f"{words!r} never came:\n{''.join(seen)}")


class World:
    """A profile with a library, and the program run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "music"
        self.library.mkdir()
        self.profile = folder / "profile"

    def start(self, *argv: str, **options: Any) -> Program:
        """Starts the program; the caller waits for it."""
        return Program(
            [sys.executable, "-m", "catalogsync_gui", "--profile", str(self.profile), *argv],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
            cwd=options.pop("cwd", self.folder),
            **options,
        )

    def run(
        self, *argv: str, status: int = 0, text: str | None = None, cwd: Path | None = None
    ) -> str:
        """Runs a command to its end; its stdout.

        :param text: what it finds on stdin.
        """
        out, err = self.outcome(*argv, status=status, text=text, cwd=cwd)
        assert err == "" or status
        return out

    def error(self, *argv: str, status: int, text: str | None = None) -> str:
        """Runs a command that must fail with one line on stderr; that line."""
        _, err = self.outcome(*argv, status=status, text=text)
        lines = err.splitlines()
        assert len(lines) == 1, err
        assert lines[0].startswith("catalogsync-gui: error: ")
        return lines[0]

    def outcome(
        self, *argv: str, status: int, text: str | None = None, cwd: Path | None = None
    ) -> tuple[str, str]:
        """Runs a command within this process; its stdout and stderr."""
        out, err, before = io.StringIO(), io.StringIO(), sys.stdin
        sys.stdin = io.StringIO(text or "")
        try:
            with redirect_stdout(out), redirect_stderr(err), chdir(cwd or self.folder):
                ended = app.main(["--profile", str(self.profile), *argv])
        finally:
            sys.stdin = before
        assert ended == status, (argv, out.getvalue(), err.getvalue())
        return out.getvalue(), err.getvalue()

    def json(self, *argv: str) -> Any:
        """Runs a command that prints JSON."""
        return json.loads(self.run(*argv, "--json"))

    @contextmanager
    def headless(self) -> Iterator[Program]:
        """A running instance, stopped by SIGTERM at the end."""
        with self.start("--headless") as process:
            try:
                process.line("running without a window", err=True)
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
                finish(process)

    def files(self) -> list[str]:
        """What is in the library, without our own folder."""
        return sorted(
            path.relative_to(self.library).as_posix()
            for path in self.library.rglob("*")
            if path.is_file() and ".catalog-sync" not in path.parts
        )


def finish(process: Program, text: str | None = None) -> tuple[str, str]:
    """Waits for a process's end; what it wrote."""
    try:
        return process.communicate(text, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def events(text: str) -> list[dict[str, Any]]:
    """The events of ``sync --json``."""
    return [json.loads(line) for line in text.splitlines()]
