# SPDX-License-Identifier: GPL-3.0-or-later
"""What a catalogue knows and offers goes into its tracks' tags, as the source's policy has it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import shiboken6
from mutagen.id3 import ID3

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
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
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.sources.base import Adapter
from tests.engine.world import Recorder, World

PICTURE = (Path(__file__).parents[2] / "resources/demo/covers/quiet-sea.jpg").read_bytes()
CHAPTERS = b'{"chapters": [{"startTime": 0, "title": "One"}, {"startTime": 1.5, "title": "Two"}]}'
OFFERED = {"cover": PICTURE, "lyrics": b"[00:01.00]La\n[00:02.50]la", "chapters": CHAPTERS}
REFS = (
    SidecarRef(SidecarKind.COVER, "cover", album=True),
    SidecarRef(SidecarKind.LYRICS, "lyrics"),
    SidecarRef(SidecarKind.CHAPTERS, "chapters", ".chapters.json"),
)
INFO = TrackInfo(
    title="T1", artists=("A", "B"), album="S", label="L", license="https://example.org/by"
)


class Offering(Adapter):
    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        yield from ()

    def media(self, ref: MediaRef) -> MediaRequest:
        return MediaRequest(ref.address, own_host=host_of(ref.address))

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        return OFFERED[ref.address]


def synced(world: World, **options: str) -> Path:
    """Runs a job over one track of a source with these options; its file."""
    with world.store() as store:
        source = store.catalogue.add_source("playlist", "S", "/S.m3u", options, 1.0)
        entry = CatalogEntry("t", INFO, MediaRef(world.server.address(1)), sidecars=REFS)
        plan = diff((entry,), store.catalogue.known(source, ["t"]))
        store.catalogue.write_page(source, CatalogPage(PlaylistRef("p", "P", "1"), (entry,)), plan)
    engine = Engine(world.profile, open_source=Offering, scheduled=False)
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).state is JobState.DONE
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)
    (track,) = world.library.rglob("*.mp3")
    assert [path.suffix for path in sorted(track.parent.glob(f"{track.stem}.*"))] == [
        ".json",
        ".lrc",
        ".mp3",
    ]
    assert (track.parent / "cover.jpg").read_bytes() == PICTURE
    return track


def test_gaps_are_filled_with_all_that_is_known_and_offered(world: World) -> None:
    held = ID3(synced(world))
    assert held.version[:2] == (2, 4)
    assert held["TPE1"].text == held["TXXX:Artists"].text == ["A", "B"]
    assert (held["TPUB"].text, held.getall("WCOP")[0].url) == (["L"], INFO.license)
    assert held["APIC:"].data == PICTURE
    assert held["USLT::und"].text == "La\nla"
    assert held["SYLT::und"].text == [("La", 1000), ("la", 2500)]
    assert [mark.start_time for mark in held.getall("CHAP")] == [0, 1500]


def test_a_source_may_leave_tags_alone(world: World) -> None:
    track = synced(world, tags="leave")
    assert track.read_bytes()[:3] != b"ID3"


def test_a_setting_is_for_players_that_know_only_id3v23(world: World) -> None:
    world.settings = replace(world.settings, id3_version="2.3")
    SettingsFile(world.profile.settings_file).save(world.settings)
    held = ID3(synced(world))
    assert held.version[:2] == (2, 3)
    assert held["TPE1"].text == ["A; B"]
