# SPDX-License-Identifier: GPL-3.0-or-later
"""The command about former versions of playlists: it lists them, and writes one again."""

from dataclasses import asdict

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.control.wording import count, moment, plain
from catalogsync_gui.engine import version_commands
from catalogsync_gui.engine.desk import Desk


def versions(desk: Desk, call: Call) -> int:
    """Lists the versions, or writes one as a file of its own."""
    if call.args.restore is not None:
        made = version_commands.restore(desk, call.args.restore, call.args.name or "")
        left = f"; {made.missing} more are not there any more" if made.missing else ""
        call.out(f"wrote {plain(made.path, 1000)} with {count(made.entries, 'track')}{left}")
        return 0
    rows = version_commands.versions(desk, call.args.playlist)
    if call.args.json:
        show_array(map(asdict, rows), call.out)
        return 0
    show_table(
        ("ID>", "PLAYLIST>", "KEPT", "TRACKS>", "TITLE"),
        (
            (
                str(row.id),
                "removed" if row.playlist is None else str(row.playlist),
                moment(row.kept_at),
                str(row.entries),
                row.title,
            )
            for row in rows
        ),
        call.out,
    )
    return 0
