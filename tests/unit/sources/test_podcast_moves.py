# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds that move, and feeds that go on in further documents."""

from collections.abc import Iterator

import pytest

from catalogsync_gui.core.errors import (
    SourceError,
    SourceUnreachable,
)
from catalogsync_gui.sources import podcast
from tests.unit.sources.feeds import FEED, item, rss
from tests.unit.sources.podcast_world import Opened, entries, known_of, pages, titles
from tests.unit.sources.web import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    made.close()


class TestMoves:
    def test_a_redirect_for_good(self, web: Web, opened: Opened) -> None:
        web.put("/old", "", 301, Location="/new")
        url = web.put("/new", FEED, ETag='"1"')
        known = known_of(pages(opened(web.url("/old"))))
        assert opened.moves == [url]
        (page,) = pages(opened(url, memory=opened.memory), known)
        assert page.unchanged

    def test_a_redirect_for_now(self, web: Web, opened: Opened) -> None:
        web.put("/old", "", 302, Location="/new")
        web.put("/new", FEED)
        pages(opened(web.url("/old")))
        assert opened.moves == []

    def test_a_feed_that_says_so(self, web: Web, opened: Opened) -> None:
        new = web.put("/new", FEED, ETag='"n"')
        old = web.put("/old", moved_to(new), ETag='"o"')
        found = pages(opened(old))
        assert found[0].playlist.title == "Low Tide"
        assert opened.moves == [new]
        assert pages(opened(new, memory=opened.memory), known_of(found))[0].unchanged
        # Where the move was not taken over (that feed is subscribed, too), nothing is missed.
        web.put("/new", FEED.replace("Low Tide", "High Tide"), ETag='"m"')
        assert pages(opened(old), known_of(found))[0].playlist.title == "High Tide"

    def test_a_new_address_that_is_its_own(self, web: Web, opened: Opened) -> None:
        url = web.url("/f")
        web.put("/f", moved_to(url))
        assert titles(opened(url)) == ["old"]
        assert opened.moves == []

    def test_a_circle_leads_nowhere(self, web: Web, opened: Opened) -> None:
        web.put("/a", moved_to(web.url("/b")))
        web.put("/b", moved_to(web.url("/a")))
        assert titles(opened(web.url("/a"))) == ["old"]
        assert opened.moves == []

    @pytest.mark.parametrize(
        "new", ["ftp://h.example/f", "javascript:alert(1)", "http://169.254.169.254/f", "/gone"]
    )
    def test_one_that_is_of_no_use(self, web: Web, opened: Opened, new: str) -> None:
        assert titles(opened(web.put("/f", moved_to(new)))) == ["old"]
        assert opened.moves == []

    def test_credentials_stay_where_they_were_given(self, web: Web, opened: Opened) -> None:
        with serving() as other:
            new = other.put("/new", FEED)
            old = web.put("/old", moved_to(new))
            assert titles(opened(old, secrets={"token": "t"}, allow_private="yes")) == ["old"]
            web.put("/old", "", 301, Location=new)
            assert len(entries(opened(old, secrets={"token": "t"}, allow_private="yes"))) == 2
            assert opened.moves == []
            assert all("Authorization" not in headers for _, headers in other.requests)
            pages(opened(old, allow_private="yes"))
        assert opened.moves == [new]

    def test_the_host_a_feed_moved_to_is_not_the_one_that_was_named(
        self, web: Web, opened: Opened
    ) -> None:
        url = web.put("/f", FEED)
        memory = {"typed_host": "pod.example", "moved_to": url}
        with pytest.raises(SourceError, match="private address"):
            pages(opened(url, memory=memory))
        # Another address was given by the person since.
        assert pages(opened(url, memory={**memory, "moved_to": "http://x.example/"}))


def moved_to(address: str) -> str:
    return rss(item("old"), channel=f"<itunes:new-feed-url>{address}</itunes:new-feed-url>")


class TestPagesOfAFeed:
    @staticmethod
    def link(relation: str, to: str) -> str:
        return f'<atom:link rel="{relation}" href="{to}"/>'

    @pytest.mark.parametrize("relation", ["next", "prev-archive"])
    def test_are_read_one_after_the_other(self, web: Web, opened: Opened, relation: str) -> None:
        web.put("/1", rss(item("c"), item("b"), channel=self.link(relation, "2")))
        web.put("/2", rss(item("b"), item("a"), channel=self.link(relation, "/1")))
        assert titles(opened(web.url("/1"))) == ["c", "b", "a"]
        assert web.paths == ["/1", "/2"]

    def test_no_more_of_them_than_are_needed(self, web: Web, opened: Opened) -> None:
        web.put("/1", rss(item("c", date="2024-01-03"), channel=self.link("next", "2")))
        web.put("/2", rss(item("b", date="2024-01-02"), channel=self.link("next", "3")))
        assert titles(opened(web.url("/1"), keep_last="1")) == ["c"]
        assert titles(opened(web.url("/1"), since="2024-01-03")) == ["c"]
        assert "/3" not in web.paths
        done = self.link("next", "2") + "<fh:complete/>"
        assert titles(opened(web.put("/1", rss(item("c"), channel=done)))) == ["c"]

    def test_so_many_and_no_more(
        self, web: Web, opened: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(podcast, "MOST_DOCUMENTS", 3)
        for n in range(6):
            web.put(f"/{n}", rss(item(f"e{n}"), channel=self.link("next", f"/{n + 1}")))
        assert titles(opened(web.url("/0"))) == ["e0", "e1", "e2"]

    @pytest.mark.parametrize(("body", "status"), [("", 404), ("<html>", 200)])
    def test_one_that_is_gone_ends_the_list(
        self, web: Web, opened: Opened, body: str, status: int
    ) -> None:
        web.put("/2", body, status)
        assert titles(opened(web.put("/1", rss(item("a"), channel=self.link("next", "/2"))))) == [
            "a"
        ]

    def test_one_that_cannot_be_had_now_leaves_the_old_list(self, web: Web, opened: Opened) -> None:
        web.put("/2", "", 503)
        with pytest.raises(SourceUnreachable):
            pages(opened(web.put("/1", rss(item("a"), channel=self.link("next", "/2")))))
