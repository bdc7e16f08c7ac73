# SPDX-License-Identifier: GPL-3.0-or-later
"""After a restore: what the copy does not know of is recognised in the library."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import ItemFinished, Notice, RenameFinished
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine import rename_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.store.copying import Copying
from catalogsync_gui.store.restoring import restore
from tests.chaos.checker import violations
from tests.engine.world import Recorder, World
from tests.unit.pipeline.clock import FakeClock

NOW = 1_700_000_000.0
DAY = 86400.0


@pytest.fixture(autouse=True)
def _expected(expected_logs: Callable[[str], None]) -> None:
    expected_logs("the database")


@contextmanager
def _engine(world: World, start: Callable[..., Engine]) -> Iterator[tuple[Engine, Recorder]]:
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    try:
        yield engine, recorder
    finally:
        assert engine.shutdown(5.0)


def _copied_then_synced(world: World, start: Callable[..., Engine]) -> None:
    """A copy from before a sync of three tracks, and a source that came after the copy."""
    with world.store() as store:
        world.add(store, "Old", {"P": [1, 2, 3]})
    assert Copying(world.database, SystemClock()).copy_if_due()
    with world.store() as store:
        world.add(store, "New", {"Q": [4, 5]})
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).state is JobState.DONE
    assert len(world.server.asked) == 5


def _files(world: World) -> dict[str, bytes]:
    return {
        path.relative_to(world.library).as_posix(): path.read_bytes()
        for path in world.library.rglob("*")
        if path.is_file()
    }


def test_nothing_is_downloaded_again_and_no_file_comes_twice(
    world: World, start: Callable[..., Engine]
) -> None:
    _copied_then_synced(world, start)
    before = _files(world)
    world.profile.database.write_bytes(b"x" * 9999)
    world.server.asked.clear()
    with _engine(world, start) as (engine, recorder):
        with world.store() as store:
            # What was subscribed to since is lost, as the person is told, and done again.
            assert len(store.catalogue.sources()) == 1
            world.add(store, "New", {"Q": [4, 5]})
        job = world.run(engine, recorder)
        assert (job.state, job.done) == (JobState.DONE, 5)
        assert [n.kind for n in recorder.of(Notice)] == ["database_restored"]
    assert world.server.asked == []
    assert _files(world) == before, "playlists neither"
    assert violations(world.profile.data, world.library, settled=True) == []


def test_renamed_tracks_keep_their_new_names(world: World, start: Callable[..., Engine]) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2, 3]})
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).done == 3
    assert Copying(world.database, FakeClock(SystemClock().now() + 2 * DAY)).copy_if_due()
    with _engine(world, start) as (engine, recorder):
        engine.apply_settings(replace(engine.settings, naming="{title}"))
        engine.rename(rename_commands.plan(engine.own_desk, StopToken()))
        world.qtbot.waitUntil(lambda: bool(recorder.of(RenameFinished)), timeout=60_000)
        assert recorder.of(RenameFinished)[0].moved == 3
        engine.export()
        world.qtbot.waitUntil(lambda: engine.exports.idle, timeout=60_000)
    before = _files(world)
    assert "Track 1.mp3" in before
    world.profile.database.write_bytes(b"x" * 9999)
    world.server.asked.clear()
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).state is JobState.DONE
    assert world.server.asked == []
    assert _files(world) == before
    assert violations(world.profile.data, world.library, settled=True) == []


def test_a_file_that_is_not_as_the_ledger_says_is_fetched_and_kept_beside(
    world: World, start: Callable[..., Engine]
) -> None:
    _copied_then_synced(world, start)
    changed, gone = sorted(world.library.glob("A/Old/*.mp3"))[:2]
    changed.write_bytes(b"mine now")
    gone.unlink()
    world.profile.database.unlink()
    world.server.asked.clear()
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).done == 3
    assert sorted(world.server.asked) == ["/1.mp3", "/2.mp3"]
    assert changed.read_bytes() == b"mine now"
    assert changed.with_stem(f"{changed.stem} (2)").exists()


def test_an_item_that_the_copy_has_as_done_and_whose_file_is_gone_is_missing(
    world: World, start: Callable[..., Engine]
) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2]})
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).done == 2
    assert Copying(world.database, FakeClock(NOW)).copy_if_due()
    file = min(world.library.glob("A/S/*.mp3"))
    file.unlink()
    part = file.with_name(".catalog-sync-77.part")
    part.write_bytes(b"of nobody")
    world.profile.database.write_bytes(b"x" * 9999)
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).state is JobState.DONE
        assert recorder.of(ItemFinished) == []
    with world.store() as store:
        states = [item.state for item in store.listing.page(0, 9)]
        assert sorted(states) == sorted([ItemState.DONE, ItemState.MISSING])
    assert not part.exists()
    assert file.name not in (world.library / "Playlists" / "P.m3u").read_text("utf-8")


def test_without_any_copy_the_ledger_alone_spares_the_downloads(
    world: World, start: Callable[..., Engine]
) -> None:
    _copied_then_synced(world, start)
    for copy in world.database.backups.all():
        copy.path.unlink()
    restore(world.database, NOW, empty=True)
    world.server.asked.clear()
    with world.store() as store:
        assert store.catalogue.sources() == []
        world.add(store, "New", {"Q": [4, 5]})
    with _engine(world, start) as (engine, recorder):
        assert world.run(engine, recorder).done == 2
    assert world.server.asked == []


def test_the_part_of_an_item_is_not_gone_on_with(world: World, tmp_path: Path) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1]})
        raw = store._connection.raw
        raw.execute("UPDATE items SET part_path = 'x.part', part_validator = 'e', part_total = 9")
    assert Copying(world.database, FakeClock(NOW)).copy_if_due()
    restore(world.database, NOW)
    with world.store() as store:
        row = store._connection.raw.execute(
            "SELECT part_path, part_validator, part_total FROM items"
        ).fetchone()
    assert row == ("x.part", "", None)
