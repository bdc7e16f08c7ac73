# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of playlists: kept once a sync, found again, written as the person's own file."""

from collections.abc import Callable

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import CannotRun, UnknownThing
from catalogsync_gui.core.exporting import RestoredPlaylist, VersionDifference, VersionTrack
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.playlist_versions import restore_version, take_back
from catalogsync_gui.playlists.formats import PlaylistFormat
from catalogsync_gui.store.playlist_versions import MOST
from catalogsync_gui.store.store import Store
from tests.engine.world import Recorder, World


@pytest.fixture
def synced(world: World, start: Callable[[], Engine]) -> Callable[[], None]:
    engine = start()
    recorder = Recorder(engine)
    engine.start()

    def sync() -> None:
        recorder.events.clear()
        world.run(engine, recorder)

    return sync


def _put(world: World, store: Store, source: int, *numbers: int) -> None:
    """The source's playlist holds these tracks from now on."""
    entries = tuple(
        CatalogEntry(
            f"S-{number}",
            TrackInfo(title=f"Track {number}", artists=("A",), album="S", track=number),
            MediaRef(world.server.address(number)),
        )
        for number in numbers
    )
    page = CatalogPage(PlaylistRef("One", "One", str(numbers)), entries)
    plan = diff(entries, store.catalogue.known(source, [e.key for e in entries]))
    store.catalogue.write_page(source, page, plan)


def _restored(world: World, store: Store, version: int, name: str = "") -> RestoredPlaylist:
    library = Library(world.library, world.settings.library_id, 0)
    return restore_version(store, library, SystemClock(), version, name, PlaylistFormat.M3U)


def _tracks(world: World, path: str) -> list[str]:
    lines = (world.library / path).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_a_version_is_kept_when_the_content_changed_and_only_then(
    world: World, synced: Callable[[], None]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"One": [1, 2, 3]})
        synced()
        assert [v.entries for v in store.playlist_versions.versions()] == [3]
        synced()
        _put(world, store, source, 3, 1)
        synced()
        _put(world, store, source, 1, 2, 3)
        synced()
        assert [v.entries for v in store.playlist_versions.versions()] == [3, 2, 3]
        first = store.playlist_versions.versions()[-1]
        # Another name of a file is no other content.
        old = world.library / "A" / "S" / "01 Track 1.mp3"
        old.rename(old.with_name("Else.mp3"))
        store._connection.raw.execute(
            "UPDATE files SET path = 'A/S/Else.mp3', path_key = 'a/s/else.mp3'"
            " WHERE path LIKE '%Track 1.mp3'"
        )
        store.exports.mark((1,))
        synced()
        assert [v.entries for v in store.playlist_versions.versions(1)] == [3, 2, 3]
        made = _restored(world, store, first.id, "As it was")
        assert made == RestoredPlaylist("Playlists/As it was.m3u", 3, 0)
        assert _tracks(world, made.path) == [
            "../A/S/Else.mp3",
            "../A/S/02 Track 2.mp3",
            "../A/S/03 Track 3.mp3",
        ]


def test_only_the_last_versions_are_kept(world: World, synced: Callable[[], None]) -> None:
    with world.store() as store:
        world.add(store, "S", {"One": [1]})
        synced()
        for number in range(MOST + 2):
            store._connection.raw.execute("UPDATE files SET content_sha256 = ?", (str(number),))
            store.playlist_versions.keep(world.settings.library_id, 1, "One", f"{number}", 9.0)
        kept = store.playlist_versions.versions(1)
    assert [v.id for v in kept] == list(range(MOST + 3, 3, -1))


def test_what_was_removed_upstream_is_restored_with_the_tracks_that_are_there(
    world: World, synced: Callable[[], None]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"One": [1, 2]})
        synced()
        store.catalogue.remove_source(source)
        (world.library / "A" / "S" / "02 Track 2.mp3").unlink()
        [version] = store.playlist_versions.versions()
        assert (version.playlist, version.title) == (None, "One")
        first = _restored(world, store, version.id)
        second = _restored(world, store, version.id)
        assert (first.entries, first.missing) == (1, 1)
        assert _tracks(world, first.path) == ["../A/S/01 Track 1.mp3"]
        assert first.path.startswith("Playlists/One (")
        assert second.path == first.path.replace(".m3u", " (2).m3u")
        synced()
        # Ours is removed with its playlist; theirs stay.
        left = sorted(path.name for path in (world.library / "Playlists").iterdir())
        assert [f"Playlists/{name}" for name in left] == sorted((first.path, second.path))
        (world.library / "A" / "S" / "01 Track 1.mp3").unlink()
        with pytest.raises(CannotRun, match="none of the 2 tracks"):
            _restored(world, store, version.id)
        with pytest.raises(UnknownThing):
            _restored(world, store, 77)


def test_a_version_is_compared_with_today_and_its_file_taken_back(
    world: World, synced: Callable[[], None]
) -> None:
    with world.store() as store:
        source = world.add(store, "S", {"One": [1, 2, 3]})
        synced()
        (first,) = store.playlist_versions.versions()
        same = store.playlist_versions.difference(first.id, 9)
        assert same == VersionDifference(
            first.id, (), (), moved=False, added_count=0, removed_count=0
        )
        _put(world, store, source, 3, 1, 4, 4)
        synced()
        (world.library / "A" / "S" / "02 Track 2.mp3").unlink()
        store.library.mark_missing(["A/S/02 Track 2.mp3"])
        found = store.playlist_versions.difference(first.id, 9)
        assert found is not None
        added = VersionTrack("A/S/04 Track 4.mp3", "A", "Track 4", there=True)
        assert found.added == (added, added)
        assert found.removed == (VersionTrack("A/S/02 Track 2.mp3", "", "02 Track 2", there=False),)
        assert found.moved
        few = store.playlist_versions.difference(first.id, 1)
        assert few is not None
        assert (few.added, few.added_count, few.removed_count) == ((added,), 2, 1)
        assert store.playlist_versions.difference(99, 9) is None
        made = _restored(world, store, first.id)
        library = Library(world.library, world.settings.library_id, 0)
        file = world.library / made.path
        assert take_back(library, made)
        assert not file.exists()
        assert not take_back(library, made)
        made = _restored(world, store, first.id)
        file = world.library / made.path
        file.write_text("mine", "utf-8")
        assert not take_back(library, made)
        assert file.read_text("utf-8") == "mine"
