# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that compares the library with the database, and sees to what was found."""

from collections.abc import Iterable
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.control.wording import count, moment, plain
from catalogsync_gui.core.damage import Damage, Difference
from catalogsync_gui.engine import damage_commands, verifying
from catalogsync_gui.engine.desk import Desk


def verify(desk: Desk, call: Call) -> int:
    """Verifies, lists what was found before, or does what was asked about it."""
    args = call.args
    if args.fetch_again:
        back = damage_commands.fetch_again(desk, args.items or None)
        call.out(f"{count(back, 'item')} put back to pending")
        return 0
    if args.keep:
        kept = damage_commands.keep(desk, args.items or None)
        call.out(f"{count(kept, 'file')} kept as {'it is' if kept == 1 else 'they are'}")
        return 0
    if args.found:
        _list(damage_commands.found(desk), call)
        return 0
    return _verify(desk, call)


def _list(rows: Iterable[Damage], call: Call) -> None:
    if call.args.json:
        show_array(map(_damage_object, rows), call.out)
        return
    show_table(
        ("ITEM>", "WHAT", "SINCE", "SOURCE", "ARTIST", "TITLE", "FILE"),
        (
            (
                str(row.items[0]),
                row.difference.kind.value,
                moment(row.found_at),
                row.source,
                row.artist or "-",
                row.title or "-",
                row.difference.path,
            )
            for row in rows
        ),
        call.out,
    )


def _damage_object(row: Damage) -> dict[str, Any]:
    return _object(row.difference) | {
        "found_at": row.found_at,
        "items": list(row.items),
        "artist": row.artist,
        "title": row.title,
        "source": row.source,
    }


def _object(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind.value,
        "path": difference.path,
        "detail": difference.detail,
        "size": difference.size,
        "sha256": difference.sha256,
    }


def _verify(desk: Desk, call: Call) -> int:
    if call.args.json:
        found: list[Difference] = []
        clean = verifying.verify(desk, found.append).clean
        show_array(map(_object, found), call.out)
        return 0 if clean else 1

    def tell(difference: Difference) -> None:
        call.out(f"{difference.kind:<10} {plain(difference.path)} ({difference.detail})")

    report = verifying.verify(desk, tell)
    if report.clean:
        call.out(f"{count(report.checked, 'file')} checked, all as they should be")
        return 0
    more = "".join(
        f", {number} {word}"
        for number, word in ((report.damaged, "damaged"), (report.unreadable, "unreadable"))
        if number
    )
    call.out(
        f"{count(report.checked, 'file')} checked: "
        f"{report.missing} missing, {report.changed} changed{more}"
    )
    return 1
