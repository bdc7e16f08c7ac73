# SPDX-License-Identifier: GPL-3.0-or-later
"""Items: the claim, and every transition out of it.

Each transition is a compare-and-set: it names the state, the worker and the claim it was made
under, and raises :class:`LeaseLost` when the row is no longer that.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from catalogsync_gui.core.errors import CatalogSyncError, LeaseLost
from catalogsync_gui.core.models import ClaimedItem, ErrorInfo, Placing
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.retry import LONGEST
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.claims import Pair, Turns, find_due, next_due, pairs
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_playlists
from catalogsync_gui.store.outcomes import Ended, count_end, counted_as, note_all
from catalogsync_gui.store.stages import close_download
from catalogsync_gui.store.values import info_value, media_value
from catalogsync_gui.store.wishes import LEFT

_BATCH = 500
_MINE = "id = :item AND worker_id = :worker AND claim = :claim"


class PlaceTaken(CatalogSyncError):
    """Another item was given that path a moment ago; the next name has to be tried."""

    kind = "place_taken"
    retryable = True


class ItemStore:
    """Queries about items. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def claim(
        self,
        *,
        job: int,
        worker: int,
        sources: Sequence[int],
        now: float,
        lease: float,
        may: Callable[[str], bool],
        turns: Turns | None = None,
    ) -> tuple[ClaimedItem, Pair] | None:
        """Takes one item for a worker, or None when nothing is due.

        Items that a dead process left in ``placing`` come first: their file may be in the library
        already.

        :param lease: seconds until the claim may be taken away if the worker gives no sign.
        """
        with self._db.write(durable=False) as db:
            row = db.execute(
                "SELECT id, source_id, host FROM items INDEXED BY items_placing WHERE source_id IN"
                f" ({','.join('?' * len(sources))})"
                " AND state = 'placing' AND worker_id IS NULL LIMIT 1",
                tuple(sources),
            ).fetchone()
            if row is not None:
                item, pair, before = row[0], (row[1], row[2]), ItemState.PLACING
            else:
                found = find_due(db, sources, now, may, turns or Turns())
                if found is None:
                    return None
                item, pair, before = found[0], found[1], ItemState.PENDING
            claimed = db.execute(
                "UPDATE items SET worker_id = ?, job_id = ?, claim = claim + 1, lease_until = ?,"
                " state = CASE state WHEN 'pending' THEN 'running' ELSE state END"
                " WHERE id = ? AND state = ?"
                " RETURNING id, claim, source_id, host, media, attempts, part_path,"
                " part_validator, part_total, place_path, place_size, place_sha256, track_id,"
                " error_kind",
                (worker, job, now + lease, item, before),
            ).fetchone()
            name, info = db.execute(
                "SELECT s.name, t.info FROM tracks t JOIN sources s ON s.id = t.source_id"
                " WHERE t.id = ?",
                (claimed[12],),
            ).fetchone()
        media = media_value(claimed[4])
        if media is None:
            raise LeaseLost(f"item {item} has no address any more")
        placing = Placing(*claimed[9:12]) if before is ItemState.PLACING else None
        return ClaimedItem(
            id=claimed[0],
            job=job,
            worker=worker,
            claim=claimed[1],
            source=claimed[2],
            source_name=name,
            info=info_value(info),
            media=media,
            host=claimed[3],
            attempts=claimed[5],
            part_path=claimed[6],
            validator=claimed[7],
            part_total=claimed[8],
            last_error=claimed[13],
            placing=placing,
        ), pair

    def next_due(self, sources: Sequence[int], may: Callable[[str], bool]) -> float | None:
        """When the earliest pending item on a host with room is due (epoch seconds)."""
        return next_due(self._db, sources, may)

    def waiting_pairs(self, sources: Sequence[int]) -> Iterator[Pair]:
        """The (source, host) pairs that have pending items."""
        return pairs(self._db, sources)

    def keep_part(
        self,
        item: ClaimedItem,
        *,
        path: str,
        validator: str,
        total: int | None,
        durable: bool,
    ) -> None:
        """Notes where the part lies and what it is a part of, before its first byte is written.

        :param durable: needed where a validator is set or taken back; a part that is never
            resumed is written anew after a crash in any case.
        :raises LeaseLost: the claim is no longer ours.
        """
        self._own(
            f"part_path = :path, part_validator = :validator, part_total = :total WHERE {_MINE}"
            " AND state = 'running'",
            item,
            durable=durable,
            path=path,
            validator=validator,
            total=total,
        )

    def renew(self, item: ClaimedItem, lease_until: float) -> None:
        """Prolongs the claim.

        :raises LeaseLost: the claim is no longer ours.
        """
        self._own(f"lease_until = :until WHERE {_MINE}", item, durable=False, until=lease_until)

    def place(self, item: ClaimedItem, placing: Placing) -> None:
        """Commits the final path, size and hash, before the rename.

        :raises PlaceTaken: another item is being placed there.
        :raises LeaseLost: the claim is no longer ours.
        """
        try:
            self._own(
                "state = 'placing', place_path = :path, place_key = :key, place_size = :size,"
                f" place_sha256 = :sha WHERE {_MINE} AND state IN ('running', 'placing')",
                item,
                path=placing.path,
                key=collision_key(placing.path),
                size=placing.size,
                sha=placing.sha256,
            )
        except sqlite3.IntegrityError:
            raise PlaceTaken(f"{placing.path} is being written by another item") from None

    def being_placed(self, path: str) -> str | None:
        """The SHA-256 of what another item is being placed at that path; None if none is."""
        row = self._db.execute(
            "SELECT place_sha256 FROM items WHERE place_key = ?", (collision_key(path),)
        ).fetchone()
        return None if row is None else str(row[0])

    def finish_done(
        self,
        item: ClaimedItem,
        placing: Placing,
        *,
        ours: bool,
        transferred: int,
        now: float,
        content: str = "",
        warning: str = "",
        seconds: float = 0.0,
    ) -> Ended:
        """Done: the file, the item and its playlists' marks in one transaction.

        :param ours: whether we wrote the file; one that was there already is never deleted.
        :param content: SHA-256 of what was fetched, before tags were filled in; empty if unknown.
        :param warning: what a person should know of it all the same, in words.
        :param seconds: how long the attempt took, for the history.
        :raises LeaseLost: the claim is no longer ours.
        """
        path, key = placing.path, collision_key(placing.path)
        row = (path, key, placing.size, placing.sha256, ours, now, content, placing.mtime_ns)
        with self._db.write() as db:
            file = db.execute(
                "INSERT INTO files (path, path_key, size, sha256, ours, added_at, content_sha256,"
                " mtime_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path_key) DO UPDATE SET"
                " path = excluded.path, size = excluded.size, sha256 = excluded.sha256,"
                " mtime_ns = COALESCE(excluded.mtime_ns, mtime_ns),"
                " content_sha256 = CASE excluded.content_sha256 WHEN '' THEN content_sha256"
                " ELSE excluded.content_sha256 END RETURNING id",
                row,
            ).fetchone()[0]
            self._leave(db, item, ItemState.DONE, file=file)
            db.execute("UPDATE items SET warning = ? WHERE id = ?", (warning, item.id))
            playlists = mark_playlists(db, item.id)
            closed = count_end(db, item, "done", transferred, now, seconds)
        return Ended(playlists, closed)

    def finish_failed(
        self,
        item: ClaimedItem,
        error: ErrorInfo,
        *,
        attempts: int,
        retry_at: float | None,
        transferred: int,
        now: float,
        state: ItemState = ItemState.FAILED,
        seconds: float = 0.0,
    ) -> Ended:
        """Failed (or skipped) for this job.

        :raises LeaseLost: the claim is no longer ours.
        """
        with self._db.write() as db:
            state = self._leave(db, item, state, error=error, attempts=attempts, retry_at=retry_at)
            closed = count_end(db, item, counted_as(state), transferred, now, seconds)
        return Ended((), closed, state)

    def put_back(
        self,
        item: ClaimedItem,
        *,
        attempts: int,
        not_before: float = 0.0,
        error: ErrorInfo | None = None,
        transferred: int = 0,
        now: float,
    ) -> Ended:
        """Back to pending with its part, unless a person wants something else of it.

        :raises LeaseLost: the claim is no longer ours.
        """
        with self._db.write(durable=False) as db:
            state = self._leave(
                db, item, ItemState.PENDING, error=error, attempts=attempts, not_before=not_before
            )
            closed = count_end(db, item, counted_as(state), transferred, now)
        return Ended((), closed, state)

    def drop_part(self, item: ClaimedItem) -> None:
        """Forgets the part: what is fetched next starts from nothing.

        :raises LeaseLost: the claim is no longer ours.
        """
        self._own(f"part_path = '', part_validator = '', part_total = NULL WHERE {_MINE}", item)

    def retry(self, items: Iterable[int] | None, now: float) -> int:
        """Puts failed (or missing) items back to pending because a person asked; how many.

        :param items: ids, or None for every failed item.
        """
        if items is not None:
            with self._db.write() as db:
                return sum(
                    db.execute(
                        "UPDATE items SET state = 'pending', attempts = 0, not_before = 0,"
                        " retry_at = NULL WHERE id = ? AND media IS NOT NULL"
                        " AND state IN ('failed', 'missing', 'skipped')",
                        (item,),
                    ).rowcount
                    for item in items
                )
        total = 0
        while count := self._requeue("state = 'failed' AND media IS NOT NULL", (), "attempts = 0,"):
            total += count
        return total

    def requeue_failed(self, source: int, now: float, *, only_due: bool, refused: bool) -> int:
        """Puts one batch of a source's items that failed for a passing reason back to pending.

        :param only_due: not those whose time has not come.
        :param refused: those that wait for any sync (``retry.WITH_NEXT_SYNC``) as well.
        :returns: how many; 0 when there are no more.
        """
        # What is later than the longest wait was put off by a clock that ran ahead.
        return self._requeue(
            "state = 'failed' AND source_id = ? AND (? OR retry_at > 0)"
            " AND (retry_at <= ? OR retry_at > ?)",
            (source, refused or not only_due, now if only_due else 9e15, now + LONGEST),
        )

    def defer_host(
        self, job: int, source: int, host: str, error: ErrorInfo, retry_at: float, now: float
    ) -> tuple[list[tuple[int, str]], bool]:
        """Fails one batch of the pending items of a source on a host.

        :returns: their ids and titles, and whether the download stage closed.
        """
        with self._db.write() as db:
            rows = db.execute(
                "UPDATE items SET state = 'failed', retry_at = ?, error_kind = ?,"
                " error_message = ?, job_id = ? WHERE id IN (SELECT id FROM items INDEXED BY"
                " items_pending WHERE state = 'pending' AND source_id = ? AND host = ?"
                f" LIMIT {_BATCH}) RETURNING id,"
                " (SELECT title FROM tracks WHERE tracks.id = items.track_id)",
                (retry_at, error.kind, error.message, job, source, host),
            ).fetchall()
            note_all(db, job, [row[0] for row in rows], now)
            db.execute(
                "UPDATE stages SET failed = failed + ? WHERE job_id = ? AND name = 'download'",
                (len(rows), job),
            )
            closed = close_download(db, job, now)
        return rows, closed

    def _requeue(self, where: str, parameters: tuple[object, ...], also: str = "") -> int:
        with self._db.write(durable=False) as db:
            return db.execute(
                f"UPDATE items SET {also} state = 'pending', not_before = 0, retry_at = NULL"
                f" WHERE id IN (SELECT id FROM items WHERE {where} LIMIT {_BATCH})",
                parameters,
            ).rowcount

    def _own(self, rest: str, item: ClaimedItem, *, durable: bool = True, **values: object) -> None:
        with self._db.write(durable=durable) as db:
            _one(db.execute(f"UPDATE items SET {rest} RETURNING id", values | _mine(item)), item)

    def _leave(
        self,
        db: Connection,
        item: ClaimedItem,
        state: ItemState,
        *,
        error: ErrorInfo | None = None,
        attempts: int = 0,
        not_before: float = 0.0,
        retry_at: float | None = None,
        file: int | None = None,
    ) -> ItemState:
        # Whoever leaves an attempt with the file in place has no part any more.
        gone = ", part_path = '', part_validator = '', part_total = NULL" if file else ""
        # A try that is interrupted leaves the reason of the one before.
        why = "" if attempts and not error else "error_kind = :kind, error_message = :message,"
        cursor = db.execute(
            f"UPDATE items SET state = {LEFT}, worker_id = NULL, lease_until = NULL,"
            " attempts = :attempts, not_before = :not_before, retry_at = :retry_at,"
            f" {why} file_id = COALESCE(:file, file_id),"
            " place_path = '', place_key = NULL, place_size = NULL, place_sha256 = ''"
            f"{gone} WHERE {_MINE} AND state IN ('running', 'placing') RETURNING state",
            {
                "state": state,
                "attempts": attempts,
                "not_before": not_before,
                "retry_at": retry_at,
                "kind": error.kind if error else "",
                "message": error.message if error else "",
                "file": file,
            }
            | _mine(item),
        )
        return ItemState(_one(cursor, item))


def _one(cursor: sqlite3.Cursor, item: ClaimedItem) -> str:
    """What the change of an item returns; it must have been one row."""
    row = cursor.fetchone()
    if row is None:
        raise LeaseLost(f"item {item.id} is no longer claimed by worker {item.worker}")
    return str(row[0])


def _mine(item: ClaimedItem) -> dict[str, object]:
    return {"item": item.id, "worker": item.worker, "claim": item.claim}
