# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates: what they accept, and the path they make of what is known of a track."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming import (
    AUDIO_SUFFIXES,
    DEFAULT_TEMPLATE,
    FIELDS,
    NamingTemplate,
    collision_key,
    render,
    safe_component,
)

FULL = TrackInfo(
    title="Jóga",
    artists=("Björk",),
    album="Homogenic",
    album_artist="Björk",
    track=2,
    track_total=10,
    disc=1,
    date="1997-09-22",
    genres=("Electronic", "Art Pop"),
)

HOSTILE = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from('./\\:*?"<>|%#2F \u202e\u200b\x00\ud800')),
    max_size=60,
)
NUMBERS = st.none() | st.integers()


def path(template: str, info: TrackInfo, fallback: str = "stem") -> str:
    return str(
        render(
            NamingTemplate.parse(template),
            info,
            suffix=".mp3",
            fallback_title=fallback,
            playlist="Mix",
            source="Home",
        )
    )


def without(**changes: object) -> TrackInfo:
    return dataclasses.replace(FULL, **changes)  # type: ignore[arg-type]


def test_the_default_template() -> None:
    assert path(DEFAULT_TEMPLATE, FULL) == "Björk/Homogenic/02 Jóga.mp3"


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (without(track=None), "Björk/Homogenic/Jóga.mp3"),
        (without(track=0), "Björk/Homogenic/Jóga.mp3"),
        (without(track=-3), "Björk/Homogenic/Jóga.mp3"),
        (without(track=10**5000), "Björk/Homogenic/Jóga.mp3"),
        (without(track=123), "Björk/Homogenic/123 Jóga.mp3"),
        (without(album_artist=""), "Björk/Homogenic/02 Jóga.mp3"),
        (without(album_artist="", artists=("A", "B")), "A, B/Homogenic/02 Jóga.mp3"),
        (without(album_artist="", artists=()), "Unknown Artist/Homogenic/02 Jóga.mp3"),
        (without(album=""), "Björk/Unknown Album/02 Jóga.mp3"),
        (without(title=""), "Björk/Homogenic/02 stem.mp3"),
        (without(title="\u200b \u202e"), "Björk/Homogenic/02 stem.mp3"),
        (without(title="..."), "Björk/Homogenic/02 stem.mp3"),
        (TrackInfo(), "Unknown Artist/Unknown Album/stem.mp3"),
        (without(album_artist="AC/DC", title="T.N.T."), "AC_DC/Homogenic/02 T.N.T.mp3"),
        (without(album_artist="..", album="../../etc"), "_/_.._etc/02 Jóga.mp3"),
        (without(album_artist="Playlists"), "Playlists_/Homogenic/02 Jóga.mp3"),
        (without(album_artist="playlists"), "playlists_/Homogenic/02 Jóga.mp3"),
        (without(album_artist=".catalog-sync"), "catalog-sync/Homogenic/02 Jóga.mp3"),
        (without(album="Playlists"), "Björk/Playlists/02 Jóga.mp3"),
        (without(album="#1's"), "Björk/_1's/02 Jóga.mp3"),
    ],
)
def test_the_default_template_with_less_or_worse(info: TrackInfo, expected: str) -> None:
    assert path(DEFAULT_TEMPLATE, info) == expected


def test_nothing_known_at_all() -> None:
    assert path(DEFAULT_TEMPLATE, TrackInfo(), "") == "Unknown Artist/Unknown Album/Untitled.mp3"
    assert path("{track}", TrackInfo(), "") == "Untitled.mp3"
    assert path("{album}/{track}", without(track=None)) == "Homogenic/Jóga.mp3"


@pytest.mark.parametrize(
    ("template", "info", "expected"),
    [
        ("{artist} - {title}", FULL, "Björk - Jóga.mp3"),
        ("{artist} - {track} - {title}", without(track=None), "Björk - Jóga.mp3"),
        ("{track}. {title}", without(track=None), "Jóga.mp3"),
        ("{disc}-{track} {title}", FULL, "1-02 Jóga.mp3"),
        ("{disc}-{track} {title}", without(disc=None), "02 Jóga.mp3"),
        ("{disc}-{track} {title}", without(disc=None, track=None), "Jóga.mp3"),
        ("{album} ({year})/{title}", FULL, "Homogenic (1997)/Jóga.mp3"),
        ("{album} ({year})/{title}", without(date=""), "Homogenic/Jóga.mp3"),
        ("{album} [{genre}] x/{title}", without(genres=()), "Homogenic x/Jóga.mp3"),
        ("{album} ({year} {genre})/{title}", without(date=""), "Homogenic (Electronic)/Jóga.mp3"),
        ("{album} ({year} {genre})/{title}", without(genres=()), "Homogenic (1997)/Jóga.mp3"),
        ("{album} ({year} {genre})/{title}", without(date="", genres=()), "Homogenic/Jóga.mp3"),
        ("({year} {genre}) {title}", without(date=""), "(Electronic) Jóga.mp3"),
        ("[{track}] {title}", without(track=None), "Jóga.mp3"),
        ("CD{disc} {title}", FULL, "CD1 Jóga.mp3"),
        ("CD{disc} {title}", without(disc=None), "Jóga.mp3"),
        ("{album}/CD{disc}/{title}", without(disc=None), "Homogenic/Jóga.mp3"),
        ("{track} CD{disc} {title}", without(track=None), "CD1 Jóga.mp3"),
        ("{title} by {genre}", without(genres=()), "Jóga.mp3"),
        ("Music/{artist}/{title}", FULL, "Music/Björk/Jóga.mp3"),
        ("{{{artist}}} {title}", FULL, "{Björk} Jóga.mp3"),
        ("{date} {title}", FULL, "1997-09-22 Jóga.mp3"),
        ("{album|playlist}/{title}", without(album=""), "Mix/Jóga.mp3"),
        ("{albumartist|artist}/{title}", without(album_artist=""), "Björk/Jóga.mp3"),
        ("{albumartist|source}/{title}", without(album_artist=""), "Home/Jóga.mp3"),
        ("{genre|album}/{title}", without(genres=(), album=""), "Unknown Album/Jóga.mp3"),
        ("{ Artist } / {TITLE}", FULL, "Björk/Jóga.mp3"),
        ("C:/{title}", FULL, "C_/Jóga.mp3"),
        ("{track:03} {title}", FULL, "002 Jóga.mp3"),
        ("{track:1} {title}", FULL, "2 Jóga.mp3"),
        ("{ Disc : 02 }-{track:4} {title}", FULL, "01-0002 Jóga.mp3"),
        ("{track:03} {title}", without(track=None), "Jóga.mp3"),
        ("{track:03} {title}", without(track=12345), "12345 Jóga.mp3"),
        ("{disc:3|title} {title}", without(disc=None), "Jóga Jóga.mp3"),
        ("{?{disc}-}{track} {title}", FULL, "1-02 Jóga.mp3"),
        ("{?{disc}-}{track} {title}", without(disc=None), "02 Jóga.mp3"),
        ("{?{disc}-}{track} {title}", without(track=None), "1- Jóga.mp3"),
        ("{?{disc}-}{?{track} }{title}", without(track=None), "1-Jóga.mp3"),
        ("{?CD{disc:02} of {year} }{title}", FULL, "CD01 of 1997 Jóga.mp3"),
        ("{?CD{disc:02} of {year} }{title}", without(date=""), "Jóga.mp3"),
        ("{album}{? ({year})}/{title}", without(date=""), "Homogenic/Jóga.mp3"),
        ("{album}{? [{genre}]}/{title}", FULL, "Homogenic [Electronic]/Jóga.mp3"),
        ("{?CD {disc}}/{title}", FULL, "CD 1/Jóga.mp3"),
        ("{?CD {disc}}/{title}", without(disc=None), "Jóga.mp3"),
        ("All{? of {genre}}/{title}", without(genres=()), "All/Jóga.mp3"),
        ("{?{albumartist}: }{title}", without(album_artist="", artists=("B",)), "B_ Jóga.mp3"),
        (
            "{?{albumartist}/}{title}".replace("/", "-"),
            without(album_artist="", artists=()),
            "Jóga.mp3",
        ),
        ("{?{album|genre}-}{title}", without(album=""), "Electronic-Jóga.mp3"),
        ("{?{genre}-}{title}", without(genres=("a/b/../c",)), "a_b_.._c-Jóga.mp3"),
        ("[{track}] {{x}} {title}", FULL, "[02] {x} Jóga.mp3"),
        ("{?({year}) {title}}{title}", FULL, "(1997) JógaJóga.mp3"),
    ],
)
def test_a_field_without_value_takes_its_surroundings_along(
    template: str, info: TrackInfo, expected: str
) -> None:
    assert path(template, info) == expected


@pytest.mark.parametrize(
    ("template", "word"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("{album}", r"\{title\}"),
        ("{title}/{album}", r"\{title\}"),
        ("{title", "brace"),
        ("title}", "brace"),
        ("{composer} {title}", r"\{composer\}"),
        ("{} {title}", "unknown field"),
        ("{album|} {title}", "unknown field"),
        ("/{artist}/{title}", "begin or end"),
        ("{artist}//{title}", "two of them"),
        ("{artist}/{title}/", "begin or end"),
        ("../{title}", "no name"),
        ("{artist}/./{title}", "no name"),
        ("{artist}\\{title}", r"not \\"),
        ("a/" * 9 + "{title}", "folders"),
        ("x" * 300 + "{title}", "shorter"),
        ("{?{disc}- {title}", "closing brace"),
        ("{?{disc} {?{year}}} {title}", "neither another part"),
        ("{?{disc}{{} {title}", "neither another part"),
        ("{?CD} {title}", "needs a field"),
        ("{?} {title}", "needs a field"),
        ("{?disc} {title}", "needs a field"),
        ("{?{disc}/}{title}", "holds no /"),
        ("{?{title}}", r"\{title\}"),
        ("{?{nothing}} {title}", r"\{nothing\}"),
        ("{?{disc}}} {title}", "brace"),
        ("{title:02}", "digits"),
        ("{track:} {title}", "digits"),
        ("{track:0} {title}", "digits"),
        ("{track:10} {title}", "digits"),
        ("{track:-2} {title}", "digits"),
        ("{track:02:03} {title}", "digits"),
        ("{track:٣} {title}", "digits"),
        ("{:02} {title}", "unknown field"),
        ("{?" * 140 + "{title}", "neither another part"),
    ],
)
def test_templates_that_are_refused_say_why(template: str, word: str) -> None:
    with pytest.raises(SettingError, match=word):
        NamingTemplate.parse(template)


def test_a_template_shows_as_it_was_typed() -> None:
    assert str(NamingTemplate.parse(DEFAULT_TEMPLATE)) == DEFAULT_TEMPLATE


def test_the_suffix_comes_from_the_list_of_audio() -> None:
    template = NamingTemplate.parse(DEFAULT_TEMPLATE)
    for suffix in AUDIO_SUFFIXES:
        assert render(template, FULL, suffix=suffix, fallback_title="x").suffix == suffix
    for suffix in ("", ".exe", ".php", "/../x.mp3", ".MP3"):
        with pytest.raises(ValueError, match="suffix"):
            render(template, FULL, suffix=suffix, fallback_title="x")


@given(
    template=st.lists(
        st.sampled_from(
            [f"{{{name}}}" for name in FIELDS]
            + [
                " ",
                "-",
                "(",
                ")",
                "/",
                "x",
                "..",
                "{?",
                "}",
                "{?{disc}-}",
                "{track:5}",
                "{?.{year}}",
            ]
        ),
        max_size=10,
    ).map("".join),
    texts=st.lists(HOSTILE, min_size=8, max_size=8),
    numbers=st.tuples(NUMBERS, NUMBERS),
    suffix=st.sampled_from(sorted(AUDIO_SUFFIXES)),
)
def test_whatever_the_texts_hold_the_path_is_safe_and_below_the_library(
    template: str, texts: list[str], numbers: tuple[int | None, int | None], suffix: str
) -> None:
    info = TrackInfo(
        title=texts[0],
        artists=tuple(texts[1:3]),
        album=texts[3],
        album_artist=texts[4],
        track=numbers[0],
        disc=numbers[1],
        date=texts[5],
        genres=(texts[6],),
    )
    try:
        parsed = NamingTemplate.parse(template)
    except SettingError:
        parsed = NamingTemplate.parse(DEFAULT_TEMPLATE)
    made = render(
        parsed, info, suffix=suffix, fallback_title=texts[7], playlist=texts[0], source=texts[1]
    )
    assert not made.is_absolute()
    assert 1 <= len(made.parts) <= 8
    for part in made.parts:
        assert part not in {"..", "."}
        assert len(part.encode()) <= 180
        assert safe_component(part) == part
    assert made.suffix == suffix
    assert collision_key(made.parts[0]) not in {"playlists", ".catalog-sync"}


@given(st.text(st.sampled_from("{}?|:/ 0a") | st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_typed_is_a_template_or_says_why_not(text: str) -> None:
    try:
        template = NamingTemplate.parse(text)
    except SettingError:
        return
    assert render(template, TrackInfo(), suffix=".mp3", fallback_title="x").suffix == ".mp3"
