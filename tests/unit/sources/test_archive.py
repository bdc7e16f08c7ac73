# SPDX-License-Identifier: GPL-3.0-or-later
"""The Internet Archive as a source: what becomes a playlist, and what a refresh costs."""

import json
import logging
from collections.abc import Callable

import pytest

from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
)
from tests.unit.sources.archive_answers import (
    SHELLAC,
    collection,
    file,
    found,
    item,
    plain,
    put_item,
    search_path,
)
from tests.unit.sources.archive_world import (
    REMEMBERED,
    SEARCH,
    Desk,
    desk,
    keys,
    pages,
    put_collection,
    revisions,
    web,
)
from tests.unit.sources.web import Web

__all__ = ["desk", "web"]


class TestItem:
    def test_is_a_playlist(self, web: Web, desk: Desk) -> None:
        source = desk.open(put_item(web, SHELLAC))
        (page,) = pages(source)
        assert page.playlist.key.startswith("78_i-want")
        assert page.playlist.title == "I Want A Hippopotamus For Christmas"
        (entry,) = page.entries
        assert entry.media is not None
        assert entry.media.address.startswith(web.url("/download/78_i-want-a-hippo"))
        assert entry.media.digest.startswith("sha1:")
        assert "CatalogSync" in web.requests[0][1]["User-Agent"]
        assert desk.waits == []

    def test_unchanged_is_one_request(self, web: Web, desk: Desk) -> None:
        location = put_item(web, plain("x"))
        known = revisions(pages(desk.open(location)))
        web.requests.clear()
        (page,) = pages(desk.open(location), known)
        assert page.unchanged
        assert page.entries == ()
        assert revisions([page]) == known
        assert web.paths == ["/metadata/x"]
        put_item(web, plain("x", tracks=3))
        assert len(keys(pages(desk.open(location), known))) == 3
        put_item(web, plain("x"))
        assert not pages(desk.open(location, formats="Flac"), known)[0].unchanged

    def test_five_hundred_a_page(self, web: Web, desk: Desk) -> None:
        many = item("x", [file(f"{n:04}.mp3", "MP3") for n in range(1001)])
        sizes = [
            (p.position, len(p.entries), p.last) for p in pages(desk.open(put_item(web, many)))
        ]
        assert sizes == [(0, 500, False), (500, 500, False), (1000, 1, True)]

    @pytest.mark.parametrize(
        ("body", "error", "words"),
        [
            ("{}", SourceGone, "no item “x”"),
            ("[]", SourceGone, "no item “x”"),
            ('{"is_dark": true}', SourceGone, "down"),
            ('{"error": "Couldn\'t locate"}', PlaylistUnreadable, "says: Couldn't locate"),
            (json.dumps(item("x", [])), PlaylistUnreadable, "holds no recordings"),
            ("<html>", PlaylistUnreadable, "cannot be read"),
            ("null", PlaylistUnreadable, "cannot be read"),
            ("[" * 100_000, PlaylistUnreadable, "cannot be read"),
            ("9" * 5000, PlaylistUnreadable, "cannot be read"),
            ("", PlaylistUnreadable, "cannot be read"),
        ],
    )
    def test_what_is_none(
        self, web: Web, desk: Desk, body: str, error: type[SourceError], words: str
    ) -> None:
        web.put("/metadata/x", body)
        with pytest.raises(error, match=words):
            pages(desk.open(web.url("/details/x")))

    def test_of_an_account_is_none(self, desk: Desk) -> None:
        with pytest.raises(PlaylistUnreadable, match="favourites or of one of its lists"):
            pages(desk.open("https://archive.org/details/@brewster"))

    def test_another_address(self, desk: Desk) -> None:
        with pytest.raises(AddressRefused):
            desk.open("https://example.org/x.m3u")


class TestCollection:
    def test_is_one_playlist(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")
        read = pages(desk.open(location))
        assert {page.playlist.key for page in read} == {"all"}
        assert {page.playlist.title for page in read} == {"All of it"}
        assert keys(read) == ["a/01", "a/02", "b/01", "b/02", "c/01", "c/02"]
        assert [(p.position, p.last) for p in read] == [(0, False), (2, False), (4, True)]
        assert desk.memory == REMEMBERED
        # A pause before every request but the first.
        assert desk.waits == [1.0] * (len(web.paths) - 1)

    def test_unchanged_is_one_request(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b")
        known = revisions(pages(desk.open(location)))
        web.requests.clear()
        (page,) = pages(desk.open(location, REMEMBERED), known)
        assert page.unchanged
        assert revisions([page]) == known
        assert web.paths == [SEARCH]

    @pytest.mark.parametrize(
        "change",
        [
            lambda web: put_collection(web, "a", "b", stamp="2"),
            lambda web: put_collection(web, "a", "b", "c"),
            lambda web: put_collection(web, "b", "a"),
        ],
    )
    def test_changed(self, web: Web, desk: Desk, change: Callable[[Web], str]) -> None:
        known = revisions(pages(desk.open(put_collection(web, "a", "b"))))
        read = pages(desk.open(change(web), REMEMBERED), known)
        assert len(keys(read)) >= 4
        assert revisions(read) != known

    def test_other_formats_are_a_change(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a")
        known = revisions(pages(desk.open(location)))
        assert not pages(desk.open(location, REMEMBERED, formats="MP3"), known)[0].unchanged

    def test_a_new_order_by_downloads_is_no_change(self, web: Web, desk: Desk) -> None:
        path = search_path("collection:(all)", sort="downloads desc")
        location = put_collection(web, "a", "b")
        web.put(path, json.dumps(found("a", "b")))
        known = revisions(pages(desk.open(location, sort="downloads")))
        web.put(path, json.dumps(found("b", "a")))
        (page,) = pages(desk.open(location, REMEMBERED, sort="downloads"), known)
        assert page.unchanged

    def test_a_playlist_for_each_item(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b")
        read = pages(desk.open(location, playlists="items"))
        assert [(p.playlist.key, p.playlist.title, len(p.entries)) for p in read] == [
            ("a", "About a", 2),
            ("b", "About b", 2),
        ]
        known = revisions(read)
        web.requests.clear()
        again = pages(desk.open(location, REMEMBERED, playlists="items"), known)
        assert [page.unchanged for page in again] == [True, True]
        assert web.paths == [SEARCH]
        changed = found("a", "b", "c")
        changed["items"] = found("a")["items"] + found("b", "c", stamp="2")["items"]  # type: ignore[operator]
        web.put(SEARCH, json.dumps(changed))
        put_item(web, plain("c"))
        web.requests.clear()
        read = pages(desk.open(location, REMEMBERED, playlists="items"), known)
        assert [(p.playlist.key, p.unchanged) for p in read] == [
            ("a", True),
            ("b", False),
            ("c", False),
        ]
        assert web.paths == [SEARCH, "/metadata/b", "/metadata/c"]

    def test_pages_of_results(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c", "d")
        cursors = {"": ("a", "b", "one"), "one": ("b", "c", "two"), "two": ("d", "one")}
        for cursor, (*identifiers, following) in cursors.items():
            path = search_path("collection:(all)", cursor=cursor)
            web.put(path, json.dumps(found(*identifiers, cursor=following)))
        assert len(keys(pages(desk.open(location)))) == 8

    def test_pages_that_bring_nothing_new_end(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a")
        web.put(SEARCH, json.dumps(found("a", cursor="1")))
        for n in range(1, 5):
            path = search_path("collection:(all)", cursor=str(n))
            web.put(path, json.dumps(found("a", cursor=str(n + 1))))
        assert keys(pages(desk.open(location))) == ["a/01", "a/02"]
        assert len([path for path in web.paths if "scrape" in path]) == 2

    @pytest.mark.parametrize("cursor", ["", "next"])
    def test_so_many_and_no_more(
        self, web: Web, desk: Desk, cursor: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        location = put_collection(web, "a", "b", "c")
        names = ("a", "b") if cursor else ("a", "b", "c")
        path = search_path("collection:(all)", count=100)
        web.put(path, json.dumps(found(*names, cursor=cursor)))
        assert keys(pages(desk.open(location, max_items="2"))) == ["a/01", "a/02", "b/01", "b/02"]
        assert "only the first 2 items" in caplog.text

    def test_what_is_no_sound_and_collections_within(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "inner")
        web.put("/metadata/inner", json.dumps(collection("inner", "Inner")))
        answer = found("a", "inner")
        answer["items"] += [  # type: ignore[operator]
            {"identifier": "film", "mediatype": ["movies"]},
            {"identifier": "../x"}, {"identifier": None}, None, {"identifier": ["list"]},
        ]  # fmt: skip
        put_item(web, plain("list"))
        web.put(SEARCH, json.dumps(answer))
        assert keys(pages(desk.open(location))) == ["a/01", "a/02", "list/01", "list/02"]
        assert "/metadata/film" not in web.paths

    def test_one_that_is_gone_is_left_out_for_good(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")
        web.put("/metadata/a", json.dumps(plain("a") | {"is_dark": True}))
        web.put("/metadata/b", "{}")
        read = pages(desk.open(location))
        assert keys(read) == ["c/01", "c/02"]
        assert all(revisions(read).values())

    def test_one_that_cannot_be_shown_now_is_read_again(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b")
        known = revisions(pages(desk.open(location, playlists="items")))
        web.put("/metadata/a", '{"error": "busy"}')
        read = pages(desk.open(location))
        assert keys(read) == ["b/01", "b/02"]
        assert revisions(read) == {"all": ""}
        # As a playlist of its own it stays as it was.
        put_collection(web, "a", "b", stamp="2")
        web.put("/metadata/a", "nonsense")
        read = pages(desk.open(location, playlists="items"), known)
        assert [(p.playlist.key, p.unchanged) for p in read] == [("a", True), ("b", False)]
        assert read[0].playlist.revision == known["a"]
        assert [p.playlist.key for p in pages(desk.open(location, playlists="items"))] == ["b"]

    def test_an_empty_one(self, web: Web, desk: Desk) -> None:
        (page,) = pages(desk.open(put_collection(web)))
        assert (page.entries, page.last, page.playlist.title) == ((), True, "All of it")

    def test_one_that_is_gone(self, web: Web, desk: Desk) -> None:
        location = put_collection(web)
        web.put("/metadata/all", "{}")
        with pytest.raises(SourceGone):
            pages(desk.open(location, REMEMBERED), {"all": "x"})

    def test_favourites(self, web: Web, desk: Desk) -> None:
        put_collection(web, "a")
        path = search_path("collection:(fav-me)", sort="titleSorter asc")
        web.put(path, json.dumps(found("a")))
        read = pages(desk.open(web.url("/details/fav-me"), sort="title"))
        assert read[0].playlist.title == "Favourites of me"
        assert web.paths == [path, "/metadata/a"]


class TestSearch:
    def test_is_a_playlist(self, web: Web, desk: Desk) -> None:
        put_collection(web, "a")
        path = search_path("creator:(Dead) AND year:1977", sort="publicdate asc")
        web.put(path, json.dumps(found("a")))
        location = web.url("/search?query=creator%3A%28Dead%29+AND+year%3A1977")
        read = pages(desk.open(location, sort="oldest"))
        assert [(p.playlist.key, p.playlist.title) for p in read] == [("search", "Mine")]
        assert keys(read) == ["a/01", "a/02"]

    @pytest.mark.parametrize(
        ("status", "body"), [(200, '{"error": "no such field"}'), (400, "?"), (200, '{"items": 1}')]
    )
    def test_that_is_not_understood(self, web: Web, desk: Desk, status: int, body: str) -> None:
        web.put(search_path("x:"), body, status)
        with pytest.raises(PlaylistUnreadable, match="does not answer the search"):
            pages(desk.open(web.url("/search?query=x:")))


class TestUserList:
    PATH = "/services/users/@me/lists/7"

    def put(self, web: Web, *members: object, **value: object) -> str:
        for member in members:
            if isinstance(member, str):
                put_item(web, plain(member))
        listed = [{"identifier": m} if isinstance(m, str) else m for m in members]
        about = {"list_name": "Best", "is_private": False, "members": listed} | value
        web.put(self.PATH, json.dumps({"success": True, "value": about}))
        return web.url("/details/@me/lists/7")

    def test_is_a_playlist_in_its_own_order(self, web: Web, desk: Desk) -> None:
        location = self.put(web, "b", "a", None, {"identifier": "/"}, 7)
        read = pages(desk.open(location))
        assert {(p.playlist.key, p.playlist.title) for p in read} == {("@me/lists/7", "Best")}
        assert keys(read) == ["b/01", "b/02", "a/01", "a/02"]
        known = revisions(read)
        web.requests.clear()
        assert [p.unchanged for p in pages(desk.open(location), known)] == [True]
        assert web.paths == [self.PATH]
        assert not pages(desk.open(self.put(web, "a", "b")), known)[0].unchanged

    def test_is_looked_at_again_after_a_month(self, web: Web, desk: Desk) -> None:
        location = self.put(web, "a")
        known = revisions(pages(desk.open(location)))
        desk.now = 30 * 86_400.0
        assert not pages(desk.open(location), known)[0].unchanged

    @pytest.mark.parametrize(
        "body", ['{"success": false}', '{"value": []}', '{"value": {"members": null}}', "{}"]
    )
    def test_that_is_private_or_gone(self, web: Web, desk: Desk, body: str) -> None:
        web.put(self.PATH, body)
        with pytest.raises(SourceGone, match="is it private"):
            pages(desk.open(web.url("/details/@me/lists/7")))

    def test_so_many_and_no_more(self, web: Web, desk: Desk) -> None:
        location = self.put(web, "a", "b", "c")
        assert len(keys(pages(desk.open(location, max_items="2")))) == 4
