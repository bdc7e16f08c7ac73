# SPDX-License-Identifier: GPL-3.0-or-later
"""How the program that runs now is started again: frozen, as an installed script, or a module."""

import os
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import catalogsync_gui

_SCRIPT = "catalogsync-gui"


@dataclass(frozen=True, slots=True)
class Command:
    """A program and its arguments.

    :ivar folder: the working directory it needs; empty where any will do.
    """

    arguments: tuple[str, ...]
    folder: str = ""


def own_command(
    argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ
) -> Command:
    """The command without arguments of a person.

    :param argv: as ``sys.argv``; its first entry tells how the program was started.
    """
    image = environ.get("APPIMAGE", "")
    if image and Path(image).is_absolute():
        # The program itself lies in a folder that is mounted anew, elsewhere, at every start.
        return Command((image,))
    if getattr(sys, "frozen", False):
        return Command((str(Path(sys.executable).absolute()),))
    script = _script((sys.argv if argv is None else argv)[:1])
    if script is not None:
        return Command((str(script),))
    package = Path(catalogsync_gui.__file__).resolve().parent.parent
    installed = {Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")}
    folder = "" if package in installed else str(package)
    return Command((_python(), "-m", catalogsync_gui.__name__), folder)


def _script(started: Sequence[str]) -> Path | None:
    """The installed script that this process is, if it is one."""
    for text in started:
        path = Path(text).absolute()
        if path.stem == _SCRIPT and path.suffix in ("", ".exe"):
            for there in (path, path.with_suffix(".exe")):
                if there.is_file():
                    return there
    return None


def _python() -> str:
    """The interpreter; on Windows the one that opens no console."""
    python = Path(sys.executable).absolute()
    windowed = python.with_name("pythonw.exe")
    return str(windowed if os.name == "nt" and windowed.is_file() else python)
