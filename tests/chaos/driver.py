# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the program under test again and again in one set of folders, and has it checked."""

import atexit
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.chaos.checker import done_addresses, violations
from tests.chaos.far_end import FarEnd

ROOT = Path(__file__).resolve().parents[2]
TRACE = -1
"""In place of a call's number: all calls are told of, and none meets its fate."""

SETTLES_WITHIN = 60.0
"""Seconds from a start without faults to the end of all work."""

_TOLD = "chaos: "


@cache
def shim() -> Path:
    """The library of shim.c, compiled once.

    :raises subprocess.CalledProcessError: it cannot be; the compiler's words are on stderr.
    """
    folder = Path(tempfile.mkdtemp(prefix="catalog-sync-shim-"))
    atexit.register(shutil.rmtree, folder)
    library, source = folder / "shim.so", Path(__file__).with_name("shim.c")
    subprocess.run(
        ["gcc", "-Wall", "-Wextra", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"],
        check=True,
    )
    return library


class Process:
    """One process of the program under test."""

    def __init__(self, pid: int, output: Path, forks: "Forks") -> None:
        self.pid = pid
        self.output = output
        self._forks = forks
        self._status: int | None = None

    def kill(self) -> None:
        """SIGKILL; the process may have ended by itself a moment ago."""
        if self.wait(0) is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            assert self.wait(60) is not None, "it outlives SIGKILL"

    def wait(self, seconds: float) -> int | None:
        """Its exit status, negative for a signal; None if it still runs after that time."""
        if self._status is None:
            line = self._forks.line(seconds)
            self._status = None if line is None else int(line)
        return self._status

    def events(self) -> list[dict]:
        """What it has told so far."""
        found = []
        for line in self.output.read_text("utf-8", "replace").split("\n"):
            if line.startswith("{"):
                # The last line of a killed process may be cut.
                with suppress(ValueError):
                    found.append(json.loads(line))
        return found

    def said(self) -> str:
        """The end of all it has put out."""
        return self.output.read_text("utf-8", "replace")[-2000:]

    def calls(self) -> list[str]:
        """The calls the shim has told of: the one that met its fate, or all that were traced."""
        lines = self.output.read_text("utf-8", "replace").split("\n")
        return [line.removeprefix(_TOLD) for line in lines if line.startswith(_TOLD)]

    def fate(self) -> str:
        """The call that met its fate; empty if none did."""
        return "".join(self.calls()[:1])


class Forks:
    """The process that all processes under test are forked from."""

    def __init__(self, shim: Path, home: Path) -> None:
        environment = {
            **os.environ,
            "LD_PRELOAD": str(shim),
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "PYTHONUNBUFFERED": "",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.child"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._buffer = b""

    def line(self, seconds: float) -> str | None:
        """The next line it says, None if there is none in time."""
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left < 0 or not select.select([self._process.stdout], [], [], left)[0]:
                return None
            data = os.read(self._process.stdout.fileno(), 4096)
            assert data, "the fork server has ended"
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode()

    def start(self, request: dict, output: Path) -> Process:
        """Starts one process; the one before must have ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**request, "output": str(output)}).encode() + b"\n")
        pid = self.line(60)
        assert pid is not None, "nothing was forked within a minute"
        return Process(int(pid), output, self)

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


@dataclass(eq=False)
class Found(Exception):
    """Something does not hold."""

    where: str
    violations: list[str]

    def __str__(self) -> str:
        return f"{self.where}: {'; '.join(self.violations)}"


class Lane:
    """A profile, a library, a far end and a source of processes. For one thread."""

    SECRET = "canary-4711"

    def __init__(self, folder: Path, seed: int, *, tracks: int) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.shim = shim()
        self.profile, self.library = folder / "profile", folder / "library"
        self.plant = ""
        self._home = folder / "home"
        self._home.mkdir(parents=True)
        self.far = FarEnd(seed, tracks=tracks)
        # For the one under test, and for those that ask it for something.
        self._forks: dict[bool, Forks] = {}
        self.foreign = {
            self.library / "Artist 1" / "mine.mp3": b"was there before",
            folder / "outside.txt": b"is none of our business",
        }
        self.acknowledged: dict[int, str] = {}
        self._done: set[str] = set()
        self._seen = 0

    def close(self) -> None:
        """Ends everything; the folder stays."""
        for forks in self._forks.values():
            forks.close()
        self.far.close()

    def start(
        self,
        *arguments: str,
        at: int = 0,
        error: int = 0,
        only: str = "",
        disk: Path | None = None,
        lease: float = 0.0,
        beside: bool = False,
    ) -> Process:
        """Starts the program.

        :param at: which of its calls meets its fate, from 1; 0: none does; or ``TRACE``.
        :param error: the errno of that call; 0: the process is killed there.
        :param only: a pattern for the calls that are counted ("what path"); empty: all.
        :param disk: where what it fsyncs is kept, for a power cut.
        :param lease: seconds for which an item's first claim holds; 0: as long as it always does.
        :param beside: another process runs on the profile.
        """
        request = {
            "arguments": ["--profile", str(self.profile), *arguments],
            "state": str(self.folder / ("state-beside" if beside else "state")),
            "folders": [str(self.profile), str(self.library)],
            "disk": "" if disk is None else str(disk),
            "only": only,
            "at": at,
            "error": error,
            "lease": lease,
            "plant": self.plant,
        }
        if beside not in self._forks:
            self._forks[beside] = Forks(self.shim, self._home)
        output = self.folder / ("asked" if beside else "output")
        return self._forks[beside].start(request, output)

    def must(self, *arguments: str, at: int = 0) -> Process:
        """Runs a command that has to succeed within a minute."""
        process = self.start(*arguments, at=at)
        status = process.wait(SETTLES_WITHIN)
        if status != 0:
            if status is None:
                process.kill()
            raise Found(
                " ".join(arguments), [f"ended with {status} (None: not in time): {process.said()}"]
            )
        return process

    def prepare(self) -> None:
        """A profile with its sources, before the first sync."""
        self.library.mkdir(exist_ok=True)
        self.profile.mkdir(exist_ok=True, mode=0o700)
        for path, data in self.foreign.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        self.must("library", str(self.library))
        self.must("config", "free_space_mb", "0")
        for name in ("all.m3u8", "half.m3u8", f"feed.xml?token={self.SECRET}"):
            self.must("add", f"{self.far.address}/{name}")

    def keep(self) -> None:
        """Remembers how everything is now, to go back to."""
        for name in ("profile", "library"):
            shutil.copytree(self.folder / name, self.folder / "kept" / name)

    def go_back(self) -> None:
        """Everything is as it was when it was kept, and nothing fails by itself."""
        self.far.chance = 0.0
        for name in ("profile", "library"):
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.folder / "kept" / name, self.folder / name)
        self.begin()

    def begin(self) -> None:
        """Nothing has been done yet, as far as the checks are concerned."""
        self.acknowledged.clear()
        self._done.clear()
        self._seen = len(self.far.asked)

    def note(self, process: Process) -> None:
        """Takes note of what a process has told."""
        for event in process.events():
            if event.get("event") == "item_finished" and event.get("state") == "done":
                self.acknowledged[event["item"]] = event["path"]
        if self.SECRET in process.output.read_text("utf-8", "replace"):
            raise Found("output", ["the secret is in it"])

    def check(self, where: str, *, settled: bool = False) -> None:
        """Has everything checked.

        :raises Found: something does not hold.
        """
        found = violations(
            self.profile,
            self.library,
            settled=settled,
            foreign=self.foreign,
            sounds=set(self.far.sounds.values()),
            acknowledged=self.acknowledged,
            secret=self.SECRET,
        )
        asked = self.far.asked
        again = set(asked[self._seen :]) & self._done
        found += [f"done, and fetched again: {path}" for path in sorted(again)]
        self._seen, self._done = len(asked), done_addresses(self.profile)
        if found:
            raise Found(where, found)

    def converge(self, where: str) -> None:
        """With all faults gone, one sync brings everything to its end, and another has no work.

        An item that a server has refused for good (a page in place of its audio) waits for a
        person, who asks for it here.
        """
        self.far.chance = 0.0
        began = time.monotonic()
        self.must("retry")
        self.note(self.must("sync", "--json"))
        self.check(where, settled=True)
        took = time.monotonic() - began
        if took > SETTLES_WITHIN:
            raise Found(where, [f"took {took:.0f} s to converge"])
        self.must("sync")
        self.check(f"{where}, and another sync", settled=True)


def tally(results: Counter[str]) -> str:
    """Counts in one line."""
    return ", ".join(f"{count} {name}" for name, count in sorted(results.items()))
