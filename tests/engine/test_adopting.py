# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that lie in the library already become the tracks' that they are."""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.adopting import AdoptPlan, Sign
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, StorageOffline, UsageError
from catalogsync_gui.core.events import JobFinished, PlaylistExported
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    JobSpec,
    MediaRef,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine import adopting
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.pipeline.adopting import Adopted
from catalogsync_gui.store.store import Store
from tests.engine.world import Recorder, World, sound

Start = Callable[..., Engine]
SECONDS = 40 * 1152 / 44100


def put(world: World, path: str, number: int, **info: object) -> Path:
    """A file of somebody's, with tags."""
    file = world.library / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sound(number))
    known = {"title": f"Track {number}", "artists": ("A",), "album": "Mine"} | info
    tags.fill(file, AudioFormat.MP3, TrackInfo(**known))  # type: ignore[arg-type]
    return file


def subscribe(
    world: World, store: Store, name: str, tracks: Mapping[int, tuple[TrackInfo, MediaRef | None]]
) -> int:
    source = store.catalogue.add_source("playlist", name, f"/{name}.m3u", {}, 1.0)
    entries = tuple(
        CatalogEntry(f"{name}-{number}", info, media) for number, (info, media) in tracks.items()
    )
    page = CatalogPage(PlaylistRef(name, name, "1"), entries)
    store.catalogue.write_page(source, page, diff(entries, {}))
    return source


def track(
    world: World, number: int, *, duration: float | None = SECONDS, **media: object
) -> tuple[TrackInfo, MediaRef]:
    info = TrackInfo(title=f"Track {number}", artists=("A",), album="Mine", duration=duration)
    return info, MediaRef(world.server.address(number), **media)  # type: ignore[arg-type]


def desk_of(world: World) -> Desk:
    return Desk(world.profile, world.database, world.settings, SystemClock())


def plan(world: World, folder: Path | None = None) -> AdoptPlan:
    return adopting.plan(lambda: desk_of(world), folder, StopToken())


def run(
    world: World, planned: AdoptPlan, exports: list[ExportRequest] | None = None
) -> list[Adopted]:
    asked = exports if exports is not None else []
    return adopting.carry_out(lambda: desk_of(world), planned.adoptions, asked.extend, StopToken())


def states(store: Store) -> dict[str, ItemState]:
    return {row.title: row.state for row in store.listing.page(0, 100)}


def test_by_hash_and_by_tags_and_nothing_is_downloaded(world: World, start: Start) -> None:
    first = put(world, "Old/one.mp3", 1)
    (world.library / "Old/two.mp3").write_bytes(sound(2))
    md5 = hashlib.md5(sound(2)).hexdigest()
    before = {path: path.read_bytes() for path in world.library.rglob("*.mp3")}
    with world.store() as store:
        subscribe(
            world,
            store,
            "S",
            {
                1: track(world, 1),
                2: track(world, 2, duration=None, digest=f"md5:{md5.upper()}"),
                3: track(world, 3),
            },
        )
        engine = start()
        engine.start()
        recorder = Recorder(engine)
        planned = plan(world)
        assert [(one.file.path, one.sign) for one in planned.certain] == [
            ("Old/one.mp3", Sign.TAGS),
            ("Old/two.mp3", Sign.HASH),
        ]
        assert (planned.files, planned.known, planned.unmatched) == (2, 0, 0)
        assert ItemState.DONE not in states(store).values()
        exports: list[ExportRequest] = []
        outcome = run(world, planned, exports)
        assert [one.reason for one in outcome] == ["", ""]
        assert [request.playlist for request in exports] == [1]
        assert states(store)["Track 1"] is states(store)["Track 2"] is ItemState.DONE
        row = store.library.at("Old/one.mp3")
        assert row is not None
        assert not row.ours
        assert row.sha256 == hashlib.sha256(first.read_bytes()).hexdigest()
        # Another plan finds nothing that is left to be done.
        again = plan(world)
        assert (again.adoptions, again.known) == ((), 2)
        ended = world.run(engine, recorder)
        assert (ended.done, ended.failed) == (1, 0)
        assert [path.partition("?")[0] for path in world.server.asked] == ["/3.mp3"]
        (exported,) = [one for one in recorder.of(PlaylistExported) if one.reason == "stage"]
        assert (exported.entries, exported.missing) == (3, 0)
        assert {path: path.read_bytes() for path in before} == before
        # What was there before us is not deleted with its source.
        assert store.library.only_of(1) != []
        assert all(found.path not in {"Old/one.mp3", "Old/two.mp3"}
                   for found in store.library.only_of(1))  # fmt: skip


def test_a_track_without_an_address_and_a_part_file(world: World, start: Start) -> None:
    put(world, "one.mp3", 1)
    put(world, "two.mp3", 2)
    with world.store() as store:
        subscribe(world, store, "S", {1: (track(world, 1)[0], None), 2: track(world, 2)})
        engine = start()
        engine.start()
        part = world.library / ".catalog-sync-2.part"
        part.write_bytes(b"half")
        raw = store._connection.raw
        raw.execute("UPDATE items SET part_path = ?, part_validator = 'x' WHERE id = 2",
                    (part.name,))  # fmt: skip
        run(world, plan(world))
        assert set(states(store).values()) == {ItemState.DONE}
        recorder = Recorder(engine)
        world.run(engine, recorder)
        assert not part.exists()
        assert store.shelves.litter() == []


def test_a_catalogue_may_call_anything_a_hash(world: World) -> None:
    put(world, "one.mp3", 1)
    with world.store() as store:
        tracks = {
            number: track(world, number, digest=digest)
            for number, digest in enumerate(("shake_128:00", "md5", ":", "sha256:xyz"), 1)
        }
        subscribe(world, store, "S", tracks)
    assert [one.sign for one in plan(world).certain] == [Sign.TAGS]


def test_one_file_for_tracks_of_two_sources(world: World) -> None:
    put(world, "one.mp3", 1)
    with world.store() as store:
        for name in ("S", "T"):
            subscribe(world, store, name, {1: track(world, 1)})
        exports: list[ExportRequest] = []
        assert [one.reason for one in run(world, plan(world), exports)] == ["", ""]
        assert [request.playlist for request in exports] == [1, 2]
        assert len(list(store.library.files())) == 1


def test_what_nobody_can_tell_is_listed(world: World) -> None:
    put(world, "twice/a.mp3", 1)
    put(world, "twice/b.mp3", 1)
    put(world, "long.mp3", 2)
    put(world, "other.mp3", 9)
    (world.library / "broken.mp3").write_bytes(b"<html>no</html>")
    put(world, ".hidden/c.mp3", 3)
    outside = put(world, "../outside/d.mp3", 3)
    (world.library / "link.mp3").symlink_to(outside)
    (world.library / "linked").symlink_to(outside.parent)
    shutil.copy(outside, world.library / os.fsdecode(b"\xff.mp3"))
    with world.store() as store:
        subscribe(
            world,
            store,
            "S",
            {1: track(world, 1), 2: track(world, 2, duration=90.0), 3: track(world, 3)},
        )
        planned = plan(world)
        assert planned.certain == ()
        assert [one.file.path for one in planned.doubtful] == ["twice/a.mp3", "twice/b.mp3"]
        assert planned.unmatched == 2
        assert [(path, reason.partition(":")[0]) for path, reason in planned.left] == [
            ("?.mp3", "its name is none in UTF-8; rename it first"),
            ("broken.mp3", "it is not audio, whatever its name says"),
        ]
        # A person decides: the second that is to be the same track's is left.
        outcome = run(world, planned)
        assert [bool(one.reason) for one in outcome] == [False, True]
        assert states(store)["Track 1"] is ItemState.DONE


def test_only_within_the_library(world: World) -> None:
    put(world, "in/one.mp3", 1)
    put(world, "two.mp3", 2)
    outside = put(world, "../outside/three.mp3", 3).parent
    with world.store() as store:
        subscribe(world, store, "S", {number: track(world, number) for number in (1, 2, 3)})
    assert [one.file.path for one in plan(world, world.library / "in").certain] == ["in/one.mp3"]
    assert len(plan(world, world.library).certain) == 2
    (outside.parent / "way").symlink_to(world.library)
    assert len(plan(world, outside.parent / "way" / "in").certain) == 1
    for folder in (outside, world.library / "in" / ".." / "..", world.library.parent):
        with pytest.raises(UsageError, match="outside"):
            plan(world, folder)
    with pytest.raises(UsageError, match="not a folder"):
        plan(world, world.library / "two.mp3")


def test_what_changes_meanwhile_is_left(world: World) -> None:
    files = [put(world, f"{number}.mp3", number) for number in (1, 2, 3)]
    with world.store() as store:
        subscribe(world, store, "S", {number: track(world, number) for number in (1, 2, 3)})
        planned = plan(world)
        files[0].write_bytes(files[0].read_bytes() + b"x")
        files[1].unlink()
        assert [one.reason for one in run(world, planned)] == [
            "it was changed or removed meanwhile",
            "it was changed or removed meanwhile",
            "",
        ]
        assert list(states(store).values()).count(ItemState.DONE) == 1
        # An unmounted library is no library without files.
        (world.library / ".catalog-sync" / "library.json").unlink()
        with pytest.raises(StorageOffline):
            plan(world)
        with pytest.raises(StorageOffline):
            run(world, planned)


def test_a_stop_keeps_what_is_done_and_writes_its_playlist(world: World) -> None:
    for number in (1, 2, 3):
        put(world, f"{number}.mp3", number)
    with world.store() as store:
        subscribe(world, store, "S", {number: track(world, number) for number in (1, 2, 3)})
        planned, stop = plan(world), StopToken()
        exports: list[ExportRequest] = []
        with pytest.raises(Interrupted):
            adopting.carry_out(
                lambda: desk_of(world),
                planned.certain,
                exports.extend,
                stop,
                lambda _one: stop.set(),
            )
        assert list(states(store).values()).count(ItemState.DONE) == 1
        assert [request.playlist for request in exports] == [1]
        assert store.exports.dirty() == (1,)
        rest = plan(world)
        assert len(rest.certain) == 2
        run(world, rest)
        assert set(states(store).values()) == {ItemState.DONE}


def test_a_file_of_a_source_that_was_removed(world: World, start: Start) -> None:
    """It was left to the person, and is on record without an item."""
    engine = start()
    engine.start()
    recorder = Recorder(engine)
    with world.store() as store:
        subscribe(world, store, "S", {1: track(world, 1)})
        world.run(engine, recorder)
        (row,) = store.library.files()
        store.library.leave_to_the_person(1)
        store.catalogue.remove_source(1)
        subscribe(world, store, "T", {1: track(world, 1)})
        (one,) = plan(world).certain
        assert one.file.path == row.path
        assert [one.reason for one in run(world, plan(world))] == [""]
        (kept,) = store.library.files()
        assert (kept.id, kept.ours, kept.sha256) == (row.id, False, row.sha256)


def test_beside_a_running_sync(world: World, start: Start) -> None:
    """What a worker holds is left alone."""
    put(world, "one.mp3", 1)
    put(world, "two.mp3", 2)
    world.server.stalls.add("/1.mp3")
    with world.store() as store:
        subscribe(world, store, "S", {1: track(world, 1), 2: track(world, 2)})
        raw = store._connection.raw
        raw.execute("UPDATE items SET state = 'missing' WHERE id = 2")
        engine = start()
        engine.start()
        recorder = Recorder(engine)
        engine.start_job(JobSpec(refresh=False))
        world.qtbot.waitUntil(world.server.stalled.is_set, timeout=20_000)
        planned = plan(world)
        assert [one.file.path for one in planned.certain] == ["two.mp3"]
        run(world, planned)
        world.server.go_on.set()
        world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=60_000)
        assert set(states(store).values()) == {ItemState.DONE}
