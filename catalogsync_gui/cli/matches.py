# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that lists the matches which wait for an answer."""

from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.core.matches import Proposal
from catalogsync_gui.core.matching import percent
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.match_commands import proposals


def matches(desk: Desk, call: Call) -> int:
    """Lists what waits for an answer, the surest first."""
    rows = proposals(desk)
    if call.args.json:
        show_array(map(_object, rows), call.out)
        return 0
    show_table(
        ("ITEM>", "SURE>", "WANTED", "CANDIDATE>", "IS", "SOURCE", "FILE"),
        (
            (
                str(row.item),
                f"{percent(row.confidence)} %",
                _named(row.wanted),
                str(row.candidate),
                _named(row.found),
                row.source,
                row.path,
            )
            for row in rows
        ),
        call.out,
    )
    return 0


def _named(info: TrackInfo) -> str:
    return " - ".join(filter(None, (info.artist, info.title))) or "-"


def _object(row: Proposal) -> dict[str, Any]:
    return {
        "item": row.item,
        "artist": row.wanted.artist,
        "title": row.wanted.title,
        "confidence": row.confidence,
        "candidate": row.candidate,
        "candidate_artist": row.found.artist,
        "candidate_title": row.found.title,
        "path": row.path,
        "source": row.source,
    }
