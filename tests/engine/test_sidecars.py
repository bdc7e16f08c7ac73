# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers, lyrics, transcripts and chapters, from a source's adapter to the library."""

import errno
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest
import shiboken6

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.damage import Difference
from catalogsync_gui.core.errors import DatabaseUnusable, SourceUnreachable
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    SidecarRef,
    TrackInfo,
)
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import JobState, SidecarKind
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.removing import remove_source
from catalogsync_gui.engine.verifying import verify
from catalogsync_gui.pipeline import sidecars
from catalogsync_gui.sources.base import Adapter
from catalogsync_gui.store.sidecars import SidecarStore
from tests.engine.world import Recorder, World

JPEG = b"\xff\xd8\xff\xe0 a picture"
COVER = SidecarRef(SidecarKind.COVER, "cover", album=True)
LYRICS = SidecarRef(SidecarKind.LYRICS, "lyrics", ".lrc")
CHAPTERS = SidecarRef(SidecarKind.CHAPTERS, "chapters", ".json")
FOLDER = "A/S"


class Offering(Adapter):
    """A source that gives what the test put into ``files``; raises what is an exception."""

    files: ClassVar[Mapping[str, bytes | Exception | None]] = {}
    asked: ClassVar[list[str]] = []

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        yield from ()

    def media(self, ref: MediaRef) -> MediaRequest:
        return MediaRequest(ref.address, own_host=host_of(ref.address))

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        self.asked.append(ref.address)
        answer = self.files.get(ref.address)
        if isinstance(answer, Exception):
            raise answer
        return answer


Run = Callable[[Mapping[str, bytes | Exception | None]], list[str]]


@pytest.fixture
def run(world: World) -> Run:
    """Runs a job of an engine of its own; tells what the adapter was asked for."""

    def job(files: Mapping[str, bytes | Exception | None]) -> list[str]:
        Offering.files, Offering.asked = files, []
        engine = Engine(world.profile, open_source=Offering, scheduled=False)
        recorder = Recorder(engine)
        engine.start()
        assert world.run(engine, recorder).state is JobState.DONE
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
        return sorted(Offering.asked)

    return job


def offer(world: World, tracks: int, *sidecars: SidecarRef) -> int:
    with world.store() as store:
        source = store.catalogue.add_source("playlist", "S", "/S.m3u", {}, 1.0)
        entries = tuple(
            CatalogEntry(
                f"t{number}",
                TrackInfo(title=f"T{number}", artists=("A",), album="S", track=number),
                MediaRef(world.server.address(number)),
                sidecars=sidecars,
            )
            for number in range(1, tracks + 1)
        )
        plan = diff(entries, store.catalogue.known(source, [e.key for e in entries]))
        store.catalogue.write_page(source, CatalogPage(PlaylistRef("p", "P", "1"), entries), plan)
        again = diff(entries, store.catalogue.known(source, [e.key for e in entries]))
        assert not again.changed
        return source


def names(world: World) -> list[str]:
    return sorted(path.name for path in (world.library / FOLDER).iterdir())


def desk(world: World) -> Desk:
    return Desk(world.profile, world.database, world.settings, SystemClock())


def test_they_lie_beside_their_tracks_and_go_with_them(world: World, run: Run) -> None:
    source = offer(world, 2, COVER, LYRICS, CHAPTERS)
    files = {"cover": JPEG, "lyrics": b"[00:01.00]La", "chapters": b'{"version": "1.2.0"}'}
    asked = run(files)
    assert asked == ["chapters", "cover", "lyrics"]
    assert names(world) == [
        "01 T1.chapters.json",
        "01 T1.lrc",
        "01 T1.mp3",
        "02 T2.chapters.json",
        "02 T2.lrc",
        "02 T2.mp3",
        "cover.jpg",
    ]
    assert run(files) == []
    table = desk(world)
    found: list[Difference] = []
    assert verify(table, found.append).checked == 7
    (world.library / FOLDER / "cover.jpg").write_bytes(b"mine now")
    assert verify(table, found.append).changed == 1
    assert [difference.path for difference in found] == [f"{FOLDER}/cover.jpg"]
    remove_source(table, source, delete_files=True)
    table.close()
    assert names(world) == ["cover.jpg"], "a file that was changed since is its owner's"


def test_what_is_something_else_is_not_stored_and_asked_for_again(world: World, run: Run) -> None:
    offer(world, 1, COVER, LYRICS, CHAPTERS)
    assert run({"cover": b"<html>Log in", "lyrics": None, "chapters": b"{"})
    assert names(world) == ["01 T1.mp3"]
    assert run({"cover": JPEG}) == ["chapters", "cover"], "there are no lyrics"
    assert names(world) == ["01 T1.mp3", "cover.jpg"]


def test_a_person_s_own_files_stay(world: World, run: Run) -> None:
    folder = world.library / FOLDER
    folder.mkdir(parents=True)
    (folder / "Folder.JPG").write_bytes(b"theirs")
    (folder / "01 t1.LRC").write_bytes(b"theirs")
    offer(world, 1, COVER, LYRICS)
    assert run({"cover": JPEG, "lyrics": b"ours"}) == ["cover", "lyrics"]
    assert names(world) == ["01 T1.mp3", "01 t1.LRC", "Folder.JPG"]
    assert (folder / "01 t1.LRC").read_bytes() == b"theirs"
    assert run({"lyrics": b"ours"}) == []


def test_a_source_that_does_not_answer_is_left_alone_until_the_next_job(
    world: World, run: Run
) -> None:
    offer(world, 5, LYRICS)
    assert len(run({"lyrics": SourceUnreachable("nobody there")})) == 3
    assert len(run({"lyrics": b"La"})) == 5


def test_a_disk_that_refuses_one_fails_nothing_and_leaves_nothing(
    world: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(world, 2, LYRICS)

    def refuse(_source: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "read-only", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(sidecars, "move_without_replacing", refuse)
        assert run({"lyrics": b"[00:01.00]La"}) == ["lyrics"]
    assert names(world) == ["01 T1.mp3", "02 T2.mp3"]
    run({"lyrics": b"[00:01.00]La"})
    assert names(world) == ["01 T1.lrc", "01 T1.mp3", "02 T2.lrc", "02 T2.mp3"]


@pytest.mark.parametrize("renamed", [False, True])
def test_a_process_that_died_while_placing_leaves_nothing_half(
    world: World, run: Run, renamed: bool
) -> None:
    offer(world, 1, LYRICS)
    run({"lyrics": SourceUnreachable("nobody there")})
    folder = world.library / FOLDER
    with world.store() as store:
        wanted = next(store.sidecars.wanted((1,)))
        (folder / f".catalog-sync-s{wanted.id}.part").write_bytes(b"La")
        sha256 = hashlib.sha256(b"La").hexdigest()
        store.sidecars.place(wanted.id, f"{FOLDER}/01 T1.lrc", 2, sha256)
    if renamed:
        (folder / "01 T1.lrc").write_bytes(b"La")
    assert run({"lyrics": b"La"}) == ([] if renamed else ["lyrics"])
    assert names(world) == ["01 T1.lrc", "01 T1.mp3"]
    table = desk(world)
    assert verify(table, lambda _: None).clean
    table.close()


def test_a_file_in_place_stays_ours_when_that_could_not_be_noted(
    world: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(world, 1, LYRICS)
    with monkeypatch.context() as patched:
        patched.setattr(SidecarStore, "done", unusable)
        assert run({"lyrics": b"La"}) == ["lyrics"]
    assert names(world) == ["01 T1.lrc", "01 T1.mp3"]
    assert run({"lyrics": b"La"}) == []
    assert names(world) == ["01 T1.lrc", "01 T1.mp3"]
    table = desk(world)
    assert verify(table, lambda _: None).clean
    table.close()


def test_a_part_that_a_dead_process_left_goes_though_the_album_has_its_cover(
    world: World, run: Run
) -> None:
    offer(world, 1, COVER)
    run({"cover": SourceUnreachable("nobody there")})
    folder = world.library / FOLDER
    with world.store() as store:
        wanted = next(store.sidecars.wanted((1,)))
    (folder / f".catalog-sync-s{wanted.id}.part").write_bytes(b"half a pict")
    (folder / "cover.png").write_bytes(b"theirs")
    assert run({"cover": JPEG}) == []
    assert names(world) == ["01 T1.mp3", "cover.png"]


def unusable(*_: object) -> None:
    raise DatabaseUnusable("a moment's trouble")
