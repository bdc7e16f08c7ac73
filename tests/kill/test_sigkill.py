# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed at random moments, fifty times, and nothing is lost or left behind."""

import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kill.checker import violations
from tests.scenario.servers import nginx

pytestmark = [pytest.mark.kill, pytest.mark.scenario]

KILLS = 50
TRACKS = 240
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
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_fifty_kills(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    root, library, profile = tmp_path / "www", tmp_path / "music", tmp_path / "profile"
    root.mkdir()
    library.mkdir()
    _catalogue(root)
    killed = 0
    with nginx(tmp_path / "nginx", root, rate="500k") as server:
        assert _finish(_start(profile, "library", str(library))) == 0
        assert _finish(_start(profile, "add", f"{server.address}/all.m3u8")) == 0
        while killed < KILLS:
            if killed == KILLS // 2:
                assert _finish(_start(profile, "add", f"{server.address}/half.m3u8")) == 0
            process = _start(profile, "sync", "--json")
            assert process.stdout is not None
            # The clock starts with the first event: the interpreter's own start is of no interest.
            select.select([process.stdout], [], [], 20)
            done, _, _ = select.select([], [], [], chance.uniform(0.0, 0.25))
            assert done == []
            process.send_signal(signal.SIGKILL)
            process.stdout.close()
            process.wait()
            killed += 1
            found = violations(profile, library, settled=False)
            assert not found, f"after kill {killed} (seed {SEED}): {found}"
        assert _finish(_start(profile, "sync")) == 0
        assert violations(profile, library, settled=True) == []
        fetched = [path for path in server.requests() if path.endswith(".mp3")]
        # A third sync has nothing to do.
        assert _finish(_start(profile, "sync")) == 0
        assert [path for path in server.requests() if path.endswith(".mp3")] == fetched


def _finish(process: subprocess.Popen[bytes]) -> int:
    process.communicate(timeout=120)
    return process.returncode
