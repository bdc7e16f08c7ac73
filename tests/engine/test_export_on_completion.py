# SPDX-License-Identifier: GPL-3.0-or-later
"""Export: on an item's completion for exactly its playlists, in full at the stage's finish."""

from collections.abc import Callable

from catalogsync_gui.core.events import (
    ExportRequested,
    ItemFinished,
    PlaylistExported,
    StageFinished,
)
from catalogsync_gui.core.states import ExportReason, ItemState, JobState, StageName
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World


def test_an_item_asks_for_exactly_its_playlists(world: World, start: Callable[[], Engine]) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1], "Two": [2], "Both": [1, 2], "Other": [3]})
        for item in (2, 3):
            world.finish(store, item, f"S/{item}.mp3")
        names = {p.id: p.title for p in store.catalogue.playlists()}
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 1)
    asked = [
        names[e.playlist] for e in recorder.of(ExportRequested) if e.reason is ExportReason.ITEM
    ]
    assert sorted(asked) == ["Both", "One"]
    in_full = [
        names[e.playlist]
        for e in recorder.of(PlaylistExported)
        if e.reason is ExportReason.STAGE and e.job == finished.job
    ]
    assert sorted(in_full) == ["Both", "One", "Other", "Two"]
    both = (world.library / "Playlists" / "Both.m3u").read_text("utf-8")
    assert both.count("../") == 2


def test_a_long_playlist_is_written_a_few_times_and_is_whole_in_the_end(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"Long": list(range(300))})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    ended = [e for e in recorder.of(ItemFinished) if e.state is ItemState.DONE]
    assert finished.done == len(ended) == 300
    assert sum(e.bytes for e in recorder.of(ItemFinished)) == finished.bytes
    written = [e for e in recorder.of(PlaylistExported) if e.job == finished.job]
    assert written[-1].reason is ExportReason.STAGE
    assert (written[-1].entries, written[-1].missing) == (300, 0)
    # One at once, then one every two seconds at most, and the last.
    assert len(written) <= 2 + finished.seconds / 2
    text = (world.library / "Playlists" / "Long.m3u").read_text("utf-8")
    assert text.count("#EXTINF") == 300
    events = recorder.events
    closing = next(
        i
        for i, e in enumerate(events)
        if isinstance(e, StageFinished) and e.stage is StageName.FINALIZE
    )
    assert events.index(written[-1]) < closing


def test_a_playlist_never_names_a_file_that_a_person_removed(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2], "Two": [2]})
        world.add(store, "T", {"Three": [3]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 3
    (world.library / "A" / "S" / "02 Track 2.mp3").unlink()
    recorder.events.clear()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 0)
    last = {e.playlist: (e.entries, e.missing) for e in recorder.of(PlaylistExported)}
    assert sorted(last.values()) == [(0, 1), (1, 0), (1, 1)]
    one = (world.library / "Playlists" / "One.m3u").read_text("utf-8")
    assert "02 Track 2" not in one
    assert not (world.library / "Playlists" / "Two.m3u").exists()
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 2, ItemState.MISSING: 1}
        assert store.exports.dirty() == ()


def test_an_unmounted_library_has_lost_nothing(world: World, start: Callable[[], Engine]) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2]})
        playlist = store.catalogue.playlists()[0].id
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.run(engine, recorder)
    away = world.library.rename(world.library.with_name("away"))
    world.library.mkdir()
    recorder.events.clear()
    engine.export((playlist,))
    world.qtbot.waitUntil(lambda: bool(recorder.of(PlaylistExported)), timeout=30_000)
    [exported] = recorder.of(PlaylistExported)
    assert exported.error is not None
    assert exported.error.kind == "storage_offline"
    world.library.rmdir()
    away.rename(world.library)
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 2}


def test_playlists_that_cannot_be_written_make_a_job_partial(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1], "Two": [1]})
    (world.library / "Playlists").write_text("not a folder")
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done, finished.unwritten) == (JobState.PARTIAL, 1, 2)
    (world.library / "Playlists").unlink()
    recorder.events.clear()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.unwritten) == (JobState.DONE, 0)


def test_an_export_of_a_playlist_that_is_gone_is_answered(
    world: World, start: Callable[[], Engine]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"One": [1]})
        playlist = store.catalogue.playlists()[0].id
        store.catalogue.remove_source(source)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.export((playlist,))
    world.qtbot.waitUntil(lambda: bool(recorder.of(PlaylistExported)), timeout=30_000)
    error = recorder.of(PlaylistExported)[0].error
    assert error is not None
    assert error.kind == "unknown"


def test_an_export_that_breaks_is_answered(
    world: World, start: Callable[[], Engine], expected_logs: Callable[[str], None]
) -> None:
    expected_logs("could not be exported|wait for the next sync")
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
        playlist = store.catalogue.playlists()[0].id
        store._connection.raw.execute("ALTER TABLE playlist_exports RENAME TO elsewhere")
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.export((playlist,))
    world.qtbot.waitUntil(lambda: bool(recorder.of(PlaylistExported)), timeout=30_000)
    assert recorder.of(PlaylistExported)[0].error is not None
