# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of hostile documents, and the program as a process whose memory is watched."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.secrets.echoing import Answer, EchoServer, Request, reply
from tests.scenario.cli_world import TRACKS, World, environment, events

SOUND = next(TRACKS.glob("*.mp3")).read_bytes()


def document(data: bytes | str, kind: str = "application/octet-stream", *headers: str) -> Answer:
    """Answers with these bytes."""
    body = data.encode() if isinstance(data, str) else data
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    head = "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode()
    return lambda _request: head + body


def sound(_request: Request) -> bytes:
    """Audio."""
    return document(SOUND, "audio/mpeg")(_request)


def not_there(_request: Request) -> bytes:
    """Nothing."""
    return reply("404 Not Found")


@dataclass(slots=True)
class Outcome:
    """How a sync ended.

    :ivar peak: bytes of memory it held at most.
    """

    status: int
    peak: int
    events: list[dict[str, Any]] = field(default_factory=list)

    def error(self, source: int) -> str:
        """What was told of a source's refresh."""
        for event in self.events:
            if event["event"] == "source_refreshed" and event["source"] == source:
                return event["error"]["message"] if event["error"] else ""
        raise AssertionError(f"source {source} was not refreshed")


class Place(World):
    """A profile that subscribes to what a server has."""

    def __init__(self, folder: Path, far: EchoServer) -> None:
        super().__init__(folder)
        self.far = far
        self.run("library", str(self.library))
        self.run("config", "free_space_mb", "0")

    def add(self, path: str, answer: Answer, *options: str, kind: str = "playlist") -> int:
        """Serves a document and subscribes to it."""
        self.far.answers[path] = answer
        return int(self.run("add", self.far.url(path), "--kind", kind, *options))

    def sync(self) -> Outcome:
        """Syncs everything in a process of its own."""
        said = self.folder / "events"
        with said.open("wb") as out:
            process = os.posix_spawn(
                sys.executable,
                [sys.executable, "-m", "catalogsync_gui", "--profile", str(self.profile),
                 "sync", "--json"],
                environment(),
                file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)],
            )  # fmt: skip
        _, status, usage = os.wait4(process, 0)
        text = said.read_text("utf-8")
        return Outcome(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, events(text))

    def asked(self) -> list[str]:
        """The addresses that were asked for, without their queries."""
        return [request.path for request in self.far.asked]
