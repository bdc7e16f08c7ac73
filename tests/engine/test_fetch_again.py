# SPDX-License-Identifier: GPL-3.0-or-later
"""A damaged file: the old one stays until the new one is whole, and is never lost."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.errors import CannotRun, UnknownThing
from catalogsync_gui.core.events import FileDiffers, JobFinished
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine import damage_commands, trash_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.verifying import verify
from catalogsync_gui.pipeline.trash import PLACE
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World, sound

Start = Callable[..., Engine]
FIRST = "A/S/01 Track 1.mp3"


@pytest.fixture
def table(world: World) -> Iterator[Desk]:
    made = Desk(world.profile, world.database, world.settings, SystemClock())
    yield made
    made.close()


@pytest.fixture
def sync(world: World, start: Start) -> Callable[[], JobFinished]:
    """Two tracks that are there; calling it runs another job."""
    with world.store() as store:
        world.add(store, "S", {"List": [1, 2]})
    engine = start()
    engine.start()

    def run() -> JobFinished:
        return world.run(engine, Recorder(engine))

    assert run().done == 2
    return run


def rot(path: Path) -> bytes:
    """Another content, and nobody wrote it; what there is now."""
    status = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return path.read_bytes()


def playlist(world: World) -> list[str]:
    text = (world.library / "Playlists/List.m3u").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def tracks(world: World) -> list[str]:
    return sorted(path.name for path in (world.library / "A/S").iterdir())


def test_the_new_one_takes_its_place_and_the_old_one_goes_to_the_trash(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    path = world.library / FIRST
    good = path.read_bytes()
    bad = rot(path)
    assert verify(table, lambda _: None).damaged == 1
    (damage,) = damage_commands.found(table)
    assert damage.difference.kind is DamageKind.DAMAGED
    assert (damage.items, damage.title, damage.source) == ((1,), "Track 1", "S")
    assert damage_commands.fetch_again(table, None) == 1
    assert path.read_bytes() == bad
    assert damage_commands.found(table) == []
    (row,) = table.store.listing.page(0, 9, state=ItemState.PENDING)
    assert (row.id, row.path) == (1, "")
    assert table.store.catalogue.playlists()[0].present == 2, "it is there as long as it is"
    assert sync().done == 1
    assert path.read_bytes() == good
    assert tracks(world) == ["01 Track 1.mp3", "02 Track 2.mp3"]
    assert len(playlist(world)) == 2
    (entry,) = trash_commands.entries(table)
    (file,) = entry.files
    assert (world.library / file.path).read_bytes() == bad
    assert (entry.title, entry.track, file.original) == ("Track 1", None, FIRST)
    assert verify(table, lambda _: None).clean
    (back,) = trash_commands.restore(table, entry.id)
    assert back == "A/S/01 Track 1 (2).mp3"
    assert path.read_bytes() == good


def test_a_crash_on_its_way_to_the_trash_loses_neither(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    path = world.library / FIRST
    good, bad = path.read_bytes(), rot(path)
    verify(table, lambda _: None)
    damage_commands.fetch_again(table, None)
    damage = table.store.damage.of_item(1)
    assert damage is not None
    # What is committed when the process dies before the file is moved.
    table.store.trash.put_damaged(damage, PLACE, 1e9, 9e9)
    assert sync().done == 1
    (entry,) = trash_commands.entries(table)
    assert (world.library / entry.files[0].path).read_bytes() == bad
    (row,) = (row for row in table.store.listing.page(0, 9) if row.id == 1)
    assert (world.library / row.path).read_bytes() == good
    assert len(tracks(world)) == 2
    assert verify(table, lambda _: None).clean


def test_while_there_is_no_new_one_the_old_one_stays_and_can_be_kept(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    bad = rot(world.library / FIRST)
    verify(table, lambda _: None)
    damage_commands.fetch_again(table, [1])
    world.server.refusal = 404
    assert sync().failed == 1
    assert (world.library / FIRST).read_bytes() == bad
    assert len(playlist(world)) == 2
    assert trash_commands.entries(table) == []
    table.store.items.retry([1], 0.0)
    assert sync().failed == 1
    assert damage_commands.keep(table, [1]) == 1
    assert table.store.listing.counts() == {ItemState.DONE: 2}
    assert verify(table, lambda _: None).clean
    world.server.refusal = None
    assert sync().done == 0
    assert (world.library / FIRST).read_bytes() == bad


def test_the_old_one_stays_a_track_that_its_catalogue_drops_meanwhile(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    rot(world.library / FIRST)
    verify(table, lambda _: None)
    damage_commands.fetch_again(table, None)
    table.store._connection.raw.execute("DELETE FROM entries")
    assert table.store.refresh.remove_unlisted(1) == 0
    assert sync().done == 1
    assert tracks(world) == ["01 Track 1.mp3", "02 Track 2.mp3"]


def test_what_somebody_changed_is_theirs_when_it_is_kept(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    edited = world.library / FIRST
    edited.write_bytes(edited.read_bytes() + b"a tag")
    assert verify(table, lambda _: None).changed == 1
    assert damage_commands.fetch_again(table, None) == 0, "not unasked"
    assert damage_commands.keep(table, None) == 1
    assert verify(table, lambda _: None).clean
    kept = table.store.library.at(FIRST)
    assert kept is not None
    assert not kept.ours
    with pytest.raises(UnknownThing, match="nothing is wrong"):
        damage_commands.keep(table, [1])


def test_what_changes_again_is_not_kept_unseen(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    edited = world.library / FIRST
    edited.write_bytes(b"one")
    verify(table, lambda _: None)
    edited.write_bytes(b"another")
    with pytest.raises(CannotRun, match="changed once more"):
        damage_commands.keep(table, [1])


def test_somebodys_version_goes_to_the_trash_when_they_want_the_original(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    edited = world.library / FIRST
    good = edited.read_bytes()
    edited.write_bytes(b"mine")
    verify(table, lambda _: None)
    assert damage_commands.fetch_again(table, [1]) == 1
    sync()
    assert edited.read_bytes() == good
    (entry,) = trash_commands.entries(table)
    assert (world.library / entry.files[0].path).read_bytes() == b"mine"


def test_a_missing_one_is_fetched_again_only_by_name(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    for name in tracks(world):
        (world.library / "A/S" / name).unlink()
    verify(table, lambda _: None)
    assert damage_commands.fetch_again(table, None) == 0
    assert damage_commands.fetch_again(table, [1]) == 1
    assert damage_commands.keep(table, [2]) == 1
    assert table.store.listing.counts() == {ItemState.PENDING: 1, ItemState.MISSING: 1}
    assert sync().done == 1
    assert tracks(world) == ["01 Track 1.mp3"]
    assert len(playlist(world)) == 1


def test_two_tracks_of_one_file_get_the_new_one_both(
    world: World, start: Start, table: Desk
) -> None:
    with world.store() as store:
        world.add(store, "S", {"List": [1]})
        world.add(store, "T", {"Other": [1]})
    engine = start()
    engine.start()
    assert world.run(engine, Recorder(engine)).done == 2
    (path,) = (path for path in world.library.glob("A/*/*.mp3"))
    bad = rot(path)
    verify(table, lambda _: None)
    assert damage_commands.fetch_again(table, None) == 2
    assert world.run(engine, Recorder(engine)).done == 2
    # Either source may have come first, and its album is in the tags.
    (now,) = world.library.glob("A/*/*.mp3")
    assert now.read_bytes().endswith(sound(1))
    (entry,) = trash_commands.entries(table)
    assert (world.library / entry.files[0].path).read_bytes() == bad


def test_a_file_that_is_not_ours_is_never_moved(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    bad = rot(world.library / FIRST)
    verify(table, lambda _: None)
    table.store._connection.raw.execute("UPDATE files SET ours = 0")
    assert damage_commands.fetch_again(table, None) == 1
    assert sync().done == 1
    assert (world.library / FIRST).read_bytes() == bad
    assert tracks(world) == ["01 Track 1 (2).mp3", "01 Track 1.mp3", "02 Track 2.mp3"]
    assert trash_commands.entries(table) == []


def test_a_running_program_finds_it_by_itself(
    world: World, sync: Callable[[], JobFinished], table: Desk
) -> None:
    rot(world.library / FIRST)
    raw = table.store._connection.raw
    raw.execute("UPDATE files SET added_at = added_at - 40 * 86400")
    SettingsFile(world.profile.settings_file).save(replace(world.settings, refresh_hours=0.0))
    engine = Engine(world.profile)
    told: list[FileDiffers] = []

    def take(event: object) -> None:
        if isinstance(event, FileDiffers):
            told.append(event)

    engine.signals.happened.connect(take, Qt.ConnectionType.DirectConnection)
    engine.start()
    try:
        world.qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    finally:
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
    assert [(event.kind, event.path, event.items) for event in told] == [
        (DamageKind.DAMAGED, FIRST, (1,))
    ]
