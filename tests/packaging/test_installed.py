# SPDX-License-Identifier: GPL-3.0-or-later
"""The package on a minimal system that has only what it depends on."""

import json
import re
import shlex
from pathlib import Path

from catalogsync_gui import __version__
from tests.packaging.machine import Machine, Screen, until

PROGRAM = "catalogsync-gui"
DEMO = "/usr/lib/catalog-sync/_internal/resources/demo"


def test_the_demo_runs_without_a_window(machine: Machine) -> None:
    assert machine.as_user(PROGRAM, "--version") == f"Catalog Sync {__version__}\n"
    said = machine.as_user(PROGRAM, "demo", "--headless", "--keep", "/home/ann/Demo")
    assert "12 tracks and 3 playlist files" in said
    assert len(list((machine.home / "Demo" / "Playlists").glob("*.m3u"))) == 3


def test_the_window_has_an_icon_in_the_tray_and_is_there_once(
    machine: Machine, screen: Screen
) -> None:
    profile = {"DISPLAY": screen.display, "CATALOGSYNC_PROFILE": "/home/ann/window"}
    first = machine.start(PROGRAM, "--minimized", **profile)
    until(lambda: '"catalog-sync"' in screen.tray(), "no icon came into the tray")
    assert screen.windows() == []

    machine.as_user(PROGRAM, **profile)
    until(lambda: len(screen.windows()) == 1, "the second start did not bring up the first")

    assert "idle" in machine.as_user(PROGRAM, "status", **profile)
    said = machine.stop(first)
    assert "Traceback" not in said
    assert "plugin" not in said
    until(lambda: '"catalog-sync"' not in screen.tray(), "the icon stayed")


def test_it_starts_with_the_session(machine: Machine) -> None:
    profile = {"CATALOGSYNC_PROFILE": "/home/ann/session"}
    machine.as_user(PROGRAM, "autostart", "on", **profile)
    (entry,) = (machine.home / ".config" / "autostart").glob("*.desktop")
    command = re.search(r"(?m)^Exec=(.+)$", entry.read_text("utf-8"))
    assert command is not None
    # The program of the package, and not one of a folder that an upgrade takes away.
    program = Path(shlex.split(command[1])[0])
    assert program.name == PROGRAM
    assert program.parent in {Path(), Path("/usr/bin"), Path("/usr/lib/catalog-sync")}
    machine.as_user(PROGRAM, "autostart", "off", **profile)
    assert not entry.exists()


def test_a_running_profile_survives_an_upgrade(
    machine: Machine, older: Path, package: Path
) -> None:
    machine.install(older)
    profile = {"CATALOGSYNC_PROFILE": "/home/ann/upgraded"}
    machine.as_user("mkdir", "/home/ann/Music")
    machine.as_user(PROGRAM, "library", "/home/ann/Music", **profile)
    machine.as_user(PROGRAM, "config", "refresh_hours", "0", **profile)
    running = machine.start(PROGRAM, "--headless", **profile)
    until(lambda: "idle" in machine.as_user(PROGRAM, "status", **profile), "it did not start")

    machine.install(package)

    # What it had not needed before it takes from where it was started; tags are written too.
    machine.as_user(PROGRAM, "add", f"{DEMO}/demo.m3u8", **profile)
    machine.as_user(PROGRAM, "sync", **profile)
    assert _states(machine, profile) == {"done"}
    assert "Traceback" not in machine.stop(running)

    again = machine.start(PROGRAM, "--headless", **profile)
    until(lambda: "idle" in machine.as_user(PROGRAM, "status", **profile), "it did not start again")
    machine.as_user(PROGRAM, "sync", **profile)
    assert _states(machine, profile) == {"done"}
    machine.stop(again)


def test_what_is_removed_leaves_the_persons_files(machine: Machine, package: Path) -> None:
    machine.install(package)
    machine.as_user("mkdir", "-p", "/home/ann/Kept")
    machine.as_user(PROGRAM, "library", "/home/ann/Kept")
    kept = sorted(path for path in machine.home.rglob("*") if path.is_file())
    assert any(path.name == "settings.toml" for path in kept)
    files = machine.as_root("dpkg", "--listfiles", "catalog-sync").split("\n")

    machine.as_root("dpkg", "--remove", "catalog-sync")
    assert not (machine.root / "usr/lib/catalog-sync").exists()
    assert sorted(path for path in machine.home.rglob("*") if path.is_file()) == kept

    machine.as_root("dpkg", "--purge", "catalog-sync")
    left = [name for name in files if "catalog" in name and (machine.root / name[1:]).exists()]
    assert left == []
    assert sorted(path for path in machine.home.rglob("*") if path.is_file()) == kept
    machine.install(package)


def _states(machine: Machine, profile: dict[str, str]) -> set[str]:
    items = json.loads(machine.as_user(PROGRAM, "items", "--json", **profile))
    assert items
    return {item["state"] for item in items}
