# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end of a refresh writes: how it went, and what the catalogue does not list any more.

A track is listed while the current generation of one of its source's playlists names it. Nothing
here may be believed after a refresh that did not read the whole catalogue.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.pausing import pause_reason
from catalogsync_gui.core.retry import LONGEST
from catalogsync_gui.store.connection import Connection

LISTED = (
    "EXISTS (SELECT 1 FROM entries e CROSS JOIN playlists p ON p.id = e.playlist_id"
    " AND p.generation = e.generation WHERE e.track_id = i.track_id)"
)
"""Whether the track of an item ``i`` is listed."""

REMOVED = "removed"
"""Error kind of an item whose part file is still to be deleted before it can go."""

_BATCH = 500
_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A playlist that a complete refresh did not name. ``entries``: how many it has."""

    id: int
    title: str
    entries: int


class RefreshStore:
    """Queries of the end of a refresh. Belongs to the source thread's connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def succeeded(self, source: int, now: float, warning: str) -> None:
        """The catalogue was read to its end; the source is not paused (any more)."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE sources SET error = '', refreshed_at = ?, warning = ?, failures = 0,"
                " refusals = 0, paused = '', not_before = NULL WHERE id = ?",
                (now, warning, source),
            )

    def rename(self, source: int, name: str) -> None:
        """The catalogue says what it is called, and nobody else has."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE sources SET name = ?, memory = json_remove(memory, '$.unnamed')"
                " WHERE id = ?",
                (name, source),
            )

    def failed(
        self, source: int, error: ErrorInfo, not_before: float | None, warning: str
    ) -> str | None:
        """The catalogue could not be read; it is paused when that happened too often.

        :param not_before: until when (epoch seconds) the server is not to be asked, or None.
        :param warning: of what was read before; empty leaves the last one.
        :returns: the reason when this is what paused the source.
        """
        with self._db.write() as db:
            row = db.execute(
                "UPDATE sources SET error = :error, failures = failures + 1,"
                " refusals = CASE WHEN :refused THEN refusals + 1 ELSE 0 END,"
                " warning = CASE WHEN :warning <> '' THEN :warning ELSE warning END,"
                " not_before = :until WHERE id = :id RETURNING failures, refusals, paused",
                {
                    "error": error.message,
                    "refused": error.kind == "refused",
                    "warning": warning,
                    "until": not_before,
                    "id": source,
                },
            ).fetchone()
            # A source that is paused stays so until a refresh goes well.
            if row is None or row[2]:
                return None
            reason = pause_reason(error.kind, error.message, row[0], row[1])
            db.execute("UPDATE sources SET paused = ? WHERE id = ?", (reason, source))
        return reason or None

    def places(self, sources: Collection[int]) -> list[tuple[str, str]]:
        """Kind and location of these sources; one that was removed meanwhile is left out."""
        return self._db.execute(
            "SELECT kind, location FROM sources WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(sources)),),
        ).fetchall()

    def resting(self, sources: Collection[int], now: float) -> frozenset[int]:
        """Those of the sources that are not to be refreshed by themselves now."""
        return frozenset(
            row[0]
            for row in self._db.execute(
                "SELECT id FROM sources WHERE id IN (SELECT value FROM json_each(?))"
                " AND (paused <> '' OR not_before > ? AND not_before <= ?)",
                (json.dumps(list(sources)), now, now + LONGEST),
            )
        )

    def totals(self, source: int) -> tuple[int, int]:
        """How many playlists a source has, and how many entries they have together."""
        row = self._db.execute(
            "SELECT COUNT(DISTINCT p.id), COUNT(e.position) FROM playlists p LEFT JOIN entries e"
            " ON e.playlist_id = p.id AND e.generation = p.generation WHERE p.source_id = ?",
            (source,),
        ).fetchone()
        return int(row[0]), int(row[1])

    def unnamed(self, source: int, named: Collection[str]) -> list[Unnamed]:
        """The playlists of a source that are not among those keys."""
        gone = [
            (playlist, title)
            for playlist, key, title in self._db.execute(
                "SELECT id, key, title FROM playlists WHERE source_id = ? ORDER BY id", (source,)
            ).fetchall()
            if key not in named
        ]
        return [
            Unnamed(
                playlist,
                title,
                self._db.execute(
                    "SELECT COUNT(*) FROM entries e JOIN playlists p ON p.id = e.playlist_id"
                    " AND p.generation = e.generation WHERE p.id = ?",
                    (playlist,),
                ).fetchone()[0],
            )
            for playlist, title in gone
        ]

    def remove_playlist(self, playlist: int) -> None:
        """The source has it no more. Its file becomes an orphan (see ``store.exports``)."""
        with self._db.write() as db:
            # Cut off in the middle, this playlist must not pass for an unchanged one later.
            db.execute("UPDATE playlists SET revision = '' WHERE id = ?", (playlist,))
        while True:
            with self._db.write(durable=False) as db:
                gone = db.execute(
                    "DELETE FROM entries WHERE (playlist_id, generation, position) IN"
                    " (SELECT playlist_id, generation, position FROM entries"
                    f" WHERE playlist_id = ? LIMIT {_ENTRIES})",
                    (playlist,),
                ).rowcount
            if gone == 0:
                break
        with self._db.write() as db:
            db.execute("DELETE FROM playlists WHERE id = ?", (playlist,))

    def remove_unlisted(self, source: int) -> int:
        """Forgets the tracks that are not listed any more and were never fetched; how many.

        One that has a part file only leaves the queue; :meth:`parts` tells of it. What a worker
        holds, and what is in the library, stays; so does what is there and is fetched again.
        """
        total = last = 0
        while True:
            rows = self._db.execute(
                "SELECT i.id FROM items i WHERE i.source_id = ? AND i.id > ?"
                " AND i.state IN ('pending', 'held', 'failed', 'skipped') AND i.file_id IS NULL"
                f" AND NOT {LISTED} ORDER BY i.id LIMIT {_BATCH}",
                (source, last),
            ).fetchall()
            if not rows:
                return total
            last = rows[-1][0]
            items = json.dumps([row[0] for row in rows])
            with self._db.write(durable=False) as db:
                total += db.execute(
                    "DELETE FROM tracks WHERE id IN (SELECT track_id FROM items WHERE id IN"
                    " (SELECT value FROM json_each(?)) AND part_path = ''"
                    " AND state IN ('pending', 'held', 'failed', 'skipped'))",
                    (items,),
                ).rowcount
                total += db.execute(
                    "UPDATE items SET state = 'skipped', retry_at = NULL, error_kind = ?,"
                    " error_message = 'the catalogue does not list this track any more'"
                    " WHERE id IN (SELECT value FROM json_each(?))"
                    " AND state IN ('pending', 'held', 'failed')",
                    (REMOVED, items),
                ).rowcount

    def take_back(self, source: int) -> int:
        """Puts what :meth:`remove_unlisted` took and is listed again back to pending; how many."""
        with self._db.write(durable=False) as db:
            return db.execute(
                "UPDATE items SET state = 'pending', attempts = 0, not_before = 0,"
                " error_kind = '', error_message = '' WHERE id IN (SELECT i.id FROM items i"
                " WHERE i.source_id = ? AND i.state = 'skipped' AND i.error_kind = ?"
                f" AND i.media IS NOT NULL AND {LISTED})",
                (source, REMOVED),
            ).rowcount

    def parts(self) -> list[tuple[int, str]]:
        """Item and part file (relative to the library) of what :meth:`remove_unlisted` left."""
        return self._db.execute(
            "SELECT id, part_path FROM items WHERE part_path <> '' AND state = 'skipped'"
            " AND error_kind = ?",
            (REMOVED,),
        ).fetchall()

    def forget(self, item: int) -> None:
        """The part file of a removed item is gone, and so is the item."""
        with self._db.write(durable=False) as db:
            db.execute(
                "DELETE FROM tracks WHERE id = (SELECT track_id FROM items WHERE id = ?"
                " AND state = 'skipped' AND error_kind = ?)",
                (item, REMOVED),
            )
