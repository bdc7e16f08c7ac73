# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic servers that are away, in trouble, or hostile; addresses and options."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import CatalogPage, MediaAnswer, MediaRef, SidecarRef
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources import subsonic
from catalogsync_gui.sources.http import DocumentClient
from tests.unit.sources import subsonic_server
from tests.unit.sources.subsonic_server import (
    PASSWORD,
    SubsonicServer,
    envelope,
    failure,
    song,
)
from tests.unit.sources.subsonic_world import (
    XML_ERROR,
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
