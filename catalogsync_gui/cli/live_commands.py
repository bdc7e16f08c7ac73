# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that need an engine, by name."""

from catalogsync_gui.cli.live import (
    ExportCommand,
    LiveCommand,
    MatchCommand,
    PauseCommand,
    ResumeCommand,
    StatusCommand,
    SyncCommand,
)
from catalogsync_gui.cli.renaming import RenameLibraryCommand

LIVE: dict[str, type[LiveCommand]] = {
    "sync": SyncCommand,
    "export": ExportCommand,
    "match": MatchCommand,
    "rename-library": RenameLibraryCommand,
    "pause": PauseCommand,
    "resume": ResumeCommand,
    "status": StatusCommand,
}
