# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that need an engine, by name."""

from argparse import Namespace

from catalogsync_gui.cli.adopting import AdoptCommand
from catalogsync_gui.cli.forecasting import PlanCommand
from catalogsync_gui.cli.live import (
    ExportCommand,
    LiveCommand,
    MatchCommand,
    StatusCommand,
    SyncCommand,
)
from catalogsync_gui.cli.pacing import LimitCommand, PauseCommand, ResumeCommand
from catalogsync_gui.cli.quitting import QuitCommand
from catalogsync_gui.cli.renaming import RenameLibraryCommand

LIVE: dict[str, type[LiveCommand]] = {
    "sync": SyncCommand,
    "export": ExportCommand,
    "match": MatchCommand,
    "adopt": AdoptCommand,
    "rename-library": RenameLibraryCommand,
    "pause": PauseCommand,
    "resume": ResumeCommand,
    "limit": LimitCommand,
    "status": StatusCommand,
    "quit": QuitCommand,
}


def live_command(args: Namespace) -> type[LiveCommand]:
    """What carries these arguments out; their command is one of ``LIVE``."""
    if args.command == "sync" and args.dry_run:
        return PlanCommand
    return LIVE[args.command]
