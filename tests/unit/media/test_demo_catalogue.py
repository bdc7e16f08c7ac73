# SPDX-License-Identifier: GPL-3.0-or-later
"""The built-in catalogue is whole: every entry is there, real, and small enough to ship."""

import json
from pathlib import Path
from urllib.parse import unquote

import defusedxml.ElementTree
import pytest

from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat, AudioKind, sniff_file
from tests.unit.media.audio_files import DEMO

TRACKS = {path.relative_to(DEMO).as_posix(): path for path in (DEMO / "tracks").iterdir()}


def entries(name: str) -> list[str]:
    path = DEMO / name
    if name.endswith(".xspf"):
        tree = defusedxml.ElementTree.parse(path)
        return [node.text or "" for node in tree.iter("{http://xspf.org/ns/0/}location")]
    if name.endswith(".jspf"):
        tracks = json.loads(path.read_text("utf-8"))["playlist"]["track"]
        return [track["location"][0] for track in tracks]
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


PLAYLISTS = {name: entries(name) for name in ("demo.m3u8", "evening.xspf", "morning.jspf")}


def test_a_dozen_tracks_in_several_formats_and_not_much_to_carry() -> None:
    assert len(TRACKS) == 12
    assert {path.suffix for path in TRACKS.values()} == {
        ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav",
    }  # fmt: skip
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 1_500_000


@pytest.mark.parametrize("path", TRACKS.values(), ids=lambda path: path.name)
def test_every_track_is_what_its_name_says_and_can_be_played(path: Path) -> None:
    kind = sniff_file(path)
    assert isinstance(kind, AudioKind)
    assert kind.suffix == path.suffix
    own = tags.read(path, kind.format)
    assert own.duration is not None
    assert 3.9 < own.duration < 10


@pytest.mark.parametrize("name", PLAYLISTS)
def test_every_entry_is_there_and_relative(name: str) -> None:
    assert len(PLAYLISTS[name]) >= 5
    assert {unquote(entry) for entry in PLAYLISTS[name]} <= set(TRACKS)


def test_the_playlists_share_tracks_and_leave_none_out() -> None:
    listed = [unquote(entry) for held in PLAYLISTS.values() for entry in held]
    assert set(listed) == set(TRACKS)
    assert len(listed) > len(TRACKS)


def test_some_files_are_tagged_and_some_are_not() -> None:
    bare = {name for name, path in TRACKS.items() if not _title(path)}
    assert bare == {"tracks/con.wav", "tracks/strasse-nach-sueden.flac", "tracks/what-again.ogg"}
    assert _title(TRACKS["tracks/ac-dc.mp3"]) == "AC/DC?"
    assert not tags.read(TRACKS["tracks/ac-dc.mp3"], AudioFormat.MP3).album
    assert _title(TRACKS["tracks/moonlight.opus"]) == "月のひかり"


def _title(path: Path) -> str:
    kind = sniff_file(path)
    assert isinstance(kind, AudioKind)
    return tags.read(path, kind.format).title
