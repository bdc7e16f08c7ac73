# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer for Windows, made here around a stand-in for the program, and run where Wine is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs.windows
import pytest

import bundle
import windows_installer
from catalogsync_gui import __version__
from catalogsync_gui.autostart import registry
from tests.packaging.conftest import EPOCH
from tests.packaging.test_package import said

WINE = Path("/usr/lib/wine/wine64")
WINES_PROGRAMS = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
SCRIPT = windows_installer.SCRIPT.read_text("utf-8")


def defined(name: str) -> str:
    """What the script defines by that name."""
    found = re.search(rf'^!define {name} "([^"]*)"$', SCRIPT, re.MULTILINE)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def payload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the one that PyInstaller makes on Windows."""
    folder = tmp_path_factory.mktemp("payload") / "catalog-sync"
    (folder / "_internal" / "resources").mkdir(parents=True)
    (folder / "_internal" / "resources" / "曲.txt").write_text("x", "ascii")
    for name in ("catalogsync-gui.exe", "catalogsync-guiw.exe"):
        standing_in = WINES_PROGRAMS / "net.exe"
        data = standing_in.read_bytes() if standing_in.is_file() else b"MZ"
        (folder / name).write_bytes(data)
    bundle.settle(folder, EPOCH)
    return folder


@pytest.fixture(scope="module")
def installer(payload: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("makensis") is None:
        pytest.skip("makensis is not there")
    return windows_installer.build(payload, tmp_path_factory.mktemp("setup"), EPOCH)


def test_it_is_built_without_a_warning_and_holds_the_program(installer: Path) -> None:
    assert installer.name == f"catalog-sync-{__version__}-windows-x86_64-setup.exe"
    listed = said("7z", "l", "-sccUTF-8", installer)
    for name in (
        *("catalogsync-gui.exe", "catalogsync-guiw.exe", "uninstall.exe"),
        "_internal/resources/曲.txt",
    ):
        assert name in listed
    assert "NSIS-3 Unicode 64-bit" in listed


def test_windows_is_told_what_it_is(installer: Path) -> None:
    data = installer.read_bytes()
    for text in (__version__, "Catalog Sync Setup", "Catalog Sync 安装程序", "GPL-3.0-or-later"):
        assert text.encode("utf-16-le") in data
    assert b'level="asInvoker"' in data, "no administrator is asked for"


def test_two_builds_make_the_same_bytes(installer: Path, payload: Path, tmp_path: Path) -> None:
    again = windows_installer.build(payload, tmp_path, EPOCH)
    assert again.read_bytes() == installer.read_bytes()


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("1.2.3", "1.2.3.0"), ("1.2rc1", "1.2.0.0"), ("1.2.3.4.5", "1.2.3.4"), ("x", "0.0.0.0")],
)
def test_windows_versions_are_four_numbers(version: str, numbers: str) -> None:
    assert windows_installer.four_numbers(version) == numbers


def test_it_writes_the_entry_that_the_settings_write() -> None:
    assert defined("RUN_KEY") == registry._RUN
    assert defined("APPROVED_KEY") == registry._APPROVED
    assert defined("RUN_VALUE") == registry._NAME


def test_what_is_removed_on_demand_is_the_users_own_profile() -> None:
    own = platformdirs.windows.Windows("catalog-sync", appauthor=False)
    assert {own.appname} == set(re.findall(r'RMDir /r "\$LOCALAPPDATA\\([^"]*)"', SCRIPT))
    assert set(re.findall(r'RMDir /r "([^"]*)"', SCRIPT)) == {
        r"$INSTDIR\_internal",
        r"$LOCALAPPDATA\catalog-sync",
        r"$TEMP\catalog-sync",
    }


class Windows:
    """A Wine of its own."""

    def __init__(self, folder: Path) -> None:
        self.env = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }
        self.run("wineboot", "-i")
        # Else it says that it is Windows 7, on which Qt does not run.
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        (self.user,) = (
            home for home in (folder / "prefix/drive_c/users").iterdir() if home.name != "Public"
        )
        self.program = self.user / "AppData/Local/Programs/Catalog Sync"
        self.menu = (
            self.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Catalog Sync.lnk"
        )

    def run(self, *command: str | Path) -> int:
        return subprocess.run(
            [WINE, *command], env=self.env, stdout=subprocess.DEVNULL, timeout=300, check=False
        ).returncode

    def value(self, key: str, name: str) -> str:
        """A value of the registry; empty where there is none."""
        done = subprocess.run(
            [WINE, "reg", "query", rf"HKCU\{key}", "/v", name],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.stdout.partition("REG_SZ")[2].strip()

    def uninstall(self, *arguments: str) -> None:
        """The uninstaller copies itself and leaves; its copy is waited for."""
        self.run(self.program / "uninstall.exe", "/S", *arguments)
        subprocess.run(["wineserver", "-w"], env=self.env, timeout=300, check=False)

    def end(self) -> None:
        for how in ("-k", "-w"):
            subprocess.run(["wineserver", how], env=self.env, timeout=60, check=False)


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Windows]:
    if not WINE.is_file() or sys.platform != "linux" or shutil.which("wineserver") is None:
        pytest.skip("Wine is not there")
    made = Windows(tmp_path)
    yield made
    made.end()


def test_it_installs_upgrades_and_leaves_what_is_the_users(
    windows: Windows, installer: Path
) -> None:
    run_key, entry = defined("RUN_KEY"), defined("RUN_VALUE")
    profile = windows.user / "AppData/Local/catalog-sync"
    profile.mkdir(parents=True)
    (profile / "settings.toml").touch()

    assert windows.run(installer, "/S") == 0
    assert (windows.program / "_internal/resources/曲.txt").is_file()
    assert windows.menu.is_file()
    assert windows.value(run_key, entry) == "", "it starts with Windows only if that is asked for"
    assert windows.value(defined("UNINSTALL_KEY"), "DisplayVersion") == __version__

    assert windows.run(installer, "/S", "/AUTOSTART=yes") == 0
    command = windows.value(run_key, entry)
    assert command.endswith(r'\Programs\Catalog Sync\catalogsync-guiw.exe" --minimized')

    (windows.program / "_internal" / "of-the-former-version.pyd").touch()
    windows.menu.unlink()
    assert windows.run(installer, "/S") == 0, "an upgrade"
    assert not (windows.program / "_internal" / "of-the-former-version.pyd").exists()
    assert windows.value(run_key, entry) == command, "as it was"
    assert not windows.menu.exists(), "as it was"

    (windows.program / "mine.txt").touch()
    windows.uninstall()
    assert [path.name for path in windows.program.iterdir()] == ["mine.txt"]
    assert windows.value(run_key, entry) == ""
    assert windows.value(defined("UNINSTALL_KEY"), "DisplayVersion") == ""
    assert (profile / "settings.toml").is_file()

    (windows.program / "mine.txt").unlink()
    assert windows.run(installer, "/S") == 0
    windows.uninstall("/REMOVEDATA=yes")
    assert not windows.program.exists()
    assert not profile.exists()


def test_a_program_that_runs_is_not_replaced(windows: Windows, installer: Path) -> None:
    assert windows.run(installer, "/S") == 0
    program = windows.program / "catalogsync-guiw.exe"
    # It runs on, and knows no "quit".
    shutil.copyfile(WINES_PROGRAMS / "ping.exe", program)
    before = program.read_bytes()
    command = [str(WINE), str(program), "-n", "300", "127.0.0.1"]
    with subprocess.Popen(command, env=windows.env, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        try:
            assert windows.run(installer, "/S") == 3
            windows.run(windows.program / "uninstall.exe", "/S")
            assert program.read_bytes() == before
            assert (windows.program / "_internal" / "resources").is_dir()
        finally:
            windows.end()
            running.wait(60)
