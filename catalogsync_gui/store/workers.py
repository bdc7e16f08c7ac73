# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers, and what becomes of the claims of those that are gone."""

from collections.abc import Sequence

from catalogsync_gui.core.errors import LeaseLost
from catalogsync_gui.core.history import PROCESS_GONE
from catalogsync_gui.core.models import ClaimedItem
from catalogsync_gui.core.retry import LONGEST_RETRY_AFTER
from catalogsync_gui.core.states import JobState
from catalogsync_gui.store.claims import last_due, pairs
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.wishes import LET_GO

_PUT_BACK = (
    f"UPDATE items SET state = CASE state WHEN 'running' THEN {LET_GO} ELSE state END,"
    " worker_id = NULL, claim = claim + 1, lease_until = NULL"
)
"""Its fencing number grows, so that a late write of the old worker changes nothing."""

_GONE_WORDS = "the program ended before this sync did; the next one goes on with what was left"


class WorkerStore:
    """Queries about workers. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def begin(self, job: int, number: int, *, boot_id: str, pid: int, now: float) -> int:
        """Registers a worker; returns its id, which no other worker ever had.

        :param number: its place within the job, from 1.
        :param boot_id: the machine's boot, so that a pid is not taken for one of another boot.
        """
        with self._db.write(durable=False) as db:
            row = db.execute(
                "INSERT INTO workers (job_id, number, boot_id, pid, epoch, started_at,"
                " heartbeat_at) VALUES (?1, ?2, ?3, ?4,"
                " (SELECT COALESCE(MAX(epoch), 0) + 1 FROM workers), ?5, ?5) RETURNING id",
                (job, number, boot_id, pid, now),
            ).fetchone()
        return int(row[0])

    def beat(self, worker: int, now: float) -> None:
        """A sign of life."""
        with self._db.write(durable=False) as db:
            db.execute("UPDATE workers SET heartbeat_at = ? WHERE id = ?", (now, worker))

    def must_hold(self, item: ClaimedItem) -> None:
        """Makes sure that a worker still has the claim that it was given; only reads.

        :raises LeaseLost: it has not.
        """
        row = self._db.execute(
            "SELECT 1 FROM items WHERE id = ? AND worker_id = ? AND claim = ?",
            (item.id, item.worker, item.claim),
        ).fetchone()
        if row is None:
            raise LeaseLost(f"item {item.id} is no longer claimed by worker {item.worker}")

    def end(self, worker: int, now: float) -> None:
        """The worker has stopped. An item that it could not bring to an end is put back."""
        with self._db.write(durable=False) as db:
            db.execute(f"{_PUT_BACK} WHERE worker_id = ?", (worker,))
            db.execute(
                "UPDATE workers SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (now, worker)
            )

    def release_expired(self, now: float) -> list[int]:
        """Takes claims away from workers that gave no sign in time; the items' ids.

        Their parts are not gone on with: the old worker may still write to them.
        """
        with self._db.write() as db:
            rows = db.execute(
                # Whoever has lost it may still write into what is there.
                f"{_PUT_BACK}, part_validator = '', part_total = NULL"
                " WHERE state IN ('running', 'placing') AND worker_id IS NOT NULL"
                " AND lease_until < ? RETURNING id",
                (now,),
            ).fetchall()
        return [row[0] for row in rows]

    def renew_all(self, lease_until: float) -> None:
        """Gives every claim its time anew: the clock has jumped, and tells nothing of workers."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE items SET lease_until = ? WHERE state IN ('running', 'placing')"
                " AND worker_id IS NOT NULL",
                (lease_until,),
            )

    def hurry(self, sources: Sequence[int], now: float) -> None:
        """Has items tried now that wait longer than any wait is: a clock that ran ahead said so."""
        latest = now + LONGEST_RETRY_AFTER
        late = [
            pair
            for pair in pairs(self._db, sources)
            if (due := last_due(self._db, pair)) is not None and due > latest
        ]
        for pair in late:
            with self._db.write(durable=False) as db:
                db.execute(
                    "UPDATE items SET not_before = 0 WHERE state = 'pending' AND source_id = ?"
                    " AND host = ? AND not_before > ?",
                    (*pair, latest),
                )

    def recover(self, now: float) -> int:
        """Puts back what a process that is gone had claimed; returns the number of items.

        To be called at start under the profile's lock: nobody else can be alive then. Items in
        ``placing`` keep their state: the next worker finds out by hash what became of the file.
        """
        with self._db.write() as db:
            count = db.execute(
                f"{_PUT_BACK} WHERE state IN ('running', 'placing') AND (worker_id IS NOT NULL"
                " OR state = 'running')"
            ).rowcount
            db.execute("UPDATE workers SET ended_at = ? WHERE ended_at IS NULL", (now,))
            db.execute(
                "UPDATE stages SET state = 'finished', finished_at = ? WHERE state = 'open'",
                (now,),
            )
            db.execute(
                "UPDATE jobs SET state = ?, finished_at = ?, error_kind = ?, error_message = ?"
                " WHERE state = 'running'",
                (JobState.CANCELLED, now, PROCESS_GONE, _GONE_WORDS),
            )
        return count
