# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entry's address means, given where its playlist was found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.playlists.addresses import Base, label_of, resolve_text, resolve_uri
from catalogsync_gui.playlists.doc import Location, LocationKind
from catalogsync_gui.playlists.formats import looks_like_playlist
from catalogsync_gui.playlists.webaddress import web_location

POSIX = Base.of("/music/lists/road.m3u")
WINDOWS = Base.of("D:\\Music\\lists\\road.m3u")
SHARE = Base.of("\\\\nas\\music\\road.m3u")
WEB = Base.of("http://nas.local:8080/lists/road.m3u?token=1")
BASES = [POSIX, WINDOWS, SHARE, WEB, Base.of(""), WEB.moved("ftp://x/")]

VALID_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]+")


def texts(base: Base, text: str) -> list[str]:
    found = resolve_text(base, text)
    assert all(place.kind is not LocationKind.UNSUPPORTED for place in found), found
    return [place.address for place in found]


def uris(base: Base, text: str) -> list[str]:
    found = resolve_uri(base, text)
    assert all(place.kind is not LocationKind.UNSUPPORTED for place in found), found
    return [place.address for place in found]


class TestTextOnPosix:
    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("a.mp3", "/music/lists/a.mp3"),
            ("../Artist/01 Title.mp3", "/music/lists/../Artist/01 Title.mp3"),
            ("./a.mp3", "/music/lists/a.mp3"),
            ("././/a.mp3", "/music/lists/a.mp3"),
            (".hidden.mp3", "/music/lists/.hidden.mp3"),
            ("/other/a.mp3", "/other/a.mp3"),
            ("/back\\slash.mp3", "/back\\slash.mp3"),
            ("Artist: Title?.mp3", "/music/lists/Artist: Title?.mp3"),
            ("A/#1 Hit.mp3", "/music/lists/A/#1 Hit.mp3"),
            ("C:no-slash.mp3", "/music/lists/C:no-slash.mp3"),
            ("file:///other/a%20b.mp3", "/other/a b.mp3"),
            ("FILE:/other/a.mp3", "/other/a.mp3"),
            ("file://localhost/other/a.mp3", "/other/a.mp3"),
            ("file:a%20b.mp3", "/music/lists/a b.mp3"),
        ],
    )
    def test_path(self, text: str, path: str) -> None:
        assert texts(POSIX, text) == [path]

    def test_percent_signs_are_letters_first_and_encoding_second(self) -> None:
        assert texts(POSIX, "50%20off.mp3") == [
            "/music/lists/50%20off.mp3",
            "/music/lists/50 off.mp3",
        ]

    def test_backslashes_are_separators_first_and_letters_second(self) -> None:
        assert texts(POSIX, "..\\Artist\\a.mp3") == [
            "/music/lists/../Artist/a.mp3",
            "/music/lists/..\\Artist\\a.mp3",
        ]

    def test_unencoded_marks_in_a_file_address(self) -> None:
        assert texts(POSIX, "file:///m/Track #1.mp3") == ["/m/Track ", "/m/Track #1.mp3"]

    @pytest.mark.parametrize(
        "text",
        [
            "C:\\Music\\a.mp3",
            "c:/Music/a.mp3",
            "\\\\nas\\music\\a.mp3",
            "file:///C:/Music/a.mp3",
            "file://C|/Music/a.mp3",
            "file://nas/music/a.mp3",
        ],
    )
    def test_windows_paths_are_told_and_not_looked_up(self, text: str) -> None:
        (place,) = resolve_text(POSIX, text)
        assert place.kind is LocationKind.UNSUPPORTED
        assert "Windows" in place.reason


class TestTextOnWindows:
    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("a.mp3", "D:\\Music\\lists\\a.mp3"),
            ("..\\Artist\\a.mp3", "D:\\Music\\lists\\..\\Artist\\a.mp3"),
            ("./Artist/a.mp3", "D:\\Music\\lists\\Artist\\a.mp3"),
            ("\\Music\\a.mp3", "D:\\Music\\a.mp3"),
            ("C:\\Music\\a.mp3", "C:\\Music\\a.mp3"),
            ("c:/Music/a.mp3", "c:\\Music\\a.mp3"),
            ("\\\\nas\\music\\a.mp3", "\\\\nas\\music\\a.mp3"),
            ("file:///C:/Music/a%20b.mp3", "C:\\Music\\a b.mp3"),
            ("file:///C|/Music/a.mp3", "C:\\Music\\a.mp3"),
            ("file://C:/Music/a.mp3", "C:\\Music\\a.mp3"),
            ("file:\\\\\\C:\\Music\\a.mp3", "C:\\Music\\a.mp3"),
            ("file://nas/music/a.mp3", "\\\\nas\\music\\a.mp3"),
            ("file:////nas/music/a.mp3", "\\\\nas\\music\\a.mp3"),
        ],
    )
    def test_path(self, text: str, path: str) -> None:
        assert texts(WINDOWS, text) == [path]

    def test_a_share_as_base(self) -> None:
        assert texts(SHARE, "A/a.mp3") == ["\\\\nas\\music\\A\\a.mp3"]

    def test_a_drive_without_a_folder(self) -> None:
        assert resolve_text(WINDOWS, "C:a.mp3")[0].kind is LocationKind.UNSUPPORTED


class TestTextOnTheWeb:
    @pytest.mark.parametrize(
        ("text", "url"),
        [
            ("a.mp3", "http://nas.local:8080/lists/a.mp3"),
            ("../Björk/01 Jóga.mp3", "http://nas.local:8080/Bj%C3%B6rk/01%20J%C3%B3ga.mp3"),
            ("../../../a.mp3", "http://nas.local:8080/a.mp3"),
            ("/music/a.mp3", "http://nas.local:8080/music/a.mp3"),
            ("//other.example/a.mp3", "http://other.example/a.mp3"),
            ("A\\a.mp3", "http://nas.local:8080/lists/A/a.mp3"),
            ("Artist: Title.mp3", "http://nas.local:8080/lists/Artist:%20Title.mp3"),
            ("Track #1.mp3", "http://nas.local:8080/lists/Track%20%231.mp3"),
            ("Who are you?.mp3", "http://nas.local:8080/lists/Who%20are%20you%3F.mp3"),
            ("stream.php?id=1&f=a.mp3", "http://nas.local:8080/lists/stream.php?id=1&f=a.mp3"),
            ("a%20b.mp3", "http://nas.local:8080/lists/a%20b.mp3"),
            ("100%.mp3", "http://nas.local:8080/lists/100%25.mp3"),
            ("https://h.example/a.mp3", "https://h.example/a.mp3"),
            ("HTTP://H.example/a b.mp3", "http://h.example/a%20b.mp3"),
            ("http://h.example/Track #1.mp3", "http://h.example/Track%20%231.mp3"),
            ("http://h.example/a.mp3#t=10", "http://h.example/a.mp3"),
            ("http://bücher.example/ü?q=ö", "http://xn--bcher-kva.example/%C3%BC?q=%C3%B6"),
            ("http://[::1]:80/a[1].mp3", "http://[::1]:80/a%5B1%5D.mp3"),
            ("http://u:p@h.example/a", "http://u:p@h.example/a"),
        ],
    )
    def test_url(self, text: str, url: str) -> None:
        assert resolve_text(WEB, text) == (Location.url(url),)

    @pytest.mark.parametrize("text", ["file:///etc/passwd", "C:\\a.mp3", "\\\\nas\\m\\a.mp3"])
    def test_local_files_are_marked_as_such_so_that_they_can_be_refused(self, text: str) -> None:
        assert {place.kind for place in resolve_text(WEB, text)} == {LocationKind.PATH}


@pytest.mark.parametrize(
    "text",
    [
        "rtsp://h/a",
        "data:audio/mpeg;base64,AAAA",
        "javascript:alert(1)",
        "ftp://h/a.mp3",
        "spotify:track:1",
        "mms://h/a",
        "smb://u:secret@nas/a.mp3",
        "http://",
        "http:///a.mp3",
        "http://[::1/a",
        "http://h:99999/a",
        "http://a b/c",
        "http://h\\@evil/a",
        "file:",
        "http://" + "a" * 9000,
        "x\0y",
        "file:///a%00b",
        "http://" + "ü" * 80 + "/",
    ],
)
@pytest.mark.parametrize("base", BASES)
def test_what_cannot_be_fetched_is_kept_with_its_reason(base: Base, text: str) -> None:
    for found in (resolve_text(base, text), resolve_uri(base, text)):
        (place,) = found
        assert place.kind is LocationKind.UNSUPPORTED
        assert place.address
        assert place.reason
        assert len(place.address) <= 8192
        assert "secret" not in place.address


class TestUris:
    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("Artist/a%20b.mp3", "/music/lists/Artist/a b.mp3"),
            ("../a%231.mp3", "/music/lists/../a#1.mp3"),
            ("/m/a%3Fb.mp3", "/m/a?b.mp3"),
            ("file:///m/%C3%BC.mp3", "/m/ü.mp3"),
            (" \n a.\n mp3 ", "/music/lists/a. mp3"),
        ],
    )
    def test_local(self, text: str, path: str) -> None:
        assert uris(POSIX, text)[0] == path

    def test_what_nobody_encoded_is_the_second_reading(self) -> None:
        assert uris(POSIX, "50%20off.mp3") == [
            "/music/lists/50 off.mp3",
            "/music/lists/50%20off.mp3",
        ]
        assert uris(POSIX, "Track #1.mp3") == ["/music/lists/Track ", "/music/lists/Track #1.mp3"]
        assert uris(POSIX, "#1.mp3") == ["/music/lists/#1.mp3"]

    def test_windows(self) -> None:
        assert uris(WINDOWS, "A/a%20b.mp3")[0] == "D:\\Music\\lists\\A\\a b.mp3"

    def test_web(self) -> None:
        assert uris(WEB, "A/a%20ü.mp3?x=1#f") == [
            "http://nas.local:8080/lists/A/a%20%C3%BC.mp3?x=1"
        ]

    def test_nothing(self) -> None:
        assert resolve_uri(POSIX, " \n") == ()
        assert resolve_text(POSIX, "") == ()


class TestXmlBase:
    @pytest.mark.parametrize(
        ("moves", "url"),
        [
            (["music/"], "http://nas.local:8080/lists/music/a.mp3"),
            (["music"], "http://nas.local:8080/lists/a.mp3"),
            (["http://h.example/x/", "y/"], "http://h.example/x/y/a.mp3"),
            (["/"], "http://nas.local:8080/a.mp3"),
            ([""], "http://nas.local:8080/lists/a.mp3"),
        ],
    )
    def test_on_the_web(self, moves: list[str], url: str) -> None:
        base = WEB
        for move in moves:
            base = base.moved(move)
        assert uris(base, "a.mp3") == [url]

    @pytest.mark.parametrize(
        ("move", "address"),
        [
            ("../Music/", "/music/lists/../Music/a.mp3"),
            ("..", "/music/lists/../a.mp3"),
            ("file:///x/y/", "/x/y/a.mp3"),
            ("http://h.example/x/", "http://h.example/x/a.mp3"),
        ],
    )
    def test_on_disk(self, move: str, address: str) -> None:
        assert uris(POSIX.moved(move), "a.mp3") == [address]

    def test_a_base_that_cannot_be_fetched_from(self) -> None:
        (place,) = resolve_uri(POSIX.moved("ftp://h/"), "a.mp3")
        assert place.kind is LocationKind.UNSUPPORTED
        assert uris(POSIX.moved("ftp://h/"), "http://h/a.mp3") == ["http://h/a.mp3"]


def test_a_file_address_as_base() -> None:
    assert texts(Base.of("file:///m/a%20b/x.m3u"), "a.mp3") == ["/m/a b/a.mp3"]
    assert texts(Base.of("file:///C:/m/x.m3u"), "a.mp3") == ["C:\\m\\a.mp3"]


@given(st.sampled_from(BASES), st.text(st.characters(codec=None), max_size=80))
def test_any_text_gives_an_address_that_can_be_used(base: Base, text: str) -> None:
    for place in (*resolve_text(base, text), *resolve_uri(base, text)):
        place.address.encode("utf-8")
        match place.kind:
            case LocationKind.URL:
                assert VALID_URL.fullmatch(place.address)
                assert web_location(place.address) == place
            case LocationKind.PATH:
                assert "\0" not in place.address
            case LocationKind.UNSUPPORTED:
                assert place.reason


@given(st.text(st.characters(codec=None), max_size=60))
def test_an_encoded_url_stays_as_it_is(text: str) -> None:
    place = web_location(f"http://h.example/{text}")
    if place.kind is LocationKind.URL:
        assert web_location(place.address) == place


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/music/road.m3u", "“road.m3u”"),
        ("C:\\music\\road.m3u", "“road.m3u”"),
        ("https://u:p@h.example/a/My%20mix.m3u?token=s", "“My mix.m3u”"),
        ("https://h.example/", "“h.example”"),
        ("", "This playlist"),
    ],
)
def test_labels_for_messages(address: str, label: str) -> None:
    assert label_of(address) == label


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/m/a.m3u", True),
        ("/m/a.M3U8", True),
        ("http://h/a.pls?x=1", True),
        ("http://h/get?f=a.pls", False),
        ("a.xspf", True),
        ("a.jspf", True),
        ("a.mp3", False),
        ("m3u", False),
        ("http://[/a.m3u", False),
        ("", False),
    ],
)
def test_looks_like_playlist(address: str, expected: bool) -> None:
    assert looks_like_playlist(address) is expected
