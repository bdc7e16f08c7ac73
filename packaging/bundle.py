# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen application: a folder that PyInstaller makes, the same for the same commit."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import licence_texts
import release_address
from environment import ROOT

NAME = "catalog-sync"
_ELF = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The folder, and where PyInstaller took everything in it from."""

    folder: Path
    binaries: tuple[tuple[str, Path], ...]
    """Places below `_internal` with the files they were copied from."""

    modules: tuple[Path, ...]
    """Modules of Python, which lie in one archive."""

    @property
    def inside(self) -> Path:
        """What lies beside the program."""
        return self.folder / "_internal"


def freeze(output: Path, work: Path, epoch: int) -> Bundle:
    """Makes `output`/catalog-sync anew.

    :param work: PyInstaller's own folder.
    :param epoch: seconds since 1970 that every file gets as its time.
    :raises SystemExit: PyInstaller failed; it has said why.
    """
    shutil.rmtree(output / NAME, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
        *(f"--distpath={output}", f"--workpath={work}", "packaging/catalog-sync.spec"),
    ]
    # Sets and dictionaries in the archive are in the order of their hashes.
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **fixed}, check=False)
    if done.returncode:
        raise SystemExit("dev.py: PyInstaller failed; its message above says why")
    bundle = _described(output / NAME, work / NAME)
    if sys.platform == "linux":
        _strip(bundle)
    licence_texts.write(bundle.inside / "resources", bundle.binaries, bundle.modules)
    release_address.write(bundle.inside / "resources")
    settle(bundle.folder, epoch)
    return bundle


def settle(folder: Path, epoch: int) -> None:
    """Gives everything below a folder the same time, and rights that depend on nobody's umask."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            os.utime(path, (epoch, epoch), follow_symlinks=False)
            continue
        if path.is_dir():
            path.chmod(0o755)
        else:
            # Libraries are no programs; what the loader maps needs no right to be run.
            runs = path.stat().st_mode & 0o100 and ".so" not in path.name
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch))


def _described(folder: Path, work: Path) -> Bundle:
    """Reads PyInstaller's tables of contents."""
    collected = ast.literal_eval((work / "COLLECT-00.toc").read_text("utf-8"))[0]
    modules = ast.literal_eval((work / "PYZ-00.toc").read_text("utf-8"))[1]
    binaries = tuple(
        (place, Path(source))
        for place, source, kind in sorted(collected)
        if kind in {"BINARY", "EXTENSION"}
    )
    return Bundle(folder, binaries, tuple(sorted(Path(source) for _, source, _ in modules)))


def _strip(bundle: Bundle) -> None:
    """Takes out what only debuggers want, and where the build machine had its libraries."""
    patch = shutil.which("patchelf")
    for place, _ in bundle.binaries:
        path = bundle.inside / place
        if path.read_bytes()[:4] != _ELF:
            continue
        subprocess.run(["strip", "--strip-unneeded", path], check=True)
        # Python's own; what comes from wheels finds its libraries relative to where it lies.
        if patch and ("lib-dynload" in place or place.startswith("libpython")):
            subprocess.run([patch, "--remove-rpath", path], check=True)
