# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environment in .venv: made, filled from the lock, and kept up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
_STAMP = VENV / "catalog-sync.stamp"


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure() -> None:
    """Makes the environment what the lock says; does nothing when it is that already."""
    wanted = stamp(LOCK.read_bytes(), sys.version)
    if python().exists() and _STAMP.exists() and _STAMP.read_text("ascii") == wanted:
        return
    print("Setting up .venv (once; needs the network) …", flush=True)
    if VENV.exists() and not _same_python():
        shutil.rmtree(VENV)
    if not python().exists():
        _create()
    _pip("install", "--require-hashes", "--no-deps", "--requirement", str(LOCK))
    _link()
    _STAMP.write_text(wanted, "ascii")


def stamp(lock: bytes, version: str) -> str:
    """What the environment was made from, as one word."""
    return hashlib.sha256(lock + version.encode()).hexdigest()


def _same_python() -> bool:
    """Whether the environment is of this interpreter's version and still starts."""
    try:
        told = subprocess.run(
            [python(), "-c", "import sys; print(sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    return told == str(sys.version_info[:2])


def _create() -> None:
    command = [sys.executable, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode and debian.is_debian():
        # Debian ships the venv module's pip apart from Python.
        debian.ensure((f"python{sys.version_info.major}.{sys.version_info.minor}-venv",))
        made = subprocess.run([*command, "--clear"], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(
            f"dev.py: no virtual environment could be made in {VENV}:\n{made.stdout}{made.stderr}"
        )


def _pip(*arguments: str) -> None:
    command = [str(python()), "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SystemExit(
            "dev.py: the packages could not be installed; pip's message above says why. "
            "Check the network connection and run the same command again."
        )


def _link() -> None:
    """Makes the checkout importable from everywhere; a build would only copy it."""
    folder = subprocess.run(
        [python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    Path(folder, "catalog-sync.pth").write_text(f"{ROOT}\n", "utf-8")
