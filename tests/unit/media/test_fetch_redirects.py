# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirects: how many, where to, and what does not travel along."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogsync_gui.core.errors import TransferError
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.answers import redirect_target
from tests.unit.media.far import SOUND, Answer, Far, far_end, says
from tests.unit.media.fetching import Line

SECRET = {"Authorization": "Bearer secret", "X-Api-Key": "secret"}


@pytest.fixture
def other() -> Iterator[Far]:
    with far_end() as server:
        yield server


def to(place: str, status: int = 302) -> Answer:
    return says(status, b"over there", Location=place)


def request(far: Far, *, post: bool = False) -> MediaRequest:
    return MediaRequest(
        far.url("/a/b/x.mp3?q=1"),
        headers=SECRET,
        params={"u": "me", "t": "s&c=ret"},
        post=post,
        allow_private=True,
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("y.mp3", "/a/b/y.mp3"),
        ("../y.mp3", "/a/y.mp3"),
        ("/y.mp3", "/y.mp3"),
        ("?q=2", "/a/b/x.mp3?q=2"),
    ],
)
def test_a_relative_redirect_starts_where_it_was_asked(
    line: Line, far: Far, status: int, place: str, target: str
) -> None:
    far.then(to(place, status), says(200, SOUND))
    assert line.fetch(MediaRequest(far.url("/a/b/x.mp3"), own_host=far.host)).size == len(SOUND)
    assert [asked.target for asked in far.asked] == ["/a/b/x.mp3", target]


def test_ten_redirects_are_followed_and_not_one_more(line: Line, far: Far) -> None:
    far.then(*(to(f"/{number}") for number in range(10)), says(200, SOUND))
    assert line.get(far).size == len(SOUND)
    assert len(far.asked) == 11
    with far_end() as loop:
        loop.then(to("/x.mp3"))
        with pytest.raises(TransferError, match="more than 10 times") as caught:
            line.get(loop)
        assert len(loop.asked) == 11
    assert (caught.value.kind, caught.value.retryable) == ("bad_redirect", False)


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:audio/mpeg,x", "http://[x/", ""],
)
def test_a_redirect_to_anything_but_http_is_refused(line: Line, far: Far, place: str) -> None:
    far.then(to(place))
    with pytest.raises(TransferError) as caught:
        line.get(far)
    assert caught.value.kind == "bad_redirect"
    assert len(far.asked) == 1
    assert not line.part.exists()


def test_no_way_leads_from_https_to_http() -> None:
    with pytest.raises(TransferError, match="unprotected http"):
        redirect_target("https://nas.lan/x", {"Location": "http://nas.lan/x"})
    with pytest.raises(TransferError, match="unprotected http"):
        redirect_target("HTTPS://nas.lan/x", {"Location": "HTTP://nas.lan/x"})
    assert redirect_target("http://a/x", {"Location": "https://b/y"}) == "https://b/y"
    assert redirect_target("https://a/x", {"Location": "//b/y"}) == "https://b/y"


def test_credentials_go_to_their_own_origin_and_nowhere_else(
    line: Line, far: Far, other: Far
) -> None:
    far.then(to(other.url("/y.mp3?z=1")), says(200, SOUND))
    other.then(to(far.url("/back.mp3")))
    line.fetch(request(far))
    first, back = far.asked
    for asked in (first, back):
        assert asked.headers["authorization"] == "Bearer secret"
        assert asked.headers["x-api-key"] == "secret"
        assert parse_qs(urlsplit(asked.target).query)["t"] == ["s&c=ret"]
    assert first.target.startswith("/a/b/x.mp3?q=1&")
    (stranger,) = other.asked
    assert stranger.target == "/y.mp3?z=1"
    assert not {"authorization", "x-api-key", "cookie", "referer"} & set(stranger.headers)
    assert "secret" not in repr(stranger)


def test_a_form_is_posted_to_its_own_origin_and_nowhere_else(
    line: Line, far: Far, other: Far
) -> None:
    far.then(to("/again.mp3", 307), to(other.url("/y.mp3"), 307))
    other.then(says(200, SOUND))
    line.fetch(request(far, post=True))
    assert [(asked.method, asked.target) for asked in far.asked] == [
        ("POST", "/a/b/x.mp3?q=1"),
        ("POST", "/again.mp3"),
    ]
    for asked in far.asked:
        assert parse_qs(asked.body.decode()) == {"u": ["me"], "t": ["s&c=ret"]}
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    (stranger,) = other.asked
    assert (stranger.method, stranger.body) == ("GET", b"")
    assert "content-type" not in stranger.headers


def test_a_resume_is_asked_for_at_the_end_of_the_way(line: Line, far: Far, other: Far) -> None:
    line.part.write_bytes(SOUND[:6_000])
    far.then(to(other.url("/y.mp3")))
    size = len(SOUND)
    other.then(says(206, SOUND[6_000:], Content_Range=f"bytes 6000-{size - 1}/{size}", ETag='"v"'))
    line.fetch(MediaRequest(far.url(), allow_private=True), validator='"v"', total=size)
    assert other.asked[0].headers["range"] == "bytes=6000-"
    assert line.part.read_bytes() == SOUND


def test_a_redirect_to_a_private_address_is_refused(line: Line, far: Far, other: Far) -> None:
    far.then(to(other.url()))
    with pytest.raises(TransferError) as caught:
        line.get(far)
    assert caught.value.kind == "address_refused"
    assert other.asked == []


def test_a_message_never_shows_what_a_redirect_carries(line: Line, far: Far) -> None:
    far.then(to("http://me:hunter2@127.0.0.1:1/x?sig=hunter2"))
    with pytest.raises(TransferError) as caught:
        line.fetch(MediaRequest(far.url(), allow_private=True))
    assert "hunter2" not in str(caught.value)
