# SPDX-License-Identifier: GPL-3.0-or-later
"""M3U: what is found in the wild, and what is written for others to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists import m3u
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import Limits

BASE = "/m/list.m3u"
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


def parse(text: str | bytes, base: str = BASE) -> PlaylistDoc:
    return m3u.parse(text.encode() if isinstance(text, str) else text, base=base)


def one(text: str) -> PlaylistEntry:
    (entry,) = parse(text).entries
    return entry


def rendered(*entries: PlaylistEntry, title: str | None = None) -> list[str]:
    text = m3u.render(PlaylistDoc(title=title, entries=entries)).decode()
    assert text.endswith("\n")
    return text[:-1].split("\n")


def track(path: str, **said: object) -> PlaylistEntry:
    return PlaylistEntry(locations=(Location.path(path),), **said)  # type: ignore[arg-type]


class TestReading:
    def test_an_extended_playlist(self) -> None:
        doc = parse(
            "#EXTM3U\n"
            "#PLAYLIST:Road trip\n"
            "#EXTINF:215,Björk - Jóga\n"
            "../Björk/02 Jóga.mp3\n"
            "\n"
            "# a remark\n"
            "#EXTINF:-1,Radio\n"
            "http://h.example/live\n"
        )
        assert doc.title == "Road trip"
        assert doc.entries == (
            PlaylistEntry(
                locations=(Location.path("/m/../Björk/02 Jóga.mp3"),),
                title="Jóga",
                artist="Björk",
                duration=215.0,
            ),
            PlaylistEntry(locations=(Location.url("http://h.example/live"),), title="Radio"),
        )

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\r\r\n"])
    def test_line_ends(self, end: str) -> None:
        text = end.join(["#EXTM3U", "#EXTINF:1,T", "a.mp3", "b.mp3"])
        doc = parse(text)
        assert [e.locations[0].address for e in doc.entries] == ["/m/a.mp3", "/m/b.mp3"]
        assert doc.entries[0].title == "T"
        assert doc.entries[1].title is None

    def test_plain_lines(self) -> None:
        assert len(parse("a.mp3\n  b.mp3\t\n\nc.mp3").entries) == 3

    def test_a_mark_in_the_middle_of_glued_files(self) -> None:
        doc = parse("#EXTM3U\na.mp3\n\ufeff#EXTM3U\n\ufeffb.mp3\n")
        assert [e.locations[0].address for e in doc.entries] == ["/m/a.mp3", "/m/b.mp3"]

    def test_utf_16(self) -> None:
        assert parse("#EXTM3U\r\nü.mp3".encode("utf-16")).entries[0].locations == (
            Location.path("/m/ü.mp3"),
        )

    def test_album_lines(self) -> None:
        # https://en.wikipedia.org/wiki/M3U: #EXTALB and #EXTART are the album and its artist.
        entry = one(
            "#EXTM3U\n#EXTINF:1,A - T\n#EXTALB:Album\n#EXTART: Various\n"
            "#EXTGENRE:Jazz\n#EXTIMG:cover.jpg\n#EXTVLCOPT:network-caching=1\na.mp3\n"
        )
        assert (entry.album, entry.album_artist, entry.genre) == ("Album", "Various", "Jazz")
        assert entry.image == Location.path("/m/cover.jpg")

    def test_album_lines_count_for_one_entry_only(self) -> None:
        doc = parse("#EXTM3U\n#EXTALB:X\na.mp3\nb.mp3\n")
        assert [entry.album for entry in doc.entries] == ["X", None]

    def test_the_playlists_cover(self) -> None:
        doc = parse("#EXTM3U\n#EXTALBUMARTURL:http://h/c.jpg\n#EXTINF:1,T\na.mp3\n")
        assert doc.image == Location.url("http://h/c.jpg")
        assert doc.entries[0].image is None

    def test_an_entrys_cover(self) -> None:
        doc = parse("#EXTM3U\n#EXTINF:1,T\n#EXTALBUMARTURL:http://h/c.jpg\na.mp3\n")
        assert doc.image is None
        assert doc.entries[0].image == Location.url("http://h/c.jpg")

    def test_the_address_stays_when_it_cannot_be_used(self) -> None:
        (place,) = one("rtsp://h/a").locations
        assert place.address == "rtsp://h/a"
        assert "rtsp" in place.reason

    @pytest.mark.parametrize(
        ("line", "duration", "artist", "title"),
        [
            ("#EXTINF:123,A - T", 123.0, "A", "T"),
            ("#EXTINF: 123.5 , A - T ", 123.5, "A", "T"),
            ("#extinf:7,T", 7.0, None, "T"),
            ("#EXTINF:123", 123.0, None, None),
            ("#EXTINF:123 T", 123.0, None, "T"),
            ("#EXTINF:,T", None, None, "T"),
            ("#EXTINF:", None, None, None),
            ("#EXTINF:-1,", None, None, None),
            ("#EXTINF:0,T", None, None, "T"),
            ("#EXTINF:abc,T", None, None, "T"),
            ("#EXTINF:1,A, B - T, U", 1.0, "A, B", "T, U"),
            ('#EXTINF:1 tvg-id="a,b",A - T', 1.0, "A", "T"),
            ('#EXTINF:1 a="x,y" b="z,",T "quoted, too"', 1.0, None, 'T "quoted, too"'),
            ('#EXTINF:1 tvg-id="a,b"', 1.0, None, 'b"'),
            ('#EXTINF:1 broken="a,T', 1.0, None, "T"),
            ('#EXTINF:1,12" Mix', 1.0, None, '12" Mix'),
            ("#EXTINF:1\ttvg-id=x,T", 1.0, None, "T"),
        ],
    )
    def test_extinf(
        self, line: str, duration: float | None, artist: str | None, title: str | None
    ) -> None:
        entry = one(f"#EXTM3U\n{line}\na.mp3")
        assert (entry.duration, entry.artist, entry.title) == (duration, artist, title)

    def test_a_logo(self) -> None:
        entry = one('#EXTM3U\n#EXTINF:-1 tvg-id="" tvg-logo="http://h/l.png",T\na.mp3')
        assert entry.image == Location.url("http://h/l.png")

    def test_the_last_extinf_before_an_entry_counts(self) -> None:
        assert one("#EXTINF:1,A\n#EXTINF:2,B\na.mp3").title == "B"

    def test_titles_are_cut(self) -> None:
        assert len(one(f"#EXTINF:1,{'x' * 5000}\na.mp3").title or "") == 300

    def test_a_header_alone_is_an_empty_playlist(self) -> None:
        assert parse("#EXTM3U\n") == PlaylistDoc()

    @pytest.mark.parametrize(
        "line", ["#EXT-X-TARGETDURATION:10", "#EXT-X-STREAM-INF:BANDWIDTH=1", "#ext-x-endlist"]
    )
    def test_hls_is_refused(self, line: str) -> None:
        with pytest.raises(PlaylistUnreadable, match=r"“list\.m3u” is an HLS stream") as caught:
            parse(f"#EXTM3U\na.ts\n{line}\nb.ts\n")
        assert caught.value.kind == "hls"

    @pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\0\0"])
    def test_nothing_at_all(self, data: bytes) -> None:
        with pytest.raises(PlaylistUnreadable, match="is empty") as caught:
            parse(data)
        assert caught.value.kind == "empty"

    def test_the_most_entries(self) -> None:
        limits = Limits(max_entries=3)
        assert len(m3u.parse(b"a\nb\nc\n", base=BASE, limits=limits).entries) == 3
        with pytest.raises(PlaylistUnreadable, match="more than 3 tracks") as caught:
            m3u.parse(b"a\nb\nc\nd\n", base=BASE, limits=limits)
        assert caught.value.kind == "too_large"

    def test_the_most_bytes(self) -> None:
        with pytest.raises(PlaylistUnreadable, match="larger than 1 MB"):
            m3u.parse(b"x" * 1_000_001, base=BASE, limits=Limits(max_bytes=1_000_000))

    def test_two_hundred_thousand_entries(self) -> None:
        data = b"#EXTM3U\n" + b"".join(
            b"#EXTINF:%d,Artist - Title %d\n../Artist/%d Title.mp3\n" % (i, i, i)
            for i in range(200_000)
        )
        entries = parse(data).entries
        assert len(entries) == 200_000
        assert entries[-1].title == "Title 199999"

    @given(st.binary(max_size=300))
    def test_any_bytes(self, data: bytes) -> None:
        try:
            parse(b"#EXTM3U\n#EXTINF:" + data)
        except PlaylistUnreadable as error:
            assert error.kind == "hls"  # noqa: PT017


class TestWriting:
    def test_the_whole(self) -> None:
        entries = (
            track("../Björk/02 Jóga.mp3", title="Jóga", artist="Björk", duration=215.4),
            track("../B/x.ogg", title="No artist"),
            track("../B/03 Untitled.flac", artists=("A", "B")),
        )
        assert m3u.render(PlaylistDoc(title="Road trip", entries=entries)) == (
            b"#EXTM3U\n"
            b"#PLAYLIST:Road trip\n"
            b"#EXTINF:215,Bj\xc3\xb6rk - J\xc3\xb3ga\n"
            b"../Bj\xc3\xb6rk/02 J\xc3\xb3ga.mp3\n"
            b"#EXTINF:-1,No artist\n"
            b"../B/x.ogg\n"
            b"#EXTINF:-1,A, B - 03 Untitled\n"
            b"../B/03 Untitled.flac\n"
        )

    def test_the_header_is_always_there(self) -> None:
        # Jellyfin throws on an empty file and reads #EXT lines only after this exact line.
        assert m3u.render(PlaylistDoc()) == b"#EXTM3U\n"

    def test_less_than_a_second_is_not_unknown(self) -> None:
        assert rendered(track("a.mp3", title="T", duration=0.2))[1] == "#EXTINF:1,T"

    @pytest.mark.parametrize("first", ["#", " ", "\u00a0", "\ufeff"])
    def test_a_path_never_looks_like_a_comment_or_loses_its_first_character(
        self, first: str
    ) -> None:
        assert rendered(track(f"{first}1.mp3"))[2] == f"./{first}1.mp3"

    @pytest.mark.parametrize("bad", ["\n", "\r", "\0", "\u2028", "\x85", "\x0b", "\ud800"])
    def test_a_path_no_line_can_hold_is_left_out(self, bad: str) -> None:
        assert rendered(track(f"a{bad}b.mp3"), track("c.mp3"))[1:] == ["#EXTINF:-1,c", "c.mp3"]
        assert rendered(track("a.mp3 ")) == ["#EXTM3U"]

    def test_entries_without_a_location_are_left_out(self) -> None:
        refused = PlaylistEntry(locations=(Location.unsupported("rtsp://h", "no"),))
        assert rendered(PlaylistEntry(title="T"), refused) == ["#EXTM3U"]

    def test_the_first_location_that_can_be_written_counts(self) -> None:
        places = (
            Location.unsupported("x:", "no"),
            Location.path("a\n"),
            Location.url("http://h/a"),
        )
        assert rendered(PlaylistEntry(locations=places))[2] == "http://h/a"

    @given(
        ANY_TEXT,
        st.lists(
            st.builds(
                PlaylistEntry,
                locations=st.lists(
                    st.builds(Location.path, ANY_TEXT) | st.just(Location.url("http://h/a")),
                    max_size=2,
                ).map(tuple),
                title=st.none() | ANY_TEXT,
                artist=st.none() | ANY_TEXT,
                album=st.none() | ANY_TEXT,
                duration=st.none() | st.floats(0, 1e6),
            ),
            max_size=5,
        ),
    )
    def test_no_text_ever_adds_a_line(self, title: str, entries: list[PlaylistEntry]) -> None:
        data = m3u.render(PlaylistDoc(title=title, entries=tuple(entries)))
        lines = data.decode().splitlines()  # at every end of line any reader may know
        assert lines == data.decode()[:-1].split("\n")
        assert lines[0] == "#EXTM3U"
        rest = lines[1:]
        if rest and rest[0].startswith("#PLAYLIST:"):
            rest.pop(0)
        assert len(rest) <= 2 * len(entries)
        assert len(rest) % 2 == 0
        for info, path in zip(rest[::2], rest[1::2], strict=True):
            number, comma, _ = info.removeprefix("#EXTINF:").partition(",")
            assert info.startswith("#EXTINF:")
            assert comma
            assert int(number) != 0
            assert path
            assert path[0] != "#"
            assert path == path.strip()
        assert len(m3u.parse(data, base=BASE).entries) == len(rest) // 2
