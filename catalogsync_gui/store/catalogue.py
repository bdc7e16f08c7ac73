# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources, their playlists, and what a refresh writes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogsync_gui.core.errors import UnknownThing, UsageError
from catalogsync_gui.core.matching import isrc_key, match_key, recording_key
from catalogsync_gui.core.models import (
    CatalogPage,
    ErrorInfo,
    Playlist,
    Source,
    SourceRow,
)
from catalogsync_gui.core.plan import KnownTrack, Plan, PlannedItem
from catalogsync_gui.core.shrinking import entries_shrank
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.refresh import LISTED
from catalogsync_gui.store.sidecars import known_sidecars, write_sidecars
from catalogsync_gui.store.values import NO_ADDRESS, info_text, info_value, media_text, media_value

_SOURCE = (
    "SELECT id, kind, name, location, options, added_at, refreshed_at, error, memory, failures,"
    " paused, warning, not_before FROM sources"
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """An item without a usable address."""

    id: int
    title: str
    reason: ErrorInfo


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """What a page became. ``work`` says whether items are pending because of it.

    :ivar skipped: the items that cannot be fetched, and could until now or are new.
    :ivar shrunk: entries before and now, when the playlist was kept as it was because it would
        have become too much smaller.
    """

    playlist: int
    work: bool
    shrunk: tuple[int, int] | None = None
    skipped: tuple[SkippedItem, ...] = ()


class CatalogueStore:
    """Queries about sources and playlists. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add_source(
        self, kind: str, name: str, location: str, options: Mapping[str, str], now: float
    ) -> int:
        """Subscribes; returns the id.

        :raises UsageError: when the same location is subscribed already.
        """
        try:
            with self._db.write() as db:
                row = db.execute(
                    "INSERT INTO sources (kind, name, location, options, added_at)"
                    " VALUES (?, ?, ?, ?, ?) RETURNING id",
                    (kind, name, location, json.dumps(dict(options)), now),
                ).fetchone()
        except sqlite3.IntegrityError:
            before = self._db.execute(
                "SELECT id, name FROM sources WHERE kind = ? AND location = ?", (kind, location)
            ).fetchone()
            raise UsageError(f"already subscribed: source {before[0]}, {before[1]!r}") from None
        return int(row[0])

    def remove_source(self, source: int) -> None:
        """Unsubscribes: the source, its playlists, tracks and items go, files stay.

        In batches, since a source may hold 200,000 tracks and workers of others go on meanwhile.
        """
        self.source(source)
        for table, column in (("items", "source_id"), ("tracks", "source_id")):
            while True:
                with self._db.write() as db:
                    gone = db.execute(
                        f"DELETE FROM {table} WHERE id IN"
                        f" (SELECT id FROM {table} WHERE {column} = ? LIMIT {_BATCH})",
                        (source,),
                    ).rowcount
                if gone == 0:
                    break
        with self._db.write() as db:
            db.execute("DELETE FROM sources WHERE id = ?", (source,))

    def source(self, source: int) -> Source:
        """One source.

        :raises UnknownThing: when there is none of that id.
        """
        row = self._db.execute(f"{_SOURCE} WHERE id = ?", (source,)).fetchone()
        if row is None:
            raise UnknownThing(f'there is no source {source}; "catalogsync-gui sources" lists them')
        return _source(row)

    def source_ids(self) -> tuple[int, ...]:
        """All ids, in the order of subscription."""
        return tuple(row[0] for row in self._db.execute("SELECT id FROM sources ORDER BY id"))

    def sources(self) -> list[SourceRow]:
        """All sources with their counts."""
        with self._db.read() as db:
            counts: dict[int, dict[ItemState, int]] = {}
            for source, state, n in db.execute("SELECT source_id, state, n FROM item_counts"):
                if n:
                    counts.setdefault(source, {})[ItemState(state)] = n
            playlists: dict[int, int] = dict(
                db.execute("SELECT source_id, COUNT(*) FROM playlists GROUP BY source_id")
            )
            return [
                SourceRow(_source(row), playlists.get(row[0], 0), counts.get(row[0], {}))
                for row in db.execute(f"{_SOURCE} ORDER BY id").fetchall()
            ]

    def playlists(self, source: int | None = None) -> list[Playlist]:
        """All playlists, or those of one source, with how much of each is there."""
        return [
            Playlist(*row)
            for row in self._db.execute(
                """
                SELECT p.id, p.source_id, p.key, p.title,
                    (SELECT COUNT(*) FROM entries e
                        WHERE e.playlist_id = p.id AND e.generation = p.generation),
                    (SELECT COUNT(*) FROM entries e JOIN items i ON i.track_id = e.track_id
                        WHERE e.playlist_id = p.id AND e.generation = p.generation
                        AND i.file_id IS NOT NULL),
                    COALESCE(x.path, '')
                FROM playlists p LEFT JOIN playlist_exports x ON x.playlist_id = p.id
                WHERE ?1 IS NULL OR p.source_id = ?1 ORDER BY p.id
                """,
                (source,),
            )
        ]

    def playlist_ids(self, sources: Iterable[int]) -> tuple[int, ...]:
        """The playlists of these sources."""
        return tuple(
            row[0]
            for row in self._db.execute(
                "SELECT id FROM playlists WHERE source_id IN (SELECT value FROM json_each(?))"
                " ORDER BY id",
                (json.dumps(list(sources)),),
            )
        )

    def entry_count(self, source: int, playlist: str) -> int:
        """How many entries a playlist has, by its key; 0 for one that is not known."""
        row = self._db.execute(
            "SELECT COUNT(*) FROM playlists p JOIN entries e ON e.playlist_id = p.id"
            " AND e.generation = p.generation WHERE p.source_id = ? AND p.key = ?",
            (source, playlist),
        ).fetchone()
        return int(row[0])

    def revisions(self, source: int) -> dict[str, str]:
        """Playlist key -> revision of its last complete refresh."""
        return dict(
            self._db.execute(
                "SELECT key, revision FROM playlists WHERE source_id = ? AND revision <> ''",
                (source,),
            )
        )

    def known(self, source: int, keys: Iterable[str]) -> dict[str, KnownTrack]:
        """What is known of these tracks."""
        wanted = json.dumps(list(keys))
        rows = self._db.execute(
            # CROSS fixes the order: left to itself SQLite reads every track of the source.
            "SELECT t.key, t.info, i.media, i.state FROM json_each(?) k"
            " CROSS JOIN tracks t ON t.source_id = ? AND t.key = k.value"
            " JOIN items i ON i.track_id = t.id",
            (wanted, source),
        ).fetchall()
        offered = known_sidecars(self._db, source, wanted)
        return {
            key: KnownTrack(
                info_value(info),
                media_value(media),
                ItemState(state),
                offered.get(key, frozenset()),
            )
            for key, info, media, state in rows
        }

    def write_page(
        self, source: int, page: CatalogPage, plan: Plan, *, accept_shrunk: bool = False
    ) -> WrittenPage:
        """Writes one page: tracks, items and entries, in one transaction.

        The playlist's readers see the new entries when its last page is written; those of a
        playlist that was empty until now, from the first page on. One that has lost more than half
        of its entries stays as it was, and so does its revision: the next refresh looks again.

        :param accept_shrunk: a person said that the loss is right.
        """
        ref = page.playlist
        with self._db.write() as db:
            playlist, generation, building = db.execute(
                "INSERT INTO playlists (source_id, key, title) VALUES (?, ?, ?)"
                " ON CONFLICT (source_id, key) DO UPDATE SET title = excluded.title,"
                " dirty = dirty + (title <> excluded.title)"
                " RETURNING id, generation, building",
                (source, ref.key, ref.title),
            ).fetchone()
            skipped = self._write_tracks(db, source, plan)
            write_sidecars(db, source, (*plan.new, *plan.changed))
            if page.position == 0:
                building = generation + 1
                # A refresh that was cut off may have left rows of this generation.
                db.execute(
                    "DELETE FROM entries WHERE playlist_id = ? AND generation > ?",
                    (playlist, generation),
                )
            db.execute(
                "INSERT OR REPLACE INTO entries (playlist_id, generation, position, track_id)"
                " SELECT ?, ?, ? + k.key, t.id FROM json_each(?) k"
                " CROSS JOIN tracks t ON t.source_id = ? AND t.key = k.value",
                (
                    playlist,
                    building,
                    page.position,
                    json.dumps([entry.key for entry in page.entries]),
                    source,
                ),
            )
            shrunk = None
            if page.last and not accept_shrunk and building != generation:
                shrunk = _shrinkage(db, playlist, generation, building)
            if shrunk is not None:
                visible, building = generation, generation
                skipped = []
                _forget_new(db, source, plan)
            else:
                visible = building if page.last or generation == 0 else generation
            db.execute(
                "UPDATE playlists SET generation = :visible, building = :building,"
                " dirty = dirty + :changed,"
                " revision = CASE WHEN :complete THEN :revision ELSE revision END WHERE id = :id",
                {
                    "visible": visible,
                    "building": building,
                    "changed": visible == building and shrunk is None,
                    "complete": page.last and shrunk is None,
                    "revision": ref.revision,
                    "id": playlist,
                },
            )
            work = db.execute(
                "SELECT EXISTS (SELECT 1 FROM items WHERE source_id = ? AND state = 'pending')",
                (source,),
            ).fetchone()[0]
        if page.last:
            self._drop_other_generations(playlist, visible)
        return WrittenPage(playlist, bool(work), shrunk, tuple(skipped))

    def _drop_other_generations(self, playlist: int, current: int) -> None:
        while True:
            with self._db.write(durable=False) as db:
                gone = db.execute(
                    "DELETE FROM entries WHERE (playlist_id, generation, position) IN"
                    " (SELECT playlist_id, generation, position FROM entries"
                    " WHERE playlist_id = ?1 AND (generation < ?2 OR generation > ?2)"
                    f" LIMIT {_BATCH * 4})",
                    (playlist, current),
                ).rowcount
            if gone == 0:
                return

    def _write_tracks(self, db: Connection, source: int, plan: Plan) -> list[SkippedItem]:
        skipped: list[SkippedItem] = []
        for planned in plan.new:
            track = db.execute(
                "INSERT INTO tracks (source_id, key, title, artist, album, info, recording_id,"
                " isrc, match_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (source, planned.key, *_track_columns(planned)),
            ).fetchone()[0]
            state = ItemState.PENDING if planned.media else ItemState.SKIPPED
            item = db.execute(
                "INSERT INTO items (source_id, track_id, state, host, media, error_kind,"
                " error_message) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (source, track, state, planned.host, media_text(planned.media), *_reason(planned)),
            ).fetchone()[0]
            if planned.media is None:
                reason = ErrorInfo(*_reason(planned))
                skipped.append(SkippedItem(item, planned.info.title, reason))
        for planned in plan.changed:
            track = db.execute(
                "UPDATE tracks SET title = ?, artist = ?, album = ?, info = ?, recording_id = ?,"
                " isrc = ?, match_key = ? WHERE source_id = ? AND key = ? RETURNING id",
                (*_track_columns(planned), source, planned.key),
            ).fetchone()[0]
            media = media_text(planned.media)
            # Another address is another chance for what failed, and another whole for a part. What
            # is done without one, by a match, stays done; what nobody wants, or removed, stays out.
            changed = db.execute(
                "UPDATE items SET media = :media, host = :host,"
                " part_validator = '', attempts = 0, retry_at = NULL,"
                " error_kind = :kind, error_message = :message, state = CASE WHEN state = 'done'"
                " OR wish <> '' THEN state WHEN :media IS NULL THEN 'skipped'"
                " WHEN state IN ('held', 'missing') THEN state ELSE 'pending' END, not_before = 0"
                " WHERE track_id = :track AND media IS NOT :media"
                " AND (state IN ('pending', 'held', 'failed', 'skipped', 'missing')"
                " OR (state = 'done' AND media IS NULL)) RETURNING id",
                {
                    "media": media,
                    "host": planned.host,
                    "track": track,
                    "kind": _reason(planned)[0],
                    "message": _reason(planned)[1],
                },
            ).fetchone()
            if changed is not None and planned.media is None:
                reason = ErrorInfo(*_reason(planned))
                skipped.append(SkippedItem(changed[0], planned.info.title, reason))
        return skipped

    def remember(self, source: int, facts: Mapping[str, str]) -> None:
        """Adds to what a source's adapter notes of its server; an empty value removes a fact."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE sources SET memory = json_patch(memory, ?) WHERE id = ?",
                (json.dumps({name: value or None for name, value in facts.items()}), source),
            )

    def moved(self, source: int, location: str) -> None:
        """The catalogue lives at another address for good; ignored if that is subscribed too."""
        with self._db.write() as db:
            db.execute("UPDATE OR IGNORE sources SET location = ? WHERE id = ?", (location, source))


def _shrinkage(
    db: Connection, playlist: int, current: int, building: int
) -> tuple[int, int] | None:
    """The entries of two generations, when the new one has too few of them."""
    before, now = (
        db.execute(
            "SELECT COUNT(*) FROM entries WHERE playlist_id = ? AND generation = ?",
            (playlist, generation),
        ).fetchone()[0]
        for generation in (current, building)
    )
    return (before, now) if entries_shrank(before, now) else None


def _forget_new(db: Connection, source: int, plan: Plan) -> None:
    """Takes back what only a page brought whose playlist is not believed."""
    db.execute(
        "DELETE FROM tracks WHERE id IN (SELECT i.track_id FROM json_each(?) k"
        " CROSS JOIN tracks t ON t.source_id = ? AND t.key = k.value"
        " JOIN items i ON i.track_id = t.id"
        f" WHERE i.state IN ('pending', 'skipped') AND NOT {LISTED})",
        (json.dumps([planned.key for planned in plan.new]), source),
    )


def _reason(planned: PlannedItem) -> tuple[str, str]:
    if planned.media is not None:
        return "", ""
    return NO_ADDRESS, planned.reason or "the catalogue names no address for this track"


def _track_columns(planned: PlannedItem) -> tuple[str, ...]:
    info = planned.info
    described = info.title, info.artist, info.album, info_text(info)
    return *described, recording_key(info.recording_id), isrc_key(info.isrc), match_key(info)


def _source(row: tuple[Any, ...]) -> Source:
    number, kind, name, location, options, added_at, refreshed_at, error, memory, *rest = row
    return Source(
        number,
        kind,
        name,
        location,
        json.loads(options),
        added_at,
        refreshed_at,
        error,
        json.loads(memory),
        *rest,
    )
