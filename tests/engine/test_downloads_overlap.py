# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads wait neither for the rest of the catalogue nor for a host that is slow."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import shiboken6

from catalogsync_gui.core.events import (
    ItemFinished,
    ItemStarted,
    JobFinished,
    SourceRefreshed,
    StageFinished,
)
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    JobSpec,
    MediaRef,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState, JobState, StageName
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline import listing
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.served import Served
from tests.engine.world import Recorder, TrackServer, World

WAIT = 30_000


def done(recorder: Recorder) -> list[int]:
    return [e.item for e in recorder.of(ItemFinished) if e.state is ItemState.DONE]


@pytest.fixture
def catalogue(world: World) -> Served:
    """Three pages of two tracks."""
    made = Served(world.server, {"P": range(6)})
    made.page = 2
    return made


@pytest.fixture
def engine(world: World, catalogue: Served) -> Iterator[Engine]:
    with world.store() as store:
        store.catalogue.add_source("playlist", "S", "/s.m3u", {}, 1.0)
    made = Engine(world.profile, open_source=lambda *_: catalogue, scheduled=False)
    yield made
    assert made.shutdown(5.0)
    shiboken6.delete(made)


def test_the_first_page_is_fetched_while_the_second_is_waited_for(
    world: World, engine: Engine, catalogue: Served
) -> None:
    held, go_on = threading.Event(), threading.Event()

    def at_page(number: int) -> None:
        if number == 1:
            held.set()
            assert go_on.wait(30)

    catalogue.at_page = at_page
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec())
    try:
        world.qtbot.waitUntil(lambda: len(done(recorder)) == 2, timeout=WAIT)
        assert held.is_set()
        assert recorder.of(SourceRefreshed) == []
        assert recorder.of(StageFinished) == [], "nothing is open, but the catalogue is not read"
        assert sorted(world.server.asked) == ["/0.mp3", "/1.mp3"]
    finally:
        go_on.set()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    assert recorder.of(JobFinished)[0].done == 6
    stages = [event.stage for event in recorder.of(StageFinished)]
    assert stages[0] is StageName.REFRESH
    assert sorted(world.server.asked) == [f"/{number}.mp3" for number in range(6)]


def test_a_catalogue_that_is_too_large_is_read_up_to_the_limit(
    world: World, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_TRACKS", 4)
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec())
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    error = recorder.of(SourceRefreshed)[0].error
    assert error is not None
    assert error.kind == "too_large"
    assert "more than 4 tracks" in error.message
    finished = recorder.of(JobFinished)[0]
    assert (finished.state, finished.done) == (JobState.PARTIAL, 4)


def test_a_host_that_is_slow_holds_no_other_up(world: World, start: Callable[[], Engine]) -> None:
    SettingsFile(world.profile.settings_file).save(replace(world.settings, per_host=2))
    slow = TrackServer()
    slow.stalls = {f"/{number}.mp3" for number in range(10)}
    try:
        with world.store() as store:
            source = store.catalogue.add_source("playlist", "S", "/s.m3u", {}, 1.0)
            addresses = [slow.address(n) for n in range(10)]
            addresses += [world.server.address(n) for n in range(10, 20)]
            entries = tuple(
                CatalogEntry(address, TrackInfo(title=address[-6:]), MediaRef(address))
                for address in addresses
            )
            page = CatalogPage(PlaylistRef("P", "P", "1"), entries)
            store.catalogue.write_page(source, page, diff(entries, {}))
        engine = start()
        recorder = Recorder(engine)
        engine.start()
        engine.start_job(JobSpec(refresh=False))
        world.qtbot.waitUntil(lambda: len(done(recorder)) == 10, timeout=WAIT)
        assert len(world.server.asked) == 10
        world.qtbot.waitUntil(lambda: len(slow.asked) == 2, timeout=WAIT)
        assert len(recorder.of(ItemStarted)) == 12, "and no more than two of the slow one"
        slow.go_on.set()
        world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
        assert recorder.of(JobFinished)[0].done == 20
    finally:
        slow.close()
