# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that name each other, and pages that never end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.hostile.serving import Outcome, Place, document, sound
from tests.faults.secrets.echoing import Answer, Request, echoing

pytestmark = pytest.mark.scenario

_ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'


def _m3u(*entries: str) -> Answer:
    return document("\n".join(["#EXTM3U", *entries, ""]))


def _feed(*episodes: str, following: str = "", moved: str = "") -> Answer:
    items = "".join(
        f"<item><title>{name}</title><guid>{name}</guid>"
        f'<enclosure url="/sound/{name}.mp3" type="audio/mpeg"/></item>'
        for name in episodes
    )
    link = f'<atom:link rel="next" href="{following}"/>' if following else ""
    names = f'{_ATOM} xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    move = f"<itunes:new-feed-url>{moved}</itunes:new-feed-url>" if moved else ""
    return document(f"<rss {names}><channel><title>Show</title>{link}{move}{items}</channel></rss>")


def _endless(request: Request) -> bytes:
    """Every page names another one."""
    number = int(request.target.partition("page=")[2] or 1)
    return _feed(f"e{number}", following=f"/endless?page={number + 1}")(request)


@dataclass(slots=True)
class Walk:
    """What was read, by the source's name."""

    outcome: Outcome
    asked: Counter[str]
    sources: dict[str, int]
    items: list[dict[str, Any]]

    def titles(self, name: str) -> list[str]:
        """Of a source's tracks."""
        return [one["title"] for one in self.items if one["source"] == self.sources[name]]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """All of them in one sync."""
    folder: Path = tmp_path_factory.mktemp("circles")
    with echoing() as far:
        place = Place(folder, far)
        for number in range(8):
            far.answers[f"/sound/t{number}.mp3"] = sound
        far.answers |= {
            "/b.m3u": _m3u("/sound/t2.mp3", "/a.m3u", "/b.m3u", "/self.m3u"),
            "/deep2.m3u": _m3u("/sound/t2.mp3", "/deep3.m3u"),
            "/deep3.m3u": _m3u("/sound/t3.mp3", "/deep4.m3u"),
            "/deep4.m3u": _m3u("/sound/t4.mp3", "/deep5.m3u"),
            "/deep5.m3u": _m3u("/sound/t5.mp3", "/deep6.m3u"),
            "/page2": _feed("e2", following="/page3"),
            "/page3": _feed("e3", following="/page2"),
            "/move2": _feed("m2", moved="/move"),
        }
        sources = {
            "circle": place.add("/a.m3u", _m3u("/sound/t1.mp3", "/b.m3u", "/b.m3u")),
            "self": place.add("/self.m3u", _m3u("/self.m3u", "/sound/t1.mp3")),
            "deep": place.add("/deep1.m3u", _m3u("/sound/t1.mp3", "/deep2.m3u")),
            "same": place.add("/same", _feed("e1", following="/same"), kind="podcast"),
            "pages": place.add("/page1", _feed("e1", following="/page2"), kind="podcast"),
            "endless": place.add("/endless", _endless, kind="podcast"),
            "move": place.add("/move", _feed("m1", moved="/move2"), kind="podcast"),
        }
        outcome = place.sync()
        yield Walk(outcome, Counter(place.asked()), sources, place.json("items"))


def test_a_list_in_a_circle_is_read_once(walk: Walk) -> None:
    assert len(walk.titles("circle")) == 2
    assert len(walk.titles("self")) == 1
    # Once for each of the sources that lead there.
    assert walk.asked["/a.m3u"] == 1
    assert walk.asked["/b.m3u"] == 1
    assert walk.asked["/self.m3u"] == 2


def test_lists_are_followed_three_deep_and_the_rest_is_told(walk: Walk) -> None:
    assert walk.asked["/deep4.m3u"] == 1
    assert walk.asked["/deep5.m3u"] == 0
    (left,) = (
        one
        for one in walk.items
        if one["source"] == walk.sources["deep"] and one["state"] == "skipped"
    )
    assert "3 levels deep" in str(left["error"])


def test_a_page_that_was_read_ends_the_pages(walk: Walk) -> None:
    assert walk.titles("same") == ["e1"]
    assert walk.asked["/same"] == 1
    assert sorted(walk.titles("pages")) == ["e1", "e2", "e3"]
    assert walk.asked["/page2"] == walk.asked["/page3"] == 1


def test_pages_without_end_have_an_end(walk: Walk) -> None:
    assert walk.asked["/endless"] == 50
    assert len(walk.titles("endless")) == 50


def test_feeds_that_move_to_each_other_are_read_where_they_are(walk: Walk) -> None:
    assert walk.asked["/move"] <= 2
    assert walk.asked["/move2"] <= 2
    assert len(walk.titles("move")) == 1


def test_every_source_was_read(walk: Walk) -> None:
    assert [walk.outcome.error(source) for source in walk.sources.values()] == [""] * 7
