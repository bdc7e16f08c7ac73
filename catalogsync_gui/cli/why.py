# SPDX-License-Identifier: GPL-3.0-or-later
"""Why items are not there, for the commands that list them."""

import json
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array
from catalogsync_gui.control.client import ask
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.control.wording import moment, plain
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.reasons import Circumstances, Reason, circumstances_from
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.why import ExplainedItem, explained
from catalogsync_gui.paths import Profile

_LONGEST = 1000


def circumstances(profile: Profile) -> Circumstances:
    """What the instance that runs on the profile does now; of none where none answers."""
    lines: list[str] = []

    def ignore(_line: str) -> None:
        """What goes wrong with the question is no matter of the list that it is asked for."""

    try:
        status = ask(
            profile.socket_name, Request(("status", "--json")), lines.append, ignore, ignore
        )
        if status == 0:
            return circumstances_from(json.loads("".join(lines)))
    except (CannotRun, KeyError, TypeError, ValueError):
        # One of another version, or one that is just ending.
        pass
    return Circumstances()


def reason_text(reason: Reason | None) -> str:
    """A reason and its time as a cell of a table."""
    if reason is None:
        return "-"
    when = f" (next: {moment(reason.next_at)})" if reason.next_at is not None else ""
    # The time comes last and must not be cut off.
    return plain(reason.message, 300 - len(when)) + when


def reason_fields(reason: Reason | None) -> dict[str, Any]:
    """What JSON says of a reason."""
    return {
        "reason": {"kind": reason.kind, "message": reason.message} if reason else None,
        "next_at": reason.next_at if reason else None,
    }


def why(desk: Desk, call: Call) -> int:
    """Says of some items why they are not there, and what happens next."""
    found = explained(desk, call.args.items, circumstances(desk.profile))
    if call.args.json:
        show_array(
            (
                {"item": one.row.id, "state": one.row.state.value} | reason_fields(one.reason)
                for one in found
            ),
            call.out,
        )
        return 0
    for one in found:
        for line in _lines(one):
            call.out(line)
    return 0


def _lines(one: ExplainedItem) -> list[str]:
    row, reason = one.row, one.reason
    named = " - ".join(part for part in (row.artist, row.title) if part) or "-"
    lines = [f"item {row.id}: {plain(named)} ({plain(row.source_name)})", f"  {row.state.value}"]
    if reason is None:
        return [*lines, f"  it is there: {plain(row.path, _LONGEST)}"]
    lines.append(f"  {plain(reason.message, _LONGEST)}")
    if reason.next_at is not None:
        lines.append(f"  next: {moment(reason.next_at)}")
    return lines
