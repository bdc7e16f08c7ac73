# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk says no: whom it holds up, and whom it does not."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import RoomTaken, StorageOffline
from catalogsync_gui.core.events import ItemFinished, JobFinished, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.removing import RemoveReport, remove_source
from catalogsync_gui.media import volume
from catalogsync_gui.pipeline import attempt
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

Start = Callable[..., Engine]


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".catalog-sync" not in path.parts
    )


@pytest.mark.parametrize("reserve", [0, 1])
@pytest.mark.parametrize("absurd", [True, False])
def test_an_item_larger_than_the_room_fails_alone(
    world: World, start: Start, absurd: bool, reserve: int
) -> None:
    free = shutil.disk_usage(world.library).free
    world.server.lengths["/1.mp3"] = 10**30 if absurd else 2 * free
    SettingsFile(world.profile.settings_file).save(replace(world.settings, free_space_mb=reserve))
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2, 3]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done, finished.failed) == (JobState.PARTIAL, 2, 1)
    assert not recorder.of(Notice)
    assert world.server.asked.count("/1.mp3") == 1
    with world.store() as store:
        [failed] = store.listing.page(0, 10, state=ItemState.FAILED)
    assert failed.error is not None
    assert failed.error.kind == "no_room"
    assert "larger than the room there is" in failed.error.message
    assert failed.retry_at is not None
    assert failed.retry_at > finished.at + 1800


def test_a_body_that_never_ends_stops_at_the_reserve_and_gives_its_room_back(
    world: World, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(world.library)
    begun = world.library / "A" / "S"
    SettingsFile(world.profile.settings_file).save(replace(world.settings, free_space_mb=1))

    def nearly_full(path: Path) -> object:
        full = any(part.stat().st_size > 8000 for part in begun.glob(".*.part"))
        return usage._replace(free=0) if full else usage

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    monkeypatch.setattr(attempt, "LOOK_EVERY", 4096)
    world.server.lengths["/1.mp3"] = None
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.done, finished.failed) == (0, 1)
    assert not recorder.of(Notice)
    [ended] = recorder.of(ItemFinished)
    assert ended.error is not None
    assert ended.error.kind == "no_room"
    assert files(world.library) == []


def test_items_that_do_not_fit_together_come_one_after_the_other(tmp_path: Path) -> None:
    volume.create_marker(tmp_path)
    free = shutil.disk_usage(tmp_path).free
    library = volume.Library(tmp_path, volume.create_marker(tmp_path), 0)
    most = free * 2 // 3
    library.admit(1, most)
    with pytest.raises(RoomTaken):
        library.admit(2, most)
    library.spent(1, most)
    library.admit(2, most)
    library.release(2)
    library.admit(3, most)


@pytest.mark.parametrize("kind", ["file", "link elsewhere", "link to nowhere", "link to itself"])
def test_a_name_that_is_no_folder_of_the_library_gets_a_number(
    world: World, start: Start, kind: str, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    taken = world.library / "A"
    match kind:
        case "file":
            taken.write_text("a note")
        case "link elsewhere":
            taken.symlink_to(elsewhere)
        case "link to nowhere":
            taken.symlink_to(tmp_path / "nowhere")
        case _:
            taken.symlink_to(taken)
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 2)
    assert not recorder.of(Notice)
    assert [p for p in files(world.library) if p.startswith("A (2)/S/")] == [
        "A (2)/S/01 Track 1.mp3",
        "A (2)/S/02 Track 2.mp3",
    ]
    assert files(elsewhere) == []
    assert kind != "file" or taken.read_text() == "a note"


def test_one_path_that_is_refused_holds_nothing_else_up(world: World, start: Start) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2]})
    (world.library / "A" / "S" / ".catalog-sync-1.part").mkdir(parents=True)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: len(recorder.of(ItemFinished)) >= 2, timeout=30_000)
    engine.stop_job()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
    by_item = {event.item: event for event in recorder.of(ItemFinished)}
    assert by_item[2].state is ItemState.DONE
    refused = by_item[1].error
    assert refused is not None
    assert refused.kind == "path"
    assert not recorder.of(Notice)
    with world.store() as store:
        assert store.listing.page(0, 1)[0].attempts == 1


def test_a_worker_that_breaks_ends_the_job_with_its_reason(
    world: World, start: Start, expected_logs: Callable[[str], None]
) -> None:
    expected_logs(r"worker \d stopped")

    def broken() -> float:
        raise ZeroDivisionError

    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    (world.library / "A" / "S" / ".catalog-sync-1.part").mkdir(parents=True)
    engine = start(jitter=broken)
    recorder = Recorder(engine)
    engine.start()
    finished = world.run(engine, recorder)
    assert finished.state is JobState.FAILED
    assert finished.error is not None
    assert finished.error.kind == "internal"
    assert engine.board.snapshot() == ()


def test_another_volume_at_the_library_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = volume.Library(tmp_path, volume.create_marker(tmp_path), 0)
    library.check()
    monkeypatch.setattr(library, "_device", (library._device or 0) + 1)
    with pytest.raises(StorageOffline, match="another volume"):
        library.check()
    library.probe()
    library.check()


def test_a_part_of_a_source_removed_while_offline_goes_when_the_library_is_back(
    world: World, start: Start
) -> None:
    world.server.stalls.add("/1.mp3")
    with world.store() as store:
        source = world.add(store, "S", {"One": [1]})
        world.add(store, "T", {"Two": [2]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(sources=(source,), refresh=False))
    part = world.library / "A" / "S" / ".catalog-sync-1.part"
    world.qtbot.waitUntil(lambda: part.exists() and part.stat().st_size > 0, timeout=30_000)
    engine.stop_job()
    world.ended(recorder)
    away = world.library.rename(world.library.with_name("away"))
    reports: list[RemoveReport] = []
    engine.desk.ask(lambda desk: remove_source(desk, source), reports.append)
    world.qtbot.waitUntil(lambda: bool(reports), timeout=30_000)
    away.rename(world.library)
    assert part.exists()
    recorder.events.clear()
    assert world.run(engine, recorder).state is JobState.DONE
    assert not part.exists()
    with world.store() as store:
        assert store.shelves.litter() == []


@pytest.mark.parametrize(("setting", "why"), [(1, ", which is 1 % of the volume"), (10**9, "")])
def test_a_full_volume_says_how_much_is_kept_free_and_why(
    tmp_path: Path, setting: int, why: str
) -> None:
    library = volume.Library(tmp_path, volume.create_marker(tmp_path), setting * 1_000_000)
    room = library.room()
    assert room is not None
    assert room.words.endswith(f"MB are kept free{why}")
    assert room.by_share == bool(why)


def test_a_part_that_is_never_resumed_takes_no_room_after_an_interruption(
    world: World, start: Start
) -> None:
    world.server.stalls.add("/1.mp3")
    world.server.lengths["/1.mp3"] = None
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    part = world.library / "A" / "S" / ".catalog-sync-1.part"
    world.qtbot.waitUntil(lambda: part.exists() and part.stat().st_size > 0, timeout=30_000)
    engine.stop_job()
    world.ended(recorder)
    assert not part.exists()
    world.server.go_on.set()
    recorder.events.clear()
    assert world.run(engine, recorder).done == 1
