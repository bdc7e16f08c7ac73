# SPDX-License-Identifier: GPL-3.0-or-later
"""What was brought to an end since a moment."""

from catalogsync_gui.core.models import Counts
from catalogsync_gui.store.connection import Connection


class TodayStore:
    """Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def since(self, moment: float) -> Counts:
        """The outcomes of the jobs that ran since, and the bytes that were transferred.

        What a job had brought to an end before that counts as well: a job that runs over midnight
        is one of both days. Asked by job, newest first, so that it costs the same whatever there
        was in the years before.

        :param moment: epoch seconds.
        """
        oldest = self._db.execute(
            "SELECT id FROM jobs WHERE finished_at < ? ORDER BY id DESC LIMIT 1", (moment,)
        ).fetchone()
        row = self._db.execute(
            "SELECT COALESCE(SUM(done), 0), COALESCE(SUM(failed), 0), COALESCE(SUM(skipped), 0),"
            " COALESCE(SUM(bytes), 0) FROM stages WHERE job_id > ?",
            (0 if oldest is None else oldest[0],),
        ).fetchone()
        return Counts(*row)
