# SPDX-License-Identifier: GPL-3.0-or-later
"""In every format: what is missing comes, what is there stays, the sound is the same."""

import dataclasses
import struct
from pathlib import Path

import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TIT2, TPE1, TRCK, TXXX, ID3v1SaveOptions
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat, AudioKind, sniff_file
from tests.unit.media.audio_files import (
    JPEG,
    PNG,
    WRITTEN,
    asf,
    bare,
    chunk,
    frame23,
    id3,
    monkeys,
    mpeg_frames,
    payload,
)
from tests.unit.media.infos import FULL, OTHER, without_duration


def save_id3(path: Path, *frames: object) -> None:
    """Write frames with the library itself, as another tagger would have."""
    held = ID3()
    for frame in frames:
        held.add(frame)
    held.save(path)


@pytest.mark.parametrize("found", WRITTEN)
def test_a_bare_file_gets_everything_and_gives_it_back(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    sound = payload(path, found)
    assert without_duration(tags.read(path, found)) == TrackInfo()

    result = tags.fill(path, found, FULL, TagExtras(cover=JPEG))

    assert without_duration(result) == FULL
    assert tags.read(path, found) == result
    assert payload(path, found) == sound
    assert result.duration is not None
    kind = sniff_file(path)
    assert isinstance(kind, AudioKind)
    assert kind.format is found


@pytest.mark.parametrize("found", WRITTEN)
def test_nothing_to_add_leaves_every_byte(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, FULL, TagExtras(cover=JPEG))
    before, when = path.read_bytes(), path.stat().st_mtime_ns

    assert without_duration(tags.fill(path, found, FULL, TagExtras(cover=PNG))) == FULL
    assert without_duration(tags.fill(path, found, TrackInfo())) == FULL
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == when


@pytest.mark.parametrize("found", WRITTEN)
def test_a_bare_file_and_nothing_known_leaves_every_byte(
    tmp_path: Path, found: AudioFormat
) -> None:
    path = bare(tmp_path, found)
    before = path.read_bytes()
    tags.fill(path, found, TrackInfo(duration=4.0), TagExtras(cover=b"<html>"))
    tags.fill(path, found, TrackInfo(track_total=9))
    assert path.read_bytes() == before


@pytest.mark.parametrize("found", WRITTEN)
def test_what_is_there_stays(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, FULL)
    before = path.read_bytes()
    assert without_duration(tags.fill(path, found, OTHER)) == FULL
    assert path.read_bytes() == before


@pytest.mark.parametrize("found", WRITTEN)
def test_only_gaps_are_filled(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    sound = payload(path, found)
    tags.fill(path, found, TrackInfo(title="Mine", artists=("Me",), date="1999"))
    result = tags.fill(path, found, OTHER)
    expected = dataclasses.replace(
        OTHER, title="Mine", artists=("Me",), date="1999", title_sort="", artist_sort=""
    )
    assert without_duration(result) == expected
    assert tags.read(path, found) == result
    assert payload(path, found) == sound


@pytest.mark.parametrize("found", WRITTEN)
def test_a_number_gets_its_total_but_not_that_of_another(
    tmp_path: Path, found: AudioFormat
) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, TrackInfo(track=2, disc=1))
    other = tags.fill(path, found, TrackInfo(track=7, track_total=8, disc=1))
    assert (other.track, other.track_total) == (2, None)
    same = tags.fill(path, found, TrackInfo(track=2, track_total=8, disc_total=2))
    assert (same.track, same.track_total, same.disc, same.disc_total) == (2, 8, 1, 2)
    assert tags.read(path, found) == same


@pytest.mark.parametrize("found", WRITTEN)
def test_one_picture_is_enough(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, TrackInfo(), TagExtras(cover=PNG))
    before = path.read_bytes()
    assert PNG in before or found in {AudioFormat.OGG_VORBIS, AudioFormat.OGG_OPUS}
    tags.fill(path, found, TrackInfo(), TagExtras(cover=JPEG))
    assert path.read_bytes() == before


def test_a_picture_too_large_to_embed_is_left_out(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.FLAC)
    before = path.read_bytes()
    tags.fill(path, AudioFormat.FLAC, TrackInfo(), TagExtras(cover=JPEG + bytes(9 << 20)))
    assert path.read_bytes() == before


# ---------------------------------------------------------------- what others read


def test_mp3_holds_id3v24_in_utf8(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.MP3)
    tags.fill(path, AudioFormat.MP3, FULL, TagExtras(cover=JPEG))
    assert path.read_bytes()[:4] == b"ID3\x04"
    held = ID3(path)
    assert held["TPE1"].text == ["Björk", "夜の音"]
    assert held["TPE1"].encoding == 3
    assert held["TRCK"].text == ["2/10"]
    assert held["TPOS"].text == ["1/2"]
    assert str(held["TDRC"]) == "1997-09-22"
    assert held["TCON"].genres == ["Electronic", "Art Pop"]
    assert held["UFID:http://musicbrainz.org"].data == FULL.recording_id.encode()
    picture = held["APIC:"]
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", JPEG)


@pytest.mark.parametrize(
    ("found", "opened"),
    [
        (AudioFormat.FLAC, FLAC),
        (AudioFormat.OGG_VORBIS, OggVorbis),
        (AudioFormat.OGG_OPUS, OggOpus),
    ],
)
def test_vorbis_comments_hold_the_usual_fields(
    tmp_path: Path, found: AudioFormat, opened: type
) -> None:
    path = bare(tmp_path, found)
    tags.fill(path, found, FULL, TagExtras(cover=PNG))
    held = opened(path)
    assert held["artist"] == ["Björk", "夜の音"]
    assert held["albumartist"] == ["Björk"]
    assert held["tracknumber"] == ["2"]
    assert held["tracktotal"] == held["totaltracks"] == ["10"]
    assert held["disctotal"] == held["totaldiscs"] == ["2"]
    assert held["date"] == ["1997-09-22"]
    assert held["genre"] == ["Electronic", "Art Pop"]
    assert held["musicbrainz_trackid"] == [FULL.recording_id]
    if opened is FLAC:
        assert [(p.type, p.mime, p.data) for p in held.pictures] == [(3, "image/png", PNG)]
    else:
        assert len(held["metadata_block_picture"]) == 1


def test_mp4_holds_the_atoms_of_itunes(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.MP4)
    tags.fill(path, AudioFormat.MP4, FULL, TagExtras(cover=PNG))
    held = MP4(path)
    assert held["\xa9ART"] == ["Björk", "夜の音"]
    assert held["aART"] == ["Björk"]
    assert held["trkn"] == [(2, 10)]
    assert held["disk"] == [(1, 2)]
    assert held["\xa9day"] == ["1997-09-22"]
    assert held["covr"] == [PNG]
    assert held["covr"][0].imageformat == MP4Cover.FORMAT_PNG
    assert bytes(held["----:com.apple.iTunes:ISRC"][0]) == FULL.isrc.encode()


def test_wav_and_aiff_hold_an_id3_chunk(tmp_path: Path) -> None:
    for found, name, order in (
        (AudioFormat.WAV, b"id3 ", "little"),
        (AudioFormat.AIFF, b"ID3 ", "big"),
    ):
        path = bare(tmp_path, found)
        tags.fill(path, found, FULL)
        assert chunk(path.read_bytes(), name, order)[:4] == b"ID3\x04"


# ---------------------------------------------------------------- what others wrote


def test_id3v23_becomes_v24_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    frames = (
        frame23(b"TIT2", b"\x01" + "Jóga".encode("utf-16"))
        + frame23(b"TYER", b"\x001997")
        + frame23(b"TDAT", b"\x002209")
        + frame23(b"COMM", b"\x00eng\x00A comment")
        + frame23(b"XABC", b"of some other program" * 20)
        + frame23(b"TXXX", b"\x00MOOD\x00Calm")
    )
    path.write_bytes(id3(frames, version=3) + mpeg_frames(20))
    sound = payload(path, AudioFormat.MP3)
    own = tags.read(path, AudioFormat.MP3)
    assert (own.title, own.date) == ("Jóga", "1997-09-22")

    tags.fill(path, AudioFormat.MP3, TrackInfo(album="Homogenic"))

    assert path.read_bytes()[:4] == b"ID3\x04"
    held = ID3(path)
    assert held["TALB"].text == ["Homogenic"]
    assert str(held["TDRC"]) == "1997-09-22"
    assert held["COMM::eng"].text == ["A comment"]
    assert held["TXXX:MOOD"].text == ["Calm"]
    assert [f[:4] + f[10:] for f in held.unknown_frames] == [
        b"XABC" + b"of some other program" * 20
    ]
    assert payload(path, AudioFormat.MP3) == sound


def test_unknown_frames_of_v24_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(id3(frame23(b"XABC", b"something")) + mpeg_frames(20))
    tags.fill(path, AudioFormat.MP3, FULL)
    assert [frame[10:] for frame in ID3(path).unknown_frames] == [b"something"]


def test_the_old_id3v1_is_read_and_kept_in_step(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.MP3)
    sound = payload(path, AudioFormat.MP3)
    old = ID3()
    old.add(TIT2(encoding=3, text=["Old title"]))
    old.save(path, v1=ID3v1SaveOptions.CREATE)
    data = path.read_bytes()
    path.write_bytes(data[10 + ID3(path).size - 10 :])
    assert path.read_bytes()[-128:-125] == b"TAG"
    result = tags.fill(path, AudioFormat.MP3, FULL)
    assert (result.title, result.album) == ("Old title", "Homogenic")
    assert payload(path, AudioFormat.MP3) == sound


def test_artists_of_picard_come_one_by_one(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.MP3)
    save_id3(
        path,
        TPE1(encoding=3, text=["A feat. B"]),
        TXXX(encoding=3, desc="Artists", text=["A", "B"]),
    )
    assert tags.read(path, AudioFormat.MP3).artists == ("A", "B")


def test_what_makes_no_sense_stays_but_does_not_count(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.MP3)
    save_id3(path, TRCK(encoding=3, text=["A1"]), TIT2(encoding=3, text=["  \x00 "]))
    result = tags.fill(path, AudioFormat.MP3, FULL)
    assert (result.track, result.title) == (2, FULL.title)
    held = ID3(path)
    assert held["TRCK"].text == ["A1"]
    assert held["TIT2"].text == [FULL.title]

    flac = bare(tmp_path, AudioFormat.FLAC)
    audio = FLAC(flac)
    audio["date"] = "some time in May"
    audio["tracknumber"] = "3/12"
    audio["genre"] = ["", "Jazz", "Jazz"]
    audio.save()
    result = tags.fill(flac, AudioFormat.FLAC, FULL)
    assert (result.track, result.track_total, result.genres) == (3, 12, ("Jazz",))
    assert result.date == FULL.date
    assert FLAC(flac)["date"] == ["some time in May"]


def test_hostile_texts_are_cut_and_cleaned(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.FLAC)
    audio = FLAC(path)
    audio["title"] = "x" * 5000
    audio["artist"] = [f"Artist\n{number}" for number in range(500)]
    audio["tracknumber"] = "9" * 400
    audio.save()
    own = tags.read(path, AudioFormat.FLAC)
    assert len(own.title) == 300
    assert len(own.artists) == 50
    assert own.artists[0] == "Artist 0"
    assert own.track is None


@pytest.mark.parametrize("found", [AudioFormat.MP3, AudioFormat.FLAC, AudioFormat.MP4])
def test_another_programs_picture_stays(tmp_path: Path, found: AudioFormat) -> None:
    path = bare(tmp_path, found)
    if found is AudioFormat.MP3:
        save_id3(path, APIC(encoding=0, mime="image/png", type=4, desc="back", data=PNG))
    elif found is AudioFormat.FLAC:
        audio = FLAC(path)
        picture = Picture()
        picture.type, picture.mime, picture.data = 4, "image/png", PNG
        audio.add_picture(picture)
        audio.save()
    else:
        movie = MP4(path)
        movie["covr"] = [MP4Cover(PNG, imageformat=MP4Cover.FORMAT_PNG)]
        movie.save()
    before = path.read_bytes()
    tags.fill(path, found, TrackInfo(), TagExtras(cover=JPEG))
    assert path.read_bytes() == before


def test_flac_behind_an_id3_tag_keeps_it(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.FLAC)
    front = id3(frame23(b"TIT2", b"\x03Front"))
    sound = payload(path, AudioFormat.FLAC)
    path.write_bytes(front + path.read_bytes())
    tags.fill(path, AudioFormat.FLAC, FULL)
    data = path.read_bytes()
    assert data.startswith(front)
    assert data.endswith(sound)
    assert without_duration(tags.read(path, AudioFormat.FLAC)) == FULL


def info_list(**texts: str) -> bytes:
    body = b"INFO"
    for name, text in texts.items():
        held = text.encode() + b"\x00"
        body += name.encode() + struct.pack("<I", len(held)) + held + bytes(len(held) % 2)
    return b"LIST" + struct.pack("<I", len(body)) + body


def test_the_info_list_of_wav_counts(tmp_path: Path) -> None:
    path = bare(tmp_path, AudioFormat.WAV)
    data = path.read_bytes() + info_list(INAM="Mañana", IART="Me", ITRK="4", ICRD="2001-02-03")
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])
    own = tags.read(path, AudioFormat.WAV)
    assert (own.title, own.artists, own.track, own.date) == ("Mañana", ("Me",), 4, "2001-02-03")
    before = path.read_bytes()
    tags.fill(path, AudioFormat.WAV, TrackInfo(title="Other"))
    assert path.read_bytes() == before
    tags.fill(path, AudioFormat.WAV, OTHER)
    held = WAVE(path)
    assert held["TIT2"].text == ["Mañana"]
    assert held["TALB"].text == ["Elsewhere"]


def test_apev2_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(monkeys())
    held = APEv2()
    held["Title"] = "Jóga"
    held["Artist"] = ["A", "B"]
    held["Track"] = "3/9"
    held["Year"] = "1997"
    held["Album Artist"] = "A"
    held.save(path)
    own = tags.read(path, AudioFormat.MONKEYS)
    assert (own.title, own.artists, own.album_artist) == ("Jóga", ("A", "B"), "A")
    assert (own.track, own.track_total, own.date) == (3, 9, "1997")
    result = tags.fill(path, AudioFormat.MONKEYS, OTHER)
    assert (result.title, result.album) == ("Jóga", "Elsewhere")
    assert tags.read(path, AudioFormat.MONKEYS) == result


def test_asf_of_others_is_read(tmp_path: Path) -> None:
    title, author = "Jóga\0".encode("utf-16-le"), "Björk\0".encode("utf-16-le")
    description = struct.pack("<5H", len(title), len(author), 0, 0, 0) + title + author
    held = bytes.fromhex("3326B2758E66CF11A6D900AA0062CE6C")
    held += struct.pack("<Q", 24 + len(description)) + description
    path = tmp_path / "x.part"
    path.write_bytes(asf("409E69F84D5BCF11A8FD00805F5C442B", objects=held))
    own = tags.read(path, AudioFormat.ASF)
    assert (own.title, own.artists) == ("Jóga", ("Björk",))
