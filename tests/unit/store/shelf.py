# SPDX-License-Identifier: GPL-3.0-or-later
"""A real database with sources of tracks and one open job, for tests of the store."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    ClaimedItem,
    MediaRef,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import StageName
from catalogsync_gui.store.claims import Pair, Turns
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

NOW = 1_000.0
LEASE = 120.0


class Shelf:
    """The store, and how it comes to hold something. Close it."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "catalog-sync.db")
        self.store = Store(self.database)
        self.raw = self.store._connection.raw
        self.job = 0

    def close(self) -> None:
        self.store.close()

    def source(self, name: str, hosts: Mapping[str, int]) -> int:
        """A source with one playlist: so many tracks of each host, in that order."""
        source = self.store.catalogue.add_source("playlist", name, f"/{name}.m3u", {}, NOW)
        entries = tuple(
            CatalogEntry(
                f"{host}-{number}",
                TrackInfo(title=f"{name} {host} {number}"),
                MediaRef(f"http://{host}/{number}.mp3"),
            )
            for host, count in hosts.items()
            for number in range(count)
        )
        page = CatalogPage(PlaylistRef(name, name, "1"), entries)
        self.store.catalogue.write_page(source, page, diff(entries, {}))
        return source

    def fill(self, source: int, host: str, count: int, state: str = "pending") -> None:
        """Many more tracks of a source, fast."""
        first = self.raw.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM tracks").fetchone()[0]
        self.raw.execute("BEGIN")
        self.raw.execute(
            "WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1 + ?2)"
            " INSERT INTO tracks (id, source_id, key, title, artist, album, info)"
            " SELECT i, ?3, 'more-' || i, 'Track ' || i, '', '', '{}' FROM n",
            (first, count, source),
        )
        self.raw.execute(
            "INSERT INTO items (source_id, track_id, state, host, media) SELECT source_id, id, ?,"
            ' ?, \'{"address":"http://h/x.mp3"}\' FROM tracks WHERE id >= ?',
            (state, host, first),
        )
        self.raw.execute("COMMIT")

    def open_job(self, *sources: int, refreshed: bool = False) -> int:
        """A job whose stages refresh and download are open."""
        jobs = self.store.jobs
        self.job = jobs.open(sources, NOW)
        jobs.open_stage(self.job, StageName.REFRESH, NOW)
        jobs.open_stage(self.job, StageName.DOWNLOAD, NOW)
        if refreshed:
            jobs.finish_refresh(self.job, NOW)
        return self.job

    def worker(self, number: int = 1) -> int:
        return self.store.workers.begin(self.job, number, boot_id="b", pid=1, now=NOW)

    def claim(
        self,
        worker: int,
        *sources: int,
        now: float = NOW,
        may: Callable[[str], bool] = lambda _: True,
        last: Pair | None = None,
    ) -> tuple[ClaimedItem, Pair] | None:
        wanted: Sequence[int] = sources or self.store.catalogue.source_ids()
        return self.store.items.claim(
            job=self.job,
            worker=worker,
            sources=wanted,
            now=now,
            lease=LEASE,
            may=may,
            turns=Turns(last),
        )

    def claimed(self, worker: int) -> ClaimedItem:
        found = self.claim(worker)
        assert found is not None
        return found[0]

    def state(self, item: int) -> str:
        return str(self.raw.execute("SELECT state FROM items WHERE id = ?", (item,)).fetchone()[0])

    def dump(self) -> list[str]:
        """All that the database holds."""
        return list(self.raw.iterdump())
