# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's process, seen from outside: one instance, commanded over the socket."""

import signal
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


def test_a_second_start_shows_the_first_window_and_commands_reach_it(
    tmp_path: Path, far: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", "ac-dc.mp3"))
    with world.start("--verbose") as window:
        window.line("running with a window", err=True)
        with world.start() as second:
            out, err = finish(second)
        assert (second.returncode, out, err) == (0, "", "")
        assert world.json("status")["running"]
        assert "1 done" in world.run("sync")
        window.send_signal(signal.SIGTERM)
        finish(window)
    assert window.returncode == 0
    assert world.json("status") == {"running": False}
