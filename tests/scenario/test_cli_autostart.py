# SPDX-License-Identifier: GPL-3.0-or-later
"""``autostart`` on the command line."""

import json
import os
from pathlib import Path

import pytest

from catalogsync_gui import app


def test_it_is_switched_on_told_and_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    entry = Path(os.environ["XDG_CONFIG_HOME"]) / "autostart" / "catalog-sync.desktop"
    assert app.main(["autostart"]) == 0
    assert capsys.readouterr().out == "off\n"
    assert app.main(["autostart", "on"]) == 0
    assert "tray" in capsys.readouterr().out
    assert "--minimized" in entry.read_text("utf-8")
    assert app.main(["autostart", "on", "--with-window", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["on"]
    assert not found["minimized"]
    assert found["place"] == str(entry)
    entry.write_text("[Desktop Entry]\nExec=/gone/catalogsync-gui\n", "utf-8")
    assert app.main(["autostart", "status"]) == 0
    assert "puts that right" in capsys.readouterr().err
    assert app.main(["autostart", "off"]) == 0
    assert not entry.exists()


def test_a_window_is_for_what_is_switched_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["autostart", "off", "--with-window"]) == 2
    assert "--with-window" in capsys.readouterr().err
