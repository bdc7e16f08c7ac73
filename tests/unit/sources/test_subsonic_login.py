# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in to a Subsonic server: by what it answers, and what is kept and shown of it."""

from collections.abc import Iterator, Mapping

import pytest

from catalogsync_gui.core.errors import (
    SourceError,
    SourceRefused,
)
from catalogsync_gui.core.models import MediaRef
from tests.unit.sources import subsonic_server
from tests.unit.sources.subsonic_server import (
    API_KEY,
    PASSWORD,
    USER,
    SubsonicServer,
    failure,
    song,
)
from tests.unit.sources.subsonic_world import (
    Opener,
    pages,
)
from tests.unit.sources.web import Reply


@pytest.fixture
def server() -> Iterator[SubsonicServer]:
    with subsonic_server.subsonic() as running:
        yield running


@pytest.fixture
def opened() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


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
