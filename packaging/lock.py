# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes requirements.lock anew from pyproject.toml: every package, every hash, no index."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import LOCK, ROOT

# What a machine's own configuration says of indexes and constraints must not reach the lock.
_LEAKS = ("PIP_", "UV_")


def write() -> None:
    """Resolves for CPython 3.11 and later on Linux, macOS and Windows alike."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(_LEAKS)}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        scripts = Path(folder, "Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "-q", "uv"], check=True)
        subprocess.run(
            [
                scripts / "uv",
                "pip",
                "compile",
                "pyproject.toml",
                "--universal",
                "--python-version=3.11",
                "--generate-hashes",
                "--no-emit-index-url",
                "--no-emit-find-links",
                "--no-config",
                "--no-header",
                "--upgrade",
                "--group=test",
                "--group=lint",
                "--group=build",
                f"--output-file={LOCK}",
                "-q",
            ],
            cwd=ROOT,
            env=clean,
            check=True,
        )
