# SPDX-License-Identifier: GPL-3.0-or-later
"""Export variants with a real engine and real files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.states import JobState
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

SERVER = ExportVariant("Server", "Playlists/Server", paths="mapped", prefix="/music")
XSPF = ExportVariant("Xspf", "Lists", format="xspf")


def _with(world: World, *variants: ExportVariant) -> None:
    world.settings = replace(world.settings, exports=variants)
    SettingsFile(world.profile.settings_file).save(world.settings)


def _started(start: Callable[[], Engine]) -> tuple[Engine, Recorder]:
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    return engine, recorder


def test_every_variant_is_written_and_told_before_the_usual_file(
    world: World, start: Callable[[], Engine], tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    _with(world, SERVER, XSPF, ExportVariant("Out", str(outside), format="m3u8", paths="absolute"))
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine, recorder = _started(start)
    assert world.run(engine, recorder).state is JobState.DONE
    track = "A/S/01 Track 1.mp3"
    server = (world.library / "Playlists" / "Server" / "One.m3u").read_text("utf-8")
    assert server.splitlines()[-2:] == ["#EXTALB:S", f"/music/{track}"]
    xspf = (world.library / "Lists" / "One.xspf").read_text("utf-8")
    assert "<location>../A/S/01%20Track%201.mp3</location>" in xspf
    out = (outside / "One.m3u8").read_text("utf-8")
    assert out.splitlines()[-1] == f"{world.library}/{track}"
    usual = (world.library / "Playlists" / "One.m3u").read_text("utf-8")
    assert "#EXTALB" not in usual
    assert f"../{track}" in usual
    told = [(e.variant, e.path) for e in recorder.of(PlaylistExported)][-4:]
    assert told == [
        ("Server", "Playlists/Server/One.m3u"),
        ("Xspf", "Lists/One.xspf"),
        ("Out", str(outside / "One.m3u8")),
        ("", "Playlists/One.m3u"),
    ]
    with world.store() as store:
        assert store.exports.dirty() == ()


def test_a_removed_file_leaves_the_variants_too(world: World, start: Callable[[], Engine]) -> None:
    _with(world, SERVER)
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2], "Two": [2]})
    engine, recorder = _started(start)
    world.run(engine, recorder)
    (world.library / "A" / "S" / "02 Track 2.mp3").unlink()
    recorder.events.clear()
    world.run(engine, recorder)
    folder = world.library / "Playlists" / "Server"
    assert [path.name for path in folder.iterdir()] == ["One.m3u"]
    assert "02 Track 2" not in (folder / "One.m3u").read_text("utf-8")
    with world.store() as store:
        assert store.exports.dirty() == ()


def test_what_somebody_changed_is_kept_beside(
    world: World, start: Callable[[], Engine], expected_logs: Callable[[str], None]
) -> None:
    expected_logs("was changed by somebody else")
    _with(world, SERVER)
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine, recorder = _started(start)
    world.run(engine, recorder)
    usual = world.library / "Playlists" / "One.m3u"
    server = world.library / "Playlists" / "Server" / "One.m3u"
    written = {file: file.read_bytes() for file in (usual, server)}
    for file in written:
        file.write_text("#EXTM3U\nmine\n")
    recorder.events.clear()
    world.run(engine, recorder)
    kept = [e for e in recorder.of(PlaylistExported) if e.kept]
    assert sorted(e.variant for e in kept) == ["", "Server"]
    for event in kept:
        assert event.path is not None
        assert event.kept is not None
        file = world.library / event.path
        assert file.read_bytes() == written[file]
        assert file.with_name(event.kept).read_text() == "#EXTM3U\nmine\n"


def test_a_variant_taken_away_takes_only_our_files(
    world: World, start: Callable[[], Engine]
) -> None:
    _with(world, SERVER)
    with world.store() as store:
        world.add(store, "S", {"One": [1], "Two": [1]})
    engine, recorder = _started(start)
    world.run(engine, recorder)
    folder = world.library / "Playlists" / "Server"
    (folder / "Two.m3u").write_text("mine")
    engine.apply_settings(replace(world.settings, exports=()))
    world.qtbot.waitUntil(lambda: not (folder / "One.m3u").exists(), timeout=30_000)
    assert (folder / "Two.m3u").read_text() == "mine"
    assert (world.library / "Playlists" / "One.m3u").exists()


def test_a_folder_that_is_not_there_is_not_made(
    world: World, start: Callable[[], Engine], tmp_path: Path
) -> None:
    away = tmp_path / "away"
    _with(world, ExportVariant("Out", str(away)))
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
    engine, recorder = _started(start)
    finished = world.run(engine, recorder)
    assert (finished.state, finished.unwritten) == (JobState.PARTIAL, 1)
    [error] = {e.error.message for e in recorder.of(PlaylistExported) if e.error}
    assert "is not there; mount it" in error
    assert not away.exists()
    assert (world.library / "Playlists" / "One.m3u").exists()
    away.mkdir()
    recorder.events.clear()
    assert world.run(engine, recorder).unwritten == 0
    assert (away / "One.m3u").exists()


def test_what_an_old_encoding_cannot_name_is_left_out_and_counted(
    world: World, start: Callable[[], Engine]
) -> None:
    _with(world, ExportVariant("Old", "Old", encoding="cp1252"))
    with world.store() as store:
        world.add(store, "Früh", {"One": [1]})
        world.add(store, "月", {"Two": [2]})
    engine, recorder = _started(start)
    assert world.run(engine, recorder).state is JobState.DONE
    assert b"../A/Fr\xfch/" in (world.library / "Old" / "One.m3u").read_bytes()
    assert not (world.library / "Old" / "Two.m3u").exists()
    last = {e.playlist: (e.entries, e.missing) for e in recorder.of(PlaylistExported) if e.variant}
    assert sorted(last.values()) == [(0, 1), (1, 0)]
