# SPDX-License-Identifier: GPL-3.0-or-later
"""A track that several sources hold is stored once, and every playlist names that file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.removing import remove_source
from tests.engine.world import Recorder, World

RECORDING = "b1a9c0e9-d987-4042-ae91-78d6a3267d69"


def add(world: World, name: str, *tracks: tuple[str, TrackInfo]) -> int:
    with world.store() as store:
        source = store.catalogue.add_source("playlist", name, f"/{name}.m3u", {}, 1.0)
        entries = tuple(CatalogEntry(url, info, MediaRef(url)) for url, info in tracks)
        page = CatalogPage(PlaylistRef("p", name, "1"), entries)
        store.catalogue.write_page(source, page, diff(entries, {}))
        return source


def audio(world: World) -> list[str]:
    return sorted(p.relative_to(world.library).as_posix() for p in world.library.rglob("*.mp3"))


def lines(world: World, name: str) -> list[str]:
    text = (world.library / "Playlists" / f"{name}.m3u").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_same_bytes_of_two_sources(world: World, start: Callable[[], Engine]) -> None:
    same = world.server.address(1)
    info = TrackInfo(title="Wave", artists=("Ann",), album="Sea", track=1)
    first = add(world, "One", (same, info), (world.server.address(2), replace(info, track=2)))
    # Another address of the same file, described in another way.
    add(world, "Two", (f"{same}?copy", TrackInfo(title="wave (1)", artists=("ann",))))
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 3
    kept = audio(world)
    assert len(kept) == 2
    assert lines(world, "Two")[0] in lines(world, "One")

    table = Desk(world.profile, world.database, world.settings, engine.clock)
    assert remove_source(table, first, delete_files=True).files == 1
    table.close()
    assert len(audio(world)) == 1, "the other source still holds it"


@pytest.mark.parametrize("together", [True, False])
def test_the_same_recording_is_fetched_once(
    world: World, start: Callable[[], Engine], together: bool
) -> None:
    info = TrackInfo(title="Wave", artists=("Ann",), recording_id=RECORDING)
    add(world, "One", (world.server.address(1), info))
    engine = start()
    recorder = Recorder(engine)
    if not together:
        engine.start()
        assert world.run(engine, recorder).done == 1
        recorder.events.clear()
    add(world, "Two", (world.server.address(2), replace(info, title="Wave (album version)")))
    if together:
        engine.start()
    assert world.run(engine, recorder).done == (2 if together else 1)
    assert len(audio(world)) == 1
    assert lines(world, "One") == lines(world, "Two")
    if not together:
        assert world.server.asked == ["/1.mp3"]


def test_a_twin_whose_file_is_gone_is_none(world: World, start: Callable[[], Engine]) -> None:
    info = TrackInfo(title="Wave", artists=("Ann",), recording_id=RECORDING)
    add(world, "One", (world.server.address(1), info))
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.run(engine, recorder)
    [path] = audio(world)
    Path(world.library, path).unlink()
    add(world, "Two", (world.server.address(2), info))
    recorder.events.clear()
    assert world.run(engine, recorder).done == 1
    assert len(audio(world)) == 1
    with world.store() as store:
        states = {
            row[0] for row in store._connection.raw.execute("SELECT state FROM items").fetchall()
        }
    assert states <= {ItemState.DONE, ItemState.MISSING}
