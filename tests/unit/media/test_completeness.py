# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut file is told by its own container, where the container can tell."""

import struct
from pathlib import Path

import pytest

from catalogsync_gui.media.completeness import end_is_missing
from catalogsync_gui.media.sniff import AudioFormat, AudioKind, sniff_file
from catalogsync_gui.paths import resources

TRACKS = sorted((resources() / "demo/tracks").iterdir())
TOLD = {AudioFormat.WAV, AudioFormat.MP4, AudioFormat.OGG_VORBIS, AudioFormat.OGG_OPUS}


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.name)
def test_real_files_whole_and_cut(track: Path, tmp_path: Path) -> None:
    kind = sniff_file(track)
    assert isinstance(kind, AudioKind)
    assert not end_is_missing(track, kind.format)
    data = track.read_bytes()
    for share in (0.3, 0.5, 0.99):
        cut = tmp_path / track.name
        cut.write_bytes(data[: int(len(data) * share)])
        if kind.format in TOLD:
            assert end_is_missing(cut, kind.format)


def test_the_header_of_lame_tells_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    frame = b"\xff\xfb\x90\x00" + bytes(32) + b"Xing" + struct.pack(">III", 3, 10, 4170)
    whole = frame.ljust(417, b"\0") + bytes(4170 - 417)
    path.write_bytes(whole)
    assert not end_is_missing(path, AudioFormat.MP3)
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + whole[:2000])
    assert end_is_missing(path, AudioFormat.MP3)
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + whole)
    assert not end_is_missing(path, AudioFormat.MP3)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 36 + 100])
def test_a_size_nobody_knew_is_no_promise(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", size) + b"WAVEfmt " + bytes(128))
    assert not end_is_missing(path, AudioFormat.WAV)


@pytest.mark.parametrize("kind", list(AudioFormat))
@pytest.mark.parametrize("data", [b"", b"\0" * 7, b"OggS", b"\xff" * 64], ids=str)
def test_rubbish_raises_nothing(tmp_path: Path, kind: AudioFormat, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    end_is_missing(path, kind)


def test_boxes_without_number_come_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(b"\0\0\0\x08free" * 150_000)
    assert not end_is_missing(path, AudioFormat.MP4), "looked at all of them"
