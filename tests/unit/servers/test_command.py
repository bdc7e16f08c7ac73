# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's own command: what it finds, and what becomes of one that does not end."""

import sys
import threading
import time
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceError
from catalogsync_gui.servers import command
from catalogsync_gui.servers.command import CommandServer
from tests.unit.servers.far import GO_ON, NEWS

REPORT = """
import os, sys
names = ("CATALOGSYNC_LIBRARY", "CATALOGSYNC_CHANGED", "CATALOGSYNC_REMOVED")
library, changed, removed = (os.environ[name] for name in names)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("|".join([library, open(changed, encoding="utf-8").read(),
                        open(removed, encoding="utf-8").read(), changed, *sys.argv[2:]]))
"""


def python(code: str, *arguments: str, seconds: float = 60.0) -> CommandServer:
    return CommandServer([sys.executable, "-c", code, *arguments], seconds)


def test_it_finds_the_library_and_what_changed(tmp_path: Path) -> None:
    # Through no shell: nothing in an argument means anything.
    python(REPORT, str(tmp_path / "out"), "$HOME; `id` *").tell(NEWS, GO_ON)
    library, changed, removed, lists, word = (tmp_path / "out").read_text("utf-8").split("|")
    assert library == "/here/music"
    assert changed == "/here/music/Playlists/My _1 Mix.m3u\n"
    assert removed == "/here/music/Playlists/Gone.m3u\n"
    assert word == "$HOME; `id` *"
    assert not Path(lists).exists()


def test_its_last_words_come_with_its_failure() -> None:
    code = "import sys; print('first'); sys.exit('no such user')"
    with pytest.raises(SourceError, match="ended with status 1: no such user"):
        python(code).tell(NEWS, GO_ON)
    with pytest.raises(SourceError, match="cannot be started: No such file"):
        CommandServer(["/nowhere/at/all"]).tell(NEWS, GO_ON)


def ended(child: int) -> bool:
    """Waits until a process has ended; it may still wait for somebody to notice that."""
    deadline, waiting = time.monotonic() + 30, threading.Event()
    while time.monotonic() < deadline:
        try:
            if "Z (zombie)" in Path(f"/proc/{child}/status").read_text("utf-8"):
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        waiting.wait(0.01)
    return False


FORKS = """
import os, sys, time
child = os.fork()
if child:
    open(sys.argv[1], "w").write(str(child))
    os.rename(sys.argv[1], sys.argv[1] + ".done")
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc to look at")
def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    stop = StopToken()
    server = python(FORKS, str(tmp_path / "pid"))
    done = tmp_path / "pid.done"

    def stop_it() -> None:
        waiting = threading.Event()
        while not done.exists():
            waiting.wait(0.01)
        stop.set()

    thread = threading.Thread(target=stop_it)
    thread.start()
    with pytest.raises(Interrupted):
        server.tell(NEWS, stop)
    thread.join()
    assert ended(int(done.read_text()))
    with pytest.raises(SourceError, match=r"longer than 0\.2 seconds and was ended"):
        python("import time; time.sleep(600)", seconds=0.2).tell(NEWS, GO_ON)


def test_a_frozen_builds_libraries_are_kept_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    inherited = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/mine", "LIBPATH": "/b"}
    assert command._environment(inherited) == inherited
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    kept = command._environment(inherited)
    assert kept["LD_LIBRARY_PATH"] == "/mine"
    assert "LIBPATH" not in kept
