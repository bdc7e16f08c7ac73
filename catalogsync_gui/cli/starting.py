# SPDX-License-Identifier: GPL-3.0-or-later
"""``autostart``: whether the program starts with the session. Needs neither database nor lock."""

import json
from argparse import Namespace
from dataclasses import asdict

from catalogsync_gui import autostart
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.paths import Profile

_LONGEST = 1000


def start_with_session(args: Namespace, profile: Profile, terminal: Terminal) -> int:
    """Switches it on or off, or tells what is there.

    :raises CannotRun: that cannot be done.
    """
    if args.with_window and args.act != "on":
        raise UsageError('--with-window goes with "on"')
    entry = autostart.entry_for(profile)
    command = autostart.command_of(profile, minimized=not args.with_window)
    if args.act == "status":
        found = autostart.state(entry, command)
    else:
        found = autostart.switch(entry, command, on=args.act == "on")
    if args.json:
        terminal.out(json.dumps(asdict(found)))
        return 0
    if not found.on:
        terminal.out("off")
        return 0
    terminal.out("on, in the tray or minimised" if found.minimized else "on, with its window")
    terminal.out(f"command: {plain(found.command, _LONGEST)}")
    terminal.out(f"entry: {plain(found.place, _LONGEST)}")
    if found.stale:
        terminal.warn(
            'another program is started than the one that runs now; "catalogsync-gui autostart on" '
            "puts that right"
        )
    return 0
