# SPDX-License-Identifier: GPL-3.0-or-later
"""What was brought to an end since a moment."""

from catalogsync_gui.core.models import Counts
from catalogsync_gui.store.connection import Connection

_WHOLE = (
    "SELECT COALESCE(SUM(done), 0), COALESCE(SUM(failed), 0), COALESCE(SUM(skipped), 0),"
    " COALESCE(SUM(bytes), 0) FROM stages WHERE job_id = ?1 AND ?2 IS NOT NULL"
)
_PART = (
    "SELECT COALESCE(SUM(state = 'done'), 0), COALESCE(SUM(state = 'failed'), 0),"
    " COALESCE(SUM(state = 'skipped'), 0), COALESCE(SUM(bytes), 0)"
    " FROM outcomes WHERE job_id = ?1 AND at >= ?2"
)


class TodayStore:
    """Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def since(self, moment: float) -> Counts:
        """What came to its end since, and the bytes that were transferred for it.

        Of jobs that began since, the figures of their stages; of one that runs over the moment,
        the outcomes after it. Years of jobs before cost nothing.

        :param moment: epoch seconds.
        """
        with self._db.read() as db:
            # Not of the latest time: the clock may have been set back since.
            over = db.execute(
                "SELECT id FROM jobs WHERE finished_at < ? ORDER BY id DESC LIMIT 1", (moment,)
            ).fetchone()
            jobs = db.execute(
                "SELECT id, started_at FROM jobs WHERE id > ?", (0 if over is None else over[0],)
            ).fetchall()
            found = [
                db.execute(_WHOLE if began >= moment else _PART, (job, moment)).fetchone()
                for job, began in jobs
            ]
        return Counts(*(sum(column) for column in zip(*found, strict=True))) if found else Counts()
