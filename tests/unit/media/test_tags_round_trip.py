# SPDX-License-Identifier: GPL-3.0-or-later
"""Through every format of tags and back, on files of real encoders.

What we write is read by us, by the tag library itself and by ffprobe; the sound is decoded
before and after.
"""

import shutil
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.apev2 import TEXT, APETextValue, APEv2
from mutagen.asf import ASF
from mutagen.id3 import RVA2, TSOP, TXXX, TextFrame

from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.core.tag_extras import Chapter, TagExtras
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat, AudioKind, sniff_file
from tests.unit.media.audio_files import JPEG, PNG
from tests.unit.media.encoded import ENCODED, decoded, encode, lacking, probed
from tests.unit.media.infos import FULL, OTHER, without_duration

pytestmark = pytest.mark.skipif(bool(lacking()), reason=f"not installed: {lacking()}")

LRC = "[la:is]\n[00:01.50]Emotional\n[00:03.00]landscapes\n"
CHAPTERS = (Chapter(0.0, "Intro"), Chapter(0.25, "Það sem á eftir kemur"))
EXTRAS = TagExtras(JPEG, LRC, CHAPTERS)

ID3 = (AudioFormat.MP3, AudioFormat.WAV, AudioFormat.AIFF)
VORBIS = (AudioFormat.FLAC, AudioFormat.OGG_VORBIS, AudioFormat.OGG_OPUS)
APE = (AudioFormat.WAVPACK, AudioFormat.MUSEPACK, AudioFormat.MONKEYS)
UNSEEN = (AudioFormat.WAV, AudioFormat.MONKEYS)
"""ffprobe reads no ID3 in WAV, and no Monkey's Audio without sound."""


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[AudioFormat, Path]:
    return encode(tmp_path_factory.mktemp("encoded"))


@pytest.fixture
def part(found: AudioFormat, originals: dict[AudioFormat, Path], tmp_path: Path) -> Path:
    path = tmp_path / ".catalog-sync-7.part"
    shutil.copy(originals[found], path)
    return path


def opened(path: Path, found: AudioFormat) -> Any:
    """The file as the tag library has it."""
    if found in APE:
        return APEv2(path)
    return ASF(path) if found is AudioFormat.ASF else mutagen.File(path)


def raw(path: Path, found: AudioFormat) -> dict[str, list[str]]:
    """Every text in the file's tags under its own name."""
    held = opened(path, found)
    if found in ID3:
        return {
            frame.HashKey if frame.FrameID in ("TXXX", "USLT") else frame.FrameID: (
                [str(value) for value in frame.text]
                if TextFrame in type(frame).__mro__
                else [getattr(frame, "url", str(frame))]
            )
            for frame in held.tags.values()
            if frame.FrameID not in ("APIC", "SYLT", "CTOC", "CHAP")
        }
    texts: dict[str, list[str]] = {}
    pairs = list(held.tags) if found in (AudioFormat.ASF, *VORBIS) else held.items()
    for key, value in pairs:
        if getattr(value, "kind", TEXT) != TEXT:
            continue
        name = key.lower() if found in VORBIS else key
        many = value if isinstance(value, list | APETextValue) else [value]
        texts.setdefault(name, []).extend(
            bytes(one).decode("utf-8", "replace") if isinstance(one, bytes) else str(one)
            for one in many
        )
    return texts


NAMES = {
    ID3: {
        "TPE1": FULL.artists, "TXXX:Artists": FULL.artists, "TPE2": ("Björk",),
        "TRCK": ("2/10",), "TPOS": ("1/2",), "TDRC": ("1997-09-22",), "TDOR": ("1996-05",),
        "TSRC": (FULL.isrc,), "TPUB": (FULL.label,), "TCMP": ("1",), "TCOM": FULL.composers,
        "WCOP": (FULL.license,), "WOAS": (FULL.source_url,), "WOAR": (FULL.artist_url,),
        "TSOT": (FULL.title_sort,), "TSOP": (FULL.artist_sort,), "TSOA": (FULL.album_sort,),
        "TSO2": (FULL.album_artist_sort,), "TDES": (FULL.description,),
        "TKWD": (FULL.keywords,),
        "TXXX:MusicBrainz Album Id": (FULL.album_id,),
        "TXXX:MusicBrainz Artist Id": FULL.artist_ids,
        "TXXX:MusicBrainz Album Artist Id": FULL.album_artist_ids,
        "TXXX:MusicBrainz Release Group Id": (FULL.release_group_id,),
        "TXXX:MusicBrainz Release Track Id": (FULL.release_track_id,),
        "TGID": (FULL.episode_id,), "WFED": (FULL.feed_url,), "TCAT": ("Arts",),
        "TDRL": ("1997-09-22",), "USLT::und": ("Emotional\nlandscapes",),
    },
    VORBIS: {
        "artist": FULL.artists, "artists": FULL.artists, "albumartist": ("Björk",),
        "tracknumber": ("2",), "tracktotal": ("10",), "discnumber": ("1",),
        "date": ("1997-09-22",), "originaldate": ("1996-05",), "isrc": (FULL.isrc,),
        "label": (FULL.label,), "compilation": ("1",), "license": (FULL.license,),
        "website": (FULL.artist_url,), "audiosourcewebpage": (FULL.source_url,),
        "titlesort": (FULL.title_sort,), "artistsort": (FULL.artist_sort,),
        "albumsort": (FULL.album_sort,), "albumartistsort": (FULL.album_artist_sort,),
        "podcastdesc": (FULL.description,), "podcastkeywords": (FULL.keywords,),
        "musicbrainz_albumid": (FULL.album_id,),
        "musicbrainz_artistid": FULL.artist_ids, "podcasturl": (FULL.feed_url,),
        "lyrics": (LRC,), "chapter001": ("00:00:00.250",),
        "chapter001name": (CHAPTERS[1].title,),
    },
    (AudioFormat.MP4,): {
        "\xa9ART": FULL.artists, "aART": ("Björk",), "cpil": ("True",), "\xa9lyr": (LRC,),
        "----:com.apple.iTunes:ISRC": (FULL.isrc,),
        "----:com.apple.iTunes:LABEL": (FULL.label,),
        "----:com.apple.iTunes:LICENSE": (FULL.license,),
        "----:com.apple.iTunes:MusicBrainz Album Id": (FULL.album_id,),
        "----:com.apple.iTunes:MusicBrainz Artist Id": FULL.artist_ids,
        "pcst": ("True",), "purl": (FULL.feed_url,), "egid": (FULL.episode_id,),
        "stik": ("21",), "catg": ("Arts",), "desc": (FULL.description,),
        "keyw": (FULL.keywords,), "sonm": (FULL.title_sort,), "soar": (FULL.artist_sort,),
        "soal": (FULL.album_sort,), "soaa": (FULL.album_artist_sort,),
        "----:com.apple.iTunes:WEBSITE": (FULL.artist_url,),
    },
    APE: {
        "Artist": FULL.artists, "Artists": FULL.artists, "Album Artist": ("Björk",),
        "Track": ("2/10",), "Disc": ("1/2",), "Year": ("1997-09-22",), "Label": (FULL.label,),
        "MUSICBRAINZ_ALBUMID": (FULL.album_id,), "Compilation": ("1",), "Lyrics": (LRC,),
        "ARTISTSORT": (FULL.artist_sort,), "ALBUMARTISTSORT": (FULL.album_artist_sort,),
        "ALBUMSORT": (FULL.album_sort,), "TITLESORT": (FULL.title_sort,),
        "Weblink": (FULL.artist_url,),
    },
    (AudioFormat.ASF,): {
        "Author": FULL.artists, "WM/ARTISTS": FULL.artists, "WM/AlbumArtist": ("Björk",),
        "WM/TrackNumber": ("2/10",), "WM/PartOfSet": ("1/2",), "WM/Publisher": (FULL.label,),
        "WM/Year": ("1997-09-22",), "WM/OriginalReleaseTime": ("1996-05",),
        "MusicBrainz/Album Id": (FULL.album_id,), "MusicBrainz/Artist Id": FULL.artist_ids,
        "WM/IsCompilation": ("1",), "WM/Lyrics": (LRC,),
        "WM/ArtistSortOrder": (FULL.artist_sort,), "WM/TitleSortOrder": (FULL.title_sort,),
        "WM/AlbumSortOrder": (FULL.album_sort,), "WM/AuthorURL": (FULL.artist_url,),
        "WM/AlbumArtistSortOrder": (FULL.album_artist_sort,),
    },
}  # fmt: skip


@pytest.mark.parametrize("found", ENCODED)
def test_everything_comes_back_to_every_reader(part: Path, found: AudioFormat) -> None:
    sound = decoded(part, found)

    result = tags.fill(part, found, FULL, EXTRAS)

    assert without_duration(result) == FULL
    assert tags.read(part, found) == result
    texts = raw(part, found)
    wanted = next(names for formats, names in NAMES.items() if found in formats)
    assert {name: tuple(texts.get(name, ())) for name in wanted} == wanted
    if found not in UNSEEN:
        seen, picture = probed(part)
        assert (seen["title"], seen["album"], picture) == (FULL.title, FULL.album, True)
        assert seen["artist"].split(";")[0] == "Björk"
    kind = sniff_file(part)
    assert isinstance(kind, AudioKind)
    assert kind.format is found
    assert decoded(part, found) == sound


@pytest.mark.parametrize("found", ENCODED)
def test_a_policy_decides_between_the_file_and_the_catalogue(
    part: Path, found: AudioFormat
) -> None:
    sound = decoded(part, found)
    tags.fill(part, found, FULL, EXTRAS)
    before = part.read_bytes()
    other = TagExtras(PNG, "Other words", (Chapter(0.1, "Other"),))

    left = tags.fill(part, found, OTHER, other, policy=TagPolicy.LEAVE)
    assert without_duration(left) == FULL
    assert without_duration(tags.fill(part, found, OTHER, other)) == FULL
    assert part.read_bytes() == before

    result = tags.fill(part, found, OTHER, other, policy=TagPolicy.OVERWRITE)
    assert without_duration(result) == OTHER
    assert tags.read(part, found) == tags.fill(part, found, OTHER, policy=TagPolicy.OVERWRITE)
    assert "Other words" in str(raw(part, found))
    assert "landscapes" not in str(raw(part, found))
    after = part.read_bytes()
    assert JPEG not in after
    assert decoded(part, found) == sound
    tags.fill(part, found, OTHER, other, policy=TagPolicy.OVERWRITE)
    assert part.read_bytes() == after


@pytest.mark.parametrize("policy", [TagPolicy.FILL, TagPolicy.OVERWRITE])
@pytest.mark.parametrize("found", ENCODED)
def test_what_we_do_not_know_stays(part: Path, found: AudioFormat, policy: TagPolicy) -> None:
    gain, own = "-6.48 dB", "of some other program"
    audio: Any = APEv2() if found in APE else opened(part, found)
    if found in ID3:
        if audio.tags is None:
            audio.add_tags()
        audio.tags.add(TXXX(encoding=3, desc="REPLAYGAIN_TRACK_GAIN", text=[gain]))
        audio.tags.add(TXXX(encoding=3, desc="Other", text=[own]))
    elif found is AudioFormat.MP4:
        audio["----:com.apple.iTunes:replaygain_track_gain"] = gain.encode()
        audio["----:org.example:Other"] = own.encode()
    else:
        audio["REPLAYGAIN_TRACK_GAIN"] = gain
        audio["OTHER"] = own
    audio.save(part)

    tags.fill(part, found, FULL, EXTRAS, policy=policy)

    texts = raw(part, found)
    assert [gain] in texts.values()
    assert [own] in texts.values()


@pytest.mark.parametrize("found", ID3)
def test_older_players_get_id3v23(part: Path, found: AudioFormat) -> None:
    sound = decoded(part, found)
    audio = opened(part, found)
    if audio.tags is None:
        audio.add_tags()
    audio.tags.add(RVA2(desc="track", channel=1, gain=-6.5, peak=0.9))
    audio.tags.add(TSOP(encoding=3, text=["Bjork"]))
    audio.save(part)

    tags.fill(part, found, FULL, EXTRAS)
    assert opened(part, found).tags.version[:2] == (2, 4)
    result = tags.fill(part, found, FULL, id3_version=3)
    before = part.read_bytes()
    tags.fill(part, found, FULL, EXTRAS, id3_version=3)
    assert part.read_bytes() == before

    held = opened(part, found).tags
    assert held.version[:2] == (2, 3)
    assert without_duration(result) == FULL
    back = tags.read(part, found)
    assert (back.title, back.artists, back.date) == (FULL.title, FULL.artists, FULL.date)
    assert (back.genres, back.artist_ids) == (FULL.genres, FULL.artist_ids)
    assert held["TPE1"].text == ["Björk; 夜の音"]
    assert held["RVA2:track"].gain == pytest.approx(-6.5)
    assert held["TSOP"].text == ["Bjork"]
    assert [mark.sub_frames["TIT2"].text[0] for mark in held.getall("CHAP")] == [
        chapter.title for chapter in CHAPTERS
    ]
    assert decoded(part, found) == sound
    if found is AudioFormat.MP3:
        assert probed(part)[0]["title"] == FULL.title


def test_every_format_that_is_written_is_here() -> None:
    assert set(ENCODED) == tags.WRITABLE
