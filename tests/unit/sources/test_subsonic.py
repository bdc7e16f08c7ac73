# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic as a source: lists, revisions, logins, downloads, covers, lyrics, trouble."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    MediaGone,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
    TransferBroken,
    TransferRefused,
)
from catalogsync_gui.core.models import CatalogPage, MediaAnswer, MediaRef, SidecarRef, Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources import registry, subsonic, subsonic_lists
from catalogsync_gui.sources.http import DocumentClient
from tests.unit.sources import subsonic_server
from tests.unit.sources.subsonic_server import (
    API_KEY,
    JPEG,
    PASSWORD,
    USER,
    SubsonicServer,
    envelope,
    failure,
    song,
)
from tests.unit.sources.web import Reply

WITH_PASSWORD = {"password": PASSWORD}
XML_ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<subsonic-response xmlns="http://subsonic.org/restapi" status="failed" version="1.16.1">'
    '<error code="{code}" message="said in XML"/></subsonic-response>'
)
Open = Callable[..., CatalogSource]


class Opener:
    """Opens adapters; what they remember is there for the next, as in the application."""

    def __init__(self) -> None:
        self.memory: dict[str, str] = {}
        self.opened: list[CatalogSource] = []

    def __call__(
        self,
        server: SubsonicServer | str,
        secrets: Mapping[str, str] | None = None,
        *,
        user: str = USER,
        **options: str,
    ) -> CatalogSource:
        location = server if isinstance(server, str) else server.url()
        secrets = WITH_PASSWORD if secrets is None else secrets
        adapter = registry.open_source(
            Source(
                1,
                "subsonic",
                "Mine",
                location,
                {"user": user, **options},
                memory=dict(self.memory),
            ),
            SourceContext(secret=secrets.get, remember=self.remember, now=lambda: 0.0),
        )
        self.opened.append(adapter)
        return adapter

    def remember(self, facts: Mapping[str, str]) -> None:
        self.memory = {k: v for k, v in {**self.memory, **facts}.items() if v}


@pytest.fixture
def server() -> Iterator[SubsonicServer]:
    with subsonic_server.subsonic() as running:
        yield running


@pytest.fixture
def opened() -> Iterator[Opener]:
    opener = Opener()
    yield opener
    for adapter in opener.opened:
        adapter.close()


def pages(adapter: CatalogSource, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(adapter.pages(known or {}, StopToken()))


def known_of(found: list[CatalogPage]) -> dict[str, str]:
    return {page.playlist.key: page.playlist.revision for page in found if page.last}


def keys(found: list[CatalogPage]) -> dict[str, list[str]]:
    by_title: dict[str, list[str]] = {}
    for page in found:
        by_title.setdefault(page.playlist.title, []).extend(e.key for e in page.entries)
    return by_title


def answered(document: Any, status: int = 200) -> MediaAnswer:
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return MediaAnswer(status, "", data)


class TestPlaylists:
    def test_are_read_in_order_with_their_duplicates(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(Road=[song("b"), song("a"), song("b")], Empty=[])
        found = pages(opened(server))
        assert keys(found) == {"Road": ["b", "a", "b"], "Empty": []}
        assert [page.playlist.key for page in found] == [
            "playlist:id of Road",
            "playlist:id of Empty",
        ]
        assert all(page.last for page in found)

    def test_unchanged_ones_cost_one_request_together(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        known = known_of(pages(opened(server)))
        server.calls.clear()
        found = pages(opened(server), known)
        assert server.methods == ["getPlaylists"]
        assert all(page.unchanged and not page.entries for page in found)
        assert known_of(found) == known

    @pytest.mark.parametrize(
        "change", [{"changed": "2024-01-01T00:00:00Z"}, {"songCount": 7}, {"name": "Another"}]
    )
    def test_only_the_changed_one_is_read(
        self, server: SubsonicServer, opened: Opener, change: dict[str, Any]
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        known = known_of(pages(opened(server)))
        server.answers["getPlaylists"]["playlists"]["playlist"][1] |= change
        server.calls.clear()
        assert [page.unchanged for page in pages(opened(server), known)] == [True, False]
        assert server.methods == ["getPlaylists", "getPlaylist"]

    @pytest.mark.parametrize("kind", ["no changed", "by rules"])
    def test_are_read_and_compared_where_the_server_does_not_tell(
        self, server: SubsonicServer, opened: Opener, kind: str
    ) -> None:
        server.playlists(One=[song("a")])
        (listed,) = server.answers["getPlaylists"]["playlists"]["playlist"]
        if kind == "no changed":
            del listed["changed"]
        else:
            listed |= {"validUntil": "2023-03-14T17:51:22.112827504Z", "readonly": True}
        known = known_of(pages(opened(server)))
        assert pages(opened(server), known)[0].unchanged
        server.answers["getPlaylist"] = {"playlist": {"entry": [song("a"), song("b")]}}
        (page,) = pages(opened(server), known)
        assert [entry.key for entry in page.entries] == ["a", "b"]

    def test_five_hundred_a_page(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(Long=[song(str(i)) for i in range(1001)])
        found = pages(opened(server))
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 500, False),
            (1000, 1, True),
        ]

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ("road", ["Road"]),
            ("id of Sea, ROAD", ["Road", "Sea"]),
            ("Sun, moon and stars", ["Sun, moon and stars"]),
        ],
    )
    def test_chosen_by_name_or_id(
        self, server: SubsonicServer, opened: Opener, wanted: str, names: list[str]
    ) -> None:
        server.playlists(**{"Road": [], "Sea": [], "Sun, moon and stars": []})
        assert list(keys(pages(opened(server, playlists=wanted)))) == names

    def test_one_that_is_not_there_is_said_after_the_others(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(Road=[song("a")])
        running = opened(server, playlists="Road, Rod").pages({}, StopToken())
        assert next(running).playlist.title == "Road"
        with pytest.raises(SourceError, match="no playlist “Rod”;"):
            next(running)

    def test_one_that_was_deleted_meanwhile(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        server.answers["getPlaylists"]["playlists"]["playlist"][0]["id"] = "gone"
        assert keys(pages(opened(server))) == {"Two": ["b"]}

    def test_one_that_cannot_be_read_does_not_hide_the_others(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        inner = server.answers["getPlaylist"]
        server.answers["getPlaylist"] = lambda params: (
            failure(0, "ValueError: bad row") if "One" in params["id"] else inner(params)
        )
        seen: list[CatalogPage] = []
        with pytest.raises(SourceError, match="bad row"):
            seen.extend(opened(server).pages({}, StopToken()))
        running = opened(server).pages({}, StopToken())
        assert next(running).playlist.title == "Two"

    @pytest.mark.parametrize("payload", [{"playlists": {}}, {}])
    def test_missing_keys_are_empty_lists(
        self, server: SubsonicServer, opened: Opener, payload: dict[str, Any]
    ) -> None:
        server.answers["getPlaylists"] = payload
        assert pages(opened(server)) == []

    def test_a_list_of_one_as_an_object(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getPlaylists"] = {"playlists": {"playlist": {"id": 7, "name": 1999}}}
        server.answers["getPlaylist"] = {"playlist": {"entry": song("a")}}
        assert keys(pages(opened(server))) == {"1999": ["a"]}
        assert server.calls[-1].params["id"] == "7"


class TestOtherLists:
    def test_starred(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getStarred2"] = {"starred2": {"song": [song("a")], "album": [{"id": "x"}]}}
        found = pages(opened(server, what="starred"))
        assert [page.playlist.key for page in found] == ["starred"]
        assert keys(found) == {"Starred": ["a"]}
        assert pages(opened(server, what="starred"), known_of(found))[0].unchanged
        server.answers["getStarred2"] = {"starred2": {}}
        assert keys(pages(opened(server, what="starred"), known_of(found))) == {"Starred": []}

    def albums(self, server: SubsonicServer, count: int) -> None:
        listed = [{"id": f"al{i}", "name": f"Album {i}", "artist": "Ann"} for i in range(count)]

        def page(params: Mapping[str, str]) -> Any:
            start = int(params["offset"])
            found = listed[start : start + int(params["size"])]
            return {"albumList2": {"album": found} if found else {}}

        server.answers["getAlbumList2"] = page
        server.answers["getAlbum"] = lambda params: {
            "album": {"song": [song(f"{params['id']}-{n}") for n in (1, 2)]}
        }

    def test_albums_as_one_list(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 2)
        self.albums(server, 3)
        found = pages(opened(server, what="albums"))
        assert keys(found) == {"Albums": [f"al{i}-{n}" for i in range(3) for n in (1, 2)]}
        listed = [call for call in server.calls if call.method == "getAlbumList2"]
        assert [(c.params["type"], c.params["offset"]) for c in listed] == [
            ("alphabeticalByName", "0"),
            ("alphabeticalByName", "2"),
        ]
        server.calls.clear()
        assert pages(opened(server, what="albums"), known_of(found))[0].unchanged
        assert "getAlbum" not in server.methods

    def test_a_list_for_each_album(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 2)
        found = pages(opened(server, what="albums", album_playlists="yes"))
        assert keys(found) == {
            "Ann - Album 0": ["al0-1", "al0-2"],
            "Ann - Album 1": ["al1-1", "al1-2"],
        }
        assert [page.playlist.key for page in found] == ["album:al0", "album:al1"]

    def test_the_newest(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 3)
        found = pages(opened(server, what="newest", newest="2"))
        assert keys(found) == {"Newest albums": ["al0-1", "al0-2", "al1-1", "al1-2"]}
        (listed,) = [call for call in server.calls if call.method == "getAlbumList2"]
        assert (listed.params["type"], listed.params["size"]) == ("newest", "2")

    def test_of_a_genre(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 1)
        assert list(keys(pages(opened(server, genre="Jazz")))) == ["Albums (Jazz)"]
        (listed,) = [call for call in server.calls if call.method == "getAlbumList2"]
        assert (listed.params["type"], listed.params["genre"]) == ("byGenre", "Jazz")

    def test_by_an_artist(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 0)
        server.answers["getArtists"] = {
            "artists": {
                "index": [
                    {"name": "A", "artist": [{"id": "ar1", "name": "Ann"}]},
                    {"name": "E", "artist": [{"id": "ar2", "name": "Earth, Wind"}]},
                ]
            }
        }
        listed = [{"id": "al1", "genre": "Soul"}, {"id": "al2", "genres": [{"name": "Jazz"}]}]
        server.answers["getArtist"] = {"artist": {"album": listed}}
        by_artist = keys(pages(opened(server, artist="earth, wind")))
        assert by_artist == {"Albums by earth, wind": ["al1-1", "al1-2", "al2-1", "al2-2"]}
        assert ("getArtist", "ar2") in [(c.method, c.params.get("id")) for c in server.calls]
        both = keys(pages(opened(server, artist="ar2", genre="jazz", what="albums")))
        assert both == {"Albums by ar2 (jazz)": ["al2-1", "al2-2"]}
        with pytest.raises(SourceError, match="no artist “Nobody”"):
            pages(opened(server, artist="Nobody"))

    def test_a_server_that_ignores_the_offset(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 1)
        self.albums(server, 0)
        server.answers["getAlbumList2"] = {"albumList2": {"album": [{"id": "al0"}]}}
        assert keys(pages(opened(server, what="albums"))) == {"Albums": ["al0-1", "al0-2"]}
        assert server.methods.count("getAlbumList2") == 2

    def test_more_albums_than_can_be_meant(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 2)
        monkeypatch.setattr(subsonic_lists, "MOST_ALBUMS", 4)
        self.albums(server, 4)
        with pytest.raises(SourceError, match="more than 4 albums"):
            pages(opened(server, what="albums"))

    def test_an_album_in_two_lists_is_one_playlist(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        self.albums(server, 2)
        found = pages(opened(server, what="albums,newest", album_playlists="yes"))
        assert [page.playlist.key for page in found] == ["album:al0", "album:al1"]

    def test_an_album_that_is_gone_meanwhile(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 2)
        inner = server.answers["getAlbum"]
        server.answers["getAlbum"] = lambda params: (
            failure(70) if params["id"] == "al0" else inner(params)
        )
        assert keys(pages(opened(server, what="albums"))) == {"Albums": ["al1-1", "al1-2"]}

    def test_several_kinds_of_lists(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 1)
        server.playlists(Road=[song("a")])
        server.answers["getStarred2"] = {"starred2": {}}
        found = pages(opened(server, what="playlists,starred,albums,newest"))
        assert list(keys(found)) == ["Road", "Starred", "Albums", "Newest albums"]


class TestLogins:
    def test_a_token_with_a_new_salt_each_time(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a")], Two=[])
        pages(opened(server))
        asked = [call.params for call in server.calls if call.method != "getOpenSubsonicExtensions"]
        assert len({params["s"] for params in asked}) == len(asked) == 3
        assert all("p" not in params and params["u"] == USER for params in asked)
        assert all((p["v"], p["c"], p["f"]) == ("1.16.1", "CatalogSync", "json") for p in asked)
        assert opened.memory["login"] == "token"

    @pytest.mark.parametrize("code", [10, 40, 41, 42])
    def test_the_encoded_password_where_no_token_is_taken(
        self, server: SubsonicServer, opened: Opener, code: int
    ) -> None:
        server.playlists(One=[])
        server.logins, server.no_login = {"enc"}, code
        assert len(pages(opened(server))) == 1
        assert opened.memory["login"] == "enc"
        server.calls.clear()
        pages(opened(server))
        assert ["p" in call.params for call in server.calls] == [True, True]

    @pytest.mark.parametrize("code", [10, 41])
    def test_a_server_that_takes_tokens_now(
        self, server: SubsonicServer, opened: Opener, code: int
    ) -> None:
        opened.memory["login"] = "enc"
        server.playlists(One=[])
        server.logins, server.no_login = {"token"}, code
        pages(opened(server))
        assert opened.memory["login"] == "token"

    def test_an_api_key_goes_alone(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(One=[])
        pages(opened(server, {"token": API_KEY}))
        params = server.calls[-1].params
        assert params["apiKey"] == API_KEY
        assert not {"u", "p", "t", "s"} & set(params)
        assert opened.memory["login"] == "apikey"

    def test_a_password_where_api_keys_are_not_taken(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[])
        server.logins = {"token"}
        pages(opened(server, {"token": API_KEY, "password": PASSWORD}))
        assert opened.memory["login"] == "token"

    @pytest.mark.parametrize(
        ("secrets", "logins", "words"),
        [
            ({"password": "wrong"}, {"token", "enc"}, "user name or the password"),
            ({"password": "wrong"}, {"enc"}, "user name or the password"),
            ({"password": "wrong"}, {"token"}, "user name or the password"),
            ({"password": PASSWORD}, {"apikey"}, "none of the ways to log in"),
            ({"token": "wrong"}, {"apikey"}, "refuses the API key"),
            ({"token": API_KEY}, {"token"}, "give user and password"),
            ({}, {"token"}, "needs a user name and a password"),
        ],
    )
    def test_a_login_that_is_not_taken(
        self,
        server: SubsonicServer,
        opened: Opener,
        secrets: Mapping[str, str],
        logins: set[str],
        words: str,
    ) -> None:
        server.logins = logins
        server.playlists(One=[])
        with pytest.raises(SourceRefused, match=words) as caught:
            pages(opened(server, secrets))
        assert not any(secret in str(caught.value) for secret in secrets.values())
        assert len(server.calls) <= 3
        assert "login" not in opened.memory

    def test_an_error_after_the_login_is_no_matter_of_it(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.logins, server.no_login = {"enc"}, 40
        server.answers["getPlaylists"] = failure(0, "out of order")
        with pytest.raises(SourceError, match="out of order"):
            pages(opened(server))

    def test_a_missing_parameter_is_no_matter_of_the_login_once_it_was_taken(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[])
        server.answers["getPlaylist"] = failure(10)
        with pytest.raises(SourceError):
            pages(opened(server))
        assert all("p" not in call.params for call in server.calls)
        assert opened.memory["login"] == "token"

    def test_forms_where_the_server_takes_them(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.extensions("formPost", "songLyrics", "somethingElse")
        server.playlists(One=[song("a")])
        adapter = opened(server)
        pages(adapter)
        assert [(call.http, call.method) for call in server.calls] == [
            ("GET", "getOpenSubsonicExtensions"),
            ("POST", "getPlaylists"),
            ("POST", "getPlaylist"),
        ]
        assert not any({"u", "t", "s", "id"} & set(call.query) for call in server.calls)
        assert "u" not in server.calls[0].params
        assert opened.memory["extensions"] == "formPost songLyrics"
        server.calls.clear()
        assert pages(opened(server))
        assert "getOpenSubsonicExtensions" not in server.methods
        request = opened(server).media(MediaRef(server.url("/rest/download.view?id=a%26b")))
        assert request.post
        assert request.address == server.url("/rest/download.view")
        assert request.params["id"] == "a&b"

    def test_extensions_are_asked_for_anew_when_the_server_is_another(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[])
        pages(opened(server))
        opened.memory["download"] = "refused"
        assert opened.memory["extensions"] == "none"
        server.version = "0.51"
        server.extensions("formPost")
        pages(opened(server))
        assert opened.memory["extensions"] == "formPost"
        assert "download" not in opened.memory

    def test_an_ailing_server_does_not_lose_its_extensions(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[])
        server.answers["getOpenSubsonicExtensions"] = Reply(b"busy", 503)
        pages(opened(server))
        assert "extensions" not in opened.memory

    def test_nothing_secret_is_remembered_or_shown(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a", coverArt="c")])
        found = pages(opened(server))
        request = opened(server).media(MediaRef(server.url("/rest/download.view?id=a")))
        for text in (repr(found), repr(opened.memory), repr(request)):
            assert PASSWORD not in text
            assert PASSWORD.encode().hex() not in text
            assert not any(f"{sign}{name}=" in text for sign in "?&" for name in "upts")

    def test_what_a_server_echoes_is_left_out(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getPlaylists"] = failure(
            0, f"cannot read /rest/x?u=ann&t=0123 for {PASSWORD} {PASSWORD.encode().hex()}"
        )
        with pytest.raises(SourceError) as caught:
            pages(opened(server))
        assert "cannot read" in str(caught.value)
        assert not any(
            word in str(caught.value) for word in (PASSWORD, PASSWORD.encode().hex(), "0123")
        )


class TestMedia:
    ref = MediaRef("http://h.example/music/rest/download.view?id=a%2Fb%20%26%3F", size=9)

    def test_needs_no_request(self, opened: Opener) -> None:
        request = opened("http://h.example/music").media(self.ref)
        assert request.address == "http://h.example/music/rest/download.view"
        assert request.params["id"] == "a/b &?"
        assert request.params["u"] == USER
        assert (request.own_host, request.size, request.post) == ("h.example", 9, False)

    def test_the_login_goes_to_the_own_server_only(self, opened: Opener) -> None:
        request = opened("http://other.example").media(self.ref)
        assert request.address == "http://other.example/rest/download.view"

    def test_what_is_no_reference(self, opened: Opener) -> None:
        with pytest.raises(SourceError, match="names no song"):
            opened("http://h.example").media(MediaRef("http://h.example/x.mp3"))

    def test_stream_where_downloads_are_not_allowed(self, opened: Opener) -> None:
        adapter = opened("http://h.example/music")
        adapter.media(self.ref)
        request = adapter.refused(self.ref, answered(failure(50, "downloads are disabled")))
        assert request is not None
        assert request.address == "http://h.example/music/rest/stream.view"
        assert request.params["format"] == "raw"
        assert opened.memory["download"] == "refused"
        again = opened("http://h.example/music")
        assert "/stream" in again.media(self.ref).address
        back = again.refused(self.ref, answered(failure(50)))
        assert back is not None
        assert "/download" in back.address
        assert "download" not in opened.memory
        with pytest.raises(TransferRefused, match="neither download nor stream"):
            again.refused(self.ref, answered(failure(50)))

    @pytest.mark.parametrize("status", [200, 404])
    def test_an_error_of_the_server(self, opened: Opener, status: int) -> None:
        adapter = opened("http://h.example/music")
        adapter.media(self.ref)
        request = adapter.refused(self.ref, answered(failure(0, "no such method"), status))
        assert request is not None
        assert "/stream" in request.address
        assert "download" not in opened.memory
        with pytest.raises(TransferBroken, match="broken again") as caught:
            adapter.refused(self.ref, answered(failure(0, "broken again")))
        assert not caught.value.host_fault

    def test_a_track_that_is_gone(self, opened: Opener) -> None:
        adapter = opened("http://h.example/music")
        for body in (failure(70, "Song not found"), XML_ERROR.format(code=70)):
            adapter.media(self.ref)
            with pytest.raises(MediaGone):
                adapter.refused(self.ref, answered(body))

    @pytest.mark.parametrize("code", [10, 40, 41, 42])
    def test_another_login(self, opened: Opener, code: int) -> None:
        adapter = opened("http://h.example/music")
        assert "t" in adapter.media(self.ref).params
        request = adapter.refused(self.ref, answered(XML_ERROR.format(code=code)))
        assert request is not None
        assert request.params["p"].startswith("enc:")
        with pytest.raises(SourceRefused):
            adapter.refused(self.ref, answered(failure(code)))
        assert "t" in adapter.media(self.ref).params

    @pytest.mark.parametrize("code", [20, 30, 43, 44])
    def test_a_login_or_protocol_that_is_refused(self, opened: Opener, code: int) -> None:
        adapter = opened("http://h.example/music")
        adapter.media(self.ref)
        with pytest.raises(SourceError):
            adapter.refused(self.ref, answered(failure(code)))

    @pytest.mark.parametrize(
        "body", ["<!DOCTYPE html><title>Login</title>", "", "{", "[]", "<", '{"a": 1}', "ID3"]
    )
    def test_what_is_no_answer_of_subsonic(self, opened: Opener, body: str) -> None:
        adapter = opened("http://h.example/music")
        adapter.media(self.ref)
        assert adapter.refused(self.ref, answered(body)) is None
        assert adapter.refused(self.ref, answered(envelope())) is None


class TestSidecars:
    cover = SidecarRef(SidecarKind.COVER, "cover:al-1/2", album=True)

    def get(self, adapter: CatalogSource, ref: SidecarRef) -> bytes | None:
        return adapter.sidecar(ref, StopToken())

    def test_a_cover(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getCoverArt"] = Reply(JPEG, 200, {"Content-Type": "image/jpeg"})
        assert self.get(opened(server), self.cover) == JPEG
        assert server.calls[-1].params["id"] == "al-1/2"

    @pytest.mark.parametrize(
        "reply",
        [
            failure(70),
            failure(0, "InternalServerError"),
            Reply(XML_ERROR.format(code=70).encode()),
            Reply(b"<!DOCTYPE html>"),
            Reply(b""),
            Reply(b"nothing", 404),
        ],
    )
    def test_no_cover(self, server: SubsonicServer, opened: Opener, reply: Any) -> None:
        server.answers["getCoverArt"] = reply
        assert self.get(opened(server), self.cover) is None

    def test_a_cover_that_cannot_be_had_now(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getCoverArt"] = Reply(b"", 503)
        with pytest.raises(SourceUnreachable):
            self.get(opened(server), self.cover)
        with pytest.raises(SourceRefused):
            self.get(opened(server, {"password": "wrong"}), self.cover)

    def test_lyrics_by_song(self, server: SubsonicServer, opened: Opener) -> None:
        server.extensions("songLyrics")
        server.playlists(One=[song("a/b", coverArt="c1")])
        server.answers["getLyricsBySongId"] = {
            "lyricsList": {
                "structuredLyrics": [
                    {"lang": "xxx", "synced": False, "line": [{"value": "Plain"}]},
                    {
                        "lang": "eng",
                        "synced": True,
                        "offset": -100,
                        "line": [{"start": 0, "value": "One"}, {"start": 83456, "value": "Two"}],
                    },
                ]
            }
        }
        ((page),) = pages(opened(server))
        cover, lyrics = page.entries[0].sidecars
        assert (cover.kind, cover.address, cover.album) == (SidecarKind.COVER, "cover:c1", True)
        assert (lyrics.kind, lyrics.suffix, lyrics.album) == (SidecarKind.LYRICS, "", False)
        text = self.get(opened(server), lyrics)
        assert text == b"[la:eng]\n[offset:-100]\n[00:00.00]One\n[01:23.45]Two\n"
        assert server.calls[-1].params["id"] == "a/b"
        server.answers["getLyricsBySongId"] = {"lyricsList": {}}
        assert self.get(opened(server), lyrics) is None
        server.answers["getLyricsBySongId"] = failure(70)
        assert self.get(opened(server), lyrics) is None

    def test_lyrics_by_name_only_when_asked_for(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a", artist="Ann & Bob")])
        (page,) = pages(opened(server))
        assert page.entries[0].sidecars == ()
        known = known_of([page])
        (page,) = pages(opened(server, lyrics="always"), known)
        (lyrics,) = page.entries[0].sidecars
        server.answers["getLyrics"] = {"lyrics": {"value": "One\r\nTwo"}}
        assert self.get(opened(server), lyrics) == b"One\nTwo\n"
        asked = server.calls[-1].params
        assert (asked["artist"], asked["title"]) == ("Ann & Bob", "Title a")
        server.answers["getLyrics"] = {"lyrics": {}}
        assert self.get(opened(server), lyrics) is None

    def test_no_lyrics(self, server: SubsonicServer, opened: Opener) -> None:
        server.extensions("songLyrics")
        server.playlists(One=[song("a")])
        (page,) = pages(opened(server, lyrics="no"))
        assert page.entries[0].sidecars == ()

    def test_what_is_none_of_ours(self, server: SubsonicServer, opened: Opener) -> None:
        ref = SidecarRef(SidecarKind.CHAPTERS, "http://h.example/x.json")
        assert self.get(opened(server), ref) is None
        assert server.calls == []


class TestTrouble:
    @pytest.mark.parametrize(
        ("reply", "error", "words"),
        [
            (Reply(b"<!DOCTYPE html><title>Hi"), SourceError, "not answered as a Subsonic server"),
            (Reply(b"<!DOCTYPE html>", 404), SourceGone, "not there"),
            (Reply(b"busy", 502), SourceUnreachable, "502"),
            (Reply(b"no", 401), SourceRefused, "401"),
            (Reply(XML_ERROR.format(code=50).encode()), SourceRefused, "said in XML"),
            (Reply(b"[" * 100_000), SourceError, "not answered as"),
            (Reply(b'{"subsonic-response": [' * 20_000), SourceError, "not answered as"),
            (failure(30, "upgrade"), SourceError, "versions"),
            (failure(60), SourceRefused, "trial"),
            (failure(70), SourceGone, "does not have"),
            (envelope(status="failed"), SourceError, "does not say which"),
        ],
    )
    def test_in_words(
        self,
        server: SubsonicServer,
        opened: Opener,
        reply: Any,
        error: type[SourceError],
        words: str,
    ) -> None:
        server.answers["getPlaylists"] = reply
        with pytest.raises(error, match=words) as caught:
            pages(opened(server))
        assert "/rest/getPlaylists.view" in str(caught.value)

    def test_a_stopped_server(self, opened: Opener) -> None:
        with subsonic_server.subsonic() as server:
            url = server.url()
        with pytest.raises(SourceUnreachable, match="cannot be reached"):
            pages(opened(url))

    def test_a_stop_within_a_page(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(Long=[song(str(i)) for i in range(1200)], Next=[])
        cancel = StopToken()
        running = opened(server).pages({}, cancel)
        assert not next(running).last
        cancel.set()
        with pytest.raises(Interrupted):
            next(running)
        assert server.methods.count("getPlaylist") == 1

    def test_a_stop_while_the_server_answers(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(One=[song("a")])
        cancel = StopToken()

        def stopped(params: Mapping[str, str]) -> Any:
            cancel.set()
            return {"playlist": {"entry": [song("a")]}}

        server.answers["getPlaylist"] = stopped
        with pytest.raises(Interrupted):
            list(opened(server).pages({}, cancel))

    def test_another_address_after_a_redirect_gets_no_login(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        with subsonic_server.subsonic() as other:
            target = other.url("/rest/getPlaylists.view")
            server.answers["getPlaylists"] = Reply(b"", 301, {"Location": target})
            with pytest.raises(SourceError, match="no password is sent"):
                pages(opened(server))
            assert other.calls == []


class TestAddresses:
    @pytest.mark.parametrize(
        ("location", "base", "sure"),
        [
            ("https://h.example", "https://h.example", False),
            ("https://h.example/", "https://h.example", False),
            ("http://h.example:4533/music/?x=1#y", "http://h.example:4533/music", False),
            ("https://h.example/rest", "https://h.example", True),
            ("https://h.example/music/rest/", "https://h.example/music", True),
        ],
    )
    def test_are_recognised(self, location: str, base: str, sure: bool) -> None:
        found = subsonic.KIND.recognise(location)
        assert found is not None
        assert (found.location, found.sure) == (base, sure)
        assert "h.example" in found.title

    def test_a_path_is_none(self) -> None:
        assert subsonic.KIND.recognise("/music/rest") is None

    def test_beneath_a_prefix(self, opened: Opener) -> None:
        with subsonic_server.subsonic("/music") as server:
            server.playlists(One=[song("a")])
            for location in (server.url(), server.url("/rest"), server.url("/rest/")):
                (page,) = pages(opened(location))
                media = page.entries[0].media
                assert media is not None
                assert media.address == server.url("/rest/download.view?id=a")

    def test_probing(self, server: SubsonicServer) -> None:
        client = DocumentClient(server.url())
        try:
            assert subsonic.probe(
                client, server.url(), StopToken()
            )  # it wants a login, and says so
            assert not {"u", "p", "t", "apiKey"} & set(server.calls[-1].params)
            server.answers["ping"] = Reply(b"<!DOCTYPE html>")
            server.web.answer = lambda *_: Reply(b"<!DOCTYPE html>")
            assert not subsonic.probe(client, server.url(), StopToken())
            server.web.answer = lambda *_: Reply(b"not found", 404)
            assert not subsonic.probe(client, server.url(), StopToken())
        finally:
            client.close()

    @pytest.mark.parametrize(
        ("option", "given_", "kept"),
        [
            ("what", " Starred,playlists ", "playlists,starred"),
            ("what", "everything", None),
            ("what", ",", None),
            ("playlists", " a, b ", "a, b"),
            ("playlists", " , ", None),
            ("newest", "20", "20"),
            ("newest", "0", None),
            ("lyrics", "Always", "always"),
            ("lyrics", "perhaps", None),
        ],
    )
    def test_options(self, option: str, given_: str, kept: str | None) -> None:
        check = subsonic.KIND.options[option].check
        if kept is None:
            with pytest.raises(ValueError, match=r"\w"):
                check(given_)
        else:
            assert check(given_) == kept


# ------------------------------------------------------------- whatever a server may answer

_PLAYLISTS = envelope(
    {
        "playlists": {
            "playlist": [{"id": "p1", "name": "One", "songCount": 2, "changed": "2023-01-01"}]
        }
    }
)
_PLAYLIST = envelope(
    {
        "playlist": {
            "id": "p1",
            "entry": [
                song("a", size=7, year=1999, track=1, duration=3, isrc=["USRC17607839"]),
                song("b", artists=[{"name": "X"}], genres=[{"name": "Y"}], coverArt="c"),
            ],
        }
    }
)
_LYRICS = envelope(
    {"lyricsList": {"structuredLyrics": [{"synced": True, "line": [{"start": 1, "value": "x"}]}]}}
)
_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just("\ud800"),
    st.just(10**400),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([[]]),
)


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> bytes:
    """The document with some of its values, or of its bytes, replaced."""

    def walk(value: Any) -> Any:
        if draw(st.integers(0, 11)) == 0:
            return draw(_JUNK)
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    if draw(st.booleans()):
        return json.dumps(walk(document)).encode()
    data = bytearray(json.dumps(document).encode())
    for _ in range(draw(st.integers(1, 5))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@pytest.fixture(scope="module")
def hostile() -> Iterator[SubsonicServer]:
    with subsonic_server.subsonic() as running:
        yield running


@settings(max_examples=60)
@given(listed=mutated(_PLAYLISTS), read=mutated(_PLAYLIST), lyrics=mutated(_LYRICS))
@example(listed=b"", read=b"", lyrics=b"")
@example(listed=b"<a" * 99, read=b"{}", lyrics=b"<subsonic-response/>")
def test_mutated_answers_raise_nothing_but_our_errors(
    hostile: SubsonicServer, listed: bytes, read: bytes, lyrics: bytes
) -> None:
    hostile.answers = {
        "getPlaylists": Reply(listed),
        "getPlaylist": Reply(read),
        "getLyricsBySongId": Reply(lyrics),
    }
    opener = Opener()
    opener.memory["extensions"] = "songLyrics"
    adapter = opener(hostile)
    seen: list[CatalogPage] = []
    said: list[str] = []
    ref = SidecarRef(SidecarKind.LYRICS, "lyrics:a")
    media = MediaRef(hostile.url(f"/rest/download.view?id={quote('a/b')}"))
    try:
        for act in (
            lambda: seen.extend(adapter.pages({}, StopToken())),
            lambda: adapter.sidecar(ref, StopToken()),
            lambda: adapter.refused(media, MediaAnswer(200, "", listed)),
            lambda: adapter.refused(media, MediaAnswer(200, "", read)),
        ):
            try:
                act()
            except CatalogSyncError as error:
                said.append(str(error))
    finally:
        adapter.close()
    assert all(words and PASSWORD not in words for words in said)
    for page in seen:
        page.playlist.title.encode()
        for entry in page.entries:
            entry.key.encode()
            entry.info.title.encode()
            assert entry.media is not None
            adapter.media(entry.media)
