# SPDX-License-Identifier: GPL-3.0-or-later
"""What "dev.py build" makes: the folder, an archive of it, packages, and their hashes.

Two builds of one commit on one machine make the same bytes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import bundle
import deb
import tarball
import windows_installer
from catalogsync_gui import __version__
from environment import ROOT

SUMS = "SHA256SUMS"


def main(arguments: list[str]) -> int:
    """Builds everything that can be built here; returns the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py build")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument(
        "--fast", action="store_true", help="compress little: for trying out, not for giving away"
    )
    given = parser.parse_args(arguments)
    output: Path = given.output.absolute()
    output.mkdir(parents=True, exist_ok=True)
    for made in build(output, ROOT / "build", small=not given.fast):
        print(f"{made.stat().st_size / 1e6:8.1f} MB  {made}")
    return 0


def build(output: Path, work: Path, *, small: bool = True) -> list[Path]:
    """Makes everything; returns the files, the list of hashes last.

    :param work: for what is needed meanwhile.
    :param small: take the time to compress well.
    :raises SystemExit: a tool failed.
    """
    when = epoch()
    made = distributions(output, when)
    print("Freezing the application …", flush=True)
    frozen = bundle.freeze(output, work, when)
    if sys.platform == "linux":
        print("Packing it …", flush=True)
        target = output / f"{bundle.NAME}-{__version__}-linux-{platform.machine()}.tar.xz"
        tarball.pack(frozen.folder, target, when, preset=6 if small else 0)
        made.append(target)
    if sys.platform == "win32" and shutil.which("makensis"):
        print("Making an installer …", flush=True)
        made.append(windows_installer.build(frozen.folder, output, when))
    if shutil.which("dpkg-deb"):
        print("Making a package for Debian …", flush=True)
        made.append(deb.build(frozen, output, when, small=small))
    tarball.write_sums(output / SUMS, made)
    return [*made, output / SUMS]


def distributions(output: Path, when: int) -> list[Path]:
    """Makes the sdist and the wheel; returns both.

    :param when: seconds since 1970 that their files get as their time.
    """
    print("Making sdist and wheel …", flush=True)
    for old in output.glob("catalog_sync-*"):
        old.unlink()
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", f"--outdir={output}", str(ROOT)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(when)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return sorted(output.glob("catalog_sync-*"))


def epoch() -> int:
    """The time that everything built gets: of the commit, or of the unpacked source."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode == 0 and asked.stdout.strip():
        return int(asked.stdout)
    return int((ROOT / "pyproject.toml").stat().st_mtime)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
