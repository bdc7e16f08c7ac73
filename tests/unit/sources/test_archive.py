# SPDX-License-Identifier: GPL-3.0-or-later
"""The Internet Archive as a source: playlists, what a refresh costs, patience, refusals."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    CatalogSyncError,
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
    TransferError,
)
from catalogsync_gui.core.models import (
    CatalogPage,
    MediaAnswer,
    MediaRef,
    SidecarRef,
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.engine.subscribing import subscription
from catalogsync_gui.sources import archive, registry
from catalogsync_gui.sources.archive import Archive
from catalogsync_gui.sources.archive_api import waiting
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
from tests.unit.sources.web import Web, serving

REMEMBERED = {"collection": "All of it"}
SEARCH = search_path("collection:(all)")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@dataclass(slots=True)
class Desk:
    """Opens sources whose waits pass at once, and keeps what was waited for and noted."""

    waits: list[float] = field(default_factory=list)
    memory: dict[str, str] = field(default_factory=dict)
    now: float = 0.0
    on_wait: Callable[[StopToken, float], object] = lambda _cancel, _duration: None
    opened: list[Archive] = field(default_factory=list)

    def open(
        self, location: str, memory: Mapping[str, str] | None = None, **options: str
    ) -> Archive:
        source = Archive(
            Source(1, "archive", "Mine", location, options, memory=memory or {}),
            SourceContext(remember=self.memory.update, now=lambda: self.now),
            wait=self.wait,
        )
        self.opened.append(source)
        return source

    def wait(self, cancel: StopToken, duration: float) -> bool:
        self.waits.append(duration)
        self.on_wait(cancel, duration)
        return cancel.is_set()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for source in desk.opened:
        source.close()


def pages(source: Archive, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(source.pages(known or {}, StopToken()))


def revisions(found: list[CatalogPage]) -> dict[str, str]:
    return {page.playlist.key: page.playlist.revision for page in found if page.last}


def keys(found: list[CatalogPage]) -> list[str]:
    return [entry.key for page in found for entry in page.entries]


def put_collection(web: Web, *identifiers: str, stamp: str = "1") -> str:
    """A collection "all" of items with two tracks each; gives its address."""
    web.put("/metadata/all", json.dumps(collection("all", "All of it")))
    web.put(SEARCH, json.dumps(found(*identifiers, stamp=stamp)))
    for identifier in identifiers:
        put_item(web, plain(identifier))
    return web.url("/details/all")


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


class TestPatience:
    """What is done at 429 and 503, and for how long."""

    @pytest.mark.parametrize("status", [429, 503])
    def test_what_is_asked_for_is_waited(self, web: Web, desk: Desk, status: int) -> None:
        location = put_item(web, plain("x"))
        served = web.replies["/metadata/x"]
        web.put("/metadata/x", "", status, Retry_After="42")

        def recovered(_cancel: StopToken, _duration: float) -> None:
            if len(desk.waits) == 3:
                web.replies["/metadata/x"] = served

        desk.on_wait = recovered
        assert len(keys(pages(desk.open(location)))) == 2
        assert desk.waits == [42.0, 42.0, 42.0]

    def test_three_times_and_no_more(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 503, Retry_After="42")
        with pytest.raises(SourceUnreachable) as caught:
            pages(desk.open(web.url("/details/x")))
        assert caught.value.retry_after == 42.0
        assert desk.waits == [42.0] * 3
        assert len(web.paths) == 4

    def test_not_longer_than_a_minute(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 429, Retry_After="61")
        with pytest.raises(SourceUnreachable) as caught:
            pages(desk.open(web.url("/details/x")))
        assert (caught.value.retry_after, desk.waits) == (61.0, [])

    def test_a_passing_failure_in_the_middle(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b")
        web.put("/metadata/b", "", 502)
        with pytest.raises(SourceUnreachable):
            pages(desk.open(location, REMEMBERED))
        assert desk.waits == [1.0, 1.0, 2.0, 4.0, 8.0]

    def test_none_at_the_beginning(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 500)
        with pytest.raises(SourceUnreachable):
            pages(desk.open(web.url("/details/x")))
        assert desk.waits == []

    def test_none_at_a_refusal(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 403)
        with pytest.raises(SourceRefused):
            pages(desk.open(web.url("/details/x")))
        assert len(web.paths) == 1


class TestStop:
    def test_in_a_pause(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")

        def stopped(cancel: StopToken, _duration: float) -> None:
            if "/metadata/b" in web.paths:
                cancel.set()

        desk.on_wait = stopped
        read: list[CatalogPage] = []
        running = desk.open(location).pages({}, StopToken())
        with pytest.raises(Interrupted):
            read.extend(running)
        # What came is whole, and nothing claims to be the end.
        assert keys(read) == ["a/01", "a/02"]
        assert not any(page.last for page in read)
        assert "/metadata/c" not in web.paths

    def test_between_playlists(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")
        known = revisions(pages(desk.open(location, playlists="items")))
        cancel = StopToken()
        running = desk.open(location, REMEMBERED, playlists="items").pages(known, cancel)
        assert next(running).unchanged
        cancel.set()
        with pytest.raises(Interrupted):
            next(running)

    def test_ends_a_real_pause(self) -> None:
        cancel = StopToken()
        cancel.set()
        assert waiting(cancel, 3600.0)
        assert not waiting(StopToken(), 0.0)

    def test_while_the_archive_is_busy(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 503, Retry_After="60")
        desk.on_wait = lambda cancel, _duration: cancel.set()
        with pytest.raises(Interrupted):
            pages(desk.open(web.url("/details/x")))
        assert len(web.paths) == 1


class TestMedia:
    REF = MediaRef("https://archive.org/download/x/s.mp3", size=7, digest="sha1:0")

    def test_a_request(self, desk: Desk) -> None:
        request = desk.open("https://archive.org/details/x").media(self.REF)
        assert (request.address, request.size, request.digest) == (self.REF.address, 7, "sha1:0")
        assert (request.headers, request.params, request.own_host) == ({}, {}, "archive.org")

    @pytest.mark.parametrize("status", [401, 403])
    def test_refused(self, desk: Desk, status: int) -> None:
        source = desk.open("https://archive.org/details/x")
        with pytest.raises(TransferError, match="does not give the file out") as caught:
            source.refused(self.REF, MediaAnswer(status, "text/html", b""))
        assert caught.value.kind == "restricted"
        assert not caught.value.retryable

    def test_nothing_to_add(self, desk: Desk) -> None:
        source = desk.open("https://archive.org/details/x")
        for status in (200, 404, 503):
            assert source.refused(self.REF, MediaAnswer(status, "", b"")) is None

    def test_covers(self, web: Web, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        source = desk.open(web.url("/details/x"))
        ref = SidecarRef(SidecarKind.COVER, web.put("/services/img/x", b"\xff\xd8"), album=True)
        assert source.sidecar(ref, StopToken()) == b"\xff\xd8"
        gone = replace(ref, address=web.url("/none"))
        assert source.sidecar(gone, StopToken()) is None
        monkeypatch.setattr(archive, "COVER_BYTES", 1)
        with pytest.raises(PlaylistUnreadable, match="larger"):
            source.sidecar(ref, StopToken())


def test_subscribing() -> None:
    options = {"formats": "mp3, flac", "playlists": "ITEMS", "max_items": "20"}
    found = subscription(
        "https://archive.org/search?query=jazz&sort=-downloads",
        kind=None, name=None, user=None, secret=None, options=options,
    )  # fmt: skip
    assert (found.kind, found.location) == ("archive", "https://archive.org/search?query=jazz")
    assert found.options == {
        "sort": "downloads", "formats": "MP3, Flac", "playlists": "items", "max_items": "20",
    }  # fmt: skip
    mirror = subscription(
        "http://10.0.0.1:8080/details/x",
        kind="archive", name=None, user=None, secret=None, options={},
    )  # fmt: skip
    assert mirror.location == "http://10.0.0.1:8080/details/x"
    kind = registry.kinds()["archive"]
    kind.open(Source(1, "archive", "x", found.location, found.options), SourceContext()).close()


@settings(max_examples=60)
@given(st.data())
def test_mutated_answers(data: st.DataObject) -> None:
    """Bytes changed, cut out and put in: entries or our own errors, nothing else."""

    def mutated(answer: object) -> bytes:
        text = bytearray(json.dumps(answer).encode())
        for _ in range(data.draw(st.integers(0, 3))):
            at = data.draw(st.integers(0, len(text) - 1))
            end = at + data.draw(st.sampled_from([0, 1, 1, 1, 40, 400]))
            text[at:end] = data.draw(st.sampled_from([b"", b'"', b"[", b"}", b"\xff", b"0", b","]))
            if not text:
                break
        return bytes(text)

    desk = Desk()
    with serving() as web:
        web.put("/metadata/all", mutated(collection("all", "All of it")))
        web.put(SEARCH, mutated(found("a", "b", cursor="c")))
        web.put("/metadata/a", mutated(SHELLAC))
        web.put("/metadata/b", mutated(plain("b")))
        web.put(TestUserList.PATH, mutated({"value": {"members": [{"identifier": "a"}]}}))
        for path in ("/details/all", "/details/@me/lists/7"):
            source = desk.open(web.url(path))
            try:
                read = pages(source)
            except CatalogSyncError:
                continue
            finally:
                source.close()
            assert read[-1].last
