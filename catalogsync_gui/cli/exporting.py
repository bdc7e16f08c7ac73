# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that lists and changes the export variants."""

from argparse import Namespace
from dataclasses import replace

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine import variant_commands
from catalogsync_gui.engine.desk import Desk

_CHOICES = ("folder", "format", "paths", "prefix", "encoding", "escapes")


def exports(desk: Desk, call: Call) -> int:
    """Lists the export variants, adds or changes one, or removes one."""
    args = call.args
    match args.act:
        case "add":
            call.settings = variant_commands.put_variant(desk, _asked(desk, args))
            call.out(
                'every playlist is written at the next sync, or by "catalogsync-gui export"; a '
                "running instance does it now"
            )
        case "remove":
            call.settings = variant_commands.remove_variant(desk, args.name)
        case _:
            _list(desk, call)
    return 0


def _asked(desk: Desk, args: Namespace) -> ExportVariant:
    given = {key: getattr(args, key) for key in _CHOICES if getattr(args, key) is not None}
    former = variant_commands.find_variant(desk.settings, args.name)
    if former is not None:
        if "prefix" not in given and given.get("paths", "mapped") != "mapped":
            given["prefix"] = ""
        return replace(former, **given)
    if "folder" not in given:
        raise UsageError("a new export variant needs --folder")
    return ExportVariant(args.name, **given)


def _list(desk: Desk, call: Call) -> None:
    variants = desk.settings.exports
    if call.args.json:
        show_array((variant.table() for variant in variants), call.out)
        return
    show_table(
        ("NAME", "FORMAT", "PATHS", "ENCODING", "ESCAPES", "PREFIX", "FOLDER"),
        (
            (
                v.name,
                v.format,
                v.paths,
                v.encoding,
                v.escapes,
                plain(v.prefix) or "-",
                plain(v.folder, 1000),
            )
            for v in variants
        ),
        call.out,
    )
