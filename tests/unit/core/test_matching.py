# SPDX-License-Identifier: GPL-3.0-or-later
"""Which descriptions are of the same recording: pairs as catalogues have them, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.matching import (
    ASKED,
    AUTOMATIC,
    confidence,
    isrc_key,
    match_key,
    percent,
    recording_key,
)
from catalogsync_gui.core.models import TrackInfo

ONE = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae"
TWO = "5465ca86-3881-4349-81b2-6efbd3a59451"


def track(
    title: str,
    artist: str | tuple[str, ...] = "A",
    seconds: float | None = None,
    album: str = "",
    recording: str = "",
    isrc: str = "",
) -> TrackInfo:
    artists = (artist,) if isinstance(artist, str) else artist
    return TrackInfo(
        title=title,
        artists=artists,
        album=album,
        duration=seconds,
        recording_id=recording,
        isrc=isrc,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            track("Yesterday", "The Beatles", 125),
            track("Yesterday - Remastered 2009", "Beatles, The", 126),
        ),
        (
            track("Yesterday", "The Beatles", 125),
            track("YESTERDAY [2009 Digital Remaster]", "THE BEATLES", 123.4),
        ),
        (
            track("Get Lucky", "Daft Punk feat. Pharrell Williams", 248),
            track("Get Lucky (feat. Pharrell Williams & Nile Rodgers)", "Daft Punk", 248),
        ),
        (track("Back in Black", "AC/DC", 255), track("Back In Black", "AC_DC", 255)),
        (
            track("The Sound of Silence", "Simon & Garfunkel", 185),
            track("Sound of Silence", "Simon and Garfunkel", 186),
        ),
        (track("Für Elise", "Beethoven", 180), track("Fur Elise", "beethoven", 181)),
        (track("Don’t Stop Me Now", "Queen", 209), track("Dont Stop Me Now", "Queen", 211)),
        (track("Jóga", "Björk", 305), track("Joga", "Bjork", 305)),
        (track("Smørrebrød", "Mø", 100), track("Smorrebrod", "MO", 100)),
        (track("千本桜", "黒うさP", 240), track("千本桜", "黒うさＰ", 240)),
        (track("Dust My Broom", "ZZ Top", None, "Deguello"),) * 2,
        (track("Symphony No. 5", "X", 1900), track("Symphony No. 5", "X", 1930)),
        (track("!!!", "!!!", 100), track("!!!", "!!!", 100)),
        (track("x", recording=ONE), track("another", "B", recording=ONE.upper())),
        (track("x", isrc="USRC17607839"), track("another", "B", isrc="us-rc1-76-07839")),
    ],
)
def test_the_same_is_matched_without_asking(one: TrackInfo, other: TrackInfo) -> None:
    assert confidence(one, other) >= AUTOMATIC


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (track("Yesterday", "The Beatles"), track("Yesterday", "The Beatles", 125)),
        (track("Yesterday", "The Beatles", 125), track("Yesterday", "The Beatles", 134)),
        (track("Colour", "A", 200), track("Color", "A", 200)),
        (track("Song (Live)", "A", 100), track("Song", "A", 100)),
        (track("Song - Karaoke Version", "A", 100), track("Song", "A", 101)),
        (track("Song (Instrumental)", "A"), track("Song", "A")),
        (track("Song", "A", 100, recording=ONE), track("Song", "A", 100, recording=TWO)),
        (
            track("Song", "A", 100, recording=ONE, isrc="USRC17607839"),
            track("Song", "A", 100, recording=TWO, isrc="USRC17607839"),
        ),
        (
            track("Song", "A", 100, isrc="USRC17607839"),
            track("Song", "A", 100, isrc="USRC17607838"),
        ),
        (track("Song", "Jon Doe", 100), track("Song", "John Doe", 100)),
    ],
)
def test_what_may_be_the_same_is_asked_about(one: TrackInfo, other: TrackInfo) -> None:
    assert ASKED <= confidence(one, other) < AUTOMATIC


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (track("Yesterday", "The Beatles", 125), track("Yesterday Once More", "The Beatles", 125)),
        (track("Part 1", "A", 100), track("Part 2", "A", 100)),
        (track("Sonata II", "A", 100), track("Sonata III", "A", 100)),
        (track("Song", "A", 100), track("Song", "A", 140)),
        (track("Song", "Abba", 100), track("Song", "Zappa", 100)),
        (track("Song", "", 100), track("Song", "A", 100)),
        (track("ガガ", "カ", 100), track("カカ", "カ", 100)),
        (track("", "A", 100), track("", "A", 100)),
        (track("x", recording="no id"), track("y", recording="no id")),
    ],
)
def test_the_rest_is_no_source(one: TrackInfo, other: TrackInfo) -> None:
    assert confidence(one, other) < ASKED


def test_the_degrees_that_people_see() -> None:
    timed = track("Yesterday", "The Beatles", 125)
    assert confidence(timed, timed) == pytest.approx(0.96)
    untimed = track("Yesterday", "The Beatles")
    assert confidence(untimed, timed) == pytest.approx(0.85)
    on_album = track("Yesterday", "The Beatles", album="Help!")
    assert confidence(on_album, on_album) == pytest.approx(0.92)
    by_isrc = track("a", isrc="USRC17607839"), track("b", isrc="USRC17607839")
    assert confidence(*by_isrc) == pytest.approx(0.97)
    assert [percent(sure) for sure in (0.82, 0.8999, 1.0, 0.29)] == [82, 89, 100, 29]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (track("Live and Let Die", "Wings"), track("Live And Let Die (2018 Remaster)", "Wings")),
        (track("Song (feat. B)", "A"), track("Song", ("A", "B"))),
        (track("Song", "A feat. B"), track("song [Remastered]", "The A")),
        (track("Song", "Mumford & Sons"), track("Song", "Mumford and Sons")),
        (track("Song", ""), track("Song!", ())),
        (TrackInfo(title="S", album_artist="A"), track("S", "A")),
    ],
)
def test_what_is_the_same_by_name_has_one_key(one: TrackInfo, other: TrackInfo) -> None:
    assert match_key(one) == match_key(other) != ""


def test_versions_and_other_scripts_keep_their_difference() -> None:
    keys = {
        match_key(track(title))
        for title in (
            "Song",
            "Song (Live)",
            "歌",
            "うた",
            "ガ",
            "カ",
            "가",
            "나",
            "кошка",
            "कि",
            "का",
        )
    }
    assert len(keys) == 11
    assert match_key(track("")) == ""
    assert match_key(track("Live Forever")) != match_key(track("Forever"))


def test_ids_have_one_form() -> None:
    assert recording_key(f" {ONE.upper()} ") == ONE
    assert recording_key("8f3471b5") == ""
    assert isrc_key("ISRC us-rc1-76-07839") == "USRC17607839"
    assert isrc_key("12345") == ""


text = st.text(max_size=40) | st.sampled_from(
    ["Song", "song (Live)", "Song - 2011 Remaster", "The Song", "[", "(((", "A feat. B", "a - "]
)
infos = st.builds(
    TrackInfo,
    title=text,
    artists=st.lists(text, max_size=3).map(tuple),
    album=text,
    album_artist=text,
    duration=st.none() | st.floats(),
    recording_id=st.sampled_from(["", ONE, TWO, "x"]),
    isrc=st.sampled_from(["", "USRC17607839", "USRC17607838", "x"]),
)


@given(infos, infos)
def test_any_two_descriptions_compare(one: TrackInfo, other: TrackInfo) -> None:
    sure = confidence(one, other)
    assert 0.0 <= sure <= 1.0
    assert confidence(other, one) == sure


@given(infos)
def test_a_description_is_like_itself_and_its_key_is_stable(info: TrackInfo) -> None:
    key = match_key(info)
    if info.recording_id in {ONE, TWO}:
        assert confidence(info, info) == 1.0
    elif key and not key.startswith("\x1f"):
        assert confidence(info, info) >= ASKED
    assert key.count("\x1f") == bool(key)
    assert len(key) <= 241
