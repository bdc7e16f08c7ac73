# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipes for a NAS: lines that a system takes, a container whose parts are there and start."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from catalogsync_gui.core.settings import names
from environment import ROOT
from tests.packaging.test_package import said

CONTAINER = ROOT / "packaging" / "container"
NAS = ROOT / "packaging" / "nas"
ENTRYPOINT = CONTAINER / "entrypoint.sh"


def test_systemd_takes_every_line_of_the_fstab(tmp_path: Path) -> None:
    lines = [
        line
        for line in (NAS / "fstab.example").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) == 2
    generator = Path("/usr/lib/systemd/system-generators/systemd-fstab-generator")
    if not generator.is_file():
        pytest.skip("systemd is not there")
    for number, line in enumerate(lines):
        fstab, units = tmp_path / f"fstab{number}", tmp_path / f"units{number}"
        fstab.write_text(line + "\n", "ascii")
        units.mkdir()
        subprocess.run(
            [generator, units, units, units],
            env={"SYSTEMD_FSTAB": str(fstab), "SYSTEMD_IN_INITRD": "0", "PATH": os.environ["PATH"]},
            check=True,
        )
        assert (units / "srv-nas\\x2dmusic.automount").is_file()
        mount = (units / "srv-nas\\x2dmusic.mount").read_text("utf-8")
        assert "TimeoutSec=30" in mount


def test_the_guide_names_settings_and_files_that_are_there() -> None:
    guide = (NAS / "README.md").read_text("utf-8")
    told = set(re.findall(r"catalogsync-gui config (\w+)", guide))
    assert told
    assert told <= set(names())
    for place in re.findall(r"`(\.\./[\w./-]+)`|\]\(([\w./-]+)\)", guide):
        path = "".join(place)
        assert (NAS / path).exists(), path


def test_the_image_is_made_of_packages_that_debian_has() -> None:
    text = (CONTAINER / "Containerfile").read_text("utf-8")
    listed = re.search(r"--no-install-recommends \\\n(.*?)\n    && rm", text, re.DOTALL)
    assert listed
    packages = [word for word in listed[1].replace("\\", " ").split() if "/" not in word]
    assert "tigervnc-standalone-server" in packages
    if shutil.which("apt-cache") is None:
        pytest.skip("this is no Debian")
    for name in packages:
        assert "Package:" in said("apt-cache", "show", "--no-all-versions", name)
    for path in re.findall(r"^COPY (?:--\S+ )?(\S+)", text, re.MULTILINE):
        ignored = (CONTAINER / "Containerfile.dockerignore").read_text("utf-8")
        assert f"!{path}\n" in ignored
        assert path.startswith("dist/") or (ROOT / path).is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="the container is one of Linux")
class TestEntrypoint:
    def run(
        self, folder: Path, *arguments: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        program = folder / "bin" / "catalogsync-gui"
        program.parent.mkdir()
        program.write_text('#!/bin/sh\necho "started $*"\n', "ascii")
        program.chmod(0o755)
        return subprocess.run(
            [ENTRYPOINT, *arguments],
            env={
                "PATH": f"{program.parent}:{os.environ['PATH']}",
                "XDG_RUNTIME_DIR": str(folder / "run"),
                **variables,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def test_without_a_window_it_is_the_program_itself(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, "headless").stdout == "started --headless\n"

    def test_commands_are_passed_on(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, "add", "http://x/").stdout == "started add http://x/\n"

    def test_nobody_gets_a_window_without_a_password(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "window")
        assert done.returncode == 2
        assert "VNC_PASSWORD" in done.stderr

    def test_the_screen_comes_up_around_the_program_and_goes_with_it(self, tmp_path: Path) -> None:
        tools = "Xtigervnc", "tigervncpasswd", "dbus-daemon", "openbox", "tint2", "websockify"
        for tool in tools:
            if shutil.which(tool) is None:
                pytest.skip(f"{tool} is not there")
        number = 2000 + os.getpid() % 1000
        with socket.create_server(("127.0.0.1", 0)) as line:
            port = line.getsockname()[1]
        done = self.run(
            tmp_path,
            VNC_PASSWORD="eightchr",
            DISPLAY_NUMBER=str(number),
            WEB_PORT=str(port),
            HOME=str(tmp_path),
        )
        assert "started \n" in done.stdout
        assert done.returncode == 0
        assert not Path(f"/tmp/.X11-unix/X{number}").exists()
        assert (tmp_path / "run" / "vnc.passwd").stat().st_mode & 0o777 == 0o600
        assert "eightchr" not in done.stdout + done.stderr
