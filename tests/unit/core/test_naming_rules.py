# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of names on disk, each as a property of every text, and examples for a reader."""

import re
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogsync_gui.core.naming_rules import (
    AUDIO_SUFFIXES,
    MAX_COMPONENT_BYTES,
    clean_text,
    collision_key,
    file_name,
    fitted,
    folder_name,
    playlist_file_stem,
    safe_component,
    with_number,
)

HOSTILE_PIECES = st.sampled_from(
    [
        ".", "..", "...", "/", "\\", "../", "..\\", "C:", "\x00", "\x1f", "\x7f", "\x85", "\n",
        "\r\n", "\t", " ", "\u00a0", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\u200d",
        "\ufeff", "\u00ad", "\ufe0f", "\u3164", "\ud800", "\udfff", "\U000e0041", "\uf022",
        "\uffff", "#", "#1", "%", "%2", "%2F", "%00", "25", "CON", "con", "aux", "NUL", "COM1",
        "lpt¹", "CONIN$", ".mp3", ".sample", "sample", "Sample.", "[playlist]", "[BoxSet]",
        "lost+found", "@eaDir", "#recycle", "$RECYCLE.BIN", "metadata", "subs", ".sync", "<", ">",
        ":", '"', "|", "?", "*", "e\u0301", "\u0301", "\u0338", "İ", "ß", "ſ", "K", "\u0345",
        "日本語",
        "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "a" * 170, "é" * 90, "\u0301" * 100, "playlists",
    ]
)  # fmt: skip
HOSTILE = st.one_of(
    st.lists(HOSTILE_PIECES, max_size=6).map("".join),
    st.text(st.characters(codec=None), max_size=300),
    st.lists(st.one_of(HOSTILE_PIECES, st.text(st.characters(), max_size=8)), max_size=8).map(
        "".join
    ),
)

DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³]) *(\.|$)", re.IGNORECASE
)
SERVER_FOLDERS = {
    "sample", "metadata", "subs", "extrafanart", "lost+found", "@eadir", "eadir", "#recycle",
    "$recycle.bin", "#snapshot", "@recycle", "system volume information",
}  # fmt: skip


def assert_safe(name: str, *, room: int = 0) -> None:
    """Every rule at once, for names that other functions put together."""
    assert name
    assert name not in {".", ".."}
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in name)
    assert not any(c.isspace() and c != " " for c in name)
    assert not name.startswith((" ", ".", "#"))
    assert not name.endswith((" ", "."))
    assert not DEVICE.match(name)
    assert not re.search(r"%[0-9a-fA-F]{2}", name)
    assert not re.search(r"\[(playlist|boxset)\]", name, re.IGNORECASE)
    assert "sample" not in name.lower().split(".")
    assert name.casefold() not in SERVER_FOLDERS
    assert len(name.encode()) <= MAX_COMPONENT_BYTES - room


@given(HOSTILE)
@example("")
@example("a" * 166 + ".sample")
@example("a" * 167 + ".sample")
@example("%" * 200 + "41")
@example("..sample..")
@example("e\u200d\u0301")
@example(". \u0301")
def test_any_text_becomes_a_name_that_keeps_every_rule(text: str) -> None:
    assert_safe(safe_component(text), room=len(" (2)"))


@given(HOSTILE)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    once = safe_component(text)
    assert safe_component(once) == once


@given(HOSTILE, st.sampled_from(sorted(AUDIO_SUFFIXES)))
def test_a_file_name_is_safe_with_its_suffix_and_keeps_it(stem: str, suffix: str) -> None:
    name = file_name(stem, suffix)
    assert name.endswith(suffix)
    assert_safe(name, room=len(" (2)"))


@given(HOSTILE, st.booleans())
def test_a_folder_name_is_safe_and_at_the_top_never_our_own(text: str, top: bool) -> None:
    name = folder_name(text, top=top)
    assert_safe(name)
    assert not (top and collision_key(name) in {"playlists", ".catalog-sync"})


@given(HOSTILE, st.sampled_from([".m3u", ".m3u8"]))
def test_a_playlist_file_is_safe_with_its_suffix(title: str, suffix: str) -> None:
    name = playlist_file_stem(title) + suffix
    assert_safe(name, room=len(" (2)"))


@given(HOSTILE, st.sampled_from([".mp3", ".flac", ".m3u8"]), st.integers(2, 10**6))
def test_a_numbered_name_is_safe_and_new(stem: str, suffix: str, number: int) -> None:
    path = PurePosixPath("Artist", safe_component(stem, max_bytes=160) + suffix)
    numbered = with_number(path, number)
    assert numbered.parent == path.parent
    assert numbered.name.endswith(f" ({number}){suffix}")
    assert_safe(numbered.name)


@given(HOSTILE)
def test_the_collision_key_is_stable(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    key = collision_key(text)
    assert collision_key(key) == key
    assert unicodedata.normalize("NFC", key) == key


@given(HOSTILE)
def test_case_and_composition_do_not_make_another_key(text: str) -> None:
    name = safe_component(text)
    key = collision_key(name)
    assert collision_key(unicodedata.normalize("NFD", name)) == key
    assert collision_key(name.casefold()) == key


def test_every_single_character_has_a_stable_key_and_a_safe_name() -> None:
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in {"Cn", "Co", "Cs"}:
            continue  # all alike, and most of the million
        name = safe_component(f"a{character}b")
        assert safe_component(name) == name, hex(code)
        key = collision_key(name)
        assert collision_key(key) == key, hex(code)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AC/DC", "AC_DC"),
        ("AC/DC?", "AC_DC_"),
        ("...And Justice for All", "And Justice for All"),
        ("R.E.M.", "R.E.M"),
        ("Who Are You?", "Who Are You_"),
        ("#1 Hits", "_1 Hits"),
        ("50%20off", "50_20off"),
        ("100%", "100%"),
        ("..", "_"),
        ("", "_"),
        ("CON", "CON_"),
        ("com¹", "com¹_"),
        ("aux.live", "aux_live"),
        ("Console", "Console"),
        ("Sample", "Sample_"),
        ("Free Sample", "Free Sample"),
        ("My.Sample.One", "My_Sample.One"),
        ("lost+found", "lost+found_"),
        ("@eaDir", "@eaDir_"),
        ("$RECYCLE.BIN", "$RECYCLE.BIN_"),
        ("Best [Playlist] ever", "Best (Playlist) ever"),
        ("In.Sync", "In_Sync"),
        ("  a\t\nb  ", "a b"),
        ("abc\u202e3pm.exe", "abc3pm.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("broken \ud800 text", "broken _ text"),
        ("Cafe\u0301", "Café"),
        ("Björk — Jóga", "Björk — Jóga"),
        ("上を向いて歩こう", "上を向いて歩こう"),
        ("\x00", "_"),
        ("\u3164", "_"),
    ],
)
def test_examples(text: str, name: str) -> None:
    assert safe_component(text) == name


def test_long_names_are_cut_between_characters_as_read() -> None:
    assert safe_component("é" * 200) == "é" * 87
    assert safe_component("日" * 200) == "日" * 58
    flags = safe_component("🇩🇪" * 100)
    assert flags == "🇩🇪" * 21
    waves = safe_component("👍🏽" * 100)
    assert waves == "👍🏽" * 21
    marked = safe_component("x" * 171 + "q\u0323\u0307" * 3)
    assert marked == "x" * 171
    assert len(safe_component("a" + "\u0316" * 500).encode()) <= 174


def test_a_cut_name_does_not_end_in_a_space_or_dot() -> None:
    assert safe_component("a" * 173 + " b") == "a" * 173
    assert safe_component("a" * 172 + "..b") == "a" * 172


def test_a_number_makes_room_for_itself() -> None:
    longest = PurePosixPath("A", file_name("é" * 300, ".flac"))
    numbered = with_number(longest, 123_456)
    assert len(numbered.name.encode()) <= MAX_COMPONENT_BYTES
    assert with_number(PurePosixPath("A/B/01 Song.mp3"), 2) == PurePosixPath("A/B/01 Song (2).mp3")


def test_only_audio_suffixes_are_taken() -> None:
    with pytest.raises(ValueError, match="suffix"):
        file_name("Song", ".exe")


def test_playlists_have_names_too() -> None:
    assert playlist_file_stem("Road/Trip #1") == "Road_Trip #1"
    assert playlist_file_stem("") == "Playlist"
    assert playlist_file_stem(" ... ") == "Playlist"
    assert playlist_file_stem("#1") == "_1"


def test_our_own_folder_is_never_an_artist() -> None:
    assert folder_name("PLAYLISTS", top=True) == "PLAYLISTS_"
    assert folder_name("playlists") == "playlists"
    assert folder_name(".catalog-sync", top=True) == "catalog-sync"


def test_paths_that_file_systems_might_take_for_one_share_a_key() -> None:
    assert collision_key("Straße/x.mp3") == collision_key("STRASSE/X.MP3")
    assert collision_key(PurePosixPath("Cafe\u0301")) == collision_key("CAFÉ")
    assert collision_key("a") != collision_key("b")


def test_clean_text_may_find_nothing() -> None:
    assert clean_text(" \u200b\u2028 ") == ""
    assert clean_text(" a\u00a0 b ") == "a b"


@given(st.lists(HOSTILE, min_size=1, max_size=3), st.integers(40, 200))
def test_a_fitted_path_is_safe_and_leaves_room_for_a_number(texts: list[str], longest: int) -> None:
    path = PurePosixPath(*(folder_name(text, top=True) for text in texts[:-1]))
    path /= file_name(texts[-1], ".flac")
    cut = fitted(path, longest)
    assert len(cut.parts) == len(path.parts)
    assert cut.suffix == ".flac"
    for part in (*cut.parts, with_number(cut, 12).name):
        assert_safe(part)
        assert len(part.encode()) <= max(longest, 0)
    assert fitted(path, 180) == path
