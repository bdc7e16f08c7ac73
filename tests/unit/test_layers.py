# SPDX-License-Identifier: GPL-3.0-or-later
"""What importing a part of the program brings along."""

import json
import subprocess
import sys

_WALK = """
import importlib, json, pkgutil, sys
import catalogsync_gui
names = [m.name for m in pkgutil.walk_packages(catalogsync_gui.__path__, "catalogsync_gui.")]
for name in names:
    if name.split(".")[1] in {wanted!r} and not name.endswith("__main__"):
        importlib.import_module(name)
print(json.dumps(sorted(m for m in sys.modules if m.startswith("PySide6."))))
"""
_BELOW_ENGINE = ("core", "playlists", "sources", "media", "store", "pipeline")
_ROOT = ("paths", "logs", "settings_file", "secrets", "peers", "clock")
_FRONT = ("engine", "control", "cli", "headless", "app")


def _imported(*parts: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _WALK.format(wanted=parts)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_only_the_window_brings_widgets() -> None:
    found = _imported(*_BELOW_ENGINE, *_ROOT, *_FRONT)
    assert "PySide6.QtCore" in found
    assert not found & {"PySide6.QtWidgets", "PySide6.QtGui"}


def test_below_the_engine_there_is_no_qt() -> None:
    assert _imported(*_BELOW_ENGINE, *_ROOT) == set()


def test_the_command_line_is_read_without_what_carries_it_out() -> None:
    """Help and a second start, which only wakes the first, do not pay for the engine."""
    code = (
        "import json, sys, catalogsync_gui.cli.parser;"
        "print(json.dumps([m for m in sys.modules if m.startswith('catalogsync_gui.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in json.loads(done.stdout)}
    assert rooms == {"cli", "core"}
