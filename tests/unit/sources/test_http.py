# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching catalogue documents from real sockets: bounds, redirects, credentials, addresses."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.sources import http
from catalogsync_gui.sources.http import Document, DocumentClient
from tests.unit.sources.web import Web, scripted, serving

Get = Callable[..., Document]


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def get() -> Iterator[Get]:
    clients: list[DocumentClient] = []

    def fetch(address: str, *, home: str | None = None, **options: object) -> Document:
        named = ("validators", "own_host", "ask")
        asked = {name: options.pop(name) for name in named if name in options}
        client = DocumentClient(address if home is None else home, **options)  # type: ignore[arg-type]
        clients.append(client)
        return client.get(address, StopToken(), **asked)  # type: ignore[arg-type]

    yield fetch
    for client in clients:
        client.close()


def test_a_document(web: Web, get: Get) -> None:
    url = web.put("/a.m3u", "hello", Content_Type="audio/x-mpegurl", ETag='"1"')
    document = get(url)
    assert document == Document(
        url, b"hello", "audio/x-mpegurl", {"If-None-Match": '"1"'}, settled=url
    )
    headers = web.requests[0][1]
    assert headers["User-Agent"].startswith("CatalogSync")
    assert "Cookie" not in headers
    assert "Authorization" not in headers


def test_an_unchanged_document(web: Web, get: Get) -> None:
    url = web.put("/a", "x", Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    document = get(url)
    again = get(url, validators=document.validators)
    assert again.unchanged
    assert again.data == b""
    assert get(url, validators={"If-Modified-Since": "other"}).data == b"x"


def test_a_304_nobody_asked_for(web: Web, get: Get) -> None:
    web.put("/a", b"", 304)
    with pytest.raises(SourceError, match="status 304"):
        get(web.url("/a"))


def test_compression(web: Web, get: Get) -> None:
    url = web.put("/a", gzip.compress(b"hello" * 1000), Content_Encoding="gzip")
    assert get(url).data == b"hello" * 1000


@pytest.mark.parametrize("compressed", [False, True])
def test_the_most_bytes(
    web: Web, get: Get, monkeypatch: pytest.MonkeyPatch, compressed: bool
) -> None:
    monkeypatch.setattr(http, "DOCUMENT_BYTES", 1_000_000)
    body = b"\0" * 5_000_000
    coding = {"Content_Encoding": "gzip"} if compressed else {}
    url = web.put("/a", gzip.compress(body) if compressed else body, Connection="close", **coding)
    with pytest.raises(PlaylistUnreadable, match="larger than 1 MB") as caught:
        get(url)
    assert caught.value.kind == "too_large"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, SourceRefused),
        (403, SourceRefused),
        (404, SourceGone),
        (410, SourceGone),
        (429, SourceUnreachable),
        (500, SourceUnreachable),
        (503, SourceUnreachable),
        (418, SourceError),
        (206, SourceError),
        (302, SourceError),
    ],
)
def test_other_answers(web: Web, get: Get, status: int, error: type[SourceError]) -> None:
    web.put("/a", b"", status, Retry_After="7")
    with pytest.raises(SourceError) as caught:
        get(web.url("/a?token=secret"), home=web.url("/"))
    web.put("/a?token=secret", b"", status, Retry_After="7")
    with pytest.raises(SourceError) as caught:
        get(web.url("/a?token=secret"))
    assert type(caught.value) is error
    assert str(status) in str(caught.value)
    assert "secret" not in str(caught.value)
    if isinstance(caught.value, SourceUnreachable):
        assert caught.value.retry_after == 7.0


class TestRedirects:
    def test_are_followed_and_the_end_counts(self, web: Web, get: Get) -> None:
        web.put("/a", b"", 302, Location="b/c")
        web.put("/b/c", b"", 308, Location="/d%20e?x=1")
        end = web.put("/d%20e?x=1", "end")
        document = get(web.url("/a"))
        assert (document.address, document.data) == (end, b"end")

    def test_names_in_utf_8(self, web: Web, get: Get) -> None:
        web.put("/a", b"", 301, Location="/ü".encode().decode("latin-1"))
        web.put("/%C3%BC", "end")
        assert get(web.url("/a")).data == b"end"

    def test_ten_and_no_more(self, web: Web, get: Get) -> None:
        for n in range(12):
            web.put(f"/{n}", b"", 307, Location=f"/{n + 1}")
        web.put("/12", "end")
        assert get(web.url("/2")).data == b"end"
        with pytest.raises(AddressRefused, match="more than 10 times"):
            get(web.url("/1"))

    @pytest.mark.parametrize("target", ["ftp://h/x", "file:///etc/passwd", "http://[", ""])
    def test_to_nowhere(self, web: Web, get: Get, target: str) -> None:
        web.put("/a", b"", 302, Location=target)
        with pytest.raises(SourceError):
            get(web.url("/a"))
        assert web.paths == ["/a"]

    def test_credentials_stay_with_their_origin(self, web: Web, get: Get) -> None:
        with serving() as other:
            end = other.put("/end", "end")
            web.put("/a", b"", 302, Location=end.replace("http://", "http://u:p@"))
            document = get(
                web.url("/a"),
                allow_private=True,
                credentials=lambda: {"Authorization": "Bearer x", "X-Emby-Token": "x"},
            )
            assert document.address == end
            assert web.requests[0][1]["Authorization"] == "Bearer x"
            headers = other.requests[0][1]
            assert not {"Authorization", "X-Emby-Token"} & set(headers)

    def test_cookies_are_not_kept(self, web: Web, get: Get) -> None:
        web.put("/a", b"", 302, Location="/b", Set_Cookie="id=1; Path=/")
        web.put("/b", "end")
        get(web.url("/a"))
        assert "Cookie" not in web.requests[1][1]

    def test_never_from_https_to_http(self) -> None:
        with pytest.raises(AddressRefused, match="unprotected"):
            http._target("https://h/a", "http://h/b", http.Ask())


class TestAddresses:
    def test_the_sources_own_host_may_be_private(self, web: Web, get: Get) -> None:
        url = web.put("/a", "x")
        assert get(url).data == b"x"
        assert get(url, home="", own_host=f"127.0.0.1:{web.port}").data == b"x"

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_others_may_not(self, web: Web, get: Get, host: str) -> None:
        web.put("/a", "x")
        with pytest.raises(AddressRefused, match="private address"):
            get(web.url("/a", host), home="http://catalogue.example/")
        assert web.requests == []

    def test_a_redirect_may_not_lead_to_another_port(self, web: Web, get: Get) -> None:
        with serving() as other:
            web.put("/a", b"", 302, Location=other.put("/b", "x"))
            with pytest.raises(AddressRefused, match="allow_private"):
                get(web.url("/a"))
            assert other.requests == []

    def test_what_is_bound_to_its_origin_is_not_led_away(self, web: Web, get: Get) -> None:
        with serving() as other:
            web.put("/a", b"", 302, Location=other.put("/b", "x"))
            url = web.url("/a")
            with pytest.raises(AddressRefused, match="use that address for the source"):
                get(url, allow_private=True, ask=http.Ask(bind=True))
            assert other.requests == []
            assert get(url, allow_private=True, ask=http.Ask()).data == b"x"

    def test_the_person_may_allow_it(self, web: Web, get: Get) -> None:
        url = web.put("/a", "x")
        assert get(url, home="http://catalogue.example/", allow_private=True).data == b"x"

    @pytest.mark.parametrize(
        "address", ["http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/"]
    )
    def test_link_local_never(self, get: Get, address: str) -> None:
        with pytest.raises(AddressRefused, match="never used"):
            get(address, allow_private=True)

    def test_through_a_proxy_numbers_are_still_looked_at(self, web: Web, get: Get) -> None:
        with pytest.raises(AddressRefused, match="private address"):
            get("http://10.0.0.1/x", home="http://catalogue.example/", proxy=web.url("/"))
        assert web.requests == []

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://h/", "http://", "x"])
    def test_no_web_address(self, get: Get, address: str) -> None:
        with pytest.raises(AddressRefused):
            get(address)


def test_a_proxy_is_asked(web: Web, get: Get) -> None:
    web.put("http://catalogue.example/a", "through")
    assert get("http://catalogue.example/a", proxy=web.url("")).data == b"through"


def test_the_environment_does_not_count(
    web: Web, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert get(web.put("/a", "x")).data == b"x"


class TestTrouble:
    def test_nobody_listens(self, get: Get) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            url = f"http://127.0.0.1:{free.getsockname()[1]}/a?token=secret"
        with pytest.raises(SourceUnreachable) as caught:
            get(url)
        assert "secret" not in str(caught.value)

    def test_a_body_that_is_cut_off(self, web: Web, get: Get) -> None:
        web.put("/a", "short", Content_Length="100", Connection="close")
        with pytest.raises(SourceUnreachable):
            get(web.url("/a"))

    @pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n"])
    def test_an_answer_that_is_none(self, get: Get, answer: bytes) -> None:
        def script(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(answer)

        with scripted(script) as url, pytest.raises(SourceUnreachable):
            get(url)

    def test_compression_that_is_none(self, web: Web, get: Get) -> None:
        web.put("/a", "no gzip", Content_Encoding="gzip")
        with pytest.raises(SourceUnreachable):
            get(web.url("/a"))

    def test_a_certificate_nobody_trusts(self, get: Get) -> None:
        with serving() as plain, pytest.raises(SourceUnreachable):
            get(plain.url("/a").replace("http:", "https:"))

    def test_a_ca_file_that_is_none(self, get: Get, tmp_path: object) -> None:
        with pytest.raises(SourceError, match="ca_file") as caught:
            get("https://h/", ca_file=f"{tmp_path}/missing.pem")
        assert caught.value.kind == "ca_file"


HEADS = [
    b"",  # headers never end
    b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\n",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_server_that_trickles_runs_out_of_time(
    get: Get, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(http, "DOCUMENT_SECONDS", 0.2)

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head or b"HTTP/1.1 200 OK\r\nX: ")
        connection.settimeout(0.02)
        while True:
            connection.sendall(b"x")
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue

    with scripted(script) as url, pytest.raises(SourceUnreachable) as caught:
        get(url)
    assert caught.value.kind == "slow"


@pytest.mark.parametrize("head", HEADS)
def test_a_stop_is_prompt(head: bytes) -> None:
    cancel = StopToken()

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        threading.Timer(0.1, cancel.set).start()
        assert connection.recv(1) == b""

    with scripted(script) as url:
        client = DocumentClient(url)
        with pytest.raises(Interrupted):
            client.get(url, cancel)
        client.close()


def test_a_stop_before_the_beginning() -> None:
    cancel = StopToken()
    cancel.set()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/x.m3u"
        client = DocumentClient(url)
        with pytest.raises(Interrupted):
            client.get(url, cancel)
        client.close()
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
