# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs and their stages."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.history import JobWhy
from catalogsync_gui.core.models import Counts, ErrorInfo, Job, Stage
from catalogsync_gui.core.states import JobState, StageName, StageState
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.outcomes import note_all
from catalogsync_gui.store.stages import close_download, has_open_items

_COLUMNS = "id, state, sources, started_at, finished_at, why, error_kind, error_message, unwritten"


class JobStore:
    """Queries about jobs. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def open(self, sources: Sequence[int], now: float, why: JobWhy = JobWhy.UNKNOWN) -> int:
        """Begins a job; returns its id."""
        with self._db.write() as db:
            row = db.execute(
                "INSERT INTO jobs (state, sources, started_at, why) VALUES ('running', ?, ?, ?)"
                " RETURNING id",
                (json.dumps(list(sources)), now, why),
            ).fetchone()
        return int(row[0])

    def open_stage(self, job: int, stage: StageName, now: float) -> None:
        """Opens a stage of a job."""
        with self._db.write(durable=False) as db:
            db.execute(
                "INSERT INTO stages (job_id, name, state, opened_at) VALUES (?, ?, 'open', ?)",
                (job, stage, now),
            )

    def has_open_items(self, job: int) -> bool:
        """Whether any item of the job's sources is pending, running or being placed."""
        return has_open_items(self._db, job)

    def finish_refresh(self, job: int, now: float) -> bool:
        """Ends the refresh stage; whether the download stage closed with it."""
        with self._db.write() as db:
            self._finish(db, job, StageName.REFRESH, now)
            return close_download(db, job, now)

    def close_download(self, job: int, now: float) -> bool:
        """Closes the download stage if nothing of it is open; whether it did."""
        with self._db.write() as db:
            return close_download(db, job, now)

    def finish_stage(self, job: int, stage: StageName, now: float) -> None:
        """Ends a stage."""
        with self._db.write() as db:
            self._finish(db, job, stage, now)

    @staticmethod
    def _finish(db: Connection, job: int, stage: StageName, now: float) -> None:
        db.execute(
            "UPDATE stages SET state = 'finished', finished_at = ?"
            " WHERE job_id = ? AND name = ? AND state = 'open'",
            (now, job, stage),
        )

    def counts(self, job: int) -> Counts:
        """The outcomes of a job so far: those of its stages together."""
        row = self._db.execute(
            "SELECT COALESCE(SUM(done), 0), COALESCE(SUM(failed), 0), COALESCE(SUM(skipped), 0),"
            " COALESCE(SUM(bytes), 0) FROM stages WHERE job_id = ?",
            (job,),
        ).fetchone()
        return Counts(*row)

    def stage_counts(self, job: int, stage: StageName) -> Counts:
        """The outcomes of one stage of a job so far."""
        row = self._db.execute(
            "SELECT done, failed, skipped, bytes FROM stages WHERE job_id = ? AND name = ?",
            (job, stage),
        ).fetchone()
        return Counts() if row is None else Counts(*row)

    def count_skipped(self, job: int, items: Sequence[int], now: float) -> None:
        """These items turned out to have no usable address while catalogues were read."""
        with self._db.write(durable=False) as db:
            note_all(db, job, items, now)
            db.execute(
                "UPDATE stages SET skipped = skipped + ? WHERE job_id = ? AND name = ?",
                (len(items), job, StageName.REFRESH),
            )

    def finish(
        self,
        job: int,
        state: JobState,
        now: float,
        *,
        error: ErrorInfo | None = None,
        unwritten: int = 0,
    ) -> None:
        """Ends a job, and whatever stage of it is still open.

        :param error: what broke it off. :param unwritten: playlists that could not be written.
        """
        with self._db.write() as db:
            db.execute(
                "UPDATE stages SET state = 'finished', finished_at = ?"
                " WHERE job_id = ? AND state = 'open'",
                (now, job),
            )
            db.execute(
                "UPDATE jobs SET state = ?, finished_at = ?, error_kind = ?, error_message = ?,"
                " unwritten = ? WHERE id = ? AND state = 'running'",
                (
                    state,
                    now,
                    error.kind if error else "",
                    error.message if error else "",
                    unwritten,
                    job,
                ),
            )

    def is_open(self) -> bool:
        """Whether a job is open."""
        row = self._db.execute("SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')")
        return bool(row.fetchone()[0])

    def next_retry(self, kind: str | None = None, *, without: Collection[int] = ()) -> float | None:
        """When the first failed item is to be tried again, epoch seconds.

        Those that wait for any sync (:data:`retry.WITH_NEXT_SYNC`) have no time of their own.

        :param kind: of those only that failed with an error of this kind.
        :param without: ids of sources whose items do not count.
        """
        row = self._db.execute(
            "SELECT MIN(retry_at) FROM items WHERE state = 'failed' AND retry_at > 0"
            " AND (?1 IS NULL OR error_kind = ?1)"
            " AND source_id NOT IN (SELECT value FROM json_each(?2))",
            (kind, json.dumps(list(without))),
        ).fetchone()
        return row[0] if row[0] is None else float(row[0])

    def last_finished(self) -> float:
        """When the last job ended, epoch seconds; 0 for never."""
        # Not the latest time: the clock may have been set back since.
        row = self._db.execute(
            "SELECT finished_at FROM jobs WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return 0.0 if row is None else float(row[0])

    def recent(self, limit: int = 50, offset: int = 0) -> list[Job]:
        """The last jobs, newest first, without so many of the newest."""
        with self._db.read() as db:
            found = db.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE NOT hidden ORDER BY id DESC LIMIT ? OFFSET ?",
                (limit, offset),
            ).fetchall()
            return [self._job(db, row) for row in found]

    def one(self, job: int) -> Job:
        """One job.

        :raises UnknownThing: there is none of that id, or not any more.
        """
        with self._db.read() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE id = ? AND NOT hidden", (job,)
            ).fetchone()
            if row is None:
                raise UnknownThing(
                    f'there is no sync {job}, or not any more; "catalogsync-gui jobs" lists them'
                )
            return self._job(db, row)

    def count(self) -> int:
        """How many jobs are on record."""
        return int(self._db.execute("SELECT COUNT(*) FROM jobs WHERE NOT hidden").fetchone()[0])

    @staticmethod
    def _job(db: Connection, row: tuple[Any, ...]) -> Job:
        job, state, sources, started_at, finished_at, why, kind, message, unwritten = row
        stages = tuple(
            Stage(StageName(name), StageState(state), opened, finished, Counts(*counts))
            for name, state, opened, finished, *counts in db.execute(
                "SELECT name, state, opened_at, finished_at, done, failed, skipped, bytes"
                " FROM stages WHERE job_id = ? ORDER BY opened_at",
                (job,),
            )
        )
        counts = Counts(
            done=sum(stage.counts.done for stage in stages),
            failed=sum(stage.counts.failed for stage in stages),
            skipped=sum(stage.counts.skipped for stage in stages),
            bytes=sum(stage.counts.bytes for stage in stages),
        )
        return Job(
            job,
            JobState(state),
            tuple(json.loads(sources)),
            started_at,
            finished_at,
            counts,
            stages,
            why,
            ErrorInfo(kind, message) if kind else None,
            unwritten,
        )
