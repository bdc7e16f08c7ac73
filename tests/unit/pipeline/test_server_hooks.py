# SPDX-License-Identifier: GPL-3.0-or-later
"""When servers are told and asked, and what becomes of one that does not answer."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceUnreachable
from catalogsync_gui.core.events import Event, ServerChecked, ServerRemoved, ServerTold
from catalogsync_gui.core.exporting import ExportRecord, ExportRequest
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import (
    Exported,
    Findings,
    News,
    Server,
    ServerKind,
    ServerTrack,
    Sighting,
)
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.server_hooks import BACK_OFF, LOOK_EVERY, SCAN_SECONDS, ServerHooks
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.servers.base import MusicServer
from tests.unit.pipeline.clock import FakeClock
from tests.unit.pipeline.test_rereading import World as Tracks


class Fake(MusicServer):
    """A server that knows one path less than there are."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.away = False
        self.busy = False
        self.settled = 0
        self.closed = 0

    def tell(self, news: News, cancel: StopToken) -> None:
        if self.away:
            raise SourceUnreachable("nobody there")
        self.news.append(news)

    def scanning(self, _cancel: StopToken) -> bool:
        return self.busy

    def settle(self, news: News, cancel: StopToken) -> None:
        if self.away:
            raise SourceUnreachable("nobody there")
        self.settled += 1

    def look(self, playlists: Sequence[Exported], _cancel: StopToken) -> Findings:
        entries = [entry for playlist in playlists for entry in playlist.entries]
        library = Sighting(entries)
        for entry in entries[1:]:
            library.see(ServerTrack(entry.path))
        return Findings(library)

    def close(self) -> None:
        self.closed += 1


class World:
    """Three tracks that are there, in one playlist, and the hooks over them."""

    def __init__(self, folder: Path) -> None:
        tracks = Tracks(folder)
        self.shelf, self.clock = tracks.shelf, FakeClock(5000.0)
        self.store = tracks.shelf.store
        self.exports = ExportQueue(self.clock)
        self.events: list[Event] = []
        self.servers: dict[str, Fake] = {}
        self.hooks = ServerHooks(
            lambda: Settings(library="/music"),
            SecretStore(folder / "secrets", file_allowed=False, find=lambda: None),
            self.exports,
            self.events.append,
            self.clock,
            self.open,
        )

    def open(self, server: Server, _context: SourceContext) -> MusicServer:
        return self.servers[server.name]

    def add(self, name: str) -> Fake:
        self.store.servers.add(ServerKind.MPD, name, "nas", {})
        fake = self.servers[name] = Fake()
        return fake

    def export(self, sha256: str, path: str = "Playlists/S.m3u") -> None:
        """The exporter has written the playlist."""
        self.store.exports.written(1, ExportRecord(path, "m3u", sha256, 1, 1, 3, 0), 0)

    def turn(self, wake: bool = True) -> float | None:
        if wake:
            self.hooks.wake()
        return self.hooks.turn(self.store)

    def after(self, seconds: float) -> float | None:
        self.clock.time += seconds
        return self.turn(wake=False)

    def told(self) -> list[ServerTold]:
        return [event for event in self.events if isinstance(event, ServerTold)]

    def checked(self) -> list[tuple[int, int]]:
        return [(e.known, e.entries) for e in self.events if isinstance(e, ServerChecked)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.shelf.close()


def test_a_server_is_told_of_what_changed_and_only_then(world: World) -> None:
    server = world.add("A")
    assert world.turn() is None
    assert server.news == []  # there is no playlist file yet
    world.export("one")
    world.turn()
    (news,) = server.news
    assert news.library == "/music"
    assert [(one.path, one.sha256, len(one.entries)) for one in news.changed] == [
        ("Playlists/S.m3u", "one", 3)
    ]
    world.after(LOOK_EVERY[0])
    assert world.checked() == [(2, 3)]
    assert world.turn() is None
    assert len(server.news) == 1
    world.export("one", "Playlists/Renamed.m3u")
    world.turn()
    assert [one.path for one in server.news[1].changed] == ["Playlists/Renamed.m3u"]
    assert server.news[1].removed == ("Playlists/S.m3u",)
    assert server.closed == 3
    (row,) = world.store.servers.all()
    assert (row.known, row.entries, row.problem) == (2, 3, "")


def test_nothing_is_lost_when_the_program_ends(world: World) -> None:
    server = world.add("A")
    server.away = True
    world.export("one")
    world.turn()
    again = ServerHooks(
        lambda: Settings(library="/music"),
        SecretStore(Path("/nowhere"), file_allowed=False, find=lambda: None),
        world.exports,
        world.events.append,
        world.clock,
        world.open,
    )
    server.away = False
    again.turn(world.store)  # nobody woke it
    assert len(server.news) == 1


def test_no_server_is_told_before_the_first_claim_or_between_two_exports(world: World) -> None:
    server = world.add("A")
    world.export("one")
    world.exports.hold()
    assert world.turn() == 0.0
    assert not world.hooks.idle
    world.exports.release()
    wish = ExportRequest(1, ExportReason.STAGE, 1)
    world.exports.request([wish])
    assert world.turn() == 0.0
    assert world.exports.take() == wish
    assert world.turn() == 0.0  # it is being written
    assert server.news == []
    world.exports.finished(wish, 0.0)
    world.turn(wake=False)
    assert len(server.news) == 1
    assert world.hooks.idle


def test_a_server_that_is_away_holds_up_nobody_and_is_tried_later(world: World) -> None:
    away, well = world.add("Away"), world.add("Well")
    away.away = True
    world.export("one")
    world.turn()
    assert len(well.news) == 1
    assert [(one.name, one.error.kind if one.error else "") for one in world.told()] == [
        ("Away", "unreachable"),
        ("Well", ""),
    ]
    world.turn()  # what changes meanwhile does not make it come back sooner
    world.after(BACK_OFF[0] - 1)
    away.away = False
    assert away.news == []
    world.after(1)
    assert len(away.news) == 1
    # One trouble is told once.
    away.away = True
    for number, wait in enumerate((0, *BACK_OFF)):
        world.export(f"again {number}")
        world.turn()
        world.after(wait)
    assert [one.name for one in world.told() if one.error] == ["Away", "Away"]
    assert world.store.servers.all()[0].problem == "nobody there"


def test_a_scan_is_waited_for_but_not_for_ever(world: World) -> None:
    server = world.add("A")
    server.busy = True
    world.export("one")
    assert world.turn() == LOOK_EVERY[0]
    for wait in LOOK_EVERY[:-1]:
        world.after(wait)
        assert world.checked() == []
    server.busy = False
    world.after(LOOK_EVERY[-1])
    assert world.checked() == [(2, 3)]
    server.busy = True
    world.export("two")
    world.turn()
    world.after(SCAN_SECONDS)
    assert len(world.checked()) == 2


def test_what_is_to_be_done_after_the_scan_is_not_lost(world: World) -> None:
    server = world.add("A")
    server.settles = True
    server.busy = True
    world.export("one")
    world.turn()
    assert not world.hooks.idle  # whoever ends the program now would lose it
    assert world.store.servers.told_of(1) == {}
    world.turn()
    assert len(server.news) == 1  # it is looking
    server.busy, server.away = False, True
    world.after(LOOK_EVERY[0])
    assert server.settled == 0
    server.away = False
    world.after(BACK_OFF[0])
    assert server.settled == 1
    assert world.store.servers.told_of(1) == {"Playlists/S.m3u": "one"}
    assert world.hooks.idle


def test_a_server_that_was_removed_is_left_alone(world: World) -> None:
    server = world.add("A")
    server.busy = True
    world.export("one")
    world.turn()
    world.store.servers.remove(1)
    assert world.after(LOOK_EVERY[0]) is None
    assert world.checked() == []
    assert [e.server for e in world.events if isinstance(e, ServerRemoved)] == [1]


def test_new_tracks_are_told_of_though_no_playlist_file_changed(world: World) -> None:
    server = world.add("A")
    world.export("one")
    world.turn()
    world.hooks.wake(everything=True)
    world.turn(wake=False)
    assert [len(news.changed) for news in server.news] == [1, 0]


def test_an_unforeseen_error_of_one_server_is_no_end(
    world: World, monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("server 1 could not be asked")
    server, other = world.add("A"), world.add("B")
    monkeypatch.setattr(server, "tell", lambda *_: int("x"))
    world.export("one")
    world.turn()
    assert len(other.news) == 1
    assert world.told()[0].error is not None
