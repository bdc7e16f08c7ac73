# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats whose tags are read and never written."""

import struct
from pathlib import Path

import pytest
from mutagen.apev2 import APEv2

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat
from tests.unit.media.audio_files import (
    JPEG,
    aiff,
    asf,
)
from tests.unit.media.infos import FULL, OTHER, without_duration


def test_aiffc_is_read_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(aiff(bytes(800), b"AIFC"))
    before = path.read_bytes()
    result = tags.fill(path, AudioFormat.AIFC, FULL, cover=JPEG)
    assert result.duration == pytest.approx(0.05)
    assert without_duration(result) == FULL
    assert path.read_bytes() == before


def test_apev2_is_read_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    header = b"MAC " + struct.pack("<H", 3990) + bytes(50)
    path.write_bytes(header + struct.pack("<IIIHHI", 73728, 100, 1, 16, 2, 44100) + bytes(500))
    held = APEv2()
    held["Title"] = "Jóga"
    held["Artist"] = ["A", "B"]
    held["Track"] = "3/9"
    held["Year"] = "1997"
    held["Album Artist"] = "A"
    held.save(path)
    before = path.read_bytes()
    own = tags.read(path, AudioFormat.MONKEYS)
    assert (own.title, own.artists, own.album_artist) == ("Jóga", ("A", "B"), "A")
    assert (own.track, own.track_total, own.date) == (3, 9, "1997")
    result = tags.fill(path, AudioFormat.MONKEYS, OTHER)
    assert (result.title, result.album) == ("Jóga", "Elsewhere")
    assert path.read_bytes() == before


def test_asf_is_read_and_left_alone(tmp_path: Path) -> None:
    title, author = "Jóga\0".encode("utf-16-le"), "Björk\0".encode("utf-16-le")
    description = struct.pack("<5H", len(title), len(author), 0, 0, 0) + title + author
    held = bytes.fromhex("3326B2758E66CF11A6D900AA0062CE6C")
    held += struct.pack("<Q", 24 + len(description)) + description
    path = tmp_path / "x.part"
    path.write_bytes(asf("409E69F84D5BCF11A8FD00805F5C442B", objects=held))
    own = tags.read(path, AudioFormat.ASF)
    assert (own.title, own.artists) == ("Jóga", ("Björk",))
    before = path.read_bytes()
    assert tags.fill(path, AudioFormat.ASF, OTHER).album == "Elsewhere"
    assert path.read_bytes() == before


@pytest.mark.parametrize("found", [AudioFormat.MATROSKA, AudioFormat.CAF, AudioFormat.SHORTEN])
def test_formats_without_a_reader_know_nothing(tmp_path: Path, found: AudioFormat) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(b"anything")
    assert tags.read(path, found) == TrackInfo()
    assert tags.fill(path, found, FULL) == FULL
