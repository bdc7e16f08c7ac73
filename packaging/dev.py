#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a person or a machine does with a checkout, each with all its set-up.

Standard library only, since it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that meets an older Python
    sys.exit("dev.py: Python 3.11 or newer is needed, this is " + sys.version.split()[0])

sys.path.insert(0, str(Path(__file__).resolve().parent))

import debian
import environment
import lint
import lock
import translations

COMMANDS = {
    "demo": "sync the built-in demo catalogue (window where there is a display)",
    "test": "run the tests",
    "run": "start the application; arguments are passed on",
    "lint": "run ruff, mypy, import-linter and the length check",
    "bench": "measure, and print ratios against a reference",
    "soak": "open and close every page and dialog during a sync: --minutes N",
    "chaos": "kill it, refuse it and cut its power: --count N --seed S",
    "build": "build folder, archive, packages for Python and Debian into dist/",
    "translate": "collect the window's texts into resources/translations and compile them",
    "lock": "write requirements.lock anew from pyproject.toml",
}


def main(arguments: list[str]) -> int:
    """Runs one command; its exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<7}{words}" for name, words in COMMANDS.items()),
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")
    given = parser.parse_args(arguments)
    if given.command == "lock":
        lock.write()
        return 0
    _system_packages(given.command)
    environment.ensure()
    match given.command:
        case "test":
            return _python("-m", "pytest", "-m", "not bench", *given.rest, offscreen=True)
        case "demo":
            return _python("-m", "catalogsync_gui", "demo", *given.rest)
        case "run":
            return _python("-m", "catalogsync_gui", *given.rest)
        case "bench":
            return _python("-m", "tests.bench.run", *given.rest, offscreen=True)
        case "soak" | "chaos":
            module = "tests.bench.soak" if given.command == "soak" else "tests.chaos.run"
            return _python("-m", module, *given.rest, offscreen=True)
        case "build":
            return _python(str(environment.ROOT / "packaging" / "building.py"), *given.rest)
        case _:
            return lint.run() if given.command == "lint" else translations.update()


def _system_packages(command: str) -> None:
    packages: tuple[str, ...] = () if command == "lint" else debian.QT_LIBRARIES
    if command in ("demo", "run", "test") and (_has_display() or command == "test"):
        packages += debian.SCREEN_LIBRARIES
    if command == "test":
        packages += debian.TEST_SERVERS + debian.ENCODERS + debian.FAULT_TOOLS
    if command in ("build", "test"):
        packages += debian.build_tools()
    if command == "test":
        packages += debian.PACKAGE_TOOLS
    if command in ("chaos", "test"):
        packages += debian.COMPILER
    if command in ("bench", "soak"):
        packages += debian.BENCH_TOOLS
    debian.ensure(packages)


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _python(*arguments: str, offscreen: bool = False) -> int:
    variables = {"QT_QPA_PLATFORM": "offscreen"} if offscreen else {}
    # A user's own command runs where the user is: its paths are relative to there.
    folder = environment.ROOT if offscreen else None
    try:
        return subprocess.run(
            [environment.python(), *arguments],
            cwd=folder,
            env={**os.environ, **variables},
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
