# SPDX-License-Identifier: GPL-3.0-or-later
"""A ListenBrainz playlist, which names no addresses, beside sources that bring the files."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.events import (
    Event,
    ItemFinished,
    JobFinished,
    PlaylistExported,
    StageFinished,
)
from catalogsync_gui.core.models import ItemRow, JobSpec
from catalogsync_gui.core.states import ItemState, JobState, StageName
from catalogsync_gui.engine.commands import retry
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.match_commands import accept, accept_many, proposals, reject
from catalogsync_gui.engine.removing import remove_source
from tests.engine.world import Recorder, World

RECORDING = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae"
_TRACK = "https://musicbrainz.org/doc/jspf#track"
_PLAYLIST = "https://musicbrainz.org/doc/jspf#playlist"

Wish = tuple[str, str, int | None]
"""Title, creator, seconds."""


def listenbrainz(path: Path, *wishes: Wish) -> Path:
    """A playlist as ListenBrainz exports it: identifiers, durations in ms, no location."""
    tracks = []
    for number, (title, creator, seconds) in enumerate(wishes, 1):
        track: dict[str, Any] = {
            "identifier": [
                f"https://musicbrainz.org/recording/{number:08x}{RECORDING[8:]}",
            ],
            "title": title,
            "creator": creator,
            "album": "",
            "extension": {
                _TRACK: {
                    "added_by": "rob",
                    "added_at": "2026-03-01T10:00:00+00:00",
                    "artist_identifiers": ["https://musicbrainz.org/artist/b"],
                    "additional_metadata": {},
                }
            },
        }
        if seconds is not None:
            track["duration"] = seconds * 1000
        tracks.append(track)
    document = {
        "playlist": {
            "title": path.stem,
            "creator": "rob",
            "date": "2026-03-01T10:00:00+00:00",
            "identifier": "https://listenbrainz.org/playlist/5465ca86-3881-4349-81b2-6efbd3a59451",
            "extension": {_PLAYLIST: {"public": True, "creator": "rob"}},
            "track": tracks,
        }
    }
    path.write_text(json.dumps(document), "utf-8")
    return path


def m3u(world: World, path: Path, *tracks: tuple[int, int, str]) -> Path:
    """A playlist of tracks of the world's server: number, seconds, "Artist - Title"."""
    lines = ["#EXTM3U"]
    for number, seconds, name in tracks:
        lines += [f"#EXTINF:{seconds},{name}", world.server.address(number)]
    path.write_text("\n".join(lines), "utf-8")
    return path


class Run:
    """Jobs of real engines, and what is in the database after them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.events: list[Event] = []
        self.desk = Desk(world.profile, world.database, world.settings, SystemClock())

    def subscribe(self, path: Path) -> int:
        return self.desk.store.catalogue.add_source("playlist", path.stem, str(path), {}, 1.0)

    def sync(self, *sources: int) -> JobFinished:
        """Runs one job; checks what every job promises about its counts."""
        engine = Engine(self.world.profile, scheduled=False)
        recorder = Recorder(engine)
        try:
            engine.start()
            engine.start_job(JobSpec(sources))
            self.world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
        finally:
            assert engine.shutdown(5.0)
            shiboken6.delete(engine)
        self.events = list(recorder.events)
        (ended,) = recorder.of(JobFinished)
        assert ended.error is None
        seen = Counter(event.state for event in recorder.of(ItemFinished))
        assert (ended.done, ended.failed, ended.skipped) == (
            seen[ItemState.DONE],
            seen[ItemState.FAILED],
            seen[ItemState.SKIPPED],
        )
        job = self.desk.store.jobs.recent(1)[0]
        assert job.counts.done == ended.done
        stages = {event.stage: event for event in recorder.of(StageFinished)}
        assert sum(stage.done for stage in stages.values()) == ended.done
        return ended

    def matched(self) -> list[ItemFinished]:
        """The events of items that were done without a worker."""
        done = [e for e in self.events if isinstance(e, ItemFinished) and e.state == "done"]
        return [event for event in done if event.worker is None]

    def items(self, source: int) -> list[ItemRow]:
        return self.desk.store.listing.page(0, 100, source=source)

    def playlist(self, title: str) -> list[str]:
        """The paths in a playlist file; empty when there is none."""
        file = self.world.library / "Playlists" / f"{title}.m3u"
        if not file.exists():
            return []
        return [line for line in file.read_text("utf-8").splitlines() if line[:1] != "#"]


@pytest.fixture
def go(world: World) -> Iterator[Run]:
    run = Run(world)
    yield run
    run.desk.close()


def test_what_another_source_brings_fills_the_playlist(
    world: World, go: Run, tmp_path: Path
) -> None:
    wanted = go.subscribe(
        listenbrainz(
            tmp_path / "Weekly.jspf",
            ("Yesterday", "The Beatles", 125),
            ("Help!", "The Beatles", None),
            ("Nowhere", "Nobody", 100),
        )
    )
    assert go.sync().done == 0
    assert {row.error.message for row in go.items(wanted) if row.error} == {
        "no source: nothing that is there is like it (the playlist names no address for this track)"
    }
    brings = go.subscribe(
        m3u(
            world,
            tmp_path / "Sixties.m3u",
            (1, 126, "Beatles - Yesterday (Remastered 2009)"),
            (2, 138, "The Beatles - Help!"),
        )
    )
    # Only the source that brings the files takes part in the job.
    ended = go.sync(brings)
    assert (ended.state, ended.done, ended.failed) == (JobState.DONE, 3, 0)
    (event,) = go.matched()
    assert (event.title, event.bytes) == ("Yesterday", 0)
    (finalize,) = [
        e for e in go.events if isinstance(e, StageFinished) and e.stage is StageName.FINALIZE
    ]
    assert finalize.done == 1
    assert any(
        isinstance(e, PlaylistExported) and e.path == "Playlists/Weekly.m3u" for e in go.events
    )
    yesterday, help_, nowhere = go.items(wanted)
    assert yesterday.state is ItemState.DONE
    assert go.playlist("Weekly") == [f"../{yesterday.path}"] == [f"../{event.path}"]
    assert help_.error is not None
    assert help_.error.message == "a possible match waits for your answer (85 %)"
    assert nowhere.error is not None
    assert nowhere.error.message.startswith("no source: ")
    (proposal,) = proposals(go.desk)
    assert (proposal.item, proposal.source) == (help_.id, "Sixties")
    assert accept(go.desk, help_.id) != ()
    go.sync(wanted)
    assert len(go.playlist("Weekly")) == 2
    assert go.sync().done == 0


def test_an_answer_is_remembered_and_the_next_best_is_asked_about(
    world: World, go: Run, tmp_path: Path
) -> None:
    wanted = go.subscribe(listenbrainz(tmp_path / "W.jspf", ("Song", "A", None)))
    brings = go.subscribe(
        m3u(world, tmp_path / "S.m3u", (1, 100, "A - Song"), (2, 100, "A - Song (Live)"))
    )
    go.sync()
    (item,) = go.items(wanted)
    first, live = go.items(brings)
    assert [p.candidate for p in proposals(go.desk)] == [first.id]
    assert reject(go.desk, item.id)
    assert [p.candidate for p in proposals(go.desk)] == [live.id]
    assert not reject(go.desk, item.id)
    assert proposals(go.desk) == []
    go.sync()
    assert proposals(go.desk) == [], "what was rejected is not asked about again"
    with pytest.raises(UnknownThing, match="nothing is proposed"):
        reject(go.desk, item.id)
    assert accept(go.desk, item.id, live.id) != ()
    with pytest.raises(UnknownThing, match="not waiting"):
        accept(go.desk, item.id, live.id)
    assert accept_many(go.desk, [(item.id, live.id), (999, 1)]) == ()
    assert go.items(wanted)[0].path == live.path


def test_a_file_that_the_person_removed_is_matched_again(
    world: World, go: Run, tmp_path: Path
) -> None:
    wanted = go.subscribe(listenbrainz(tmp_path / "W.jspf", ("Song", "A", 100)))
    brings = go.subscribe(m3u(world, tmp_path / "S.m3u", (1, 100, "A - Song")))
    assert go.sync().done == 2
    (world.library / go.items(wanted)[0].path).unlink()
    go.desk.store.exports.mark(go.desk.store.catalogue.playlist_ids((wanted, brings)))
    go.sync()
    assert go.items(brings)[0].state is ItemState.MISSING
    assert go.items(wanted)[0].state is ItemState.SKIPPED
    assert go.playlist("W") == []
    assert retry(go.desk, [go.items(brings)[0].id]) == 1
    assert go.sync().done == 2
    assert go.items(wanted)[0].path == go.items(brings)[0].path != ""
    assert go.playlist("W") == go.playlist("S") != []


def test_a_file_stays_while_a_matched_playlist_holds_it(
    world: World, go: Run, tmp_path: Path
) -> None:
    wanted = go.subscribe(listenbrainz(tmp_path / "W.jspf", ("Song", "A", 100)))
    brings = go.subscribe(
        m3u(world, tmp_path / "S.m3u", (1, 100, "A - Song"), (2, 90, "A - Another"))
    )
    go.sync()
    path = go.items(wanted)[0].path
    assert remove_source(go.desk, brings, delete_files=True).files == 1
    assert (world.library / path).exists()
    assert go.items(wanted)[0].state is ItemState.DONE
    go.sync()
    assert go.playlist("W") == [f"../{path}"]
    assert remove_source(go.desk, wanted, delete_files=True).files == 1
    assert not (world.library / path).exists()


def test_a_question_ends_with_what_it_is_about(world: World, go: Run, tmp_path: Path) -> None:
    wanted = go.subscribe(listenbrainz(tmp_path / "W.jspf", ("Song", "A", None)))
    brings = go.subscribe(m3u(world, tmp_path / "S.m3u", (1, 100, "A - Song")))
    go.sync()
    assert len(proposals(go.desk)) == 1
    remove_source(go.desk, brings, delete_files=True)
    assert proposals(go.desk) == []
    go.sync()
    (row,) = go.items(wanted)
    assert row.error is not None
    assert row.error.message.startswith("no source")


def test_a_description_that_changes_is_compared_again(
    world: World, go: Run, tmp_path: Path
) -> None:
    path = tmp_path / "W.jspf"
    wanted = go.subscribe(listenbrainz(path, ("Sogn", "B", 100)))
    go.subscribe(m3u(world, tmp_path / "S.m3u", (1, 100, "A - Song")))
    go.sync()
    assert go.items(wanted)[0].state is ItemState.SKIPPED
    listenbrainz(path, ("Song", "A", 100))
    assert go.sync().done == 1
    assert go.items(wanted)[0].state is ItemState.DONE
