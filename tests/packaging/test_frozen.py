# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen application, from the folder it was built in."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bundle import Bundle
from catalogsync_gui import __version__
from tests.packaging.machine import PATIENCE, until


def run(frozen: Bundle, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [frozen.folder / "catalogsync-gui", *arguments],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_says_its_version(frozen: Bundle) -> None:
    assert run(frozen, "--version") == f"Catalog Sync {__version__}\n"


def test_it_syncs_and_tags(frozen: Bundle, tmp_path: Path) -> None:
    run(frozen, "demo", "--headless", "--keep", str(tmp_path / "Music"))
    assert len([path for path in (tmp_path / "Music").rglob("*.*") if path.is_file()]) >= 15


def test_commands_of_the_persons_find_the_systems_libraries(frozen: Bundle, tmp_path: Path) -> None:
    """What is told of the library is started with the environment that the program was given."""
    noted = tmp_path / "environment"
    script = tmp_path / "told"
    script.write_text(f'#!/bin/sh\nenv > "{noted}"\n', "utf-8")
    script.chmod(0o755)
    (tmp_path / "Music").mkdir()
    demo = frozen.inside / "resources" / "demo" / "demo.m3u8"
    profile = {"CATALOGSYNC_PROFILE": str(tmp_path / "profile"), "LD_LIBRARY_PATH": "/nowhere"}
    for arguments in (
        ("library", str(tmp_path / "Music")),
        ("add", str(demo)),
        ("servers", "add", "command", "--", str(script)),
        ("sync",),
    ):
        run(frozen, *arguments, **profile)
    until(noted.is_file, "the command was not started")
    variables = dict(
        line.partition("=")[::2] for line in noted.read_text("utf-8").splitlines() if "=" in line
    )
    assert variables["LD_LIBRARY_PATH"] == "/nowhere"


def test_an_instance_is_commanded_through_its_socket(frozen: Bundle, tmp_path: Path) -> None:
    profile = {"CATALOGSYNC_PROFILE": str(tmp_path / "profile")}
    with subprocess.Popen(
        [frozen.folder / "catalogsync-gui", "--headless"],
        env={**os.environ, **profile},
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            until(
                lambda: json.loads(run(frozen, "status", "--json", **profile))["running"],
                "it did not start",
            )
        finally:
            process.terminate()
        assert process.wait(PATIENCE) == 0


def test_passwords_go_to_the_desktops_secret_store(
    frozen: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What talks to it is loaded by name, so that nothing shows that it has to be carried."""
    for tool in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not there")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    script = (
        "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n"
        f'"{frozen.folder}/catalogsync-gui" --profile "{tmp_path}" doctor\n'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "secret store: the desktop's (SecretService" in done.stdout, done.stdout + done.stderr


def test_it_carries_what_it_says_of_itself(frozen: Bundle) -> None:
    told = json.loads(
        subprocess.run(
            [frozen.folder / "catalogsync-gui", "doctor", "--json"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,  # it finds that no library is set
        ).stdout
    )
    assert told["program"]["frozen"] is True
    missing = [name for name, version in told["program"]["libraries"].items() if not version]
    assert not missing
    assert (frozen.inside / "resources" / "translations").is_dir()
