# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds as XML: names, places, repair, and what is refused."""

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, PlaylistUnreadable
from catalogsync_gui.playlists.limits import Limits
from catalogsync_gui.sources.feed import Feed, parse_feed
from catalogsync_gui.sources.feed_repair import repaired
from tests.unit.sources.feeds import FEED, atom, item, rss


def read(text: str | bytes) -> Feed:
    return parse_feed(text.encode() if isinstance(text, str) else text, "This feed")


def title_of(text: str | bytes) -> str:
    (episode,) = read(text).episodes
    return episode.title


class TestNames:
    @pytest.mark.parametrize(
        ("prefix", "space"),
        [
            ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
            ("itunes", "https://www.itunes.com/dtds/podcast-1.0.dtd"),
            ("itunes", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
            ("i", "http://www.itunes.com/dtds/podcast-1.0.dtd/"),
        ],
    )
    def test_namespaces_count_however_they_are_written(self, prefix: str, space: str) -> None:
        feed = rss(names=f'xmlns:{prefix}="{space}"').replace(
            "</channel>", f"<{prefix}:Author>Ann</{prefix}:Author></channel>"
        )
        assert read(feed).author == "Ann"

    @pytest.mark.parametrize(
        "space",
        [
            "https://podcastindex.org/namespace/1.0",
            "http://podcastindex.org/namespace/1.0/",
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        ],
    )
    def test_of_the_podcast_namespace_too(self, space: str) -> None:
        feed = rss(names=f'xmlns:p="{space}"', channel="<p:medium> Music </p:medium>")
        assert read(feed).medium == "music"

    def test_a_default_namespace_of_the_root(self) -> None:
        feed = '<RSS xmlns="http://blogs.example/rss"><Channel><Title>T</Title></Channel></RSS>'
        assert read(feed).title == "T"

    def test_a_foreign_title_is_none(self) -> None:
        media = '<m:title xmlns:m="http://search.yahoo.com/mrss/">Other</m:title>'
        assert title_of(rss(f"<item>{media}<title>Own</title></item>")) == "Own"
        inner = "<itunes:unknown><title>Other</title></itunes:unknown>"
        assert title_of(rss(f"<item>{inner}<title>Own</title></item>")) == "Own"

    def test_an_item_in_an_item_is_none(self) -> None:
        assert title_of(rss("<item><item><title>In</title></item><title>Out</title></item>")) == (
            "Out"
        )

    def test_rss_1(self) -> None:
        feed = (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel>'
            "<item><title>One</title></item></rdf:RDF>"
        )
        assert (read(feed).title, title_of(feed)) == ("T", "One")

    @pytest.mark.parametrize("space", [' xmlns="http://www.w3.org/2005/Atom"', ""])
    def test_atom(self, space: str) -> None:
        feed = atom("<entry><title type='xhtml'><div>A <b>b</b></div></title></entry>")
        assert title_of(feed.replace(' xmlns="http://www.w3.org/2005/Atom"', space)) == "A b"

    def test_cdata_and_the_first_text_that_is_one(self) -> None:
        assert title_of(rss("<item><title> </title><title><![CDATA[A & B]]></title></item>")) == (
            "A & B"
        )


class TestRepair:
    @pytest.mark.parametrize(
        ("broken", "title"),
        [
            ("Salt & Mud", "Salt & Mud"),
            ("Salt&nbsp;&amp;&nbsp;Mud", "Salt & Mud"),
            ("caf&eacute; &unknown; x", "café &unknown; x"),
            ("a\x0bb\x00c", "abc"),
            ("a&#8;b &#x110000; c", "ab"),
            ("<![CDATA[A & B &nbsp;]]> & C", "A & B  & C"),
            ("<!-- & --> & C", "& C"),
        ],
    )
    def test_titles(self, broken: str, title: str) -> None:
        found = title_of(rss(f"<item><title>{broken}</title></item>"))
        assert found.startswith(" ".join(title.split()))

    def test_ampersands_in_addresses(self) -> None:
        broken = '<enclosure url="https://h.example/a.mp3?a=1&b=2&copy=3" type="audio/mpeg"/>'
        (episode,) = read(rss(item("a", enclosure=broken))).episodes
        assert episode.enclosures[0].address == "https://h.example/a.mp3?a=1&b=2&copy=3"

    @pytest.mark.parametrize("before", ["\n\n", "Notice: something\n", "\ufeff \ufeff"])
    def test_text_before_the_beginning(self, before: str) -> None:
        assert title_of(before + rss(item("a"))) == "a"

    def test_text_after_the_end(self) -> None:
        assert title_of(rss(item("a")) + "\n<!-- x -->Notice: & <b>") == "a"

    def test_prefixes_that_nobody_declared(self) -> None:
        feed = rss(item("a", duration="10", more='<podcast:x url="a"/><y m:z="1"/>'), names="")
        assert read(feed).episodes[0].duration == 10.0

    def test_bytes_of_another_encoding(self) -> None:
        assert title_of(rss(item("Bj\xf6rk")).encode("latin-1")) == "Björk"
        declared = rss(item("Прилив")).replace("UTF-8", "windows-1251").encode("cp1251")
        assert title_of(declared) == "Прилив"
        wide = rss(item("潮 & 泥")).replace("UTF-8", "Shift_JIS").encode("shift_jis")
        assert title_of(wide) == "潮 & 泥"
        assert title_of(rss(item("潮")).replace("UTF-8", "UTF-16").encode("utf-16")) == "潮"

    def test_what_is_whole_is_not_repaired(self) -> None:
        assert read(FEED).title == "Low Tide"
        assert repaired(b"no xml") == b"no xml"

    def test_marks_without_end_take_no_time(self) -> None:
        assert b"&amp;" in repaired(b"<rss>&" + b"<![CDATA[" * 200_000)


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (b"", "empty"),
            (b"<html><body/></html>", "not_a_feed"),
            (b"<playlist/>", "not_a_feed"),
            (b"{}", "bad_xml"),
            (b"<rss><channel><title>a", "bad_xml"),
            (b"<rss><channel></rss>", "bad_xml"),
            (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "bad_xml"),
            (b'<!DOCTYPE rss SYSTEM "http://h.example/rss.dtd"><rss/>', "bad_xml"),
        ],
    )
    def test_kinds(self, data: bytes, kind: str) -> None:
        with pytest.raises(PlaylistUnreadable) as caught:
            read(data)
        assert caught.value.kind == kind
        assert "This feed" in str(caught.value)

    def test_bounds(self) -> None:
        feed = rss(item("a"), item("b")).encode()
        for limits in (Limits(max_entries=1), Limits(max_bytes=50)):
            with pytest.raises(PlaylistUnreadable) as caught:
                parse_feed(feed, "x", limits=limits)
            assert caught.value.kind == "too_large"

    def test_depth_names_and_repetition_are_bounded(self) -> None:
        deep = "<a>" * 50_000 + "</a>" * 50_000
        many = "".join(f"<n{n}/>" for n in range(20_000))
        transcripts = '<podcast:transcript url="/a"/>' * 5_000
        (episode,) = read(rss(f"<item>{deep}{many}{transcripts}</item>")).episodes
        assert len(episode.transcripts) == 20

    def test_a_stop(self) -> None:
        stop = StopToken()
        stop.set()
        with pytest.raises(Interrupted):
            parse_feed(FEED.encode(), "x", stop.check)
