# SPDX-License-Identifier: GPL-3.0-or-later
"""Which addresses are the Internet Archive's, and their one stored form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.sources import registry
from catalogsync_gui.sources.archive_places import Place, Shape, place_of, recognise

HOME = "https://archive.org"


@pytest.mark.parametrize(
    ("address", "stored", "title"),
    [
        (f"{HOME}/details/nasa", f"{HOME}/details/nasa", "nasa"),
        (f"{HOME}/details/nasa/", f"{HOME}/details/nasa", "nasa"),
        ("http://www.archive.org/details/a.b-c_d", f"{HOME}/details/a.b-c_d", "a.b-c_d"),
        ("https://ARCHIVE.org/details/X?tab=about#r", f"{HOME}/details/X", "X"),
        (f"{HOME}/details/X/01+Song.mp3", f"{HOME}/details/X", "X"),
        (f"{HOME}/download/X/disc%201/01.mp3", f"{HOME}/details/X", "X"),
        (f"{HOME}/download/X/X_vbr.m3u", f"{HOME}/details/X", "X"),
        (f"{HOME}/metadata/X", f"{HOME}/details/X", "X"),
        (f"{HOME}/embed/X?playlist=1", f"{HOME}/details/X", "X"),
        (f"{HOME}/stream/X/X.m3u", f"{HOME}/details/X", "X"),
        ("https://ia600200.us.archive.org/4/items/X/01.mp3", f"{HOME}/details/X", "X"),
        (f"{HOME}/details/fav-brewster", f"{HOME}/details/fav-brewster", "Favourites of brewster"),
        (
            f"{HOME}/details/@brewster?tab=favorites",
            f"{HOME}/details/fav-brewster",
            "Favourites of brewster",
        ),
        (
            f"{HOME}/details/@brewster/lists/12/my-list",
            f"{HOME}/details/@brewster/lists/12",
            "List 12 of brewster",
        ),
        (f"{HOME}/details/@brewster", f"{HOME}/details/@brewster", "brewster"),
        (
            f"{HOME}/search?query=creator%3A%28Dead%29+AND+year%3A1977",
            f"{HOME}/search?query=creator%3A%28Dead%29+AND+year%3A1977",
            "Search: creator:(Dead) AND year:1977",
        ),
        (f"{HOME}/search.php?query=jazz", f"{HOME}/search?query=jazz", "Search: jazz"),
        (
            f"{HOME}/advancedsearch.php?q=jazz&output=json&rows=5",
            f"{HOME}/search?query=jazz",
            "Search: jazz",
        ),
    ],
)
def test_addresses(address: str, stored: str, title: str) -> None:
    found = recognise(address)
    assert found is not None
    assert (found.location, found.title, found.sure) == (stored, title, True)
    again = recognise(stored)
    assert again is not None
    assert (again.location, again.title) == (stored, title)
    kinds = registry.recognise(address)
    assert [kind.name for kind, _ in kinds] == ["archive"]


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}/",
        f"{HOME}/about/terms.php",
        f"{HOME}/details/",
        f"{HOME}/details/.hidden",
        f"{HOME}/details/a%20b",
        f"{HOME}/details/@",
        f"{HOME}/search?query=",
        f"{HOME}/search?query=" + "x" * 2000,
        f"{HOME}/search?" + "&".join(f"a{n}=1" for n in range(200)),
        "https://web.archive.org/web/2020/http://example.org/",
        "https://ia600200.us.archive.org/items/X",
        "https://example.org/list.m3u",
        "ftp://archive.org/details/x",
        "/home/me/details/x",
        "http://[",
        "",
    ],
)
def test_what_is_none_of_it(address: str) -> None:
    assert recognise(address) is None


def test_a_search_keeps_its_facets_and_its_order() -> None:
    found = recognise(
        f"{HOME}/search?query=grateful+dead&and[]=year%3A%221977%22&and[]=year%3A%221978%22"
        "&and%5B%5D=mediatype%3A%22etree%22&not[]=collection%3A%22x%22&sort=-downloads"
    )
    assert found is not None
    assert found.title == (
        'Search: (grateful dead) AND ((year:"1977") OR (year:"1978")) AND (mediatype:"etree")'
        ' AND NOT (collection:"x")'
    )
    assert found.options == {"sort": "downloads"}
    assert recognise(found.location) is not None


def test_a_collection_narrowed_down_is_a_search() -> None:
    found = place_of(f"{HOME}/details/GratefulDead?query=scarlet&sort=titleSorter")
    assert found == Place(HOME, Shape.SEARCH, "collection:(GratefulDead) AND (scarlet)")
    found = place_of(f"{HOME}/details/GratefulDead?and[]=year:1977")
    assert found == Place(HOME, Shape.SEARCH, "(collection:(GratefulDead)) AND (year:1977)")


def test_a_mirror_is_not_sure() -> None:
    found = recognise("http://mirror.example:8080/download/X/01.mp3")
    assert found is not None
    assert (found.location, found.sure) == ("http://mirror.example:8080/details/X", False)
    # A playlist there is a playlist.
    kinds = registry.recognise("http://mirror.example/download/X/list.m3u")
    assert [kind.name for kind, _ in kinds] == ["playlist"]


@given(st.text(max_size=60), st.sampled_from(["details", "search?query=", "details/@u/lists", ""]))
def test_the_stored_form_stays(text: str, page: str) -> None:
    found = recognise(f"{HOME}/{page}/{text}")
    if found is not None:
        again = recognise(found.location)
        assert again is not None
        assert (again.location, again.title) == (found.location, found.title)
