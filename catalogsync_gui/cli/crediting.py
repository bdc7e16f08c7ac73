# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that prints or saves the credits."""

from catalogsync_gui.cli.call import Call
from catalogsync_gui.control.wording import count, plain
from catalogsync_gui.core.credits import FORMATS, rendered
from catalogsync_gui.engine import credit_commands
from catalogsync_gui.engine.commands import check_playlists, find_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.store.credits import Scope

_LONGEST_LINE = 4000


def credits(desk: Desk, call: Call) -> int:
    """Prints the credits of the tracks that are there, or writes them to a file."""
    args = call.args
    source = find_source(desk, args.source) if args.source else None
    playlist = None if args.playlist is None else check_playlists(desk, [args.playlist])[0]
    scope = Scope(source, playlist)
    if args.output:
        path = call.path(args.output)
        ending = path.suffix.lower().removeprefix(".")
        form = args.format or (ending if ending in FORMATS else FORMATS[0])
        number = credit_commands.save_credits(desk, path, form, scope, args.license)
        call.out(f"credits of {count(number, 'track')} written to {plain(args.output)}")
        return 0
    form = args.format or FORMATS[0]
    for line in rendered(credit_commands.credits(desk, scope, args.license), form):
        # What strangers wrote goes to a terminal here, if not to a program.
        call.out(plain(line, _LONGEST_LINE) if form == "text" else line)
    return 0
