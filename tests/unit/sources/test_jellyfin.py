# SPDX-License-Identifier: GPL-3.0-or-later
"""Jellyfin as a source: its lists, their pages, and what changed of them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import (
    CatalogPage,
)
from catalogsync_gui.sources import jellyfin_lists
from tests.unit.sources.fake_jellyfin import FakeJellyfin, item_id, jellyfin
from tests.unit.sources.jellyfin_world import Subscribe, subscribing


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        yield server


@pytest.fixture
def subscribe(fake: FakeJellyfin) -> Iterator[Subscribe]:
    with subscribing(fake) as make:
        yield make


def known_of(pages: list[CatalogPage]) -> dict[str, str]:
    return {page.playlist.key: page.playlist.revision for page in pages if page.last}


def titles(pages: list[CatalogPage]) -> list[str]:
    return [page.playlist.title for page in pages]


class TestLists:
    def test_playlists_of_the_user(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        one, two = fake.track("One"), fake.track("Two")
        fake.playlist("Evening", [two, one, two])
        fake.playlist("Empty", [])
        first, second = subscribe().pages()
        assert (first.playlist.title, first.last, first.position) == ("Evening", True, 0)
        assert [e.info.title for e in first.entries] == ["Two", "One", "Two"]
        assert (second.playlist.title, second.entries, second.last) == ("Empty", (), True)
        assert {asked.query.get("userId") for asked in fake.asked[2:]} == {fake.users[0].id}

    def test_five_hundred_a_page(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("Long", [fake.track(str(n)) for n in range(1001)])
        found = subscribe().pages()
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 500, False),
            (1000, 1, True),
        ]
        assert [e.info.title for p in found for e in p.entries] == [str(n) for n in range(1001)]

    def test_an_exact_number_of_pages(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("Long", [fake.track(str(n)) for n in range(1000)])
        assert [p.last for p in subscribe().pages()] == [False, True]
        fake.totals = False
        assert [p.last for p in subscribe().pages()] == [False, True]

    def test_a_server_that_does_not_page(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.pages = fake.totals = False
        fake.playlist("Long", [fake.track(str(n)) for n in range(1200)])
        found = subscribe().pages()
        assert [len(p.entries) for p in found] == [500, 500, 200]
        assert fake.paths.count(f"/Playlists/{fake.playlists[0].id}/Items") == 1

    def test_the_same_page_again_ends_it(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.pages = fake.totals = False
        fake.playlist("Exact", [fake.track(str(n)) for n in range(500)])
        assert [len(p.entries) for p in subscribe().pages()] == [500]

    def test_a_server_without_end_is_cut_off(
        self, fake: FakeJellyfin, subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jellyfin_lists, "MOST_PAGES", 3)
        fake.playlist("Endless", [])
        path = f"/Playlists/{fake.playlists[0].id}/Items"

        def page(asked: str, body: bytes) -> bytes:
            if asked != path:
                return body
            item = {"Id": item_id(str(len(fake.asked))), "Type": "Audio"}
            return json.dumps({"Items": [item], "TotalRecordCount": 10**9}).encode()

        fake.mutate = page
        with pytest.raises(SourceError, match="comes to no end"):
            subscribe().pages()

    def test_too_many_lists(
        self, fake: FakeJellyfin, subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jellyfin_lists, "MOST_LISTS", 2)
        for n in range(3):
            fake.playlist(str(n), [])
        with pytest.raises(SourceError, match="more than 2 lists"):
            subscribe().pages()

    def test_chosen_playlists(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        for name in ("Evening", "Morning", "Night"):
            fake.playlist(name, [])
        night = fake.playlists[2].id.upper()
        assert titles(subscribe(playlists=f"evening,{night}").pages()) == ["Evening", "Night"]

    def test_a_chosen_playlist_that_is_not_there(
        self, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.playlist("Evening", [])
        found = subscribe(playlists="Evening,Noon").open().pages({}, StopToken())
        assert next(found).playlist.title == "Evening"
        with pytest.raises(SourceError, match=r"no playlist called noon .* there are: Evening"):
            next(found)

    def test_playlists_of_videos_are_none(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("Films", [], extra={"MediaType": "Video"})
        fake.playlist("New", [], extra={"MediaType": "Unknown"})
        assert titles(subscribe().pages()) == ["New"]

    def test_favourites_and_albums(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        one = fake.track("One")
        fake.track("Two", AlbumId=item_id("Debut"), Album="Debut")
        fake.track("Loose", AlbumId=None, Album=None)
        fake.favourites = [one["Id"]]
        favourites, albums = subscribe(what="albums,favourites").pages()
        assert (favourites.playlist.key, favourites.playlist.title) == ("favourites", "Favourites")
        assert [e.info.title for e in favourites.entries] == ["One"]
        assert (albums.playlist.key, albums.playlist.title) == ("albums", "Albums")
        assert [e.info.title for e in albums.entries] == ["One", "Two"]
        assert "/Playlists" not in "".join(fake.paths)

    def test_a_playlist_for_each_album(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.track("One")
        fake.track("Two", AlbumId=item_id("Debut"), Album="Debut")
        for name in ("Homogenic", "Debut"):
            album = {"Id": item_id(name), "Name": name, "AlbumArtist": "Björk", "Etag": name}
            fake.albums.append(album)
        subscription = subscribe(what="albums", album_playlists="yes")
        found = subscription.pages()
        assert titles(found) == ["Björk - Homogenic", "Björk - Debut"]
        assert [[e.info.title for e in page.entries] for page in found] == [["One"], ["Two"]]
        again = subscription.pages(known_of(found))
        assert [page.unchanged for page in again] == [True, True]


class TestRevisions:
    def test_an_unchanged_source_costs_one_request(
        self, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.playlist("A", [fake.track("One")])
        fake.playlist("B", [])
        subscription = subscribe()
        known = known_of(subscription.pages())
        fake.asked.clear()
        again = subscription.pages(known)
        assert [(p.unchanged, p.entries, p.playlist.revision) for p in again] == [
            (True, (), revision) for revision in known.values()
        ]
        assert len(fake.asked) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"etag": "e2"},
            {"extra": {"ChildCount": 7}},
            {"extra": {"DateLastMediaAdded": "2024-01-01T00:00:00.0000000Z"}},
        ],
    )
    def test_a_change_is_seen(
        self, change: dict[str, Any], fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        playlist = fake.playlist("A", [fake.track("One")])
        subscription = subscribe()
        known = known_of(subscription.pages())
        for name, value in change.items():
            setattr(playlist, name, value)
        (page,) = subscription.pages(known)
        assert not page.unchanged
        assert [e.info.title for e in page.entries] == ["One"]

    def test_without_an_etag_the_content_tells(
        self, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        playlist = fake.playlist("A", [fake.track(str(n)) for n in range(700)], etag=None)
        subscription = subscribe()
        first = subscription.pages()
        assert [page.playlist.revision != "" for page in first] == [False, True]
        (page,) = subscription.pages(known_of(first))
        assert page.unchanged
        playlist.items[0]["Name"] = "New"
        found = subscription.pages(known_of(first))
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 200, True),
        ]
        assert known_of(found) != known_of(first)

    def test_a_long_list_is_not_held_back(
        self, fake: FakeJellyfin, subscribe: Subscribe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("catalogsync_gui.sources.jellyfin.HELD_PAGES", 1)
        fake.playlist("A", [fake.track(str(n)) for n in range(1200)], etag=None)
        subscription = subscribe()
        first = subscription.pages()
        again = subscription.pages(known_of(first))
        assert [(p.unchanged, p.position, len(p.entries), p.last) for p in again] == [
            (False, 0, 500, False),
            (False, 500, 500, False),
            (False, 1000, 200, True),
        ]
        assert known_of(again) == known_of(first)


class TestListsThatAreClosed:
    def test_a_playlist_that_is_gone(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("Gone", [], status=404)
        fake.playlist("There", [])
        assert titles(subscribe().pages({"x": "y"})) == ["There"]

    def test_a_playlist_that_is_forbidden_stays_as_it_was(
        self,
        fake: FakeJellyfin,
        subscribe: Subscribe,
        expected_logs: Callable[[str], None],
    ) -> None:
        expected_logs("the list 'Secret' is left")
        secret = fake.playlist("Secret", [], status=403)
        fake.playlist("There", [])
        assert titles(subscribe().pages()) == ["There"]
        found = subscribe().pages({f"playlist:{secret.id}": "before"})
        assert [(p.playlist.title, p.unchanged) for p in found] == [
            ("Secret", True),
            ("There", False),
        ]
        assert found[0].playlist.revision == "before"

    def test_when_all_are_forbidden_it_is_an_error(
        self,
        fake: FakeJellyfin,
        subscribe: Subscribe,
        expected_logs: Callable[[str], None],
    ) -> None:
        expected_logs("is left")
        fake.playlist("Secret", [], status=403)
        with pytest.raises(SourceRefused):
            subscribe().pages()

    @pytest.mark.parametrize("what", ["playlists", "favourites"])
    def test_a_user_who_is_gone_is_looked_for_again(
        self, what: str, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.favourites = [fake.track("One")["Id"]]
        fake.playlist("A", [])
        subscription = subscribe(what=what)
        subscription.memory |= {"user_id": "0" * 32, "user_of": "ann"}
        with pytest.raises(SourceGone):
            subscription.pages()
        assert len(subscription.pages()) == 1

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_server_in_trouble(
        self, status: int, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.status["/Items"] = status
        with pytest.raises(SourceUnreachable, match=f"now \\({status}\\)"):
            subscribe().pages()
