# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic's bytes: downloads, streams, covers, lyrics."""

from collections.abc import Iterator
from typing import Any

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    MediaGone,
    SourceError,
    SourceRefused,
    SourceUnreachable,
    TransferBroken,
    TransferRefused,
)
from catalogsync_gui.core.models import MediaRef, SidecarRef
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.states import SidecarKind
from tests.unit.sources import subsonic_server
from tests.unit.sources.subsonic_server import (
    JPEG,
    USER,
    SubsonicServer,
    envelope,
    failure,
    song,
)
from tests.unit.sources.subsonic_world import (
    XML_ERROR,
    Opener,
    answered,
    known_of,
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
