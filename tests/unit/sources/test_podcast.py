# SPDX-License-Identifier: GPL-3.0-or-later
"""Podcasts as a source: pages, order, choice, what is unchanged, media and sidecars."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import MediaRef, SidecarRef
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources import podcast, registry
from catalogsync_gui.sources.podcast import KIND
from tests.unit.sources.feeds import FEED, atom, item, rss
from tests.unit.sources.podcast_world import Opened, entries, known_of, pages, titles
from tests.unit.sources.web import Web, scripted, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    made.close()


class TestPages:
    def test_an_episode_in_full(self, web: Web, opened: Opened) -> None:
        (page,) = pages(opened(web.put("/feed", FEED)))
        assert (page.playlist.key, page.playlist.title) == ("feed", "Low Tide")
        second, first = page.entries
        assert [second.key, first.key] == ["lt-2", "lt-1"]
        assert second.media == MediaRef("https://cdn.example/2.mp3?from=feed")
        info = second.info
        assert (info.title, info.artists, info.album) == ("Eels & oars", ("Bo Reed",), "Low Tide")
        assert (info.album_artist, info.track, info.disc) == ("Ann Shore", 2, 1)
        assert (info.date, info.genres, info.duration) == ("2024-02-09", ("Podcast",), 3723.0)
        assert second.sidecars == (
            SidecarRef(SidecarKind.COVER, web.url("/art/2.png")),
            SidecarRef(SidecarKind.COVER, "https://pod.example/art.jpg", album=True),
            SidecarRef(SidecarKind.TRANSCRIPT, "https://pod.example/2.vtt", ".vtt", "en"),
            SidecarRef(SidecarKind.TRANSCRIPT, "https://pod.example/2.de.srt", ".srt", "de-AT"),
            SidecarRef(SidecarKind.TRANSCRIPT, "https://pod.example/2.json", ".json"),
            SidecarRef(SidecarKind.CHAPTERS, "https://pod.example/2c.json", ".chapters.json"),
        )
        assert first.info.artists == ("Ann Shore",)

    def test_the_length_a_feed_promises_is_not_believed(self, web: Web, opened: Opened) -> None:
        feed = rss(item("a", enclosure='<enclosure url="/a.mp3" length="1" type="audio/mpeg"/>'))
        (entry,) = entries(opened(web.put("/feed", feed)))
        assert entry.media == MediaRef(web.url("/a.mp3"))

    def test_five_hundred_a_page(self, web: Web, opened: Opened) -> None:
        found = pages(opened(web.put("/feed", rss(*(item(f"n{n}") for n in range(1001))))))
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 500, False),
            (1000, 1, True),
        ]

    def test_a_show_without_episodes_yet(self, web: Web, opened: Opened) -> None:
        (page,) = pages(opened(web.put("/feed", rss())))
        assert (page.entries, page.last) == ((), True)

    def test_a_stop_between_pages(self, web: Web, opened: Opened) -> None:
        cancel = StopToken()
        url = web.put("/feed", rss(*(item(f"n{n}") for n in range(600))))
        running = opened(url).pages({}, cancel)
        next(running)
        cancel.set()
        with pytest.raises(Interrupted):
            next(running)
        assert opened.moves == []

    def test_a_stop_while_the_server_is_silent(self, opened: Opened) -> None:
        cancel = StopToken()

        def script(connection: object) -> None:
            connection.recv(1 << 16)  # type: ignore[attr-defined]
            cancel.set()
            connection.recv(1)  # type: ignore[attr-defined]

        with scripted(script) as url:
            with pytest.raises(Interrupted):
                list(opened(url).pages({}, cancel))


class TestOrder:
    DATED = (
        item("b", date="2024-01-02"),
        item("c", date="Wed, 03 Jan 2024 01:00:00 +0200"),
        item("a", date="2024-01-01"),
    )

    def test_newest_first(self, web: Web, opened: Opened) -> None:
        assert titles(opened(web.put("/feed", rss(*self.DATED)))) == ["c", "b", "a"]

    def test_the_feeds_own_where_a_date_is_missing(self, web: Web, opened: Opened) -> None:
        assert titles(opened(web.put("/f", rss(*self.DATED, item("x"))))) == ["b", "c", "a", "x"]

    def test_a_serial_show_from_its_beginning(self, web: Web, opened: Opened) -> None:
        serial = "<itunes:type>Serial</itunes:type>"
        assert titles(opened(web.put("/f", rss(*self.DATED, channel=serial)))) == ["a", "b", "c"]
        numbered = [item(f"{s}.{e}", episode=e, season=s) for s, e in ((2, 1), (1, 2), (1, 1))]
        found = titles(opened(web.put("/f", rss(*numbered, channel=serial))))
        assert found == ["1.1", "1.2", "2.1"]
        found = titles(opened(web.put("/f", rss(item("y"), item("x"), channel=serial))))
        assert found == ["x", "y"]

    def test_music_is_an_album(self, web: Web, opened: Opened) -> None:
        music = (
            "<podcast:medium>music</podcast:medium>"
            '<itunes:category text="Music"/><itunes:author>The Reeds</itunes:author>'
        )
        found = entries(opened(web.put("/f", rss(*self.DATED, channel=music))))
        assert [(e.info.title, e.info.track) for e in found] == [("b", 1), ("c", 2), ("a", 3)]
        assert {e.info.genres for e in found} == {("Music",)}
        assert {e.info.album_artist for e in found} == {"The Reeds"}
        tracks = [item("two", episode=2), item("one", episode=1)]
        found = entries(opened(web.put("/f", rss(*tracks, channel=music), ETag='"n"')))
        assert [(e.info.title, e.info.track) for e in found] == [("one", 1), ("two", 2)]
        # What is not wanted leaves the numbers of the others alone.
        found = entries(opened(web.put("/f", rss(*self.DATED, channel=music)), exclude="b"))
        assert [(e.info.title, e.info.track) for e in found] == [("c", 2), ("a", 3)]


class TestChoice:
    FEED = rss(
        item("Tides, part one", date="2024-01-01", duration="600"),
        item("Tides, part two", date="2024-01-02", duration="20:00"),
        item("BONUS: a  walk", date="2024-01-03", duration="1:00:00"),
        item("No idea", date="2024-01-04"),
    )

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({"keep_last": "2"}, ["No idea", "BONUS: a walk"]),
            ({"since": "2024-01-03"}, ["No idea", "BONUS: a walk"]),
            ({"include": "tides, Walk"}, ["BONUS: a walk", "Tides, part two", "Tides, part one"]),
            ({"exclude": "bonus: A walk, part one"}, ["No idea", "Tides, part two"]),
            ({"include": "tides", "keep_last": "1"}, ["Tides, part two"]),
            ({"min_minutes": "20"}, ["No idea", "BONUS: a walk", "Tides, part two"]),
            ({"max_minutes": "20"}, ["No idea", "Tides, part two", "Tides, part one"]),
        ],
    )
    def test_options(self, web: Web, opened: Opened, options: Any, expected: list[str]) -> None:
        assert titles(opened(web.put("/f", self.FEED), **options)) == expected

    def test_the_last_of_a_serial_show_are_its_newest(self, web: Web, opened: Opened) -> None:
        feed = self.FEED.replace("<channel>", "<channel><itunes:type>serial</itunes:type>")
        assert titles(opened(web.put("/f", feed), keep_last="2")) == ["BONUS: a walk", "No idea"]

    def test_other_options_are_a_change(self, web: Web, opened: Opened) -> None:
        url = web.put("/f", self.FEED, ETag='"1"')
        known = known_of(pages(opened(url)))
        assert pages(opened(url), known)[0].unchanged
        (page,) = pages(opened(url, keep_last="1"), known)
        assert len(page.entries) == 1

    @pytest.mark.parametrize(
        ("key", "text", "kept"),
        [
            ("keep_last", " 5 ", "5"),
            ("keep_last", "0", None),
            ("since", "2024-02-29", "2024-02-29"),
            ("since", "2023-02-29", None),
            ("since", "yesterday", None),
            ("include", " a  b ,, c", "a b, c"),
            ("exclude", " , ", None),
            ("min_minutes", "x", None),
        ],
    )
    def test_checks(self, key: str, text: str, kept: str | None) -> None:
        if kept is None:
            with pytest.raises(ValueError, match=r"."):
                KIND.options[key].check(text)
        else:
            assert KIND.options[key].check(text) == kept


class TestRevisions:
    @pytest.mark.parametrize(
        "headers", [{"ETag": '"1"'}, {"Last_Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}, {}]
    )
    def test_nothing_new(self, web: Web, opened: Opened, headers: dict[str, str]) -> None:
        url = web.put("/f", FEED, **headers)
        known = known_of(pages(opened(url)))
        (page,) = pages(opened(url), known)
        assert (page.unchanged, page.last, page.entries) == (True, True, ())
        assert known_of([page]) == known
        conditions = {"If-None-Match", "If-Modified-Since"} & set(web.requests[1][1])
        assert bool(conditions) is bool(headers)
        web.put("/f", FEED.replace("Low Tide", "High Tide"), ETag='"2"')
        assert not pages(opened(url), known)[0].unchanged

    def test_a_new_date_of_building_is_no_change(self, web: Web, opened: Opened) -> None:
        url = web.put("/f", rss(item("a"), channel="<lastBuildDate>1</lastBuildDate>"))
        known = known_of(pages(opened(url)))
        web.put("/f", rss(item("a"), channel="<lastBuildDate>2</lastBuildDate>"))
        assert pages(opened(url), known)[0].unchanged

    @pytest.mark.parametrize("revision", ["", "x", "[]", '{"sha256": "x"}', '{"reader": "0"}'])
    def test_a_revision_of_another_version(self, web: Web, opened: Opened, revision: str) -> None:
        url = web.put("/f", FEED)
        assert not pages(opened(url), {"feed": revision})[0].unchanged


class TestMediaAndSidecars:
    def test_credentials_for_the_own_origin_only(self, web: Web, opened: Opened) -> None:
        source = opened(web.put("/f", FEED), secrets={"password": "pw"}, user="me")
        pages(source)
        assert web.requests[0][1]["Authorization"] == "Basic bWU6cHc="
        own = source.media(MediaRef(web.url("/a.mp3"), digest="md5:0"))
        assert own.headers == {"Authorization": "Basic bWU6cHc="}
        assert (own.own_host, own.digest) == (f"127.0.0.1:{web.port}", "md5:0")
        assert source.media(MediaRef("https://x.example/a")).headers == {}

    def test_sidecars(self, web: Web, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
        source = opened(web.url("/f"))
        ref = SidecarRef(SidecarKind.TRANSCRIPT, web.put("/a.vtt", "WEBVTT\n"), ".vtt")
        assert source.sidecar(ref, StopToken()) == b"WEBVTT\n"
        gone = SidecarRef(SidecarKind.COVER, web.url("/none"))
        assert source.sidecar(gone, StopToken()) is None
        monkeypatch.setattr(podcast, "SIDECAR_BYTES", 5)
        with pytest.raises(PlaylistUnreadable, match="larger"):
            source.sidecar(ref, StopToken())
        stop = StopToken()
        stop.set()
        with pytest.raises(Interrupted):
            source.sidecar(ref, stop)

    def test_chapters_of_the_feed_itself(self, web: Web, opened: Opened) -> None:
        marks = (
            '<psc:chapters><psc:chapter start="00:01:00.5" title="Zwei &amp; mehr 100%"/>'
            '<psc:chapter start="0" title="Eins" href="https://a.example/"/>'
            '<psc:chapter start="soon" title="x"/></psc:chapters>'
        )
        source = opened(web.put("/f", rss(item("a", more=marks))))
        (entry,) = entries(source)
        (ref,) = entry.sidecars
        assert (ref.kind, ref.suffix) == (SidecarKind.CHAPTERS, ".chapters.json")
        data = source.sidecar(ref, StopToken())
        assert json.loads(data or b"") == {
            "version": "1.2.0",
            "chapters": [
                {"startTime": 0.0, "title": "Eins", "url": "https://a.example/"},
                {"startTime": 60.5, "title": "Zwei & mehr 100%"},
            ],
        }


class TestTrouble:
    @pytest.mark.parametrize(
        ("body", "status", "error", "kind"),
        [
            ("", 404, SourceGone, "gone"),
            ("", 410, SourceGone, "gone_for_good"),
            ("", 401, SourceRefused, "refused"),
            ("", 503, SourceUnreachable, "unreachable"),
            ("", 200, PlaylistUnreadable, "empty"),
            ("<!DOCTYPE html><html>", 200, PlaylistUnreadable, "not_a_feed"),
            ("{}", 200, PlaylistUnreadable, "bad_xml"),
            (FEED[:-200], 200, PlaylistUnreadable, "bad_xml"),
        ],
    )
    def test_errors(
        self,
        web: Web,
        opened: Opened,
        body: str,
        status: int,
        error: type[SourceError],
        kind: str,
    ) -> None:
        with pytest.raises(error) as caught:
            pages(opened(web.put("/f", body, status)))
        assert caught.value.kind == kind

    def test_a_list_of_other_feeds(self, web: Web, opened: Opened) -> None:
        feed = rss(channel='<podcast:remoteItem feedGuid="a" itemGuid="b"/>')
        with pytest.raises(PlaylistUnreadable, match="other feeds"):
            pages(opened(web.put("/f", feed)))


class TestKind:
    @pytest.mark.parametrize(
        ("location", "sure"),
        [
            ("https://pod.example/show.rss", True),
            ("https://pod.example/show.Atom?x=1", True),
            ("https://pod.example/show.xml", False),
            ("https://pod.example/", False),
        ],
    )
    def test_recognised(self, location: str, sure: bool) -> None:
        found = KIND.recognise(location)
        assert found is not None
        assert (found.location, found.title, found.sure) == (location, "pod.example", sure)

    @pytest.mark.parametrize("location", ["/home/x/f.rss", "https://podcasts.apple.com/x/id1"])
    def test_not_recognised(self, location: str) -> None:
        assert KIND.recognise(location) is None

    def test_a_playlist_stays_one(self) -> None:
        (found,) = registry.recognise("https://pod.example/a.m3u")
        assert found[0].name == "playlist"
        assert registry.kinds()["podcast"] is KIND

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (FEED.encode(), True),
            (atom().encode(), True),
            (b"\xef\xbb\xbf\n<!-- x -->\n<RDF:rdf xmlns:RDF='x'>", True),
            (b"<?xml version='1.0'?><playlist/>", False),
            (b"<html><rss>", False),
            (b"#EXTM3U", False),
            (b"<!--" * 5000, False),
        ],
    )
    def test_detected(self, data: bytes, expected: bool) -> None:
        assert KIND.detect("https://x.example/", "text/plain", data) is expected


@pytest.fixture(scope="module")
def far_end() -> Iterator[Web]:
    with serving() as server:
        yield server


SOURCE = FEED.encode()
Mutation = tuple[int, int, bytes]
mutations = st.lists(
    st.tuples(
        st.integers(0, len(SOURCE)),
        st.integers(0, 60),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from([b"<item>", b"</item>", b"&", b"<![CDATA[", b"]]>", b"<!--", b'"']),
        ),
    ),
    max_size=6,
)


@given(mutations)
def test_no_feed_raises_anything_but_our_errors(far_end: Web, changes: list[Mutation]) -> None:
    data = SOURCE
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    source = Opened()
    try:
        for page in pages(source(far_end.put("/f", data))):
            for entry in page.entries:
                assert entry.key
                assert entry.media or entry.reason
                assert len(entry.info.title) <= 300
    except CatalogSyncError:
        pass
    finally:
        source.close()
