# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting and writing down how items end, within the transaction that ends them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from catalogsync_gui.core.models import ClaimedItem
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.stages import close_download

_COUNTED = frozenset({ItemState.DONE, ItemState.FAILED, ItemState.SKIPPED})
_LONGEST_MESSAGE = 500
"""Characters of an error that are kept with an outcome; the item has all of it."""

_COLUMNS = (
    "INSERT INTO outcomes (job_id, item_id, source_id, state, at, bytes, seconds, tries, title,"
    " artist, host, error_kind, error_message)"
)
_VALUES = (
    "i.id, i.source_id, i.state, :now, :bytes, :seconds, :tries, t.title, t.artist, i.host,"
    f" i.error_kind, substr(i.error_message, 1, {_LONGEST_MESSAGE})"
)


@dataclass(frozen=True, slots=True)
class Ended:
    """What the end of an attempt brought with it.

    :ivar playlists: those that hold the track, when their files have to be written again.
    :ivar stage_closed: this was the last open item of the download stage.
    :ivar state: what the item is now; a person may have wanted it to be held, or not at all.
    """

    playlists: tuple[int, ...] = ()
    stage_closed: bool = False
    state: ItemState = ItemState.DONE


def counted_as(state: ItemState) -> str | None:
    """What an item's end counts as in the stage; None where it is still to come."""
    return state.value if state in _COUNTED else None


def count_end(
    db: Connection,
    item: ClaimedItem,
    column: str | None,
    got: int,
    now: float,
    seconds: float = 0.0,
) -> bool:
    """An attempt has ended, as the item's row says by now; whether the download stage closed.

    :param column: what the item's end counts as in the stage; None for one that is put back.
    :param got: bytes that the attempt transferred. :param seconds: how long it took.
    """
    counted = f"{column} = {column} + 1," if column else ""
    if column:
        db.execute(
            f"{_COLUMNS} SELECT j.id, {_VALUES} FROM items i JOIN tracks t ON t.id = i.track_id"
            " JOIN jobs j ON j.id = :job WHERE i.id = :item",
            {
                "job": item.job,
                "item": item.id,
                "now": now,
                "bytes": got,
                "seconds": seconds,
                "tries": item.attempts + 1,
            },
        )
    db.execute(
        f"UPDATE stages SET {counted} bytes = bytes + ? WHERE job_id = ? AND name = 'download'",
        (got, item.job),
    )
    return close_download(db, item.job, now)


def note_all(db: Connection, job: int, items: Sequence[int], now: float) -> None:
    """Several items have ended in a job without an attempt."""
    db.execute(
        f"{_COLUMNS} SELECT j.id, {_VALUES} FROM json_each(:items) k"
        " CROSS JOIN items i ON i.id = k.value JOIN tracks t ON t.id = i.track_id"
        " JOIN jobs j ON j.id = :job",
        {
            "job": job,
            "items": json.dumps(list(items)),
            "now": now,
            "bytes": 0,
            "seconds": 0.0,
            "tries": 0,
        },
    )
