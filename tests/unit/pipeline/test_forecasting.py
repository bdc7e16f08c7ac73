# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do, against what it then does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceUnreachable, UnknownThing
from catalogsync_gui.core.models import CatalogEntry, JobSpec, MediaRef, TrackInfo
from catalogsync_gui.core.sync_plan import PlaylistChange, PlaylistFate, SyncPlan
from catalogsync_gui.pipeline.forecasting import Forecast
from catalogsync_gui.store.scratch import scratch
from catalogsync_gui.store.store import Store
from tests.unit.pipeline.catalogues import Bench, Catalogue, Lists

RECORDING = "b9ad642e-b012-41c7-b72a-42cf4911f9ff"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.check()
    made.close()


class Described(Catalogue):
    """A catalogue with other entries in place of some."""

    def __init__(self, lists: Lists, others: dict[int, CatalogEntry]) -> None:
        super().__init__(lists)
        self.others = others

    def _entry(self, number: int) -> CatalogEntry:
        return self.others.get(number) or super()._entry(number)


def sized(number: int, size: int | None, **info: str) -> CatalogEntry:
    return CatalogEntry(
        f"k{number}",
        TrackInfo(title=f"Track {number}", artists=("A",), **info),  # type: ignore[arg-type]
        MediaRef(f"http://far.example/{number}.mp3", size=size),
    )


def dump(bench: Bench) -> list[str]:
    return list(bench.store.catalogue._db.raw.iterdump())


def forecast(bench: Bench, *sources: int, stop: StopToken | None = None) -> SyncPlan:
    before, files = dump(bench), bench.files()
    try:
        with scratch(bench.database) as copy, Store(copy) as store:
            ports = replace(bench.ports, database=copy)
            return Forecast(ports, store, bench.library).make(JobSpec(sources), stop or StopToken())
    finally:
        assert dump(bench) == before
        assert bench.files() == files


def test_a_new_source(bench: Bench) -> None:
    catalogue = Described(
        {"One": [1, 2, 3], "Two": [3, 4]},
        {
            1: sized(1, 700),
            2: sized(2, None),
            3: sized(3, 300),
            4: CatalogEntry("k4", TrackInfo(title="Nowhere", artists=("A",)), None),
        },
    )
    source = bench.subscribe(catalogue)
    plan = forecast(bench)
    (row,) = plan.sources
    assert (row.id, row.name, row.files, row.bytes, row.unknown) == (source, "S0", 3, 1000, 1)
    assert (row.there, row.skipped, row.error) == (0, 1, None)
    assert plan.playlists == (
        PlaylistChange(source, "One", PlaylistFate.NEW, 0, 3, 3),
        PlaylistChange(source, "Two", PlaylistFate.NEW, 0, 2, 1),
    )
    assert plan.speed is None
    assert plan.free is not None
    assert plan.free_after == plan.free - 1000


def test_what_is_there_what_changes_and_what_goes(bench: Bench) -> None:
    catalogue = Catalogue({"Same": [1, 2], "Grows": [3], "Gone": [4], "Left": [5, 6]})
    source = bench.subscribe(catalogue, removed="trash")
    bench.refresh(source)
    bench.download(source)
    nothing = forecast(bench, source)
    assert (nothing.sources[0].unchanged, nothing.sources[0].there) == (True, 6)
    assert nothing.playlists == ()
    catalogue.lists = {"Same": [1, 2], "Grows": [3, 7], "Left": [6]}
    plan = forecast(bench, source)
    (row,) = plan.sources
    assert (row.files, row.unknown, row.there, row.trashed) == (1, 1, 6, 2)
    assert row.trashed_bytes == 2 * len(f"{source} 4")
    assert [(change.title, change.fate, change.before, change.after, change.arriving)
            for change in plan.playlists] == [
        ("Gone", PlaylistFate.REMOVED, 1, 0, 0),
        ("Grows", PlaylistFate.CHANGED, 1, 2, 1),
        ("Left", PlaylistFate.CHANGED, 2, 1, 0),
    ]  # fmt: skip
    bench.sync(source)
    assert len([path for path in bench.files() if "/trash/" in path]) == 2


def test_without_the_rule_nothing_goes_to_the_trash(bench: Bench) -> None:
    catalogue = Catalogue({"One": [1, 2]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    bench.download(source)
    catalogue.lists = {"One": [1]}
    assert forecast(bench, source).sources[0].trashed == 0


def test_the_trash_is_emptied_in_time_and_gives_back(bench: Bench) -> None:
    catalogue = Catalogue({"One": [1, 2, 3]})
    source = bench.subscribe(catalogue, removed="trash", trash_days="1")
    bench.refresh(source)
    bench.download(source)
    catalogue.lists = {"One": [1]}
    bench.sync(source)
    catalogue.lists = {"One": [1, 2]}
    bench.clock.time += 3 * 86400
    plan = forecast(bench)
    assert (plan.restored, plan.expired, plan.sources[0].files) == (1, 2, 0)
    assert plan.expired_bytes == 2 * len(f"{source} 2")


def test_the_same_recording_is_downloaded_once(bench: Bench) -> None:
    first = bench.subscribe(Described({"One": [1]}, {1: sized(1, 5, recording_id=RECORDING)}))
    second = bench.subscribe(
        Described(
            {"Two": [2, 3]},
            {
                2: sized(2, 5, recording_id=RECORDING),
                3: CatalogEntry("k3", TrackInfo(title="Track 1", artists=("A",)), None),
            },
        )
    )
    both = forecast(bench)
    assert [(row.files, row.adopted) for row in both.sources] == [(1, 0), (0, 1)]
    bench.refresh(first)
    bench.download(first)
    (row,) = forecast(bench, second).sources
    assert (row.files, row.adopted) == (0, 1)


def test_a_match_is_told_of_and_so_is_its_playlist(bench: Bench) -> None:
    album = TrackInfo(title="Track 1", artists=("A",), album="Z", duration=9.0)
    media = MediaRef("http://far.example/1.mp3")
    first = bench.subscribe(Described({"One": [1]}, {1: CatalogEntry("k1", album, media)}))
    bench.refresh(first)
    bench.download(first)
    second = bench.subscribe(Described({"Two": [1]}, {1: CatalogEntry("k1", album, None)}))
    plan = forecast(bench, second)
    (row,) = plan.sources
    assert (row.files, row.matched, row.there, row.skipped) == (0, 1, 0, 0)
    bench.refresh(second)
    # Of whatever source it is: matching looks at all of them.
    plan = forecast(bench, first)
    assert [(change.source, change.title) for change in plan.playlists] == [(second, "Two")]


def test_local_files_of_the_library_stay_where_they_are(bench: Bench, tmp_path: Path) -> None:
    inside, outside = bench.root / "own.mp3", tmp_path / "other.mp3"
    inside.write_bytes(b"12345")
    outside.write_bytes(b"1234")
    entries = {
        number: CatalogEntry(f"k{number}", TrackInfo(title="T"), MediaRef(str(path), local=True))
        for number, path in enumerate((inside, outside, tmp_path / "gone.mp3"))
    }
    bench.subscribe(Described({"One": [0, 1, 2]}, entries))
    (row,) = forecast(bench).sources
    assert (row.adopted, row.files, row.bytes, row.unknown) == (1, 2, 4, 1)


def test_a_catalogue_that_cannot_be_read_or_believed(bench: Bench) -> None:
    broken, shrunk = Catalogue({"One": [1]}), Catalogue({"Two": list(range(40))})
    broken.error = SourceUnreachable("nobody answers")
    bench.subscribe(broken)
    source = bench.subscribe(shrunk)
    bench.refresh(source)
    shrunk.lists = {"Two": [1, 2]}
    bench.events.clear()
    plan = forecast(bench)
    first, second = plan.sources
    assert first.error is not None
    assert first.error.message == "nobody answers"
    # What was read before the error would be downloaded all the same.
    assert (first.files, second.error, second.files) == (1, None, 40)
    assert bench.notices() == ["catalogue_shrunk"]


def test_failed_items_are_tried_again(bench: Bench) -> None:
    source = bench.subscribe(Catalogue({"One": [1]}))
    bench.refresh(source)
    bench.store.catalogue._db.execute(
        "UPDATE items SET state = 'failed', retry_at = ?", (bench.clock.now() + 9999,)
    )
    assert forecast(bench).sources[0].files == 1


def test_a_plan_is_stopped(bench: Bench) -> None:
    catalogue, stop = Catalogue({"One": list(range(200))}), StopToken()
    catalogue.at_page = lambda number: stop.set() if number == 1 else None
    bench.subscribe(catalogue)
    with pytest.raises(Interrupted):
        forecast(bench, stop=stop)
    with pytest.raises(UnknownThing):
        forecast(bench, 99)
