# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on a desk with a real database and a real library."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.damage import Difference
from catalogsync_gui.core.errors import CannotRun, StorageOffline, UnknownThing, UsageError
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.models import (
    HAS_SECRETS,
    CatalogEntry,
    CatalogPage,
    ErrorInfo,
    MediaRef,
    Placing,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import Plan, PlannedItem
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine import commands, removing, verifying
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.previewing import Gained
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.sources.opml import Outline
from catalogsync_gui.store.connection import Database


class World:
    """A profile, a library, and a desk; tracks are put in as workers put them in."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "music"
        self.root.mkdir()
        profile = Profile.resolve(str(folder / "profile"))
        profile.create()
        secrets = SecretStore(profile.secrets_file, file_allowed=False, find=lambda: None)
        self.desk = Desk(profile, Database(profile.database), Settings(), SystemClock(), secrets)
        self.desk.settings = set_library(self.desk, self.root)

    def add(self, name: str) -> int:
        return commands.add_source(self.desk, AddRequest(f"http://nas.lan/{name}.m3u", name=name))

    def sync(self, source: int, *paths: str, fail: bool = False) -> None:
        """Has one item for each path done (or failed), with its file and its playlist."""
        store = self.desk.store
        entries, planned = [], []
        for path in paths:
            media, info = MediaRef(f"http://nas.lan/{path}"), TrackInfo(title=path)
            entries.append(CatalogEntry(path, info, media))
            planned.append(PlannedItem(path, info, media, "nas.lan"))
        page = CatalogPage(PlaylistRef("playlist", f"List {source}"), tuple(entries))
        written = store.catalogue.write_page(source, page, Plan(tuple(planned), ()))
        job = store.jobs.open((source,), 1.0)
        worker = store.workers.begin(job, 1, boot_id="b", pid=1, now=1.0)
        for _ in paths:
            claimed = store.items.claim(
                job=job, worker=worker, sources=(source,), now=1.0, lease=9.0, may=lambda _: True
            )
            assert claimed is not None
            item = claimed[0]
            if fail:
                store.items.finish_failed(
                    item,
                    ErrorInfo("gone", "404"),
                    attempts=1,
                    retry_at=None,
                    transferred=0,
                    now=1.0,
                )
                continue
            path = item.info.title
            placing = self.file(path)
            store.items.place(item, placing)
            store.items.finish_done(item, placing, ours=True, transferred=0, now=1.0)
        text = self.file(f"Playlists/List {source}.m3u")
        record = ExportRecord(text.path, "m3u", text.sha256, text.size, 0, len(paths), 0)
        store.exports.written(written.playlist, record, 9)

    def file(self, path: str) -> Placing:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = f"bytes of {path}".encode()
        target.write_bytes(data)
        return Placing(path, len(data), hashlib.sha256(data).hexdigest())

    def files(self) -> list[str]:
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and ".catalog-sync" not in path.parts
        )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.desk.close()


def _nothing(difference: Difference) -> None:
    raise AssertionError(difference)


def test_setting_the_library_twice_keeps_its_id(world: World) -> None:
    first = world.desk.settings
    assert set_library(world.desk, world.root) == first
    assert first.library == str(world.root)
    with pytest.raises(UsageError, match="not a folder"):
        set_library(world.desk, world.root / "nope")


def test_subscribing_twice_is_refused(world: World) -> None:
    assert world.add("evening") == 1
    with pytest.raises(UsageError, match="already subscribed"):
        world.add("evening")


def test_without_a_place_for_the_password_nothing_is_subscribed(world: World) -> None:
    with pytest.raises(CannotRun, match="secrets_file yes"):
        commands.add_source(world.desk, AddRequest("http://ann:hunter22@nas.lan/x.m3u"))
    assert world.desk.store.catalogue.sources() == []


def test_a_password_goes_to_the_secret_store_and_nowhere_else(world: World) -> None:
    world.desk.secrets.file_allowed = True
    source = commands.add_source(world.desk, AddRequest("http://ann:hunter22@nas.lan/x.m3u"))
    assert world.desk.secrets.get(source, "password") == "hunter22"
    row = world.desk.store.catalogue.source(source)
    assert (row.location, row.options) == ("http://nas.lan/x.m3u", {"user": "ann"})
    profile = world.desk.profile
    assert b"hunter22" not in profile.database.read_bytes()
    removing.remove_source(world.desk, source)
    assert "hunter22" not in profile.secrets_file.read_text()


def test_what_a_preview_gained_is_kept_with_the_source(world: World) -> None:
    request = AddRequest("http://nas.lan/x", kind="jellyfin", user="ann", secret=("password", "p"))
    gained = Gained({"session": "t0ken"}, {"device": "d"})
    with pytest.raises(CannotRun, match="secrets_file yes"):
        commands.add_source(world.desk, request, gained=gained)
    assert world.desk.store.catalogue.sources() == []
    world.desk.secrets.file_allowed = True
    source = commands.add_source(world.desk, request, gained=gained)
    assert world.desk.secrets.get(source, "session") == "t0ken"
    assert world.desk.secrets.get(source, "password") == "p"
    memory = world.desk.store.catalogue.source(source).memory
    assert memory == {"device": "d", **HAS_SECRETS}


def test_one_feed_of_a_list_does_not_keep_the_others_out(world: World) -> None:
    feeds = [Outline("A", "http://a.example/f"), Outline("B", "http://a.example/f#b")]
    added = commands.add_feeds(world.desk, [*feeds, Outline("C", "http://c.example/f")])
    assert added.sources == (1, 2)
    assert [words.partition(":")[0] for words in added.left] == ["B"]
    assert "already subscribed" in added.left[0]
    assert commands.subscribed_feeds(world.desk.store, world.desk.secrets) == {
        "http://a.example/f",
        "http://c.example/f",
    }


def test_a_source_is_found_by_id_or_by_a_name_that_is_its_own(world: World) -> None:
    one, two, three = world.add("evening"), world.add("2"), world.add("twin")
    twin = commands.add_source(world.desk, AddRequest("http://nas.lan/other.m3u", name="twin"))
    assert commands.find_source(world.desk, "evening") == one
    assert commands.find_source(world.desk, str(two)) == two
    assert commands.find_source(world.desk, "2") == two
    with pytest.raises(UnknownThing, match=f"{three}, {twin}"):
        commands.find_source(world.desk, "twin")
    for word in ("nothing", "99", "", "²"):
        with pytest.raises(UnknownThing, match="no source"):
            commands.find_source(world.desk, word)


def test_removing_keeps_the_tracks_and_takes_the_playlist_file(world: World) -> None:
    source = world.add("evening")
    world.sync(source, "A/B/01 C.mp3")
    report = removing.remove_source(world.desk, source)
    assert (report.name, report.files, report.playlists) == ("evening", 0, 1)
    assert world.files() == ["A/B/01 C.mp3"]
    with pytest.raises(UnknownThing):
        removing.remove_source(world.desk, source)


def test_removing_with_files_spares_what_is_shared_changed_or_not_ours(world: World) -> None:
    one, two = world.add("one"), world.add("two")
    world.sync(one, "A/own.mp3", "A/shared.mp3", "B/C/changed.mp3")
    world.sync(two, "A/shared.mp3")
    (world.root / "B/C/changed.mp3").write_bytes(b"edited by the person")
    world.file("A/by hand.mp3")
    report = removing.remove_source(world.desk, one, delete_files=True)
    assert (report.files, report.kept) == (1, 1)
    assert world.files() == [
        "A/by hand.mp3",
        "A/shared.mp3",
        "B/C/changed.mp3",
        f"Playlists/List {two}.m3u",
    ]
    assert verifying.verify(world.desk, lambda _: None).missing == 0


def test_folders_that_became_empty_go_with_the_last_file(world: World) -> None:
    source = world.add("one")
    world.sync(source, "A/B/one.mp3")
    removing.remove_source(world.desk, source, delete_files=True)
    assert not (world.root / "A").exists()
    assert world.root.is_dir()


def test_files_are_not_deleted_from_a_library_that_is_offline(world: World) -> None:
    source = world.add("one")
    world.sync(source, "A/one.mp3")
    marker = world.root / ".catalog-sync/library.json"
    marker.rename(marker.with_suffix(".away"))
    with pytest.raises(StorageOffline):
        removing.remove_source(world.desk, source, delete_files=True)
    assert [row.source.id for row in world.desk.store.catalogue.sources()] == [source]
    removing.remove_source(world.desk, source)
    assert world.files() == ["A/one.mp3", f"Playlists/List {source}.m3u"]


def test_retry_brings_failed_items_back(world: World) -> None:
    source = world.add("one")
    world.sync(source, "a", "b", "c", fail=True)
    assert commands.retry(world.desk, [1]) == 1
    with pytest.raises(UnknownThing, match="0 of 1"):
        commands.retry(world.desk, [1])
    assert commands.retry(world.desk, None) == 2
    assert world.desk.store.listing.counts() == {ItemState.PENDING: 3}


def test_playlists_are_named_by_ids_that_exist(world: World) -> None:
    world.sync(world.add("one"), "a")
    world.sync(world.add("two"), "b")
    assert commands.check_playlists(world.desk, ()) == (1, 2)
    assert commands.check_playlists(world.desk, (2, 2)) == (2,)
    with pytest.raises(UnknownThing, match="no playlist 3"):
        commands.check_playlists(world.desk, (1, 3))


def test_verify_names_every_difference_and_changes_nothing(world: World) -> None:
    names = ("A/fine.mp3", "A/missing.mp3", "A/shorter.mp3", "A/edited.mp3", "A/folder.mp3")
    world.sync(world.add("one"), *names)
    assert verifying.verify(world.desk, _nothing) == verifying.VerifyReport(checked=5)
    (world.root / "A/missing.mp3").unlink()
    (world.root / "A/shorter.mp3").write_bytes(b"x")
    edited = world.root / "A/edited.mp3"
    edited.write_bytes(edited.read_bytes()[::-1])
    (world.root / "A/folder.mp3").unlink()
    (world.root / "A/folder.mp3").mkdir()
    world.file("A/foreign.mp3")
    before = world.files()
    found: list[Difference] = []
    report = verifying.verify(world.desk, found.append)
    assert report == verifying.VerifyReport(checked=5, missing=1, changed=3)
    assert not report.clean
    assert {(d.kind, d.path) for d in found} == {
        ("missing", "A/missing.mp3"),
        ("changed", "A/shorter.mp3"),
        ("changed", "A/edited.mp3"),
        ("changed", "A/folder.mp3"),
    }
    assert world.files() == before
    assert world.desk.store.listing.counts() == {ItemState.DONE: 5}


def test_verify_takes_no_unmounted_library_for_an_empty_one(world: World) -> None:
    world.sync(world.add("one"), "a")
    marker = world.root / ".catalog-sync/library.json"
    marker.unlink()
    with pytest.raises(StorageOffline):
        verifying.verify(world.desk, _nothing)
    world.desk.settings = replace(world.desk.settings, library="")
    with pytest.raises(CannotRun, match="no library"):
        verifying.verify(world.desk, _nothing)


def test_only_a_source_with_a_secret_is_noted_to_have_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    try:
        world.desk.secrets.file_allowed = True
        plain = world.add("plain")
        request = AddRequest("http://nas.lan/x.m3u", secret=("token", "hunter22"))
        holder = commands.add_source(world.desk, request)
        sources = {row.source.id: row.source for row in world.desk.store.catalogue.sources()}
        assert "secrets" not in sources[plain].memory
        assert HAS_SECRETS.items() <= sources[holder].memory.items()
    finally:
        world.desk.close()


def test_what_is_kept_of_a_source_that_goes_is_never_ours_again(world: World) -> None:
    source = world.add("one")
    world.sync(source, "A/1.mp3")
    removing.remove_source(world.desk, source)
    row = world.desk.store.library.at("A/1.mp3")
    assert row is not None
    assert not row.ours
