# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule by which a download stage ends, shared by every transaction that may end it."""

from catalogsync_gui.core.states import StageName, StageState
from catalogsync_gui.store.connection import Connection

_SOURCES = "(SELECT value FROM json_each((SELECT sources FROM jobs WHERE id = :job)))"


def has_open_items(db: Connection, job: int) -> bool:
    """Whether any item of the job's sources is pending, running or being placed."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM items INDEXED BY items_pending"
        f" WHERE state = 'pending' AND source_id IN {_SOURCES})"
        " OR EXISTS (SELECT 1 FROM items INDEXED BY items_running"
        f" WHERE state = 'running' AND source_id IN {_SOURCES})"
        " OR EXISTS (SELECT 1 FROM items INDEXED BY items_placing"
        f" WHERE state = 'placing' AND source_id IN {_SOURCES})",
        {"job": job},
    ).fetchone()
    return bool(row[0])


def close_download(db: Connection, job: int, now: float) -> bool:
    """Closes the download stage if refresh has ended and no item is open; whether it did.

    To be called within the transaction that ended the last item (or the refresh).
    """
    refresh = db.execute(
        "SELECT state FROM stages WHERE job_id = ? AND name = ?", (job, StageName.REFRESH)
    ).fetchone()
    if refresh is None or refresh[0] != StageState.FINISHED or has_open_items(db, job):
        return False
    return (
        db.execute(
            "UPDATE stages SET state = 'finished', finished_at = ?"
            " WHERE job_id = ? AND name = 'download' AND state = 'open'",
            (now, job),
        ).rowcount
        == 1
    )
