# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that shows what a name template makes of tracks of the library."""

from dataclasses import asdict

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import json_text, show_table
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.naming import NamingTemplate
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.engine import rename_commands
from catalogsync_gui.engine.commands import find_source
from catalogsync_gui.engine.desk import Desk


def naming(desk: Desk, call: Call) -> int:
    """Shows a template, or those in force, on a few tracks."""
    args = call.args
    source = None if args.source is None else find_source(desk, args.source)
    in_force = rename_commands.namings(desk)
    if args.template is not None:
        in_force = Namings(NamingTemplate.parse(args.template))
    template = in_force.default if source is None else in_force.of(source)
    rows = rename_commands.preview(rename_commands.samples(desk, source), in_force)
    if args.json:
        call.out(json_text({"template": template.text, "tracks": [asdict(row) for row in rows]}))
        return 0
    call.out(f"template: {plain(template.text)}")
    call.out("")
    show_table(
        ("SOURCE", "NOW", "NAME"),
        ((row.source, row.path or "-", row.target) for row in rows),
        call.out,
    )
    return 0
