# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page of a source before it is subscribed to."""

import base64
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    Interrupted,
    SourceRefused,
    SourceUnreachable,
    UsageError,
)
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    Source,
    TrackInfo,
)
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.previewing import MOST_ENTRIES, Preview, PreviewPlaylist, preview
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.sources.base import Adapter
from catalogsync_gui.sources.detecting import FeedList
from tests.unit.sources.web import Web, scripted, serving

Script = Callable[["Fake", StopToken], Iterator[CatalogPage]]


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


def _preview(location: str, **asked: object) -> Preview:
    found = preview(AddRequest(location, **asked), Settings(), StopToken())  # type: ignore[arg-type]
    assert isinstance(found, Preview)
    return found


def _list(tracks: int) -> str:
    lines = [f"#EXTINF:61,Ann - Track {n}\nhttp://example.org/{n}.mp3" for n in range(tracks)]
    return "\n".join(["#EXTM3U", "#PLAYLIST:Evening", *lines])


def test_a_small_playlist_is_seen_as_a_whole(web: Web) -> None:
    found = _preview(web.put("/export", _list(3) + "\nspotify:track:1\n"))
    assert (found.kind, found.name, found.location) == (
        "playlist",
        "Evening",
        web.url("/export"),
    )
    assert found.playlists == (PreviewPlaylist("Evening", 4, complete=True),)
    assert (found.entries, found.complete, found.without_address) == (4, True, 1)
    first = found.tracks[0]
    assert (first.title, first.artist, first.duration) == ("Track 0", "Ann", 61.0)
    assert found.request.kind == "playlist"
    assert found.warnings == ()


def test_of_a_large_one_there_are_at_least_so_many(web: Web) -> None:
    found = _preview(web.put("/x.m3u", _list(1200)))
    assert found.playlists == (PreviewPlaylist("Evening", 500, complete=False),)
    assert (found.entries, found.complete) == (MOST_ENTRIES, False)
    assert len(found.tracks) == 50
    assert found.name == "Evening"


def test_a_name_that_was_given_stays(web: Web) -> None:
    assert _preview(web.put("/x.m3u", _list(1)), name="Mine").name == "Mine"


def test_an_empty_playlist_is_warned_about(web: Web) -> None:
    assert _preview(web.put("/x.m3u", "#EXTM3U\n")).warnings == ("there is no track in it",)
    found = _preview(web.put("/y.m3u", "#EXTM3U\nspotify:track:1\n"))
    assert "none of its tracks has an address" in found.warnings[0]


def test_the_credentials_are_those_of_the_request(web: Web) -> None:
    basic = "Basic " + base64.b64encode(b"ann:hunter22").decode()
    address = web.put("/x.m3u", _list(1)).replace("//", "//ann:hunter22@")
    found = _preview(address)
    assert web.requests[-1][1]["Authorization"] == basic
    assert found.request.user == "ann"
    assert "hunter22" not in repr(found)


def test_a_wrong_password_is_the_error_of_the_test(web: Web) -> None:
    web.put("/x.m3u", "", 401)
    with pytest.raises(SourceRefused, match="check the user name and the password"):
        _preview(web.url("/x.m3u"), user="ann", secret=("password", "wrong"))


def test_a_password_never_goes_along_to_a_feed_elsewhere(web: Web) -> None:
    with serving() as other:
        other.put("/feed", "<rss><channel><title>x</title></channel></rss>")
        page = web.put(
            "/page",
            f'<html><link rel="alternate" type="application/rss+xml" href="{other.url("/feed")}">',
        )
        with pytest.raises(UsageError, match="another server"):
            _preview(
                page,
                user="ann",
                secret=("password", "hunter22"),
                options={"allow_private": "yes"},
            )
        assert all("Authorization" not in headers for _, headers in other.requests)


def test_a_list_of_feeds_is_answered_as_one(web: Web) -> None:
    address = web.put("/l.opml", '<opml><body><outline xmlUrl="http://a.example/f"/></body></opml>')
    found = preview(AddRequest(address), Settings(), StopToken())
    assert isinstance(found, FeedList)


def test_it_can_be_cancelled_while_a_server_is_silent() -> None:
    cancel = StopToken()

    def script(connection: socket.socket) -> None:
        connection.recv(4096)
        cancel.set()
        connection.recv(1)

    with scripted(script) as address, pytest.raises(Interrupted):
        preview(AddRequest(address), Settings(), cancel)


@dataclass(slots=True)
class Opened:
    """What the fake adapters were opened with."""

    script: Script
    closed: int = 0
    sources: list[Source] = field(default_factory=list)

    def __call__(self, source: Source, context: SourceContext) -> CatalogSource:
        self.sources.append(source)
        return Fake(source, context, self)


class Fake(Adapter):
    """An adapter whose pages a test writes."""

    def __init__(self, source: Source, context: SourceContext, opened: Opened) -> None:
        super().__init__(source, context)
        self._opened = opened

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        assert not known
        return self._opened.script(self, cancel)

    def media(self, ref: MediaRef) -> MediaRequest:
        raise AssertionError("a preview fetches nothing")

    def close(self) -> None:
        self._opened.closed += 1


def _page(number: int, *, last: bool = True) -> CatalogPage:
    entry = CatalogEntry(f"k{number}", TrackInfo(f"T{number}"), MediaRef("http://h/x.mp3"))
    return CatalogPage(PlaylistRef(f"p{number}", f"P{number}"), (entry,), last=last)


def _run(script: Script, *, seconds: float = 30.0, kind: str = "jellyfin") -> Preview:
    opened = Opened(script)
    try:
        found = preview(
            AddRequest("http://nas.lan/", kind=kind, user="ann", secret=("password", "hunter22")),
            Settings(),
            StopToken(),
            open_source=opened,
            seconds=seconds,
        )
    finally:
        assert opened.closed == 1
    assert isinstance(found, Preview)
    return found


def test_it_ends_after_twenty_playlists() -> None:
    asked: list[int] = []

    def script(_fake: Fake, _cancel: StopToken) -> Iterator[CatalogPage]:
        for number in range(1000):
            asked.append(number)
            yield _page(number)

    found = _run(script)
    assert len(found.playlists) == len(asked) == 20
    assert not found.complete


def test_after_its_time_it_shows_what_there_is() -> None:
    def script(_fake: Fake, cancel: StopToken) -> Iterator[CatalogPage]:
        yield _page(1, last=False)
        cancel.wait(30)
        cancel.check()

    found = _run(script, seconds=0.05)
    assert found.playlists == (PreviewPlaylist("P1", 1, complete=False),)
    assert not found.complete
    assert found.name == "Jellyfin (nas.lan)"


def test_nothing_in_its_time_is_an_error() -> None:
    def script(_fake: Fake, cancel: StopToken) -> Iterator[CatalogPage]:
        cancel.wait(30)
        cancel.check()
        yield _page(1)

    with pytest.raises(SourceUnreachable, match="nothing of its catalogue"):
        _run(script, seconds=0.05)


def test_what_the_adapter_gains_is_handed_on() -> None:
    def script(fake: Fake, _cancel: StopToken) -> Iterator[CatalogPage]:
        assert fake.context.secret("password") == "hunter22"
        fake.context.keep_secret("session", "t0k3n-of-a-session")
        assert fake.context.secret("session") == "t0k3n-of-a-session"
        fake.context.remember({"device": "d"})
        yield _page(1)

    found = _run(script)
    assert found.gained.secrets == {"session": "t0k3n-of-a-session"}
    assert found.gained.memory == {"device": "d"}
    assert "t0k3n" not in repr(found)
