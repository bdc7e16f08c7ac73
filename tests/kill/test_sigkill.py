# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is started by a person, killed at random moments; nothing is lost.

tests/chaos kills a forked process, with shorter waits, and so many times more often.
"""

import random
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.checker import done_addresses, violations
from tests.scenario.servers import Nginx, nginx

pytestmark = [pytest.mark.kill, pytest.mark.scenario]

KILLS = 16
TRACKS = 120
FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
SEED = 20_260_101


def _catalogue(root: Path) -> None:
    lines = ["#EXTM3U", "#PLAYLIST:Everything"]
    for number in range(TRACKS):
        # A few are large enough to be resumed.
        frames = 6_000 if number % 12 == 0 else 60 + number
        (root / f"{number}.mp3").write_bytes(
            FRAME * frames + FRAME[:4] + number.to_bytes(413, "big")
        )
        lines += [f"#EXTINF:5,Artist {number % 7} - Title {number}", f"{number}.mp3"]
    (root / "all.m3u8").write_text("\n".join(lines) + "\n", "utf-8")
    half = "\n".join(f"{number}.mp3" for number in range(0, TRACKS, 2))
    (root / "half.m3u8").write_text(f"#EXTM3U\n#PLAYLIST:Half\n{half}\n", "utf-8")


def _start(profile: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "catalogsync_gui", "--profile", str(profile), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def _kill_somewhere(profile: Path, chance: random.Random, *, service: bool) -> None:
    """Starts a sync, in a process of its own or by a headless instance, and kills that process."""
    running = None
    if service:
        running = _start(profile, "--headless")
        assert running.stderr is not None
        while b"running without a window" not in (line := running.stderr.readline()):
            assert line, "the headless instance ended by itself"
    sync = _start(profile, "sync", "--json")
    # The clock starts with the first event: the interpreter's own start is of no interest.
    assert sync.stdout is not None
    select.select([sync.stdout], [], [], 20)
    assert select.select([], [], [], chance.uniform(0.0, 0.25)) == ([], [], [])
    if running is not None:
        _kill(running)
        # Whoever asked is told, and does not wait for ever.
        assert _finish(sync) != 0
    else:
        _kill(sync)


def _fetches(server: Nginx) -> Counter[str]:
    return Counter(path for path in server.requests() if path.endswith(".mp3"))


def test_killed_again_and_again(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    root, library, profile = tmp_path / "www", tmp_path / "music", tmp_path / "profile"
    root.mkdir()
    library.mkdir()
    _catalogue(root)
    mine = library / "Artist 1" / "mine.mp3"
    mine.parent.mkdir()
    mine.write_bytes(b"was there before")
    foreign = {mine: mine.read_bytes()}
    done: set[str] = set()
    with nginx(tmp_path / "nginx", root, rate="500k") as server:
        assert _finish(_start(profile, "library", str(library))) == 0
        assert _finish(_start(profile, "add", f"{server.address}/all.m3u8")) == 0
        for killed in range(1, KILLS + 1):
            if killed == KILLS // 2:
                assert _finish(_start(profile, "add", f"{server.address}/half.m3u8")) == 0
            before = _fetches(server)
            _kill_somewhere(profile, chance, service=killed % 2 == 0)
            found = violations(profile, library, settled=False, foreign=foreign)
            again = {path for path in _fetches(server) - before if path in done}
            # Half is another source: what All has of it is asked for by that source, too.
            if again and killed < KILLS // 2:
                found.append(f"done, and fetched again: {again}")
            done = done_addresses(profile)
            assert not found, f"after kill {killed} (seed {SEED}): {found}"
        assert _finish(_start(profile, "sync")) == 0
        assert violations(profile, library, settled=True, foreign=foreign) == []
        fetched = _fetches(server)
        # A third sync has nothing to do.
        assert _finish(_start(profile, "sync")) == 0
        assert _fetches(server) == fetched


def _finish(process: subprocess.Popen[bytes]) -> int:
    process.communicate(timeout=120)
    return process.returncode
