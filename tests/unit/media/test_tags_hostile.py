# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are damaged or made to do harm: a `TagError`, in time, and the file as it was."""

import errno
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat
from tests.unit.media.audio_files import (
    DEMO,
    SOURCES,
    WRITTEN,
    aiff,
    bare,
    box,
    frame23,
    handler,
    id3,
    mpeg_frames,
    ogg_page,
    payload,
)

INFO = TrackInfo(title="Title", artists=("Artist",), album="Album", track=1)


def refused(path: Path, found: AudioFormat, words: str) -> None:
    """Both ways in say why, and nothing is written."""
    before = path.read_bytes()
    for work in (lambda: tags.read(path, found), lambda: tags.fill(path, found, INFO)):
        with pytest.raises(TagError, match=words) as caught:
            work()
        assert caught.value.kind == "tags"
    assert path.read_bytes() == before


def outcome(work: Callable[[], object]) -> str:
    """Return the kind of the `TagError`, or "fine"; anything else goes through."""
    try:
        work()
    except TagError as error:
        return error.kind
    return "fine"


def write(folder: Path, data: bytes) -> Path:
    path = folder / ".catalog-sync-3.part"
    path.write_bytes(data)
    return path


def packed(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + zlib.compress(content, 9)


def packed_frame24(name: bytes, content: bytes) -> bytes:
    data = packed(content)
    length = bytes(len(data) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return name + length + b"\x00\x09" + data


BOMB = b"\x03" + bytes(200 << 20)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda: id3(frame23(b"TIT2", packed(BOMB), 0x80), version=3),
        lambda: id3(packed_frame24(b"TXXX", BOMB)),
        lambda: id3(packed_frame24(b"APIC", bytes(12 << 20)) * 40),
        lambda: id3(
            frame23(b"CHAP", b"c\x00" + bytes(16) + frame23(b"TIT2", packed(BOMB), 0x80)), version=3
        ),
    ],
    ids=["text of v2.3", "text of v2.4", "many pictures", "within a chapter"],
)
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, wrap: Callable[[], bytes]) -> None:
    path = write(tmp_path, wrap() + mpeg_frames(10))
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    try:
        refused(path, AudioFormat.MP3, "unpack")
        assert tracemalloc.get_traced_memory()[1] < 120 << 20
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_in_the_chunk_of_wav_and_aiff(tmp_path: Path) -> None:
    bomb = id3(packed_frame24(b"TIT2", BOMB))
    bomb += bytes(len(bomb) % 2)
    wav = (DEMO / "tracks" / "con.wav").read_bytes() + b"id3 " + struct.pack("<I", len(bomb)) + bomb
    wav = wav[:4] + struct.pack("<I", len(wav) - 8) + wav[8:]
    refused(write(tmp_path, wav), AudioFormat.WAV, "unpack")
    data = aiff(bytes(100)) + b"ID3 " + struct.pack(">I", len(bomb)) + bomb
    data = data[:4] + struct.pack(">I", len(data) - 8) + data[8:]
    refused(write(tmp_path, data), AudioFormat.AIFF, "unpack")


def test_honest_compressed_frames_are_read(tmp_path: Path) -> None:
    frames = frame23(b"TIT2", packed(b"\x00Packed"), 0x80) + frame23(b"TALB", b"\x00Plain")
    path = write(tmp_path, id3(frames, version=3) + mpeg_frames(10))
    own = tags.read(path, AudioFormat.MP3)
    assert (own.title, own.album) == ("Packed", "Plain")
    torn = frame23(b"TIT2", packed(b"\x00Packed")[:-6], 0x80) + frame23(b"TALB", b"\x00Plain")
    path = write(tmp_path, id3(torn, version=3) + mpeg_frames(10))
    own = tags.read(path, AudioFormat.MP3)
    assert (own.title, own.album) == ("", "Plain")


def test_chapters_within_chapters_come_to_an_end(tmp_path: Path) -> None:
    frames = b""
    for _ in range(300):
        frames = frame23(b"CHAP", b"c\x00" + bytes(16) + frames)
    refused(write(tmp_path, id3(frames, version=3) + mpeg_frames(10)), AudioFormat.MP3, "frames")


def test_honest_chapters_are_kept(tmp_path: Path) -> None:
    chapters = b"".join(
        frame23(b"CHAP", b"c%d\x00" % number + bytes(16) + frame23(b"TIT2", b"\x00Part"))
        for number in range(200)
    )
    path = write(tmp_path, id3(chapters, version=3) + mpeg_frames(10))
    assert tags.fill(path, AudioFormat.MP3, INFO).album == "Album"
    assert path.read_bytes().count(b"CHAP") == 200


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_flood_of_frames_is_not_read(tmp_path: Path, version: int) -> None:
    one = b"TT2\x00\x00\x01\x00" if version == 2 else frame23(b"TIT2", b"\x00")
    refused(
        write(tmp_path, id3(one * 150_000, version=version) + mpeg_frames(10)),
        AudioFormat.MP3,
        "frames",
    )


def test_a_tag_longer_than_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, id3(b"", size=50_000_000) + mpeg_frames(10))
    refused(path, AudioFormat.MP3, "longer than the file")


def test_tags_larger_than_any_honest_one(tmp_path: Path) -> None:
    size = 33 << 20
    blocks = (b"\x04\xff\xff\xff" + bytes(0xFFFFFF)) * 3 + b"\x81\x00\x00\x00"
    pages = b"".join(
        struct.pack("<4sBBqIII", b"OggS", 0, 0, -1, 1, number, 0) + b"\xff" * 256 + bytes(65025)
        for number in range(550)
    )
    for found, data in (
        (AudioFormat.MP3, id3(bytes(size)) + mpeg_frames(10)),
        (AudioFormat.FLAC, b"fLaC\x00\x00\x00\x22" + bytes(34) + blocks),
        (AudioFormat.OGG_VORBIS, ogg_page(b"\x01vorbis" + bytes(23)) + pages),
        (AudioFormat.MP4, box(b"ftyp", b"M4A ") + box(b"moov", handler(b"soun"), bytes(size))),
        (AudioFormat.WAV, b"RIFF" + bytes(4) + b"WAVEid3 " + struct.pack("<I", size) + bytes(size)),
    ):
        refused(write(tmp_path, data), found, "more than 32 MB")


@pytest.mark.parametrize("found", WRITTEN)
@pytest.mark.parametrize("keep", [0.0, 0.002, 0.02, 0.3])
def test_cut_files_never_do_worse_than_a_tag_error(
    tmp_path: Path, found: AudioFormat, keep: float
) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, INFO)
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * keep)])
    kind = outcome(lambda: tags.fill(path, found, TrackInfo(genres=("Jazz",))))
    assert kind in {"fine", "tags", tags.TORN}
    if kind == "fine":
        assert tags.read(path, found).genres == ("Jazz",)


@pytest.mark.parametrize("found", list(AudioFormat))
def test_a_page_passed_off_as_audio(tmp_path: Path, found: AudioFormat) -> None:
    path = write(tmp_path, b"<!doctype html><html><title>Log in</title></html>" * 20)
    before = path.read_bytes()
    assert outcome(lambda: tags.fill(path, found, INFO)) in {"fine", "tags"}
    assert path.read_bytes() == before


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TagError, match="No such file"):
        tags.read(tmp_path / "gone.part", AudioFormat.MP3)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.sampled_from(sorted(SOURCES, key=lambda known: known.name)),
    changes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_flipped_bytes_never_do_worse_than_a_tag_error(
    tmp_path: Path, found: AudioFormat, changes: list[tuple[int, int]]
) -> None:
    data = bytearray((DEMO / "tracks" / SOURCES[found]).read_bytes()[:20_000])
    for position, value in changes:
        data[position] = value
    path = write(tmp_path, bytes(data))
    assert outcome(lambda: tags.read(path, found)) in {"fine", "tags"}
    assert outcome(lambda: tags.fill(path, found, INFO)) in {"fine", "tags", tags.TORN}


# ---------------------------------------------------------------- when writing breaks off


def full_disk(after: int) -> Callable[..., int]:
    """Stand in for a write to a disk that has room for `after` more writes."""
    left = [after]

    def write(self: Any, data: bytes) -> int:
        self.touched = self.touched or left[0] > 0
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super(tags._Watched, self).write(data)

    return write


@pytest.mark.parametrize("found", WRITTEN)
def test_a_full_disk_in_the_middle_says_that_the_file_is_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: AudioFormat
) -> None:
    path = bare(tmp_path, found)
    monkeypatch.setattr(tags._Watched, "write", full_disk(after=1))
    with pytest.raises(TagError, match="No space left") as caught:
        tags.fill(path, found, INFO)
    assert caught.value.kind == tags.TORN
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOSPC


def test_a_disk_full_from_the_start_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare(tmp_path, AudioFormat.MP4)
    sound = payload(path, AudioFormat.MP4)
    before = path.read_bytes()
    monkeypatch.setattr(tags._Watched, "write", full_disk(after=0))
    with pytest.raises(TagError) as caught:
        tags.fill(path, AudioFormat.MP4, INFO)
    assert caught.value.kind == "tags"
    assert isinstance(caught.value.__cause__, OSError)
    assert path.read_bytes() == before
    assert payload(path, AudioFormat.MP4) == sound
