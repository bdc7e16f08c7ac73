# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding, line ends, and what is left of hostile titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.playlists.text import (
    clean_text,
    decode_text,
    join_artist_title,
    lines_of,
    ordinal,
    seconds,
    split_artist_title,
)

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9", "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        (b"caf\xe9 \x80", "café €"),
        ("café".encode("utf-16"), "café"),
        ("\ufeffcafé".encode("utf-16-be"), "café"),
        ("\ufeffcafé".encode("utf-32-le"), "café"),
        ("#EXTM3U".encode("utf-16-le"), "#EXTM3U"),
        ("#EXTM3U".encode("utf-16-be"), "#EXTM3U"),
        (b"\x81\x8d", "\ufffd\ufffd"),
        (b"", ""),
        (b"\0", "\0"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode_text(data) == text


def test_one_stray_byte_does_not_garble_the_other_lines() -> None:
    data = "Björk.mp3\r\n".encode() + "Motörhead.mp3\n".encode("cp1252") + "Sigur Rós.mp3".encode()
    assert list(lines_of(decode_text(data))) == ["Björk.mp3", "Motörhead.mp3", "Sigur Rós.mp3"]


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (b"#EXTM3U\n#EXTENC: windows-1251\n", "cp1251"),
        (b"#EXTM3U\r#extenc:KOI8-R\r", "koi8-r"),
        (b"#EXTM3U\r\n#EXTENC:Shift_JIS\r\n", "shift_jis"),
        (b"#EXTM3U\n#EXTENC: UTF-8\n", "utf-8"),
    ],
)
def test_a_declared_encoding_counts(header: bytes, encoding: str) -> None:
    name = "日本" if encoding == "shift_jis" else "Музыка"
    decoded = decode_text(header + name.encode(encoding), honour_extenc=True)
    assert list(lines_of(decoded))[-1] == name


@pytest.mark.parametrize("name", ["unicode_escape", "punycode", "hex", "idna", "nonsense", "x..y"])
def test_a_declared_codec_that_is_no_character_set_is_passed_over(name: str) -> None:
    data = f"#EXTENC: {name}\n\\x41-café".encode()
    assert list(lines_of(decode_text(data, honour_extenc=True)))[-1] == "\\x41-café"


def test_lines_end_at_cr_and_lf_and_nothing_else() -> None:
    text = "a\nb\r\nc\rd\u2028e\x85f\x0bg\n\n \t\nh "
    assert list(lines_of(text)) == ["a", "b", "c", "d\u2028e\x85f\x0bg", "h"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  A \t title\n", "A title"),
        ("two\r\nlines\u2028three\x85four", "two lines three four"),
        ("a\x00b\x1bc", "a b c"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\ufeffBOM", "BOM"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("👩\u200d🚀 \u200fשלום", "👩\u200d🚀 \u200fשלום"),
        ("x" * 1000, "x" * 300),
        ("<b>no markup</b>", "<b>no markup</b>"),
        ("\n\t", None),
        ("", None),
        (None, None),
    ],
)
def test_clean_text(text: str | None, clean: str | None) -> None:
    assert clean_text(text) == clean


@given(ANY_TEXT)
def test_clean_text_is_one_line_that_can_be_stored(text: str) -> None:
    clean = clean_text(text)
    if clean is not None:
        assert len(clean) <= 300
        assert clean.splitlines() == [clean]
        assert clean == clean.strip()
        assert "\0" not in clean
        clean.encode("utf-8")
        assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("text", "artist", "title"),
    [
        ("Björk - Jóga", "Björk", "Jóga"),
        ("Björk - Jóga - Live", "Björk", "Jóga - Live"),
        ("Jóga", None, "Jóga"),
        ("Jean-Michel Jarre", None, "Jean-Michel Jarre"),
        (" - Jóga", None, "- Jóga"),
        ("", None, None),
        (None, None, None),
    ],
)
def test_split_artist_title(text: str | None, artist: str | None, title: str | None) -> None:
    assert split_artist_title(text) == (artist, title)


@given(ANY_TEXT, ANY_TEXT)
def test_what_is_joined_can_be_split(artist: str, title: str) -> None:
    joined = join_artist_title(artist, title)
    clean = clean_text(artist), clean_text(title)
    if clean[0] and clean[1] and " - " not in f"{clean[0]} -":
        assert split_artist_title(joined) == clean


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("123", 123.0),
        ("123.5", 123.5),
        (" 7 ", 7.0),
        (90, 90.0),
        ("-1", None),
        ("0", None),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        ("3:25", None),
        ("", None),
        (None, None),
        (True, None),
        (10**400, None),
        ("99999999999", None),
    ],
)
def test_seconds(text: str | float | None, value: float | None) -> None:
    assert seconds(text) == value


def test_milliseconds() -> None:
    assert seconds("215999", 1000.0) == 215.999


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("07", 7),
        ("3/12", 3),
        (4, 4),
        (4.0, 4),
        (4.5, None),
        (True, None),
        ("0", None),
        ("-3", None),
        ("A1", None),
        ("²", None),
        ("9" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_ordinal(text: str | float | None, value: int | None) -> None:
    assert ordinal(text) == value
