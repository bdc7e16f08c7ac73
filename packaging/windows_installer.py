# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer for Windows: makensis packs what PyInstaller made there.

"dev.py build" makes it on Windows, where makensis is on the path. On Debian the same script is
built around a stand-in for the program, by the tests: PyInstaller freezes for its own system only.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import icon_files
from catalogsync_gui import __version__
from environment import ROOT

SCRIPT: Final = ROOT / "packaging" / "windows" / "catalog-sync.nsi"


def build(folder: Path, output: Path, epoch: int, version: str = __version__) -> Path:
    """Makes the installer; returns its file.

    :param folder: the frozen application, with both programs for Windows.
    :param epoch: seconds since 1970 that is noted as the time of the build.
    :raises SystemExit: makensis failed, or warned.
    """
    target = output / f"catalog-sync-{version}-windows-x86_64-setup.exe"
    with tempfile.TemporaryDirectory(prefix="catalog-sync-nsis-") as work:
        icon = Path(work, "catalog-sync.ico")
        icon.write_bytes(icon_files.ico())
        given = {
            "VERSION": version,
            "NUMBERS": four_numbers(version),
            "PAYLOAD": folder.absolute(),
            "ICON": icon,
            "LICENCE": ROOT / "LICENSE",
            "OUTPUT": target.absolute(),
        }
        done = subprocess.run(
            [
                *("makensis", "-V3", "-WX", "-INPUTCHARSET", "UTF8"),
                *(f"-D{name}={value}" for name, value in given.items()),
                os.fspath(SCRIPT),
            ],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"dev.py: makensis failed:\n{done.stdout[-4000:]}{done.stderr}")
    return target


def four_numbers(version: str) -> str:
    """A version as Windows has them: four numbers, without words such as rc1."""
    found = re.match(r"\d+(\.\d+)*", version)
    numbers = found[0].split(".")[:4] if found else []
    return ".".join([*numbers, *["0"] * (4 - len(numbers))])
