# SPDX-License-Identifier: GPL-3.0-or-later
"""What is renamed, removed or away while playlists are exported."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import JobState
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.variant_commands import put_variant
from catalogsync_gui.pipeline.export_folders import MARK
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

SERVER = ExportVariant("Server", "Playlists/Server", format="m3u8")


@pytest.fixture
def running(world: World, start: Callable[[], Engine]) -> Callable[..., tuple[Engine, Recorder]]:
    def run(*variants: ExportVariant) -> tuple[Engine, Recorder]:
        world.settings = replace(world.settings, exports=variants)
        SettingsFile(world.profile.settings_file).save(world.settings)
        engine = start()
        recorder = Recorder(engine)
        engine.start()
        return engine, recorder

    return run


def _again(world: World, engine: Engine, recorder: Recorder) -> JobState:
    recorder.events.clear()
    return world.run(engine, recorder).state


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_only_our_own_file_follows_a_new_title_and_goes_with_its_playlist(
    world: World, running: Callable[..., tuple[Engine, Recorder]]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"One": [1], "Two": [1]})
    engine, recorder = running(SERVER)
    world.run(engine, recorder)
    usual = world.library / "Playlists"
    server = usual / "Server"
    (usual / "Two.m3u").write_text("mine")
    (server / "Two.m3u8").write_text("mine")
    with world.store() as store:
        store._connection.raw.execute("UPDATE playlists SET title = 'New ' || title, dirty = 1")
    assert _again(world, engine, recorder) is JobState.DONE
    assert _names(usual) == ["New One.m3u", "New Two.m3u", "Two.m3u"]
    assert _names(server) == ["New One.m3u8", "New Two.m3u8", "Two.m3u8"]
    (server / "New One.m3u8").write_text("mine")
    with world.store() as store:
        store.catalogue.remove_source(source)
    _again(world, engine, recorder)
    world.qtbot.waitUntil(lambda: not (server / "New Two.m3u8").exists(), timeout=30_000)
    assert _names(usual) == ["Two.m3u"]
    assert _names(server) == ["New One.m3u8", "Two.m3u8"]


def test_variants_are_written_where_the_usual_file_cannot_be(
    world: World, running: Callable[..., tuple[Engine, Recorder]]
) -> None:
    (world.library / "Playlists").write_text("a file of somebody's")
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine, recorder = running(ExportVariant("Lists", "Lists"))
    finished = world.run(engine, recorder)
    assert (finished.state, finished.unwritten) == (JobState.PARTIAL, 1)
    assert (world.library / "Lists" / "One.m3u").exists()
    errors = {e.variant: e.error for e in recorder.of(PlaylistExported)}
    assert errors["Lists"] is None
    assert errors[""] is not None
    (world.library / "Playlists").unlink()
    assert _again(world, engine, recorder) is JobState.DONE
    assert (world.library / "Playlists" / "One.m3u").exists()
    with world.store() as store:
        assert store.exports.dirty() == ()


def test_an_empty_mount_point_is_not_written_into_and_loses_nothing(
    world: World, running: Callable[..., tuple[Engine, Recorder]], tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    with world.store() as store:
        world.add(store, "S", {"One": [1], "Two": [1, 2]})
    variant = ExportVariant("Stick", str(stick))
    engine, recorder = running(variant)
    assert world.run(engine, recorder).state is JobState.DONE
    assert _names(stick) == [MARK, "One.m3u", "Two.m3u"]
    stick.rename(away)
    stick.mkdir()
    (world.library / "A" / "S" / "02 Track 2.mp3").unlink()
    assert _again(world, engine, recorder) is JobState.PARTIAL
    [error] = {e.error.message for e in recorder.of(PlaylistExported) if e.error}
    assert "the mark .catalog-sync-exports that was made in it is not" in error
    assert list(stick.iterdir()) == []
    # Taken away meanwhile: its files stay on record until their folder is there again.
    engine.apply_settings(replace(world.settings, exports=()))
    assert _again(world, engine, recorder) is JobState.DONE
    stick.rmdir()
    away.rename(stick)
    assert _again(world, engine, recorder) is JobState.DONE
    assert _names(stick) == [MARK]


def test_a_variant_that_is_set_again_takes_the_folder_as_it_is(
    world: World, running: Callable[..., tuple[Engine, Recorder]], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    variant = ExportVariant("Stick", f"{stick}/")
    engine, recorder = running(variant)
    world.run(engine, recorder)
    for file in stick.iterdir():
        file.unlink()
    assert _again(world, engine, recorder) is JobState.PARTIAL
    set_again: list[Settings] = []
    engine.desk.ask(lambda desk: put_variant(desk, variant), set_again.append)
    world.qtbot.waitUntil(lambda: bool(set_again), timeout=30_000)
    assert _again(world, engine, recorder) is JobState.DONE
    assert _names(stick) == [MARK, "One.m3u"]
