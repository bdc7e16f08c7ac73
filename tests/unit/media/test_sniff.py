# SPDX-License-Identifier: GPL-3.0-or-later
"""Content decides what a file is, whatever its address claims."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.naming import AUDIO_SUFFIXES
from catalogsync_gui.media.sniff import (
    HEAD_BYTES,
    AudioFormat,
    AudioKind,
    Refused,
    sniff,
    sniff_file,
)
from tests.unit.media.audio_files import (
    DEMO,
    JPEG,
    PNG,
    aiff,
    asf,
    box,
    frame23,
    handler,
    id3,
    mpeg_frames,
    ogg_page,
)

ASF_SOUND = "409E69F84D5BCF11A8FD00805F5C442B"
ASF_VIDEO = "C0EF19BC4D5BCF11A8FD00805F5C442B"
DEMO_TRACKS = sorted((DEMO / "tracks").iterdir())

FLAC_HEAD = b"fLaC\x00\x00\x00\x22" + bytes(34)
ADTS = b"\xff\xf1\x50\x80\x0c\x80\xfc" + bytes(93)  # 100 bytes long by its header


def element(name: str, content: bytes) -> bytes:
    """Build an EBML element with a length of one byte, or of unknown length when long."""
    length = bytes((0x80 | len(content),)) if len(content) < 127 else b"\x01" + b"\xff" * 7
    return bytes.fromhex(name) + length + content


def matroska(*types: int) -> bytes:
    tracks = b"".join(
        element("AE", element("D7", b"\x01") + element("83", bytes((t,)))) for t in types
    )
    return (
        element("1A45DFA3", element("4282", b"matroska"))
        + bytes.fromhex("18538067 01FFFFFFFFFFFFFF")
        + element("EC", bytes(20))
        + element("1654AE6B", tracks)
        + bytes.fromhex("1F43B675 01FFFFFFFFFFFFFF")
        + bytes(500)
    )


def write(folder: Path, data: bytes) -> Path:
    path = folder / ".catalog-sync-1.part"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("path", DEMO_TRACKS, ids=lambda path: path.name)
def test_real_files_are_known_by_their_head_and_as_a_whole(path: Path) -> None:
    head = sniff(path.read_bytes()[:HEAD_BYTES], hint=".php")
    whole = sniff_file(path, hint=".php")
    assert isinstance(head, AudioKind)
    assert isinstance(whole, AudioKind)
    assert whole.certain
    assert head.format is whole.format
    assert head.suffix == whole.suffix == path.suffix


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (mpeg_frames(3), ".mp3"),
        (mpeg_frames(3, b"\xff\xf3\x80\xc4", 208), ".mp3"),  # MPEG 2, 64 kbit/s, 22.05 kHz
        (mpeg_frames(3, b"\xff\xfd\x80\x04", 417), ".mp2"),  # layer II, 128 kbit/s
        (id3(frame23(b"TIT2", b"\x03Song")) + mpeg_frames(3), ".mp3"),
        (id3(b"") + id3(b"") + mpeg_frames(3), ".mp3"),
        (id3(bytes(200)) + FLAC_HEAD, ".flac"),
        (id3(b"") + ADTS * 3, ".aac"),
        (bytes(100) + mpeg_frames(8), ".mp3"),
        (FLAC_HEAD, ".flac"),
        (ogg_page(b"\x01vorbis" + bytes(23)), ".ogg"),
        (ogg_page(b"OpusHead" + bytes(11)), ".opus"),
        (ogg_page(b"\x7fFLAC\x01\x00"), ".oga"),
        (ogg_page(b"Speex   1.2"), ".spx"),
        (ogg_page(b"fishead\x00") + ogg_page(b"\x01vorbis", serial=2), ".ogg"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", ".wav"),
        (b"RF64\xff\xff\xff\xffWAVEds64", ".wav"),
        (aiff(bytes(8)), ".aiff"),
        (aiff(bytes(8), b"AIFC"), ".aifc"),
        (ADTS * 3, ".aac"),
        (b"ADIF" + bytes(30), ".aac"),
        (b"wvpk" + bytes(30), ".wv"),
        (b"MAC \x96\x0f" + bytes(30), ".ape"),
        (b"MPCKSH", ".mpc"),
        (b"MP+\x07", ".mpc"),
        (b"TTA1\x01\x00", ".tta"),
        (b"DSD \x1c\x00\x00\x00\x00\x00\x00\x00", ".dsf"),
        (b"FRM8" + bytes(8) + b"DSD ", ".dff"),
        (b"caff\x00\x01\x00\x00desc", ".caf"),
        (b".snd\x00\x00\x00\x18", ".au"),
        (b"#!AMR\n\x3c", ".amr"),
        (b"ajkg\x02", ".shn"),
        (box(b"ftyp", b"M4A ", bytes(4)), ".m4a"),
        (box(b"ftyp", b"M4B ", bytes(4)), ".m4b"),
        (matroska(2), ".mka"),
        (asf(ASF_SOUND), ".wma"),
    ],
)
def test_formats_by_their_first_bytes(head: bytes, suffix: str) -> None:
    found = sniff(head, whole=True)
    assert isinstance(found, AudioKind), found
    assert found.suffix == suffix


@pytest.mark.parametrize(
    ("head", "hint", "suffix"),
    [
        (ogg_page(b"\x01vorbis"), ".oga", ".oga"),
        (ogg_page(b"\x01vorbis"), ".OGA", ".oga"),
        (ogg_page(b"\x7fFLAC\x01"), ".ogg", ".ogg"),
        (ogg_page(b"OpusHead"), ".ogg", ".opus"),
        (aiff(bytes(8)), ".aif", ".aif"),
        (box(b"ftyp", b"isom", bytes(4)), ".mp4", ".m4a"),
        (box(b"ftyp", b"isom", bytes(4)), ".m4b", ".m4b"),
        (matroska(2), ".weba", ".weba"),
        (FLAC_HEAD, ".mp3", ".flac"),
        (mpeg_frames(3), ".exe", ".mp3"),
        (mpeg_frames(3), "/../../x", ".mp3"),
    ],
)
def test_the_address_only_chooses_among_what_is_right(head: bytes, hint: str, suffix: str) -> None:
    found = sniff(head, hint=hint)
    assert isinstance(found, AudioKind)
    assert found.suffix == suffix


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (bytes(4096), "zeros"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"\xef\xbb\xbf\n  <HTML lang=de>", "web page"),
        (b"<!-- cached -->\n<html>", "web page"),
        (b"<?xml version='1.0'?><html xmlns='...'>", "web page"),
        ("<html><title>Zugang gesperrt für Gäste".encode("latin-1"), "web page"),
        ("<html>é".encode()[:-1], "web page"),
        ("<html>login".encode("utf-16"), "web page"),
        (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "XML"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
        (b"<playlist version='1' xmlns='http://xspf.org/ns/0/'>", "feed"),
        (b'{"subsonic-response":{"status":"failed"}}', "JSON"),
        (b'["a"]', "JSON"),
        (b"#EXTM3U\n#EXTINF:1,x\nhttp://x/y.mp3\n", "playlist"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n", "live stream"),
        (b"[playlist]\nFile1=x\n", "playlist"),
        (b"Rate limit exceeded", "plain text"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (b"%PDF-1.7", "PDF"),
        (JPEG[:100], "JPEG"),
        (PNG, "PNG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
        (b"FLV\x01\x05", "video"),
        ((b"\x47" + bytes(187)) * 4, "video"),
        (ogg_page(b"\x80theora") + ogg_page(b"\x01vorbis", serial=2), "video"),
        (ogg_page(b"unknown!"), "Ogg"),
        (box(b"ftyp", b"avif", bytes(4)), "picture"),
        (box(b"ftyp", b"M4P ", bytes(4)), "DRM"),
        (b"MThd\x00\x00\x00\x06", "MIDI"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"d8:announce35:udp", "torrent"),
        (id3(b"") + b"<html>", "web page"),
        (b"fLaC\x7f\x00\x00\x22", "not a sound format"),
        (b"\x01\x02\x03\xfe\xff", "not a sound format"),
        (mpeg_frames(1) + b"nonsense" * 100, "not a sound format"),
    ],
)
def test_what_is_refused_says_what_it_is(head: bytes, words: str) -> None:
    found = sniff(head, hint=".mp3", whole=True)
    assert isinstance(found, Refused), found
    assert words in found.reason


def test_a_cover_may_push_the_sound_out_of_sight(tmp_path: Path) -> None:
    picture = frame23(b"APIC", b"\x00image/jpeg\x00\x03\x00" + bytes(300_000))
    data = id3(picture) + mpeg_frames(10)
    found = sniff(data[:HEAD_BYTES])
    assert found == AudioKind(AudioFormat.MP3, ".mp3", certain=False)
    assert sniff_file(write(tmp_path, data)) == AudioKind(AudioFormat.MP3, ".mp3")


def test_behind_a_large_tag_the_content_still_decides(tmp_path: Path) -> None:
    data = id3(bytes(300_000)) + FLAC_HEAD
    assert sniff_file(write(tmp_path, data)) == AudioKind(AudioFormat.FLAC, ".flac")
    page = write(tmp_path, id3(bytes(300_000)) + b"<html>")
    assert isinstance(sniff_file(page), Refused)


def test_a_tag_without_sound_is_refused(tmp_path: Path) -> None:
    for data in (id3(bytes(5000)), id3(bytes(100), size=9000)):
        found = sniff_file(write(tmp_path, data))
        assert isinstance(found, Refused)
        assert "tag" in found.reason
        assert isinstance(sniff(data, whole=True), Refused)


def test_tags_after_tags_come_to_an_end() -> None:
    assert isinstance(sniff(id3(b"") * 400, whole=True), Refused)


def test_a_single_frame_is_enough_when_it_is_the_file() -> None:
    assert isinstance(sniff(mpeg_frames(1), whole=True), AudioKind)
    assert isinstance(sniff(ADTS, whole=True), AudioKind)
    assert isinstance(sniff(mpeg_frames(1)[:300], whole=True), Refused)


def test_high_bitrates_after_stray_bytes_fit_into_the_head() -> None:
    frames = mpeg_frames(10, b"\xff\xfb\xe0\x64", 1044)  # 320 kbit/s
    data = (bytes(1500) + frames)[:HEAD_BYTES]
    assert isinstance(sniff(data), AudioKind)


def test_noise_is_not_taken_for_sound() -> None:
    noise = random.Random(1)
    for _ in range(200):
        assert isinstance(sniff(noise.randbytes(HEAD_BYTES)), Refused)
    assert isinstance(sniff(b"\xff" * HEAD_BYTES), Refused)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (box(b"ftyp", b"isom") + box(b"moov", handler(b"soun")) + box(b"mdat"), ".m4a"),
        (box(b"ftyp", b"mp42") + box(b"mdat", bytes(9)) + box(b"moov", handler(b"soun")), ".m4a"),
        (
            box(b"ftyp", b"isom") + box(b"moov", handler(b"vide"), handler(b"soun")),
            "this is a video",
        ),
        (box(b"ftyp", b"M4A ") + box(b"moov", handler(b"soun"), handler(b"vide")), ".m4a"),
        (box(b"ftyp", b"M4A ") + box(b"moov", handler(b"text")), "without a sound track"),
        (box(b"ftyp", b"isom") + box(b"mdat", bytes(50)), "without a sound track"),
        (box(b"ftyp", b"isom") + b"\x00\x00\x00\x01moov" + bytes(8), "without a sound track"),
        (box(b"ftyp", b"isom") + b"\x7f\xff\xff\xffmoov", "without a sound track"),
        (matroska(2), ".mka"),
        (matroska(1, 2), "this is a video"),
        (matroska(17), "without a sound track"),
        (matroska(2)[:20], "without a sound track"),
        (asf(ASF_SOUND), ".wma"),
        (asf(ASF_SOUND, ASF_VIDEO), "this is a video"),
        (asf(), "without a sound track"),
    ],
)
def test_containers_are_judged_by_their_tracks(tmp_path: Path, data: bytes, expected: str) -> None:
    found = sniff_file(write(tmp_path, data))
    if expected.startswith("."):
        assert isinstance(found, AudioKind), found
        assert (found.suffix, found.certain) == (expected, True)
    else:
        assert isinstance(found, Refused), found
        assert expected in found.reason


def test_boxes_without_end_are_given_up(tmp_path: Path) -> None:
    data = box(b"ftyp", b"isom") + box(b"free") * 50_000
    assert isinstance(sniff_file(write(tmp_path, data)), Refused)
    nested = box(b"moov")
    for _ in range(3000):
        nested = box(b"moov", nested)
    assert isinstance(sniff_file(write(tmp_path, box(b"ftyp", b"isom") + nested)), Refused)


def test_an_empty_file(tmp_path: Path) -> None:
    assert sniff_file(write(tmp_path, b"")) == Refused("the answer was empty")


def test_every_suffix_is_one_naming_allows() -> None:
    for known in AudioFormat:
        assert AUDIO_SUFFIXES.issuperset(known.suffixes)
        assert known.label


STARTS = st.sampled_from(
    [b"", b"ID3\x04\x00\x00", b"OggS", b"OggS\x00\x02", b"\x00\x00\x00\x18ftyp", b"RIFF", b"fLaC",
     b"\x1a\x45\xdf\xa3", b"\xff\xfb\x90", b"\xff\xf1", b"FORM", b"<", b"APETAGEX",
     bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C")]
)  # fmt: skip


@given(STARTS, st.binary(max_size=200), st.booleans())
def test_no_content_makes_it_stumble(start: bytes, rest: bytes, whole: bool) -> None:
    assert isinstance(sniff(start + rest, whole=whole), AudioKind | Refused)


@given(STARTS, st.binary(max_size=200))
def test_no_file_makes_it_stumble(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.part"
    path.write_bytes(start + rest)
    assert isinstance(sniff_file(path), AudioKind | Refused)


def test_a_tag_that_ends_just_within_the_head_is_not_refused(tmp_path: Path) -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
    body = 4000
    tag = b"ID3\x04\x00\x00\x00\x00" + bytes([body >> 7, body & 0x7F]) + bytes(body)
    data = tag + frame * 40
    for cut in range(HEAD_BYTES, len(tag) + 1200, 7):
        found = sniff(data[:cut])
        assert isinstance(found, AudioKind), cut
        assert found.suffix == ".mp3"
    file = tmp_path / "x.part"
    file.write_bytes(data)
    assert isinstance(sniff_file(file), AudioKind)
