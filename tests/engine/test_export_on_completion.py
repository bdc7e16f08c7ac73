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
