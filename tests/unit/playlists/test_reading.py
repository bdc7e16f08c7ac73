# SPDX-License-Identifier: GPL-3.0-or-later
"""Telling formats apart, refusing everything else in words, and never failing otherwise."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.formats import PlaylistFormat, format_of_content_type
from catalogsync_gui.playlists.limits import Limits
from catalogsync_gui.playlists.reading import detect, parse_playlist
from catalogsync_gui.playlists.rendering import render

M3U = b"#EXTM3U\n#PLAYLIST:P\n#EXTINF:3,A - T\na.mp3\n"
PLS = b"[playlist]\nFile1=a.mp3\nTitle1=A - T\nLength1=3\nVersion=2\n"
XSPF = (
    b'<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><title>P</title>'
    b'<trackList xml:base="x/"><track><location>a.mp3</location><title>T</title>'
    b"<duration>3000</duration></track></trackList></playlist>"
)
JSPF = b'{"playlist":{"title":"P","track":[{"location":["a.mp3"],"title":"T","duration":3000}]}}'
SAMPLES = [M3U, PLS, XSPF, JSPF, M3U.decode().encode("utf-16")]
BASES = [
    "/m/list",
    "/m/list.m3u",
    "C:\\m\\list.pls",
    "http://h/list.xspf",
    "http://h/list.jspf",
    "",
]


@pytest.mark.parametrize("name", ["list", "list.txt", "list.m3u", "list.pls", "list.xspf"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (M3U, PlaylistFormat.M3U),
        (b"\xef\xbb\xbf" + M3U, PlaylistFormat.M3U),
        (b"\r\n\r\n" + PLS, PlaylistFormat.PLS),
        (b"[Playlist]\n", PlaylistFormat.PLS),
        (XSPF, PlaylistFormat.XSPF),
        (b"<!-- " + b"x" * 9000 + b"-->" + XSPF, PlaylistFormat.XSPF),
        (JSPF, PlaylistFormat.JSPF),
        (SAMPLES[4], PlaylistFormat.M3U),
    ],
)
def test_the_content_counts_before_the_name(
    data: bytes, expected: PlaylistFormat, name: str
) -> None:
    assert detect(data, base=f"/m/{name}", content_type="text/html") is expected


@pytest.mark.parametrize(
    ("base", "hint", "content_type", "expected"),
    [
        ("/m/l.m3u", "", "", PlaylistFormat.M3U),
        ("http://h/l.m3u8?x", "", "", PlaylistFormat.M3U8),
        ("/m/l.pls", "", "", PlaylistFormat.PLS),
        ("http://h/get", "l.pls", "", PlaylistFormat.PLS),
        ("http://h/get", "", "audio/x-scpls; charset=utf-8", PlaylistFormat.PLS),
        ("http://h/get", "", "Audio/X-MpegURL", PlaylistFormat.M3U),
        ("http://h/l.m3u", "", "audio/x-scpls", PlaylistFormat.M3U),
    ],
)
def test_the_name_counts_before_the_content_type(
    base: str, hint: str, content_type: str, expected: PlaylistFormat
) -> None:
    data = b"something.mp3\nother thing"
    assert detect(data, base=base, name_hint=hint, content_type=content_type) is expected


def test_plain_lines_of_addresses_need_no_name() -> None:
    assert detect(b"http://h/a\n\n# remark\nMusic/b.FLAC\n") is PlaylistFormat.M3U
    assert detect(b"http://h/" + b"a" * 7000 + b"\nhttp://h/b\n" * 500) is PlaylistFormat.M3U


def test_an_address_that_begins_like_json_or_a_section() -> None:
    assert len(parse_playlist(b"{Artist}/a.mp3\n", base="/m/l.m3u").entries) == 1
    assert len(parse_playlist(b"[Artist]/a.mp3\n", base="/m/l.m3u").entries) == 1


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"#EXTM3U\n#EXT-X-VERSION:3\n", "hls", "HLS stream"),
        (b'FILE "x.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n', "cue", "cue sheet"),
        (b'REM x\r\nTITLE "y"\r\nFILE "x.wav" WAVE\r\nTRACK 1 AUDIO\r\n', "cue", "cue sheet"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "not_a_playlist", "web page"),
        (b"<!doctype html>\n<title>x</title>", "not_a_playlist", "web page"),
        (b"<!DOCTYPE html>", "not_a_playlist", "web page"),
        (b"<HTML>", "not_a_playlist", "web page"),
        (b'<?xml version="1.0"?><rss version="2.0"/>', "not_a_playlist", "podcast feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "not_a_playlist", "podcast feed"),
        (b"<!-- x --><rdf:RDF/>", "not_a_playlist", "podcast feed"),
        (b"<opml version='2.0'/>", "not_a_playlist", "OPML"),
        (b'<?wpl version="1.0"?><smil/>', "not_a_playlist", "Windows Media"),
        (b"<ASX version='3.0'/>", "not_a_playlist", "Windows Media"),
        (b"<svg/>", "not_a_playlist", "<svg>"),
        (b'{"error": "not found"}', "not_a_playlist", "no JSPF"),
        (b"{}", "not_a_playlist", "no JSPF"),
        (b"<<<", "bad_xml", "damaged"),
        (b"ID3\x04\0\0", "not_a_playlist", "audio file"),
        (b"\0\0\0\x20ftypM4A ", "not_a_playlist", "audio file"),
        (b"PK\x03\x04", "not_a_playlist", "ZIP archive"),
        (b"\x89PNG\r\n", "not_a_playlist", "picture"),
        (b"404 not found", "not_a_playlist", "not a playlist in a known format"),
        (b"http://[x\nhello", "not_a_playlist", "not a playlist in a known format"),
        (b"", "empty", "is empty"),
        (b" \r\n", "empty", "is empty"),
    ],
)
def test_everything_else_is_refused_in_words(data: bytes, kind: str, words: str) -> None:
    with pytest.raises(PlaylistUnreadable) as caught:
        parse_playlist(data, base="http://user:pw@h/road%20trip?token=secret")
    assert caught.value.kind == kind
    message = str(caught.value)
    assert message.startswith("“road trip” is")
    assert message.endswith(".")
    assert words in message
    assert "secret" not in message
    assert "pw" not in message


def test_the_most_bytes() -> None:
    with pytest.raises(PlaylistUnreadable) as caught:
        parse_playlist(b"x" * 11, base="", limits=Limits(max_bytes=10))
    assert caught.value.kind == "too_large"


def test_content_types() -> None:
    assert format_of_content_type("application/xspf+xml;x=y") is PlaylistFormat.XSPF
    assert format_of_content_type("text/plain") is None
    assert format_of_content_type("") is None


def _parsed(data: bytes, base: str) -> PlaylistDoc | None:
    try:
        return parse_playlist(data, base=base)
    except PlaylistUnreadable as error:
        assert str(error)  # noqa: PT017
        return None


@given(st.binary(max_size=400), st.sampled_from(BASES))
@example(b"{" * 2000, "/m/list.jspf")
@example(b"<" * 50, "")
def test_any_bytes_are_a_playlist_or_unreadable(data: bytes, base: str) -> None:
    _parsed(data, base)


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.sampled_from(BASES))
def test_any_text_is_a_playlist_or_unreadable(text: str, base: str) -> None:
    _parsed(text.encode(), base)


@given(st.data(), st.sampled_from(SAMPLES), st.sampled_from(BASES))
def test_any_damage_leaves_a_playlist_or_an_unreadable_one(
    data: st.DataObject, sample: bytes, base: str
) -> None:
    damaged = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        end = min(len(damaged), start + data.draw(st.integers(0, 8)))
        damaged[start:end] = data.draw(st.binary(max_size=8))
    _parsed(bytes(damaged), base)


TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"],
        exclude_characters="\ufffe\uffff",
    )
)
TITLES = TEXT.map(lambda text: text[:50]).filter(bool)
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]).filter(
        lambda c: c not in "/\\\ufeff"
    ),
    min_size=1,
    max_size=30,
)
LOCATIONS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda parts: Location.path("/" + "/".join(parts) + ".mp3")
) | st.sampled_from([Location.url("http://h.example/a%20b?c=d"), Location.url("https://[::1]:8/")])
ENTRIES = st.builds(
    PlaylistEntry,
    locations=LOCATIONS.map(lambda place: (place,)),
    title=TITLES,
    artist=st.none() | TITLES,
    duration=st.none() | st.integers(1, 10_000).map(float),
)
RICH_ENTRIES = st.builds(
    PlaylistEntry,
    locations=st.lists(LOCATIONS, max_size=2, unique=True).map(tuple),
    title=st.none() | TITLES,
    artist=st.none() | TITLES,
    album=st.none() | TITLES,
    track_number=st.none() | st.integers(1, 99),
    duration=st.none() | st.integers(1, 10_000_000).map(lambda ms: ms / 1000),
    annotation=st.none() | TITLES,
    image=st.none() | LOCATIONS,
    identifiers=st.just(()) | st.just(("urn:x", "urn:y")),
)


@given(
    st.sampled_from([PlaylistFormat.M3U, PlaylistFormat.M3U8, PlaylistFormat.PLS]),
    st.none() | TITLES,
    st.lists(ENTRIES, max_size=4),
)
def test_what_is_written_in_lines_is_read_back(
    playlist_format: PlaylistFormat, title: str | None, entries: list[PlaylistEntry]
) -> None:
    doc = PlaylistDoc(title=title, entries=tuple(entries))
    again = parse_playlist(render(doc, playlist_format), base="/m/x" + playlist_format.suffix)
    assert again.title == title
    assert len(again.entries) == len(entries)
    for before, after in zip(entries, again.entries, strict=True):
        assert after.locations[0] == before.locations[0]
        assert (after.artist, after.title) == (before.artist, before.title)
        assert after.duration == before.duration


@given(
    st.sampled_from([PlaylistFormat.XSPF, PlaylistFormat.JSPF]),
    st.builds(
        PlaylistDoc,
        title=st.none() | TITLES,
        creator=st.none() | TITLES,
        annotation=st.none() | TITLES,
        identifier=st.none() | TITLES,
        image=st.none() | LOCATIONS,
        date=st.none() | st.just("2024-05-01T12:00:00Z"),
        entries=st.lists(RICH_ENTRIES, max_size=4).map(tuple),
    ),
)
def test_what_is_written_in_elements_is_read_back_whole(
    playlist_format: PlaylistFormat, doc: PlaylistDoc
) -> None:
    again = parse_playlist(render(doc, playlist_format), base="/m/x" + playlist_format.suffix)
    assert again == doc
