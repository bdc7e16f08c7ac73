# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what became of past jobs, and the causes by which items have failed."""

from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.addresses import stem_of
from catalogsync_gui.core.events import SourceRefreshed
from catalogsync_gui.core.history import (
    Cause,
    CauseGroup,
    Outcome,
    OutcomeCounts,
    Reading,
)
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import media_value

_BATCH = 500
_NAME = (
    "COALESCE((SELECT name FROM sources WHERE id = {0}),"
    " (SELECT name FROM former_sources WHERE id = {0}), '')"
)
_SELECT = (
    "SELECT o.id, o.job_id, o.item_id, o.source_id, "
    f"{_NAME.format('o.source_id')}, o.state, o.at, o.bytes, o.seconds, o.tries, o.title,"
    " o.artist, o.host, o.error_kind, o.error_message, i.state, i.media, f.path FROM outcomes o"
    " LEFT JOIN items i ON i.id = o.item_id LEFT JOIN files f ON f.id = i.file_id"
)
_STATES = (ItemState.DONE, ItemState.FAILED, ItemState.SKIPPED)
_AGAIN = "state = 'pending', attempts = 0, not_before = 0, retry_at = NULL"


class HistoryStore:
    """Queries about outcomes. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def note_reading(self, job: int, read: SourceRefreshed) -> None:
        """Keeps what reading a catalogue brought in a job; what was unchanged needs no word."""
        if read.unchanged:
            return
        error = read.error or ErrorInfo("", "")
        with self._db.write(durable=False) as db:
            db.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    job,
                    read.source,
                    read.playlists,
                    read.tracks,
                    read.new,
                    error.kind,
                    error.message,
                ),
            )

    def readings(self, job: int) -> list[Reading]:
        """What catalogues brought in a job; those that could not be read first."""
        rows = self._db.execute(
            f"SELECT r.source_id, {_NAME.format('r.source_id')}, r.playlists, r.tracks, r.new,"
            " r.error_kind, r.error_message FROM readings r WHERE r.job_id = ?"
            " ORDER BY r.error_kind = '', r.source_id",
            (job,),
        ).fetchall()
        return [
            Reading(source, name, playlists, tracks, new, _error(kind, message))
            for source, name, playlists, tracks, new, kind, message in rows
        ]

    def source_names(self) -> dict[int, str]:
        """The names of all sources that jobs may tell of, those that are no more included."""
        rows = self._db.execute(
            "SELECT id, name FROM former_sources UNION ALL SELECT id, name FROM sources"
        )
        return dict(rows.fetchall())

    def counts(self, job: int) -> OutcomeCounts:
        """How many outcomes of a job are on record, by state. From an index alone."""
        counted = dict(
            self._db.execute(
                "SELECT state, COUNT(*) FROM outcomes INDEXED BY outcomes_job WHERE job_id = ?"
                " GROUP BY state",
                (job,),
            ).fetchall()
        )
        return OutcomeCounts(*(counted.get(state.value, 0) for state in _STATES))

    def count(self, job: int, *, state: ItemState | None = None, text: str = "") -> int:
        """How many outcomes :meth:`page` would show in all."""
        if not text:
            counts = self.counts(job)
            by_state = dict(zip(_STATES, (counts.done, counts.failed, counts.skipped), strict=True))
            return counts.all if state is None else by_state.get(state, 0)
        where, values = self._where(job, state, text)
        return int(
            self._db.execute(f"SELECT COUNT(*) FROM outcomes o{where}", values).fetchone()[0]
        )

    def page(
        self, job: int, offset: int, limit: int, *, state: ItemState | None = None, text: str = ""
    ) -> list[Outcome]:
        """Some outcomes of a job, the last one first. The text is looked for in title and artist.

        The ids come first, from an index or from their place beside each other: skipping rows
        that are joined costs ten times more.
        """
        where, values = self._where(job, state, text)
        inner = f"SELECT o.id FROM outcomes o{where} ORDER BY o.id DESC LIMIT ? OFFSET ?"
        rows = self._db.execute(
            f"{_SELECT} WHERE o.id IN ({inner}) ORDER BY o.id DESC", (*values, limit, offset)
        ).fetchall()
        return [_outcome(row) for row in rows]

    def of_item(self, item: int, limit: int = 100) -> list[Outcome]:
        """How an item ended in every job on record, the last one first."""
        rows = self._db.execute(
            f"{_SELECT} WHERE o.item_id = ? ORDER BY o.id DESC LIMIT ?", (item, limit)
        ).fetchall()
        return [_outcome(row) for row in rows]

    def _where(self, job: int, state: ItemState | None, text: str) -> tuple[str, Sequence[object]]:
        if state is not None:
            # By the index of job and state, in which ids are in order.
            parts, values = ["o.job_id = ?", "o.state = ?"], [job, state.value]
        else:
            first, last = self._span(job)
            parts, values = ["o.id BETWEEN ? AND ?", "+o.job_id = ?"], [first, last, job]
        if text:
            pattern = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
            parts.append("(o.title LIKE ? ESCAPE '!' OR o.artist LIKE ? ESCAPE '!')")
            values += [pattern] * 2
        return f" WHERE {' AND '.join(parts)}", values

    def _span(self, job: int) -> tuple[int, int]:
        """The first and the last id of a job's outcomes; nothing lies between 1 and 0."""
        found = [
            self._db.execute(
                f"SELECT {which}(id) FROM outcomes WHERE job_id = ? AND state = ?", (job, state)
            ).fetchone()[0]
            for state in _STATES
            for which in ("MIN", "MAX")
        ]
        ids = [number for number in found if number is not None]
        return (min(ids), max(ids)) if ids else (1, 0)

    # ------------------------------------------------------------ causes

    def causes(self, job: int | None = None) -> list[CauseGroup]:
        """By what items have failed now, or failed in a job; the largest group first."""
        rows = self._now() if job is None else self._in_job(job)
        return [CauseGroup(Cause(*row[:3]), *row[3:]) for row in rows]

    def _now(self) -> list[tuple[Any, ...]]:
        return self._db.execute(
            f"SELECT g.kind, g.source, g.host, {_NAME.format('g.source')}, g.n, g.n,"
            " i.error_message, t.title, (SELECT MIN(retry_at) FROM items INDEXED BY items_cause"
            " WHERE state = 'failed' AND error_kind = g.kind AND source_id = g.source"
            " AND host = g.host AND retry_at > 0)"
            " FROM (SELECT error_kind AS kind, source_id AS source, host, COUNT(*) AS n,"
            " MAX(id) AS example FROM items INDEXED BY items_cause WHERE state = 'failed'"
            " GROUP BY error_kind, source_id, host) g"
            " JOIN items i ON i.id = g.example JOIN tracks t ON t.id = i.track_id"
            " ORDER BY g.n DESC, g.kind, g.source, g.host"
        ).fetchall()

    def _in_job(self, job: int) -> list[tuple[Any, ...]]:
        return self._db.execute(
            f"SELECT g.kind, g.source, g.host, {_NAME.format('g.source')}, g.n, g.open,"
            " o.error_message, o.title, NULL"
            " FROM (SELECT f.error_kind AS kind, f.source_id AS source, f.host, COUNT(*) AS n,"
            " SUM(EXISTS (SELECT 1 FROM items i WHERE i.id = f.item_id AND i.state = 'failed'))"
            " AS open, MAX(f.id) AS example FROM outcomes f INDEXED BY outcomes_cause"
            " WHERE f.job_id = ? AND f.state = 'failed'"
            " GROUP BY f.error_kind, f.source_id, f.host) g JOIN outcomes o ON o.id = g.example"
            " ORDER BY g.n DESC, g.kind, g.source, g.host",
            (job,),
        ).fetchall()

    def retry(self, cause: Cause, job: int | None = None) -> int:
        """Puts what has failed by a cause back to pending because a person asked; how many.

        :param job: only what failed by it in this job, and has failed still.
        """
        values = {"kind": cause.kind, "source": cause.source, "host": cause.host, "job": job}
        total = last = 0
        while True:
            with self._db.write(durable=False) as db:
                if job is None:
                    found = db.execute(
                        "SELECT id FROM items INDEXED BY items_cause WHERE state = 'failed'"
                        " AND error_kind = :kind AND source_id = :source AND host = :host"
                        f" AND id > :last ORDER BY id LIMIT {_BATCH}",
                        values | {"last": last},
                    ).fetchall()
                    items = [row[0] for row in found]
                else:
                    found = db.execute(
                        "SELECT id, item_id FROM outcomes INDEXED BY outcomes_cause"
                        " WHERE job_id = :job AND state = 'failed' AND error_kind = :kind"
                        " AND source_id = :source AND host = :host AND id > :last"
                        f" ORDER BY id LIMIT {_BATCH}",
                        values | {"last": last},
                    ).fetchall()
                    items = [row[1] for row in found]
                if not found:
                    return total
                last = found[-1][0]
                total += sum(
                    db.execute(
                        f"UPDATE items SET {_AGAIN} WHERE id = ? AND state = 'failed'"
                        " AND media IS NOT NULL",
                        (item,),
                    ).rowcount
                    for item in items
                )


def _error(kind: str, message: str) -> ErrorInfo | None:
    return ErrorInfo(kind, message) if kind else None


def _outcome(row: tuple[Any, ...]) -> Outcome:
    title, now, media, path = row[10], row[15], media_value(row[16]), row[17]
    return Outcome(
        id=row[0],
        job=row[1],
        item=row[2],
        source=row[3],
        source_name=row[4],
        state=ItemState(row[5]),
        at=row[6],
        bytes=row[7],
        seconds=row[8],
        tries=row[9],
        title=title or (stem_of(media.address) if media else ""),
        artist=row[11],
        host=row[12],
        error=_error(row[13], row[14]),
        path=path if path and now == ItemState.DONE else "",
        now=None if now is None else ItemState(now),
    )
