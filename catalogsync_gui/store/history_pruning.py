# SPDX-License-Identifier: GPL-3.0-or-later
"""Forgetting old jobs and their outcomes, a little at a time."""

import json

from catalogsync_gui.core.history import MOST_OUTCOMES
from catalogsync_gui.store.connection import Connection

_BATCH = 500
"""Rows deleted by one transaction: some milliseconds."""

_NEWEST = "(SELECT MAX(id) FROM jobs WHERE finished_at IS NOT NULL)"

# The job that ended last keeps its row: the schedule counts from it.
_VICTIM = (
    f"SELECT id, id = {_NEWEST} FROM jobs j WHERE finished_at IS NOT NULL"
    f" AND (hidden OR (finished_at < ? AND id < {_NEWEST}))"
    f" AND (id < {_NEWEST} OR EXISTS (SELECT 1 FROM outcomes WHERE job_id = j.id)"
    " OR EXISTS (SELECT 1 FROM readings WHERE job_id = j.id)) ORDER BY id LIMIT 1"
)


class PruneStore:
    """Deletes history. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def hide(self) -> int:
        """Takes all jobs that have ended out of the lists; :meth:`step` deletes them. How many."""
        with self._db.write() as db:
            return db.execute(
                "UPDATE jobs SET hidden = 1 WHERE finished_at IS NOT NULL AND NOT hidden"
            ).rowcount

    def step(self, before: float, most: int = MOST_OUTCOMES) -> bool:
        """Deletes one batch of what is not kept; whether there was anything to delete.

        Does nothing while a job is open. Opening one is a transaction as this is, so nothing is
        ever deleted between the opening of a job and its first claim.

        :param before: epoch seconds; jobs that ended before it go, but for the one that ended last.
        :param most: outcomes that are kept at most; the oldest go first.
        """
        with self._db.write(durable=False) as db:
            if db.execute("SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')").fetchone()[
                0
            ]:
                return False
            victim = db.execute(_VICTIM, (before,)).fetchone()
            if victim is not None:
                self._delete(db, victim[0], keep_row=bool(victim[1]))
                return True
            # Outcomes only ever go from their beginning, so their ids have no gaps to speak of.
            kept = db.execute(
                "SELECT COALESCE((SELECT MAX(id) FROM outcomes)"
                " - (SELECT MIN(id) FROM outcomes) + 1, 0)"
            ).fetchone()[0]
            return kept > most and bool(
                db.execute(
                    "DELETE FROM outcomes WHERE id IN"
                    f" (SELECT id FROM outcomes ORDER BY id LIMIT {_BATCH})"
                ).rowcount
            )

    @staticmethod
    def _delete(db: Connection, job: int, *, keep_row: bool) -> None:
        for table in (
            "DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes WHERE job_id = ? LIMIT ?)",
            # One statement for all items of a large job would hold others up for seconds.
            "UPDATE items SET job_id = NULL WHERE id IN"
            " (SELECT id FROM items WHERE job_id = ? LIMIT ?)",
        ):
            if db.execute(table, (job, _BATCH)).rowcount:
                return
        db.execute("DELETE FROM readings WHERE job_id = ?", (job,))
        if not keep_row:
            db.execute("DELETE FROM jobs WHERE id = ?", (job,))

    def forget_sources(self) -> int:
        """Forgets the names of removed sources that no job tells of any more; how many."""
        former = {row[0] for row in self._db.execute("SELECT id FROM former_sources")}
        if not former:
            return 0
        told = self._db.execute("SELECT sources FROM jobs WHERE NOT hidden")
        gone = former.difference(*(json.loads(row[0]) for row in told))
        with self._db.write(durable=False) as db:
            return db.execute(
                "DELETE FROM former_sources WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(gone)),),
            ).rowcount
