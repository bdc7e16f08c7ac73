# SPDX-License-Identifier: GPL-3.0-or-later
"""The library read again in the background: what it finds, and what it leaves in peace."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.errors import StorageFull
from catalogsync_gui.core.events import Event, FileDiffers
from catalogsync_gui.core.models import Placing
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.media.publish import hash_file
from catalogsync_gui.media.volume import MARKER, create_marker
from catalogsync_gui.pipeline import inspecting
from catalogsync_gui.pipeline.rereading import LOOK_EVERY, SHARE, Rereading
from catalogsync_gui.pipeline.run_control import RunControl
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import NOW, Shelf

DAY = 86400.0


class World:
    """A library of tracks that were all placed at NOW, and a pass over it."""

    def __init__(self, folder: Path, tracks: int = 3) -> None:
        self.root = folder / "music"
        self.root.mkdir()
        self.clock = FakeClock(NOW)
        self.shelf = Shelf(folder)
        self.settings = Settings(library=str(self.root), library_id=create_marker(self.root))
        self.control = RunControl(self.clock)
        self.busy = False
        self.stop = StopToken()
        self.told: list[Event] = []
        source = self.shelf.source("S", {"h": tracks})
        self.shelf.open_job(source)
        worker = self.shelf.worker()
        self.paths = [self._placed(worker, number) for number in range(tracks)]
        self.reading = Rereading(
            self.shelf.store,
            lambda: self.settings,
            self.control,
            lambda: self.busy,
            self.told.append,
            self.clock,
            self.stop,
        )

    def _placed(self, worker: int, number: int) -> Path:
        path = self.root / f"{number}.mp3"
        path.write_bytes(bytes([number]) * 3000)
        item = self.shelf.claimed(worker)
        sha256, size = hash_file(path)
        placing = Placing(path.name, size, sha256, path.stat().st_mtime_ns)
        self.shelf.store.items.place(item, placing)
        self.shelf.store.items.finish_done(
            item, placing, ours=True, transferred=0, now=NOW + number, content=sha256
        )
        return path

    def turns(self) -> int:
        """Reads until nothing is due; how many files."""
        count = 0
        while not self.reading.turn():
            count += 1
        return count

    def found(self) -> dict[str, DamageKind]:
        return {d.difference.path: d.difference.kind for d in self.shelf.store.damage.open()}


def rot(path: Path) -> None:
    """Another content, and nobody wrote it."""
    status = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.shelf.close()


def test_every_file_is_read_once_in_so_many_days_the_oldest_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = inspecting.sha256_of

    def noted(path: Path, go_on: Callable[[], None]) -> str:
        read.append(path.name)
        return whole(path, go_on)

    monkeypatch.setattr(inspecting, "sha256_of", noted)
    assert world.turns() == 0, "what was just written was just hashed"
    world.clock.time = NOW + 30 * DAY
    assert world.turns() == 1
    world.clock.time += 10
    assert world.turns() == 2
    assert read == ["0.mp3", "1.mp3", "2.mp3"]
    assert world.turns() == 0
    world.clock.time += 30 * DAY
    assert world.turns() == 3
    assert world.told == []
    world.settings = replace(world.settings, verify_days=0)
    world.clock.time += 300 * DAY
    assert world.turns() == 0, "switched off"
    world.settings = replace(world.settings, verify_days=30)
    world.clock.time = NOW
    assert world.turns() == 3, "read in a future that a wrong clock told of"


def test_what_it_finds_is_named_for_what_it_is_and_kept(world: World) -> None:
    rot(world.paths[0])
    world.paths[1].write_bytes(b"somebody's")
    world.paths[2].unlink()
    world.clock.time = NOW + 31 * DAY
    assert world.turns() == 3
    expected = {
        "0.mp3": DamageKind.DAMAGED,
        "1.mp3": DamageKind.CHANGED,
        "2.mp3": DamageKind.MISSING,
    }
    assert world.found() == expected
    assert world.shelf.store.damage.counts() == dict.fromkeys(expected.values(), 1)
    events = [event for event in world.told if isinstance(event, FileDiffers)]
    assert {event.path: event.kind for event in events} == expected
    assert {event.items for event in events} == {(1,), (2,), (3,)}
    assert world.shelf.store.listing.counts() == {ItemState.DONE: 3}
    world.clock.time += 31 * DAY
    assert world.turns() == 3
    assert len(world.told) == 3, "told once"
    status = world.paths[0].stat()
    world.paths[0].write_bytes(bytes(3000))
    os.utime(world.paths[0], ns=(status.st_atime_ns, status.st_mtime_ns))
    world.clock.time += 31 * DAY
    world.turns()
    assert "0.mp3" not in world.found(), "a file that is right again is right"


def test_a_library_that_is_not_there_says_nothing_about_its_files(world: World) -> None:
    away = world.root.rename(world.root.with_name("away"))
    world.root.mkdir()
    world.clock.time = NOW + 31 * DAY
    assert world.reading.turn() == LOOK_EVERY
    world.root.rmdir()
    assert world.reading.turn() == LOOK_EVERY
    assert world.found() == {}
    away.rename(world.root)
    assert world.turns() == 3
    assert world.told == []


def test_one_that_goes_while_a_file_is_read_says_nothing_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.clock.time = NOW + 31 * DAY

    def gone(path: Path, _: Callable[[], None]) -> str:
        (world.root / MARKER).unlink(missing_ok=True)
        raise FileNotFoundError(2, "gone", str(path))

    monkeypatch.setattr(inspecting, "sha256_of", gone)
    assert world.reading.turn() == LOOK_EVERY
    assert world.found() == {}


def test_a_file_that_cannot_be_read_is_none_that_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.clock.time = NOW + 30 * DAY

    def broken(path: Path, _: Callable[[], None]) -> str:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(inspecting, "sha256_of", broken)
    assert world.turns() == 1
    assert world.found() == {"0.mp3": DamageKind.UNREADABLE}


@pytest.mark.parametrize("hold", ["job", "pause", "volume", "stop"])
def test_it_gives_a_file_up_at_once_and_begins_with_it_again(
    world: World, hold: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "_CHUNK", 1000)
    world.clock.time = NOW + 30 * DAY
    asked = 0
    held = world.reading._held

    def in_the_middle() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            match hold:
                case "job":
                    world.busy = True
                case "pause":
                    world.control.pause()
                case "volume":
                    world.control.hold_volume(StorageFull("full"))
                case _:
                    world.stop.set()
        return held()

    monkeypatch.setattr(world.reading, "_held", in_the_middle)
    assert world.reading.turn() == LOOK_EVERY
    assert asked == 3
    assert world.reading.turn() == LOOK_EVERY
    first = world.shelf.store.damage.next_to_read(world.clock.time, 30 * DAY)
    assert first is not None
    assert first.path == "0.mp3"
    if hold == "stop":
        world.reading.run()
        return
    world.busy = False
    world.control.resume()
    world.control.release_volume()
    assert world.turns() == 1


def test_the_disk_rests_nine_tenths_of_the_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "_CHUNK", 1000)
    world.clock.time = NOW + 30 * DAY
    rested = 0.0
    busy = 0.0

    def wait(_: int, seconds: float | None) -> None:
        nonlocal rested
        assert seconds is not None
        rested += seconds
        world.clock.time += seconds

    whole = world.reading._go_on

    def slow() -> None:
        nonlocal busy
        busy += 0.2
        world.clock.time += 0.2
        whole()

    monkeypatch.setattr(world.control, "wait", wait)
    monkeypatch.setattr(world.reading, "_go_on", slow)
    assert world.reading.turn() == 0.0
    assert busy == pytest.approx(0.8)
    assert rested == pytest.approx(busy * (1 / SHARE - 1))


def test_what_is_nobodys_item_any_more_is_left_to_the_person(world: World) -> None:
    world.shelf.store.library.leave_to_the_person(1)
    world.shelf.store.catalogue.remove_source(1)
    rot(world.paths[0])
    world.clock.time = NOW + 31 * DAY
    assert world.turns() == 0
    assert world.found() == {}
