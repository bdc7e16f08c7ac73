# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures beside playlist files: copies of the first album's cover, and only ours."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.states import JobState
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.test_sidecars import COVER, JPEG, LYRICS, Offering, offer
from tests.engine.world import Recorder, World

Sync = Callable[[], None]


@pytest.fixture
def engine(world: World, start: Callable[..., Engine], tmp_path: Path) -> Engine:
    outside = tmp_path / "outside"
    outside.mkdir()
    world.settings = replace(
        world.settings, exports=(ExportVariant("Out", str(outside), paths="absolute"),)
    )
    SettingsFile(world.profile.settings_file).save(world.settings)
    Offering.files, Offering.asked = {"cover": JPEG}, []
    engine = start(open_source=Offering)
    engine.start()
    return engine


@pytest.fixture
def sync(world: World, engine: Engine) -> Sync:
    recorder = Recorder(engine)

    def run() -> None:
        recorder.events.clear()
        assert world.run(engine, recorder).state is JobState.DONE
        with world.store() as store:
            assert store.exports.dirty() == ()

    return run


def _pictures(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.[jp][pn]g")}


def test_a_cover_that_comes_after_its_playlists_is_put_beside_them(
    world: World, sync: Sync, engine: Engine, tmp_path: Path
) -> None:
    offer(world, 2, LYRICS, COVER)
    sync()
    usual, outside = world.library / "Playlists", tmp_path / "outside"
    assert _pictures(usual) == _pictures(outside) == {"P.jpg": JPEG}
    album = f"{world.library}/A/S"
    text = (outside / "P.m3u").read_text("utf-8").splitlines()
    assert text[-2:] == [f"#EXTIMG:{album}/cover.jpg", f"{album}/02 T2.mp3"]
    before = (usual / "P.jpg").stat()
    sync()
    assert (usual / "P.jpg").stat() == before
    # It follows its playlist's name, and goes when no picture is wanted.
    with world.store() as store:
        store._connection.raw.execute("UPDATE playlists SET title = 'Q', dirty = 1")
    sync()
    assert _pictures(usual) == _pictures(outside) == {"Q.jpg": JPEG}
    engine.apply_settings(replace(world.settings, playlist_covers=False))
    world.qtbot.waitUntil(lambda: not (_pictures(usual) or _pictures(outside)), timeout=30_000)


def test_somebody_s_own_picture_stays_and_ours_goes_with_the_playlist(
    world: World, sync: Sync, tmp_path: Path
) -> None:
    usual, outside = world.library / "Playlists", tmp_path / "outside"
    usual.mkdir()
    (usual / "p.JPG").write_bytes(b"theirs")
    source = offer(world, 1, COVER)
    sync()
    assert not (usual / "P.jpg").exists()
    assert _pictures(outside) == {"P.jpg": JPEG}
    (usual / "p.JPG").unlink()
    sync()
    (outside / "P.jpg").write_bytes(b"theirs")
    sync()
    assert _pictures(usual) == {"P.jpg": JPEG}
    assert _pictures(outside) == {"P.jpg": b"theirs"}
    with world.store() as store:
        store.catalogue.remove_source(source)
    sync()
    assert _pictures(usual) == {}
    assert _pictures(outside) == {"P.jpg": b"theirs"}
