# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found at a location that does not tell its kind by its form."""

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
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
from catalogsync_gui.sources.detecting import Detected, FeedList, detect
from catalogsync_gui.sources.subsonic_client import COMMON, method_address
from tests.unit.sources.web import Web, scripted, serving

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Show</title>
<item><title>One</title><guid>1</guid><enclosure url="/1.mp3" type="audio/mpeg"/></item>
</channel></rss>"""
LIST = "#EXTM3U\n#EXTINF:5,A - B\nhttp://example.org/b.mp3\n"
OPML = """<opml version="2.0"><body><outline type="rss" text="One"
xmlUrl="https://one.example/feed"/></body></opml>"""
JELLYFIN = '{"Id": "a", "Version": "10.9.1", "ProductName": "Jellyfin Server"}'
LOGIN = {"Authorization": "Basic " + base64.b64encode(b"ann:hunter22").decode()}


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


def _kind(location: str, **options: object) -> str:
    found = detect(location, StopToken(), **options)  # type: ignore[arg-type]
    assert isinstance(found, Detected)
    return found.kind.name


def test_a_form_that_tells_the_kind_asks_nobody() -> None:
    assert _kind("http://no.such.host.invalid/x.m3u8") == "playlist"
    assert _kind("http://no.such.host.invalid/show.rss") == "podcast"
    assert _kind("https://archive.org/details/some-item") == "archive"


PAGE = "<!DOCTYPE html><html><head><title>Sea : Ann : Free Download : {}</title></head>"
METADATA = '{{"created": 1, "files": [], "metadata": {{"identifier": "{}"}}}}'


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/details/sea", PAGE.format("Internet Archive")),
        ("/search?query=sea", PAGE.format("Internet Archive")),
        ("/metadata/sea", METADATA.format("sea")),
    ],
)
def test_a_mirror_of_the_archive_is_told_by_its_documents(web: Web, path: str, body: str) -> None:
    assert _kind(web.put(path, body)) == "archive"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/details/sea", PAGE.format("Our Shop")),
        ("/about", PAGE.format("Internet Archive")),
        ("/metadata/sea", METADATA.format("other")),
        ("/metadata/sea", '{"metadata": [], "files": []}'),
        ("/metadata/sea", '{"metadata": '),
        ("/metadata/sea", '{"a": ' * 200_000),
    ],
)
def test_what_only_looks_like_a_mirror(web: Web, path: str, body: str) -> None:
    with pytest.raises(SourceError):
        _kind(web.put(path, body))


@pytest.mark.parametrize(
    ("body", "kind"),
    [(FEED, "podcast"), (LIST, "playlist"), ('{"playlist": {"track": []}}', "playlist")],
)
def test_the_content_tells_a_feed_from_a_playlist(web: Web, body: str, kind: str) -> None:
    assert _kind(web.put("/export?id=7", body)) == kind
    assert web.paths == ["/export?id=7"]


def test_a_list_of_feeds_is_no_source(web: Web) -> None:
    found = detect(web.put("/subscriptions", OPML), StopToken())
    assert isinstance(found, FeedList)
    assert [(feed.title, feed.address) for feed in found.feeds] == [
        ("One", "https://one.example/feed")
    ]
    with pytest.raises(SourceError, match="names none"):
        detect(web.put("/empty", "<opml><body/></opml>"), StopToken())


def test_a_page_is_left_for_the_feed_it_names(web: Web) -> None:
    web.put("/feeds/a?x=1&y=2", FEED)
    page = web.put(
        "/show/",
        "<!DOCTYPE html><html><head><link rel=stylesheet href=x.css>"
        "<LINK type='application/rss+xml; charset=utf-8' href=\"/feeds/a?x=1&amp;y=2\""
        ' rel="alternate home" title="&lt;b>"></head><body>…</body></html>',
        Content_Type="text/html",
    )
    found = detect(page, StopToken())
    assert isinstance(found, Detected)
    assert (found.kind.name, found.what.location) == ("podcast", web.url("/feeds/a?x=1&y=2"))


def test_one_hop_and_no_more(web: Web) -> None:
    link = '<html><link rel="alternate" type="application/atom+xml" href="{}">'
    web.put("/second", link.format("/feed"), Content_Type="text/html")
    web.put("/feed", FEED)
    with pytest.raises(SourceError, match="names no feed") as error:
        detect(web.put("/first", link.format("/second"), Content_Type="text/html"), StopToken())
    assert error.value.kind == "no_kind"
    assert "/feed" not in web.paths


def test_a_feed_that_is_gone_is_told_with_the_page_that_names_it(web: Web) -> None:
    page = web.put("/p", '<html><link rel="alternate" type="application/rss+xml" href="/gone">')
    with pytest.raises(SourceError, match=r"names a feed, but .*/gone is not there"):
        detect(page, StopToken())


@pytest.mark.parametrize("path", ["/", "/music/web/index.html", "/nothing/here"])
def test_a_server_is_asked_whether_it_is_a_music_server(web: Web, path: str) -> None:
    web.put("/System/Info/Public", JELLYFIN, Content_Type="application/json")
    if path == "/":
        web.put("/", "<html><title>Log in</title>", Content_Type="text/html")
    found = detect(web.url(path), StopToken())
    assert isinstance(found, Detected)
    assert found.kind.name == "jellyfin"
    assert found.what.location == web.url("")


def test_the_probes_of_all_servers_are_asked(web: Web) -> None:
    query = "&".join(f"{key}={value}" for key, value in COMMON.items())
    ping = method_address(web.url("/music"), "ping").removeprefix(web.url(""))
    web.put(f"{ping}?{query}", '{"subsonic-response": {"status": "failed", "version": "1.16.1"}}')
    web.put("/music/", "<html><title>Music</title>", Content_Type="text/html")
    found = detect(web.url("/music/"), StopToken())
    assert isinstance(found, Detected)
    assert (found.kind.name, found.what.location) == ("subsonic", web.url("/music"))


def test_what_is_there_is_said_when_it_is_nothing(web: Web) -> None:
    for path, body, kind, words in (
        ("/page", "<html><body>Hello</body></html>", "text/html", "a web page that names no feed"),
        ("/doc", "%PDF-1.7", "application/pdf", "a PDF document"),
        ("/live", "ID3\x03" + "x" * 40_000, "audio/mpeg", "a track or a stream"),
        ("/text", "Good morning", "text/plain", "not a playlist"),
    ):
        with pytest.raises(SourceError, match=words) as error:
            detect(web.put(path, body, Content_Type=kind), StopToken())
        assert "--kind" in str(error.value)
        assert error.value.kind == "no_kind"


def test_a_radio_stream_that_never_ends_is_told_at_once() -> None:
    gone = threading.Event()

    def script(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: audio/aac\r\n\r\n")
        try:
            while True:
                connection.sendall(b"\0" * 16384)
        except OSError:
            gone.set()

    with scripted(script) as address:
        with pytest.raises(SourceError, match="a track or a stream"):
            detect(address.replace("x.m3u", "live"), StopToken())
        assert gone.wait(10)


def test_credentials_are_sent_only_when_asked_for_and_only_to_the_typed_origin(web: Web) -> None:
    with serving() as other:
        other.put("/feed", FEED)
        page = web.put(
            "/page",
            f'<html><link rel="alternate" type="application/rss+xml" href="{other.url("/feed")}">',
        )
        assert _kind(page, login=LOGIN, allow_private=True) == "podcast"
        refused = web.put("/closed", "", 401)
        with pytest.raises(SourceRefused):
            detect(refused, StopToken(), login=LOGIN)
        assert all("Authorization" not in headers for _, headers in other.requests)
    sent = [path for path, headers in web.requests if "Authorization" in headers]
    assert sent == ["/closed"]
    assert web.paths.count("/closed") == 2


def test_without_credentials_a_refusal_is_one(web: Web) -> None:
    with pytest.raises(SourceRefused, match="check the user name"):
        detect(web.put("/closed", "", 401), StopToken())
    with pytest.raises(SourceGone):
        detect(web.url("/nowhere"), StopToken())


def test_a_feed_elsewhere_on_a_private_network_is_not_followed(web: Web) -> None:
    page = web.put(
        "/page", '<html><link rel="alternate" type="application/rss+xml" href="http://10.0.0.1/f">'
    )
    with pytest.raises(SourceError, match="private address"):
        detect(page, StopToken())


def test_what_cannot_be_reached_cannot_be_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/feed"
    with pytest.raises(SourceUnreachable, match="--kind"):
        detect(address, StopToken())


def test_it_can_be_cancelled() -> None:
    cancel = StopToken()

    def script(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n#EXTM3U")
        cancel.set()
        connection.recv(1)

    with scripted(script) as address, pytest.raises(Interrupted):
        detect(address.replace("x.m3u", "list"), cancel)


def test_local_files_are_told_by_their_content(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text(LIST)
    assert _kind(str(file)) == "playlist"
    file.write_text(OPML)
    found = detect(str(file), StopToken())
    assert isinstance(found, FeedList)
    assert found.location == str(file)
    file.write_text(FEED)
    with pytest.raises(SourceError, match="web address"):
        detect(str(file), StopToken())
    file.write_bytes(b"fLaC\0\0")
    with pytest.raises(SourceError, match="a track"):
        detect(str(file), StopToken())
    file.unlink()
    with pytest.raises(SourceGone):
        detect(str(file), StopToken())


_PARTS = st.sampled_from(
    [FEED, LIST, OPML, JELLYFIN, "<html>", "<link ", 'rel="alternate" ', "href=", "//[", ">", "<"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_PARTS | st.text(max_size=20), max_size=8), st.sampled_from(["", "text/html"]))
def test_nothing_but_its_own_errors(web: Web, parts: list[str], content_type: str) -> None:
    address = web.put("/any", "".join(parts).encode("utf-8", "replace"), Content_Type=content_type)
    with contextlib.suppress(CatalogSyncError):
        detect(address, StopToken())
