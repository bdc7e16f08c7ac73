# SPDX-License-Identifier: GPL-3.0-or-later
"""What CI cannot build: the parts of the AppImage and of the packages for macOS that it can try."""

import os
import plistlib
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import icon_files
from catalogsync_gui.autostart import MINIMIZED, launchd
from catalogsync_gui.autostart.command import Command
from environment import ROOT
from tests.packaging.conftest import EPOCH
from tests.packaging.test_package import said

PACKAGING = ROOT / "packaging"
SHELL = sorted(
    path
    for path in PACKAGING.rglob("*")
    if path.is_file() and path.suffix != ".pyc" and path.read_bytes()[:9] == b"#!/bin/sh"
)


def test_shell_scripts_are_clean() -> None:
    assert {path.name for path in SHELL} >= {"AppRun", "build.sh", "build-dmg.sh"}
    said("shellcheck", "--severity=style", *SHELL)
    for path in SHELL:
        assert path.stat().st_mode & 0o111, path


@pytest.mark.skipif(sys.platform != "linux", reason="AppImages are for Linux")
def test_the_appdir_starts_the_program_and_fits_a_desktop(tmp_path: Path) -> None:
    program = tmp_path / "catalog-sync" / "catalogsync-gui"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$0" "$@"\n', "ascii")
    program.chmod(0o755)
    build = PACKAGING / "appimage" / "build.sh"
    made = subprocess.run(
        [build, "--appdir-only", tmp_path],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
        capture_output=True,
        text=True,
        check=True,
    )
    appdir = Path(made.stdout.strip())
    started = said(appdir / "AppRun", "--version", "a b")
    assert started == f"{appdir}/usr/lib/catalog-sync/catalogsync-gui --version a b\n"
    said("desktop-file-validate", appdir / "catalog-sync.desktop")
    assert (appdir / ".DirIcon").resolve() == appdir / "catalog-sync.svg"
    metainfo = appdir / "usr/share/metainfo/catalog-sync.appdata.xml"
    assert "@" not in metainfo.read_text("utf-8").replace("@localhost", "")


def test_without_the_program_the_appimage_says_what_to_do(tmp_path: Path) -> None:
    build = PACKAGING / "appimage" / "build.sh"
    done = subprocess.run([build, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dev.py build" in done.stderr


def test_the_launch_agent_is_what_the_settings_write() -> None:
    agent = (PACKAGING / "macos" / "catalog-sync.plist").read_bytes()
    arguments = launchd.parse(agent)
    assert arguments is not None
    assert arguments[0] == "/Applications/Catalog Sync.app/Contents/MacOS/catalogsync-gui"
    assert arguments[1:] == (MINIMIZED,)
    written = launchd.render("catalog-sync", Command(arguments))
    assert plistlib.loads(agent) == plistlib.loads(written)
    assert plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())


@pytest.mark.usefixtures("qapp")
def test_icons_hold_a_picture_of_every_size(tmp_path: Path) -> None:
    data = icon_files.icns()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    place, sizes = 8, []
    while place < len(data):
        length = struct.unpack(">I", data[place + 4 : place + 8])[0]
        picture = QImage.fromData(data[place + 8 : place + length])
        sizes.append(picture.width())
        place += length
    assert sizes == [16, 32, 64, 128, 256, 512, 1024]
    path = icon_files.write(tmp_path, "win32")
    assert path is not None
    assert QImage(path).width() in (16, 24, 32, 48, 64, 256)
    assert icon_files.write(tmp_path, "linux") is None
