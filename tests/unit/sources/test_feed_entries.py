# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity of episodes, which of their files is taken, times and lengths."""

import base64
import hashlib

import pytest

from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef
from catalogsync_gui.sources.feed import Feed, parse_feed
from catalogsync_gui.sources.feed_entries import Entries, identified
from catalogsync_gui.sources.feed_text import clock, length, moment, person, title
from tests.unit.sources.feeds import atom, item, rss

BASE = "https://pod.example/show/feed"


def feed_of(text: str) -> Feed:
    return parse_feed(text.encode(), "x")


def entries(text: str) -> list[CatalogEntry]:
    feed = feed_of(text)
    refused = "http://10.0.0.1/"
    maker = Entries(feed, feed.title, BASE, lambda a: "private" if a.startswith(refused) else "")
    return [maker.entry(one) for one in identified(feed, BASE)]


def keys(*items: str, channel: str = "") -> list[str]:
    return [one.key for one in identified(feed_of(rss(*items, channel=channel)), BASE)]


def file(address: str, kind: str = "audio/mpeg") -> str:
    return f'<enclosure url="{address}" type="{kind}"/>'


class TestIdentity:
    def test_guid_then_link_then_the_one_enclosure(self) -> None:
        link = "<link>https://pod.example/e</link>"
        assert keys(item("a", guid="g", more=link)) == ["g"]
        assert keys(item("a", guid="", more=link)) == ["https://pod.example/e"]
        assert keys(item("a", guid="")) == ["https://cdn.example/a.mp3"]
        userinfo = file("https://u:secret@h.example/a.mp3")
        assert keys(item("a", guid="", enclosure=userinfo)) == ["https://h.example/a.mp3"]

    def test_several_different_enclosures_and_nothing_else(self) -> None:
        two = file("/a.mp3") + file("/b.mp3")
        assert keys(item("a", guid="", enclosure=two)) == []
        assert keys(item("a", guid="", enclosure=file("/a.mp3") * 2)) == ["/a.mp3"]
        assert keys(item("a", guid="g", enclosure=two)) == ["g"]

    def test_a_link_that_tells_nothing_apart(self) -> None:
        link = "<link>https://pod.example/</link>"
        twice = [item("a", guid="", more=link), item("b", guid="", more=link)]
        assert keys(*twice) == ["https://cdn.example/a.mp3", "https://cdn.example/b.mp3"]
        assert keys(twice[0], channel=link) == ["https://cdn.example/a.mp3"]

    def test_the_first_of_a_guid_counts(self) -> None:
        (entry,) = entries(rss(item("a", guid="g"), item("b", guid="g")))
        assert entry.info.title == "a"

    def test_another_enclosure_is_the_same_episode(self) -> None:
        assert keys(item("a", enclosure=file("/1.mp3"))) == keys(item("a", enclosure=file("/2")))

    def test_long_ones_are_shortened(self) -> None:
        (key,) = keys(item("a", guid="g" * 5000))
        assert len(key) < 100

    def test_text_without_sound_is_no_episode(self) -> None:
        assert keys(item("a", enclosure=""), item("b", enclosure='<enclosure type="x"/>')) == []


class TestMedia:
    @pytest.mark.parametrize(
        ("enclosure", "address"),
        [
            (file(" ../a b.mp3 "), "https://pod.example/a%20b.mp3"),
            (file("//cdn.example/a.mp3"), "https://cdn.example/a.mp3"),
            (file("https://h.example/a.mp3", "video/mp4"), "https://h.example/a.mp3"),
            (file("https://h.example/a", ""), "https://h.example/a"),
            (file("/x.jpg", "image/jpeg") + file("/a"), "https://pod.example/a"),
            (file("/v.mp4", "video/mp4") + file("/a.m4a", ""), "https://pod.example/a.m4a"),
            (file("https://u:p@h.example/a"), "https://h.example/a"),
        ],
    )
    def test_taken(self, enclosure: str, address: str) -> None:
        (entry,) = entries(rss(item("a", enclosure=enclosure)))
        assert entry.media == MediaRef(address)

    @pytest.mark.parametrize(
        ("enclosure", "words"),
        [
            (file("/a.mp4", "video/mp4"), "video"),
            (file("/a.MOV", ""), "video"),
            (file("/a.pdf", "application/pdf"), "application/pdf"),
            (file("ftp://h.example/a.mp3"), "ftp"),
            (file("file:///etc/passwd"), "local file"),
            (file("http://10.0.0.1/a.mp3"), "private"),
        ],
    )
    def test_not_taken_and_why(self, enclosure: str, words: str) -> None:
        (entry,) = entries(rss(item("a", enclosure=enclosure)))
        assert entry.media is None
        assert words in entry.reason

    def test_alternates(self) -> None:
        digest = hashlib.sha256(b"x").digest()
        more = (
            '<podcast:alternateEnclosure type="video/mp4"><podcast:source uri="/v"/>'
            "</podcast:alternateEnclosure>"
            '<podcast:alternateEnclosure type="audio/opus"><podcast:source uri="/o.opus"/>'
            "</podcast:alternateEnclosure>"
            '<podcast:alternateEnclosure type="audio/mpeg" default="true">'
            '<podcast:source uri="ipfs://x"/><podcast:source uri="/m.mp3"/>'
            f'<podcast:integrity type="sri" value="sha256-{base64.b64encode(digest).decode()}"/>'
            "</podcast:alternateEnclosure>"
        )
        expected = MediaRef("https://pod.example/m.mp3", digest=f"sha256:{digest.hex()}")
        for enclosure in ("", file("/v.mp4", "video/mp4")):
            (entry,) = entries(rss(item("a", enclosure=enclosure, more=more)))
            assert entry.media == expected
        (entry,) = entries(rss(item("a", more=more)))
        assert entry.media == MediaRef("https://cdn.example/a.mp3")

    @pytest.mark.parametrize("value", ["sha384-AAAA", "sha256-AAAA", "sha256-?", ""])
    def test_hashes_that_are_of_no_use(self, value: str) -> None:
        more = (
            '<podcast:alternateEnclosure type="audio/mpeg"><podcast:source uri="/m"/>'
            f'<podcast:integrity type="sri" value="{value}"/></podcast:alternateEnclosure>'
        )
        (entry,) = entries(rss(item("a", enclosure="", more=more)))
        assert entry.media == MediaRef("https://pod.example/m")

    def test_of_an_atom_feed(self) -> None:
        entry = (
            "<entry><id>urn:x</id><title>One</title><published>2024-03-04T23:00:00-05:00"
            "</published><author><name>Ann</name></author><link href='https://pod.example/1'/>"
            "<link rel='enclosure' href='1.ogg' type='audio/ogg'/></entry>"
        )
        (found,) = entries(atom(entry, feed="<logo>/l.png</logo>"))
        assert (found.key, found.info.title, found.info.date) == ("urn:x", "One", "2024-03-04")
        assert (found.info.artists, found.info.album_artist) == (("Ann",), "Show")
        assert found.media == MediaRef("https://pod.example/show/1.ogg")
        assert [ref.address for ref in found.sidecars] == ["https://pod.example/l.png"]


def transcripts(more: str) -> list[SidecarRef]:
    (entry,) = entries(rss(item("a", more=more)))
    return list(entry.sidecars)


def test_html_only_where_there_is_nothing_better() -> None:
    html = '<podcast:transcript url="/a" type="text/html"/>'
    assert [ref.suffix for ref in transcripts(html)] == [".html"]
    vtt = '<podcast:transcript url="/a.vtt"/>'
    assert [ref.suffix for ref in transcripts(html + vtt + vtt)] == [".vtt"]
    assert transcripts('<podcast:transcript url="/a" type="application/x-exe"/>') == []


@pytest.mark.parametrize(
    ("text", "day", "seconds"),
    [
        ("Thu, 01 Jan 1970 00:00:10 GMT", "1970-01-01", 10),
        ("1 January 1970 00:01 +0100", "1970-01-01", -3540),
        ("Thu, 1 Jan 70 00:00:00 EST", "1970-01-01", 18000),
        ("Do., 01 Jan 1970", "1970-01-01", 0),
        ("1970-01-01T00:00:05.25Z", "1970-01-01", 5),
        ("1970-01-01 02:00:00+02:00", "1970-01-01", 0),
        ("1970-01", "1970-01-01", 0),
        ("31 Feb 2024 00:00:00 GMT", None, 0),
        ("2024-13-01", None, 0),
        ("soon", None, 0),
        ("", None, 0),
        ("1 Jan 2024 99:99:99 ?", "2024-01-01", None),
        ("١ Jan 2024", "2024-01-01", None),
    ],
)
def test_moments(text: str, day: str | None, seconds: float | None) -> None:
    found = moment(text)
    assert (found and found[0]) == day
    if found and seconds is not None:
        assert found[1] == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3723", 3723.0), ("62:03", 3723.0), ("1:02:03", 3723.0), ("01:02:03.9", 3723.0),
        ("12.5", 12.5), ("0", None), ("00:00", None), ("an hour", None), ("-5", None),
        ("1:2:3:4", None), ("9" * 50, None),
    ],
)  # fmt: skip
def test_lengths(text: str, expected: float | None) -> None:
    assert length(text) == expected


def test_words() -> None:
    assert (clock("00:01:00.5"), clock("75"), clock("x")) == (60.5, 75.0, None)
    assert (person("a@b.example (Ann)"), person("a@b.example"), person(" Bo ")) == ("Ann", "", "Bo")
    assert title("A &amp; B\u202e\n C") == "A & B C"
    assert len(title("x" * 999)) == 300


def test_what_podcasts_say_for_tags() -> None:
    channel = (
        '<itunes:category text="Arts"/><category>Talk</category>'
        '<podcast:license url="https://example.org/by">cc-by-4.0</podcast:license>'
    )
    more = (
        "<link>https://pod.example/e/1</link><itunes:season>2</itunes:season>"
        "<itunes:episode>7</itunes:episode><itunes:keywords>moon, light</itunes:keywords>"
        "<description><![CDATA[<p>Of <b>R&amp;D</b>,\n1 < 2</p><p class=]]></description>"
    )
    channel = f"<link>https://pod.example/</link>{channel}"
    (entry,) = entries(rss(item("a", guid="g-1", more=more), channel=channel))
    info = entry.info
    assert (info.feed_url, info.episode_id, info.category) == (BASE, "g-1", "Arts")
    assert (info.disc, info.track, info.genres) == (2, 7, ("Podcast",))
    assert (info.license, info.source_url) == ("https://example.org/by", "https://pod.example/e/1")
    assert (info.artist_url, info.keywords) == ("https://pod.example/", "moon, light")
    assert info.description == "Of R&D, 1 < 2"


def test_an_address_for_one_subscriber_is_told_to_nobody() -> None:
    feed = feed_of(rss(item("a", guid="g", more="<link>https://pod.example/?token=x</link>")))
    maker = Entries(feed, "Show", f"{BASE}?auth=secret", lambda _: "")
    (one,) = identified(feed, BASE)
    info = maker.entry(one).info
    assert (info.feed_url, info.source_url) == ("", "")
    assert info.episode_id == "g"


def test_music_is_no_podcast_and_creative_commons_has_its_own_element() -> None:
    channel = (
        "<podcast:medium>music</podcast:medium>"
        '<cc:license xmlns:cc="http://backend.userland.com/creativeCommonsRssModule">'
        "http://creativecommons.org/licenses/by/2.0/</cc:license>"
    )
    (entry,) = entries(rss(item("a", guid="g"), channel=channel))
    assert (entry.info.feed_url, entry.info.episode_id, entry.info.category) == ("", "", "")
    assert entry.info.license == "http://creativecommons.org/licenses/by/2.0/"
