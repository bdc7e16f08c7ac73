# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of the source: ruff, mypy, import-linter, the length of modules."""

from __future__ import annotations

import subprocess
from pathlib import Path

from environment import ROOT, python

LONGEST = 400
"""Lines of a module. A longer one has more than one job."""

_FOLDERS = ("catalogsync_gui", "packaging", "tests")


def run() -> int:
    """Runs all checks, also after one that failed; 0 when all passed."""
    binaries = python().parent
    commands: list[list[str]] = [
        [str(binaries / "ruff"), "check"],
        [str(binaries / "ruff"), "format", "--check", "-q"],
        [str(binaries / "mypy")],
        [str(binaries / "lint-imports")],
    ]
    failed = 0
    for command in commands:
        print("$", Path(command[0]).name, *command[1:], flush=True)
        failed |= subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    for path, lines in too_long(ROOT):
        print(f"{path.relative_to(ROOT)}: {lines} lines, more than {LONGEST}")
        failed = True
    return int(failed)


def too_long(root: Path) -> list[tuple[Path, int]]:
    """The modules that are longer than allowed, with their lengths."""
    found = []
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            lines = len(path.read_text("utf-8").splitlines())
            if lines > LONGEST:
                found.append((path, lines))
    return found
