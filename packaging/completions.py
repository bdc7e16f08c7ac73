# SPDX-License-Identifier: GPL-3.0-or-later
"""Completions for shells, made from the parser that the program itself uses."""

from __future__ import annotations

import argparse
from typing import Any, Final

import shtab

from catalogsync_gui.cli.parser import PROG, build_parser

PLACES: Final = {
    "bash": f"share/bash-completion/completions/{PROG}",
    "zsh": f"share/zsh/vendor-completions/_{PROG}",
    "fish": f"share/fish/vendor_completions.d/{PROG}.fish",
}
"""Shells, and where below /usr each looks for them."""

_COMPLETED: Final[dict[str, Any]] = {
    "DIR": shtab.DIRECTORY,
    "FILE": shtab.FILE,
    "LOCATION": shtab.FILE,
    "PATH": shtab.FILE,
}


def script(shell: str) -> str:
    """The completions for one of `PLACES`."""
    parser = build_parser()
    _mark(parser)
    return shtab.complete(parser, shell=shell)


def _mark(parser: argparse.ArgumentParser) -> None:
    """Says of arguments by their placeholder what completes them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _mark(command)
        elif isinstance(action.metavar, str) and action.metavar in _COMPLETED:
            action.complete = _COMPLETED[action.metavar]  # type: ignore[attr-defined]
