# SPDX-License-Identifier: GPL-3.0-or-later
"""Real nginx, MPD and supysonic on loopback, unprivileged, each in a folder of its own."""

import json
import os
import select
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, "it did not become ready"
        select.select([], [], [], 0.02)


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def installed(name: str, folder: str) -> str:
    """The program's path; its tests are for Debian, whose packages packaging/dev.py installs."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:{folder}")
    if program is None and shutil.which("apt-get") is None:
        pytest.skip(f"{name} is not here, and only Debian's packages are installed for the tests")
    assert program, f"{name} is not installed; packaging/dev.py test installs it"
    return program


class Nginx:
    """Serves ``root``; every request is a line of ``log``."""

    def __init__(self, folder: Path, root: Path, rate: str = "") -> None:
        program = installed("nginx", "/usr/sbin")
        folder.mkdir()
        self.port = free_port()
        self.log = folder / "access.log"
        temporary = " ".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        limit = f"limit_rate {rate};" if rate else ""
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
            " events { worker_connections 256; } http {"
            " log_format bench '$remote_addr \"$request\" $status $msec $request_time';"
            f" {temporary} access_log {self.log} bench; default_type application/octet-stream;"
            f" server {{ listen 127.0.0.1:{self.port}; root {root}; {limit} }} }}",
            "utf-8",
        )
        command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
        if os.geteuid() == 0:
            # As root, nginx's workers would be nobody, who may not read a test's folder.
            command += ["-g", "user root;"]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_until(lambda: _accepts(self.port))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def requests(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [line.split('"')[1].split()[1] for line in self.log.read_text().splitlines()]

    def moments(self, path: str) -> list[float]:
        """When a path was asked for, seconds since the epoch (to the millisecond)."""
        lines = [line.split('"') for line in self.log.read_text().splitlines()]
        return [
            float(line[2].split()[1]) - float(line[2].split()[2])
            for line in lines
            if line[1].split()[1] == path
        ]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def nginx(folder: Path, root: Path, rate: str = "") -> Iterator[Nginx]:
    server = Nginx(folder, root, rate)
    try:
        yield server
    finally:
        server.stop()


class Mpd:
    """An MPD on a library; speaks its line protocol (https://mpd.readthedocs.io/en/stable/)."""

    def __init__(self, folder: Path, music: Path) -> None:
        program = installed("mpd", "/usr/bin")
        folder.mkdir()
        # A socket's path is short (unix(7)), a test's folder may not be.
        self._port = free_port()
        (folder / "mpd.conf").write_text(
            f'music_directory "{music}"\n'
            f'playlist_directory "{music}/Playlists"\n'
            f'db_file "{folder}/db"\nlog_file "{folder}/log"\n'
            f'bind_to_address "127.0.0.1"\nport "{self._port}"\n'
            'audio_output {\n  type "null"\n  name "none"\n}\n'
            'filesystem_charset "UTF-8"\n',
            "utf-8",
        )
        self._process = subprocess.Popen(
            [program, "--no-daemon", str(folder / "mpd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        try:
            wait_until(lambda: _accepts(self._port))
        except AssertionError:
            self._process.kill()
            self._process.wait()
            raise
        self._socket = socket.create_connection(("127.0.0.1", self._port), 15)
        self._file = self._socket.makefile("rw", encoding="utf-8", newline="\n")
        assert self._file.readline().startswith("OK MPD")

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def ask(self, command: str) -> list[str]:
        """Sends a command; the lines of its answer."""
        self._file.write(command + "\n")
        self._file.flush()
        lines: list[str] = []
        while (line := self._file.readline().rstrip("\n")) != "OK":
            assert not line.startswith("ACK"), f"{command}: {line}"
            lines.append(line)
        return lines

    def update(self) -> None:
        """Scans the library and waits for the end of it."""
        self.ask("update")
        wait_until(lambda: not any(x.startswith("updating_db") for x in self.ask("status")))

    def stop(self) -> None:
        self._file.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def mpd(folder: Path, music: Path) -> Iterator[Mpd]:
    server = Mpd(folder, music)
    try:
        yield server
    finally:
        server.stop()


class Supysonic:
    """A supysonic (https://github.com/spl0k/supysonic) on a folder of music.

    Its users are in its own database; it is stopped and started again at the same address.
    """

    def __init__(self, folder: Path, music: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.port = free_port()
        config = folder / ".config" / "supysonic"
        config.mkdir(parents=True)
        (config / "supysonic.conf").write_text(
            f"[base]\ndatabase_uri = sqlite:///{folder}/supysonic.db\n"
            f"[webapp]\ncache_dir = {folder}/cache\nmount_webui = no\n"
            f"[daemon]\nsocket = {folder}/socket\n",
            "utf-8",
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self.command("folder", "add", "music", str(music))
        self.command("folder", "scan", "--foreground")

    def _environment(self) -> dict[str, str]:
        # It runs under the system's Python, with nothing of ours.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
        return kept | {"HOME": str(self._folder), "LC_ALL": "C.UTF-8"}

    def _program(self, name: str) -> str:
        program = shutil.which(name, path=f"/usr/bin:{os.environ['PATH']}")
        assert program, f"{name} is not installed; packaging/dev.py test installs it"
        return program

    def command(self, *arguments: str) -> None:
        """Runs supysonic's own command line."""
        done = subprocess.run(
            [self._program("supysonic-cli"), *arguments],
            env=self._environment(),
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._program("supysonic-server"),
                    *("--server", "waitress", "--host", "127.0.0.1", "--port", str(self.port)),
                ],
                env=self._environment(),
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: _accepts(self.port), 60)

    def start_daemon(self) -> None:
        """Starts the part of it that scans when it is asked to over the network."""
        self._daemon = subprocess.Popen(
            [self._program("supysonic-daemon")],
            env=self._environment(),
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until((self._folder / "socket").exists)

    def stop(self) -> None:
        """Stops it."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(10)
            self._daemon = None
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, user: str, password: str, method: str, **params: str | list[str]) -> Any:
        """A call as one of its users; what the answer holds."""
        form = {"u": user, "p": password, "v": "1.10.2", "c": "test", "f": "json", **params}
        request = Request(
            f"{self.address}/rest/{method}.view", urlencode(form, doseq=True).encode()
        )
        with urlopen(request, timeout=30) as response:
            answer = json.load(response)["subsonic-response"]
        assert answer["status"] == "ok", answer
        return answer


@contextmanager
def supysonic(folder: Path, music: Path) -> Iterator[Supysonic]:
    server = Supysonic(folder, music)
    try:
        server.start()
        yield server
    finally:
        server.stop()
