# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues in memory, refreshed through the real Refresh into a real database."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import Event, Notice, SourceRefreshed
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaAnswer,
    MediaRef,
    MediaRequest,
    Placing,
    PlaylistRef,
    SidecarRef,
    TrackInfo,
)
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.media.volume import Library, create_marker
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.listing import Refresh
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.pipeline.trash import Trash
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

Lists = Mapping[str, Sequence[int]]
"""Title of a playlist -> the numbers of its tracks."""


class FakeClock:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time


class Catalogue:
    """The adapter of a source; what it answers is set by the test.

    :ivar revise: whether its playlists have revisions and are answered as unchanged.
    :ivar at_page: called before every page with its number.
    """

    def __init__(self, lists: Lists, *, page: int = 50, revise: bool = True) -> None:
        self.lists = lists
        self.page = page
        self.revise = revise
        self.error: CatalogSyncError | None = None
        self.sidecars: dict[int, tuple[SidecarRef, ...]] = {}
        self.at_page: Callable[[int], None] = lambda _: None
        self.known: Mapping[str, str] = {}
        self.closed = 0

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        self.known = dict(known)
        number = 0
        for title, tracks in self.lists.items():
            revision = ""
            if self.revise:
                revision = hashlib.sha256(repr(list(tracks)).encode()).hexdigest()[:12]
            ref = PlaylistRef(title, title, revision)
            if self.revise and known.get(title) == revision:
                yield CatalogPage(ref, unchanged=True)
                continue
            for start in range(0, max(1, len(tracks)), self.page):
                self.at_page(number)
                number += 1
                end = start + self.page
                yield CatalogPage(
                    ref, tuple(map(self._entry, tracks[start:end])), start, last=end >= len(tracks)
                )
        if self.error is not None:
            raise self.error

    def _entry(self, number: int) -> CatalogEntry:
        return replace(entry(number), sidecars=self.sidecars.get(number, ()))

    def media(self, ref: MediaRef) -> MediaRequest:
        raise AssertionError(ref)

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        raise AssertionError(ref)

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        raise AssertionError(ref)

    def close(self) -> None:
        self.closed += 1


def entry(number: int) -> CatalogEntry:
    return CatalogEntry(
        f"k{number}",
        TrackInfo(title=f"Track {number}", artists=("A",)),
        MediaRef(f"http://far.example/{number}.mp3"),
    )


class Bench:
    """A database, a library, and sources whose catalogues are set by the test."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.library = Library(self.root, create_marker(self.root), 0)
        self.clock = FakeClock()
        self.database = Database(folder / "test.db")
        self.store = Store(self.database)
        self.catalogues: dict[int, CatalogSource] = {}
        self.events: list[Event] = []
        self.work = 0
        self.ports = Ports(
            database=self.database,
            clock=self.clock,
            board=ProgressBoard(self.clock),
            control=RunControl(self.clock),
            exports=ExportQueue(self.clock),
            report=self.events.append,
            open_source=lambda source: self.catalogues[source],
            jitter=lambda: 0.0,
            request_exports=lambda _: None,
        )

    def close(self) -> None:
        self.store.close()

    def subscribe(self, catalogue: CatalogSource, **options: str) -> int:
        name = f"S{len(self.catalogues)}"
        source = self.store.catalogue.add_source("playlist", name, f"/{name}", options, 1.0)
        self.catalogues[source] = catalogue
        return source

    def refresh(
        self, source: int, *, accept: bool = False, cancel: StopToken | None = None
    ) -> tuple[SourceRefreshed, bool]:
        """What was reported, and whether the catalogue counts as read to its end."""
        refresh = Refresh(self.ports, self.store, 1, self._on_work, accept_shrunk=accept)
        event = refresh.source(source, cancel or StopToken())
        return event, refresh.complete == [source]

    def _on_work(self) -> None:
        self.work += 1

    def sync(self, source: int, *, accept: bool = False) -> SourceRefreshed:
        """A refresh and what finalize does about the trash."""
        event, complete = self.refresh(source, accept=accept)
        self.tidy(*([source] if complete else []))
        return event

    def tidy(self, *sources: int) -> None:
        rows = [self.store.catalogue.source(source) for source in sources]
        Trash(self.store, self.library, self.clock).tidy(rows, StopToken())

    def warning(self, source: int) -> str:
        return self.store.catalogue.source(source).warning

    def notices(self) -> list[str]:
        return [event.kind for event in self.events if isinstance(event, Notice)]

    def lists(self, source: int) -> dict[str, list[int]]:
        """The playlists as their readers see them."""
        found: dict[str, list[int]] = {}
        for playlist in self.store.catalogue.playlists(source):
            rows = self.store.catalogue._db.execute(
                "SELECT t.key FROM entries e JOIN playlists p ON p.id = e.playlist_id"
                " AND p.generation = e.generation JOIN tracks t ON t.id = e.track_id"
                " WHERE p.id = ? ORDER BY e.position",
                (playlist.id,),
            )
            found[playlist.title] = [int(row[0][1:]) for row in rows]
        return found

    def states(self, source: int) -> dict[int, str]:
        """The items' states by the numbers of their tracks."""
        return {
            int(row[0][1:]): row[1]
            for row in self.store.catalogue._db.execute(
                "SELECT t.key, i.state FROM items i JOIN tracks t ON t.id = i.track_id"
                " WHERE i.source_id = ? ORDER BY t.key",
                (source,),
            )
        }

    def fetch_sidecars(self, source: int, picture: SidecarRef) -> None:
        """Has the words of the first track done, and one picture for all of them."""
        sidecars = self.store.sidecars
        for wanted in sidecars.wanted([source]):
            cover = sidecars.at("A/cover.jpg")
            if wanted.ref == picture and cover is not None:
                sidecars.done(wanted.id, cover.id)
            else:
                name = "A/cover.jpg" if wanted.ref == picture else "A/01.lrc"
                placing = self.file(name, name)
                sidecars.place(wanted.id, placing.path, placing.size, placing.sha256)
                sidecars.done(wanted.id)

    def download(self, source: int, only: Callable[[int], bool] = lambda _: True) -> None:
        """Has pending items done as a worker does it, each with a file of its own."""
        store, now = self.store, self.clock.now()
        job = store.jobs.open((source,), now)
        worker = store.workers.begin(job, 1, boot_id="b", pid=1, now=now)
        put_back = []
        while True:
            claimed = store.items.claim(
                job=job, worker=worker, sources=(source,), now=now, lease=9.0, may=lambda _: True
            )
            if claimed is None:
                break
            item = claimed[0]
            number = int(item.info.title.split()[-1])
            if not only(number):
                put_back.append(item)
                continue
            placing = self.file(f"A/{number:02}.mp3", f"{source} {number}")
            store.items.place(item, placing)
            store.items.finish_done(item, placing, ours=True, transferred=1, now=now)
        for item in put_back:
            store.items.put_back(item, attempts=0, now=now)

    def file(self, path: str, text: str) -> Placing:
        """Puts a file into the library, under the first free name."""
        target, number = self.root / path, 2
        while target.exists():
            target = target.with_stem(f"{Path(path).stem} ({number})")
            number += 1
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return Placing(
            target.relative_to(self.root).as_posix(),
            len(text),
            hashlib.sha256(text.encode()).hexdigest(),
        )

    def files(self) -> list[str]:
        """Everything in the library but its marker."""
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and path.name != "library.json"
        )

    def check(self) -> None:
        """What must hold whatever happened before."""
        db = self.store.catalogue._db
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        counted = db.execute(
            "SELECT source_id, state, COUNT(*) FROM items GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        kept = db.execute(
            "SELECT source_id, state, n FROM item_counts WHERE n <> 0 ORDER BY 1, 2"
        ).fetchall()
        assert kept == counted
        assert (
            db.execute(
                "SELECT COUNT(*) FROM entries WHERE track_id NOT IN (SELECT id FROM tracks)"
            ).fetchone()[0]
            == 0
        )
        assert (
            db.execute(
                "SELECT COUNT(*) FROM tracks WHERE id NOT IN (SELECT track_id FROM items)"
            ).fetchone()[0]
            == 0
        )
        for path, size in db.execute(
            "SELECT f.path, f.size FROM items i JOIN files f ON f.id = i.file_id"
            " WHERE i.state = 'done'"
        ).fetchall():
            assert (self.root / path).stat().st_size == size
        assert (
            db.execute(
                "SELECT COUNT(*) FROM items WHERE (state = 'done') <> (file_id IS NOT NULL)"
            ).fetchone()[0]
            == 0
        )
