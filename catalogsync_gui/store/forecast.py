# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be known before and after a trial of a refresh, to tell what it would change."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogsync_gui.core.models import MediaRef
from catalogsync_gui.core.states import OPEN_STATES, ItemState
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import media_value

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A playlist's content. ``digest``: the same when title and entries are."""

    id: int
    source: int
    title: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A track that is to be fetched. ``recording_id``: of MusicBrainz, or empty."""

    item: int
    media: MediaRef
    recording_id: str


class ForecastStore:
    """Queries about what is to come. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def lists(self, sources: Iterable[int]) -> dict[int, Listed]:
        """The playlists of these sources by their ids."""
        ids = self._db.execute(
            "SELECT id FROM playlists WHERE source_id IN (SELECT value FROM json_each(?))"
            " ORDER BY id",
            (json.dumps(list(sources)),),
        ).fetchall()
        return {playlist: self.list_of(playlist) for (playlist,) in ids}

    def list_of(self, playlist: int) -> Listed:
        """One playlist, which must be there."""
        source, title, generation = self._db.execute(
            "SELECT source_id, title, generation FROM playlists WHERE id = ?", (playlist,)
        ).fetchone()
        digest, entries = hashlib.sha256(title.encode("utf-8", "replace")), 0
        for track, info in self._db.execute(
            "SELECT e.track_id, t.info FROM entries e CROSS JOIN tracks t ON t.id = e.track_id"
            " WHERE e.playlist_id = ? AND e.generation = ? ORDER BY e.position",
            (playlist, generation),
        ):
            entries += 1
            digest.update(f"\n{track} {info}".encode("utf-8", "replace"))
        return Listed(playlist, source, title, entries, digest.hexdigest())

    def counts(self, source: int) -> Counter[ItemState]:
        """How many items of a source there are by state."""
        return Counter(
            {
                ItemState(state): number
                for state, number in self._db.execute(
                    "SELECT state, n FROM item_counts WHERE source_id = ?", (source,)
                )
            }
        )

    def arriving(self, sources: Iterable[int]) -> dict[int, int]:
        """By playlist, how many of its tracks are still to be fetched."""
        return dict(
            self._db.execute(
                "SELECT p.id, COUNT(DISTINCT e.track_id) FROM playlists p CROSS JOIN entries e"
                " ON e.playlist_id = p.id AND e.generation = p.generation"
                f" CROSS JOIN items i ON i.track_id = e.track_id AND i.state IN ({_OPEN})"
                " WHERE p.source_id IN (SELECT value FROM json_each(?)) GROUP BY p.id",
                (json.dumps(list(sources)),),
            )
        )

    def wanted(self, source: int) -> Iterator[Wanted]:
        """A source's tracks that are to be fetched, in batches."""
        last = 0
        while True:
            rows = self._db.execute(
                "SELECT i.id, i.media, t.recording_id FROM items i JOIN tracks t"
                f" ON t.id = i.track_id WHERE i.source_id = ? AND i.state IN ({_OPEN})"
                f" AND i.id > ? AND i.media IS NOT NULL ORDER BY i.id LIMIT {_BATCH}",
                (source, last),
            ).fetchall()
            if not rows:
                return
            for item, media, recording in rows:
                last = item
                ref = media_value(media)
                if ref is not None:
                    yield Wanted(item, ref, recording)

    def source_of(self, item: int) -> int:
        """The source of an item."""
        row = self._db.execute("SELECT source_id FROM items WHERE id = ?", (item,)).fetchone()
        return int(row[0])
