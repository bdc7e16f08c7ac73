# SPDX-License-Identifier: GPL-3.0-or-later
"""The command about the trash: it lists, puts back, deletes."""

from dataclasses import asdict

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.control.wording import count, moment, plain, size
from catalogsync_gui.engine import trash_commands
from catalogsync_gui.engine.desk import Desk


def trash(desk: Desk, call: Call) -> int:
    """Lists the trash, or does what was asked about it."""
    if call.args.restore:
        for path in trash_commands.restore(desk, call.args.restore):
            call.out(f"restored {plain(path, 1000)}")
    elif call.args.empty:
        call.out(f"{count(trash_commands.empty(desk), 'track')} deleted")
    else:
        _list(desk, call)
    return 0


def _list(desk: Desk, call: Call) -> None:
    rows = trash_commands.entries(desk)
    if call.args.json:
        show_array(map(asdict, rows), call.out)
        return
    show_table(
        ("ID>", "SINCE", "UNTIL", "SIZE>", "SOURCE", "ARTIST", "TITLE", "FILE"),
        (
            (
                str(row.id),
                moment(row.trashed_at),
                moment(row.expires_at),
                size(sum(file.size for file in row.files)),
                row.source,
                row.artist or "-",
                row.title or "-",
                row.files[0].original if row.files else "-",
            )
            for row in rows
        ),
        call.out,
    )
