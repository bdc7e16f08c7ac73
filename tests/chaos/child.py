# SPDX-License-Identifier: GPL-3.0-or-later
"""The program under test, forked from one process that has imported all of it.

Reads one JSON object a line from stdin, forks a process for it that runs the command, and answers
with its pid and, when it has ended, with how. What is killed is thus a whole process with its own
SQLite, its own files and its own Qt; only the import of the modules, a second that is the same for
each, is paid once. Nothing of Qt lives before the fork, and there is one thread.

The process runs the product as it is, but for the waiting times, which are a fraction of the real
ones, and the one planted bug that the request may name (tests/chaos/plants.py).
"""

import ctypes
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
from typing import Any

from catalogsync_gui import app
from catalogsync_gui.core import retry
from catalogsync_gui.pipeline import download_stage, export_queue, hosts, outcomes, volume_watch
from catalogsync_gui.store.items import ItemStore
from tests.chaos.plants import PLANTS

_ROOMS = ("cli", "control", "core", "engine", "media", "pipeline", "playlists", "sources", "store")


def _import_everything() -> None:
    for room in _ROOMS:
        package = importlib.import_module(f"catalogsync_gui.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    importlib.import_module("catalogsync_gui.headless")


def _hurry() -> None:
    """Waits a thousandth as long: a chaos of seconds stands for one of hours."""
    setattr(retry, "WAITS", tuple(wait / 1000 for wait in retry.WAITS))  # noqa: B010 - a constant
    retry.LONGEST_IN_JOB /= 1000
    for module, names in (
        (download_stage, ("LOOK_EVERY",)),
        (volume_watch, ("STORAGE_POLL", "RELAPSE", "LONGEST_REST", "_AGAIN")),
        (export_queue, ("LEAST_INTERVAL",)),
        (hosts, ("FIRST_REST", "LONGEST_REST")),
        (outcomes, ("ROOM_WAIT",)),
    ):
        for name in names:
            setattr(module, name, getattr(module, name) / 100)


def _die_with_parent() -> None:
    """A harness that is stopped by force leaves nothing running (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def _shorten_first_claims(seconds: float) -> None:
    """The first claim of each item holds for so long; the next ones hold as they always do."""
    claim = ItemStore.claim

    def shorter(self: ItemStore, **asked: Any) -> Any:
        found = claim(self, **asked)
        if found is not None and found[0].claim == 1:
            self.renew(found[0], asked["now"] + seconds)
        return found

    ItemStore.claim = shorter  # type: ignore[method-assign]


def _run(request: dict[str, Any]) -> int:
    """The forked process, to its end."""
    _die_with_parent()
    output = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if request["plant"]:
        PLANTS[request["plant"]]()
    if request["lease"]:
        _shorten_first_claims(request["lease"])
    arm = ctypes.CDLL(None).chaos_arm
    arm.argtypes = [*[ctypes.c_char_p] * 6, ctypes.c_long, ctypes.c_int]
    texts = (
        request["state"],
        request["output"],
        *request["folders"],
        request["disk"],
        request["only"],
    )
    arm(*map(os.fsencode, texts), request["at"], request["error"])
    status = app.main(request["arguments"])
    sys.stdout.flush()
    return status


def main() -> None:
    """Serves until stdin ends."""
    _die_with_parent()
    _import_everything()
    _hurry()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                answers.detach()
                status = _run(request)
            finally:
                os._exit(status)
        print(pid, file=answers)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=answers)


if __name__ == "__main__":
    main()
