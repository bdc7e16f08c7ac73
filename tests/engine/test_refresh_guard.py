# SPDX-License-Identifier: GPL-3.0-or-later
"""The real engine on catalogues that shrink, lose tracks, or keep failing."""

from collections.abc import Iterator

import pytest
import shiboken6

from catalogsync_gui.core.errors import SourceRefused, SourceUnreachable
from catalogsync_gui.core.events import (
    ItemStarted,
    JobFinished,
    Notice,
    PlaylistExported,
    SourceRefreshed,
    StageFinished,
    StageOpened,
)
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.engine.engine import Engine
from tests.engine.served import Served
from tests.engine.world import Recorder, World


class Place:
    """A world, an engine on it, and one source."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.catalogue = Served(world.server, {"P": range(24)})
        self.engine = Engine(
            world.profile, open_source=lambda _row, _context: self.catalogue, scheduled=False
        )
        self.recorder = Recorder(self.engine)

    def subscribe(self, **options: str) -> int:
        with self.world.store() as store:
            return store.catalogue.add_source("playlist", "S", "/s.m3u", options, 1.0)

    def sync(self, **spec: bool) -> JobFinished:
        self.recorder.events.clear()
        sources = (1,) if spec.get("accept_shrunk") else ()
        self.engine.start_job(JobSpec(sources, **spec))
        self.world.qtbot.waitUntil(lambda: bool(self.recorder.of(JobFinished)), timeout=30_000)
        return self.recorder.of(JobFinished)[-1]

    def files(self) -> list[str]:
        return sorted(path.name for path in self.world.library.rglob("*.mp3"))

    def playlist(self, name: str = "P") -> int:
        text = (self.world.library / "Playlists" / f"{name}.m3u").read_text("utf-8")
        return text.count("#EXTINF")


@pytest.fixture
def place(world: World) -> Iterator[Place]:
    made = Place(world)
    yield made
    world.server.go_on.set()
    assert made.engine.shutdown(5.0)
    shiboken6.delete(made.engine)


def test_a_catalogue_that_shrank_is_kept_and_the_job_is_done(place: Place) -> None:
    source = place.subscribe()
    place.engine.start()
    assert place.sync().done == 24
    place.catalogue.lists = {"P": range(3)}
    finished = place.sync()
    assert (finished.state, finished.error) == (JobState.DONE, None)
    (notice,) = place.recorder.of(Notice)
    assert (notice.level, notice.kind, notice.job) == ("warning", "catalogue_shrunk", finished.job)
    assert place.engine.status().problem is None
    assert place.playlist() == 24
    with place.world.store() as store:
        assert "3 tracks instead of 24" in store.catalogue.source(source).warning
    assert place.sync(accept_shrunk=True).state is JobState.DONE
    assert place.playlist() == 3
    assert len(place.files()) == 24
    with place.world.store() as store:
        assert store.catalogue.source(source).warning == ""


def test_removed_tracks_go_to_the_trash_and_come_back_without_a_download(place: Place) -> None:
    source = place.subscribe(removed="trash")
    place.engine.start()
    place.sync()
    before = place.files()
    place.catalogue.lists = {"P": range(20), "Q": [0]}
    place.sync()
    trash = place.world.library / ".catalog-sync" / "trash"
    assert len(list(trash.rglob("*.mp3"))) == 4
    assert (place.playlist(), place.playlist("Q")) == (20, 1)
    asked = len(place.world.server.asked)
    place.catalogue.lists = {"P": range(24)}
    finished = place.sync()
    assert (finished.state, finished.done) == (JobState.DONE, 0)
    assert len(place.world.server.asked) == asked
    assert place.files() == before
    assert place.playlist() == 24
    assert not (place.world.library / "Playlists" / "Q.m3u").exists()
    assert not trash.exists()
    with place.world.store() as store:
        assert store.catalogue.playlist_ids((source,)) == (1,)


def test_the_trash_is_seen_to_after_the_downloads(place: Place) -> None:
    place.subscribe(removed="trash")
    place.engine.start()
    place.sync()
    place.catalogue.lists = {"P": [*range(20), 50]}
    place.world.server.stalls.add("/50.mp3")
    place.recorder.events.clear()
    place.engine.start_job()
    trash = place.world.library / ".catalog-sync" / "trash"
    place.world.qtbot.waitUntil(place.world.server.stalled.is_set, timeout=30_000)
    place.world.qtbot.waitUntil(
        lambda: any(e.stage is StageName.REFRESH for e in place.recorder.of(StageFinished)),
        timeout=30_000,
    )
    assert place.recorder.of(ItemStarted)
    assert not trash.exists()
    place.world.server.go_on.set()
    place.world.qtbot.waitUntil(lambda: bool(place.recorder.of(JobFinished)), timeout=30_000)
    assert len(list(trash.rglob("*.mp3"))) == 4
    opened = [e.stage for e in place.recorder.of(StageOpened)]
    assert opened[-1] is StageName.FINALIZE
    assert place.recorder.of(PlaylistExported)[-1].entries == 21


def test_the_schedule_leaves_a_paused_source_alone_and_a_person_does_not(place: Place) -> None:
    source = place.subscribe()
    place.catalogue.error = SourceRefused("wrong password")
    place.engine.start()
    for _ in range(3):
        place.sync(automatic=True)
    assert [e.kind for e in place.recorder.of(Notice)] == ["source_paused"]
    finished = place.sync(automatic=True)
    assert place.recorder.of(SourceRefreshed) == []
    assert finished.state is JobState.DONE
    place.catalogue.error = None
    place.sync()
    with place.world.store() as store:
        assert store.catalogue.source(source).paused == ""
    place.sync(automatic=True)
    assert len(place.recorder.of(SourceRefreshed)) == 1


def test_the_schedule_waits_as_long_as_the_server_asks(place: Place) -> None:
    place.subscribe()
    place.catalogue.error = SourceUnreachable("busy", retry_after=3600.0)
    place.engine.start()
    place.sync(automatic=True)
    assert len(place.recorder.of(SourceRefreshed)) == 1
    place.sync(automatic=True)
    assert place.recorder.of(SourceRefreshed) == []
    place.sync()
    assert len(place.recorder.of(SourceRefreshed)) == 1


def test_a_trash_that_cannot_be_made_holds_nothing_up(place: Place) -> None:
    place.subscribe(removed="trash")
    place.engine.start()
    place.sync()
    (place.world.library / ".catalog-sync" / "trash").write_text("in the way")
    place.catalogue.lists = {"P": range(20)}
    finished = place.sync()
    assert finished.state is JobState.DONE
    assert place.playlist() == 20
    assert len(place.files()) == 24
    (place.world.library / ".catalog-sync" / "trash").unlink()
    place.sync()
    trash = place.world.library / ".catalog-sync" / "trash"
    assert len(list(trash.rglob("*.mp3"))) == 4
