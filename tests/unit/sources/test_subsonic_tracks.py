# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs of a Subsonic server as entries, and lyrics as files."""

from typing import Any

import pytest

from catalogsync_gui.core.models import MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources.subsonic_answers import Fault, envelope_of
from catalogsync_gui.sources.subsonic_tracks import (
    ALBUM,
    BY_ID,
    entry_of,
    identity_in,
    media_address,
    plain_lyrics,
    structured_lyrics,
)

BASE = "https://h.example/music"
MBID = "0af4b5cb-8d4c-4d3e-8d4c-1234567890ab"


def info(**song: Any) -> TrackInfo:
    entry = entry_of({"id": "x", **song}, BASE, "")
    assert entry is not None
    return entry.info


def test_a_song_of_a_navidrome() -> None:
    entry = entry_of(
        {
            "id": "7f1b/2",
            "parent": "al1",
            "isDir": False,
            "isVideo": False,
            "title": "Jóga",
            "album": "Homogenic",
            "artist": "Björk • Mark Bell",
            "artists": [{"id": "1", "name": "Björk"}, {"id": "2", "name": "Mark Bell"}],
            "displayArtist": "Björk & Mark Bell",
            "displayAlbumArtist": "Björk",
            "albumArtists": [{"id": "1", "name": "Björk"}],
            "track": 2,
            "discNumber": 1,
            "year": 1997,
            "genre": "Electronic",
            "genres": [{"name": "Electronic"}, {"name": "Pop"}],
            "duration": 305,
            "bitRate": 320000,
            "size": 12204421,
            "suffix": "mp3",
            "contentType": "audio/mpeg",
            "coverArt": "mf-7f1b_64",
            "path": "Björk/Homogenic/01-02 - Jóga.mp3",
            "created": "2023-03-14T17:51:22.112827504Z",
            "musicBrainzId": MBID.upper(),
            "isrc": ["GB-AAA-97-00123", "GBAAA9700124"],
        },
        BASE,
        BY_ID,
    )
    assert entry is not None
    assert entry.key == "7f1b/2"
    assert entry.media == MediaRef(f"{BASE}/rest/download.view?id=7f1b%2F2", size=12204421)
    assert entry.info == TrackInfo(
        title="Jóga",
        artists=("Björk", "Mark Bell"),
        album="Homogenic",
        album_artist="Björk",
        track=2,
        disc=1,
        date="1997",
        genres=("Electronic", "Pop"),
        duration=305.0,
        recording_id=MBID,
        isrc="GBAAA9700123",
    )
    assert entry.sidecars == (
        SidecarRef(SidecarKind.COVER, "cover:mf-7f1b_64", album=True),
        SidecarRef(SidecarKind.LYRICS, "lyrics:7f1b/2"),
    )


def test_what_only_its_album_says() -> None:
    album = {
        "id": "al1",
        "musicBrainzId": MBID,
        "isCompilation": True,
        "recordLabels": [{"name": "One Little Indian"}],
        "originalReleaseDate": {"year": 1996, "month": 5},
        "releaseDate": {"year": 1997, "month": 9, "day": 22},
        "artists": [{"id": "1", "name": "Björk", "musicBrainzId": MBID}],
    }
    found = info(
        title="Jóga",
        artists=[{"name": "Björk", "musicBrainzId": MBID}, {"name": "Mark Bell"}],
        contributors=[
            {"role": "composer", "artist": {"id": "3", "name": "Sjón"}},
            {"role": "producer", "artist": {"id": "4", "name": "X"}},
        ],
        **{ALBUM: album},
    )
    assert found == TrackInfo(
        title="Jóga",
        artists=("Björk", "Mark Bell"),
        date="1997-09-22",
        original_date="1996-05",
        composers=("Sjón",),
        compilation=True,
        label="One Little Indian",
        album_id=MBID,
        album_artist_ids=(MBID,),
    )
    odd = info(displayComposer="A", **{ALBUM: {"musicBrainzId": "no", "recordLabels": "x"}})
    assert odd == TrackInfo(composers=("A",))


def test_a_song_with_nothing_but_an_id() -> None:
    entry = entry_of({"id": 7}, BASE, BY_ID)
    assert entry is not None
    assert (entry.key, entry.info) == ("7", TrackInfo())


@pytest.mark.parametrize(
    "song",
    [
        {},
        {"id": ""},
        {"id": " "},
        {"id": None},
        {"id": True},
        {"id": ["x"]},
        {"id": "\ud800"},
        {"id": "a\0"},
        {"id": "x" * 1001},
        {"id": "x", "isDir": True},
        {"id": "x", "isDir": "true"},
        {"id": "x", "isVideo": True},
    ],
)
def test_what_is_no_song(song: dict[str, Any]) -> None:
    assert entry_of(song, BASE, "") is None


@pytest.mark.parametrize(
    "identity", ["a b", "a/b?c=d&id=e#f", "100%", "ü月", "tr-1+2", "'\"<>", "..", "x" * 1000]
)
def test_ids_come_back_as_they_are(identity: str) -> None:
    address = media_address(BASE, identity)
    assert address.isascii()
    assert identity_in(address) == identity
    entry = entry_of({"id": identity}, BASE, "")
    assert entry is not None
    assert len(entry.key) <= 200


@pytest.mark.parametrize("address", ["", "http://h", "http://h/x?id=", "http://[", "/m/a.mp3"])
def test_addresses_without_an_id(address: str) -> None:
    assert identity_in(address) == ""


@pytest.mark.parametrize("size", [0, -1, 1 << 41, "12", 12.5, True, None, [12]])
def test_a_size_that_cannot_be_meant(size: object) -> None:
    entry = entry_of({"id": "x", "size": size}, BASE, "")
    assert entry is not None
    assert entry.media is not None
    assert entry.media.size is None


def test_texts_are_cleaned_and_cut() -> None:
    found = info(title="a\u202eb\n c", album="x" * 400, artist="\ud800", genre=["A", "A", "", 3])
    assert found.title == "ab c"
    assert len(found.album) == 300
    assert found.artists == ("\ufffd",)
    assert found.genres == ("A", "3")


@pytest.mark.parametrize(
    ("song", "date"),
    [
        ({"year": 1999}, "1999"),
        ({"year": "1999"}, "1999"),
        ({"year": 0}, ""),
        ({"year": 19990}, ""),
        ({"year": 1999, "releaseDate": {"year": 1998, "month": 3, "day": 4}}, "1998-03-04"),
        ({"year": 1999, "releaseDate": {"year": 1998, "month": 13, "day": 4}}, "1998"),
        ({"year": 1999, "releaseDate": {}}, "1999"),
        ({"year": 1999, "releaseDate": "soon"}, "1999"),
    ],
)
def test_dates(song: dict[str, Any], date: str) -> None:
    assert info(**song).date == date


def test_numbers_as_texts_and_nonsense() -> None:
    found = info(track="3/12", discNumber=[1], duration="61", isrc="x", musicBrainzId={"a": 1})
    assert (found.track, found.disc, found.duration) == (3, None, 61.0)
    assert (found.isrc, found.recording_id) == ("", "")
    assert info(duration=float("inf"), track=10**400).duration is None


def lyrics(*found: dict[str, Any]) -> str:
    return structured_lyrics({"lyricsList": {"structuredLyrics": list(found)}})


def test_lyrics_with_times_come_first() -> None:
    plain = {"lang": "deu", "synced": False, "line": [{"value": "[Chorus]"}, {"value": "La"}]}
    timed = {
        "lang": "xxx",
        "synced": True,
        "line": [{"start": 61_999, "value": "La"}, {"value": "no time"}, {"start": -1}],
    }
    assert lyrics(plain, timed) == "[01:01.99]La\nno time\n\n"
    assert lyrics(plain) == "[Chorus]\nLa\n"


@pytest.mark.parametrize(
    "found", [{}, {"line": None}, {"line": [{"value": ""}]}, {"synced": True, "line": [{}, 3]}]
)
def test_no_lyrics(found: dict[str, Any]) -> None:
    assert lyrics(found) == ""
    assert plain_lyrics({"lyrics": found}) == ""


def test_an_error_in_xml() -> None:
    ampersand = b'<subsonic-response status="failed"><error code="70" message="a &amp; b"/>'
    assert envelope_of(ampersand) is None
    found = envelope_of(b"\xef\xbb\xbf \n" + ampersand + b"</subsonic-response>")
    assert found is not None
    assert found.fault == Fault(70, "a & b")
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><subsonic-response status="failed"/>'
    assert envelope_of(bomb) is None
    assert envelope_of(b"<subsonic-response status='ok'/>").fault is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("error", "code"), [({"code": "40"}, 40), ({"code": 50.0}, 0), ({}, 0), (None, 0), ([], 0)]
)
def test_codes(error: object, code: int) -> None:
    import json

    answer = {"subsonic-response": {"status": "failed", "error": error}}
    found = envelope_of(json.dumps(answer).encode())
    assert found is not None
    assert found.fault is not None
    assert found.fault.code == code


def test_sort_names_that_say_more_than_the_name_in_small_letters() -> None:
    found = info(
        title="The Wall",
        sortName="Wall, The",
        artists=[{"name": "The Orb", "sortName": "Orb, The"}, {"name": "Sjón"}],
        albumArtists=[{"name": "The Orb", "sortName": "orb"}],
        **{ALBUM: {"id": "1", "sortName": "wall"}},
        album="The Wall",
    )
    assert (found.title_sort, found.artist_sort) == ("Wall, The", "Orb, The, Sjón")
    assert (found.album_sort, found.album_artist_sort) == ("", "")
