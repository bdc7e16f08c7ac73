# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies that are whole, that are not, and that are no audio."""

import hashlib
import socket
import threading
from collections.abc import Callable

import pytest
import urllib3

from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    MediaGone,
    NotAudio,
    PathRefused,
    TransferBroken,
    TransferError,
    TransferRefused,
)
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.fetch_errors import BadPart
from tests.unit.media.far import SOUND, Asked, Far, far_end, head, says, until_closed
from tests.unit.media.fetching import Line

SIZE = len(SOUND)
SHA = hashlib.sha256(SOUND).hexdigest()


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def failed(line: Line, far: Far, size: int | None = None) -> TransferError:
    with pytest.raises(TransferError) as caught:
        line.get(far, size=size)
    return caught.value


def test_a_body_of_the_promised_length_is_whole(line: Line, far: Far) -> None:
    far.then(says(200, SOUND))
    fetched = line.get(far)
    assert (fetched.size, fetched.transferred, fetched.vouched) == (SIZE, SIZE, True)
    assert fetched.sha256 == SHA
    assert line.part.read_bytes() == SOUND
    assert far.asked[0].headers["accept-encoding"] == "identity"
    assert line.advanced == SIZE


def test_a_body_in_chunks_vouches_for_its_end(line: Line, far: Far) -> None:
    body = chunked(SOUND[:5_000], SOUND[5_000:])
    far.then(says(200, body, Transfer_Encoding="chunked", Content_Length=None))
    fetched = line.get(far)
    assert (fetched.size, fetched.vouched, fetched.sha256) == (SIZE, True, SHA)
    assert line.begun == [("", None, 0)]
    assert line.part.read_bytes() == SOUND


@pytest.mark.parametrize("end", [b"", b"1000\r\nonly this", b"no number\r\n", b"-5\r\n"])
def test_chunks_that_break_off_are_not_whole(line: Line, far: Far, end: bytes) -> None:
    body = chunked(SOUND, end=end)
    far.then(says(200, body, Transfer_Encoding="chunked", Content_Length=None))
    assert isinstance(failed(line, far), TransferBroken)
    assert line.part.read_bytes().startswith(SOUND[:5_000])


def test_a_body_that_ends_with_its_connection_vouches_for_nothing(line: Line, far: Far) -> None:
    far.then(says(200, SOUND, Content_Length=None))
    assert not line.get(far).vouched
    assert line.get(far, size=SIZE).vouched, "the catalogue told the size"
    assert line.get(far, digest=f"sha256:{SHA.upper()}").vouched


@pytest.mark.parametrize("size", [SIZE - 1, SIZE + 1])
def test_without_a_length_the_catalogue_s_size_decides(line: Line, far: Far, size: int) -> None:
    far.then(says(200, SOUND, Content_Length=None))
    error = failed(line, far, size)
    assert error.kind == "wrong_size"
    assert isinstance(error, TransferBroken)
    assert not error.host_fault


def test_a_body_that_is_shorter_than_promised_is_broken_and_its_part_kept(
    line: Line, far: Far
) -> None:
    far.then(says(200, SOUND, Content_Length=SIZE + 1))
    assert failed(line, far).kind == "short_body"
    assert line.part.read_bytes() == SOUND


def test_what_comes_after_the_promised_length_is_not_read(line: Line, far: Far) -> None:
    far.then(says(200, SOUND + b"HTTP/1.1 200 more", Content_Length=SIZE))
    assert line.get(far).size == SIZE
    assert line.part.read_bytes() == SOUND


def test_a_length_that_is_no_number_is_none(line: Line, far: Far) -> None:
    far.then(says(200, SOUND, Content_Length="many"))
    assert not line.get(far).vouched


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_coding_that_nobody_asked_for_is_refused(line: Line, far: Far, coding: str) -> None:
    far.then(says(200, SOUND, Content_Encoding=coding))
    error = failed(line, far)
    assert (error.kind, error.retryable) == ("content_encoding", False)
    assert not line.part.exists()
    assert line.begun == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-8", b"<!DOCTYPE html><title>Log in</title>"),
        ("application/json", b'{"error": "wrong token"}'),
        ("audio/mpeg", b"<?xml version='1.0'?><subsonic-response status='failed'/>"),
    ],
)
def test_a_document_instead_of_audio_is_handed_to_the_adapter(
    line: Line, far: Far, kind: str, body: bytes
) -> None:
    far.then(says(200, body, Content_Type=kind))
    error = failed(line, far)
    assert isinstance(error, NotAudio)
    assert error.answer is not None
    assert (error.answer.status, error.answer.content_type) == (200, kind)
    assert error.answer.body == body
    assert not line.part.exists()


def test_of_a_long_document_64_kib_are_kept(line: Line, far: Far) -> None:
    far.then(says(200, b"<html>" + bytes(200_000), Content_Type="text/html"))
    error = failed(line, far)
    assert error.answer is not None
    assert len(error.answer.body) == 65_536


def test_a_document_that_breaks_off_is_good_enough(line: Line, far: Far) -> None:
    far.then(says(403, b'{"error": 40', Content_Length=500, Content_Type="application/json"))
    error = failed(line, far)
    assert isinstance(error, TransferRefused)
    assert error.answer is not None
    assert error.answer.body == b'{"error": 40'


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, TransferRefused),
        (403, TransferRefused),
        (404, MediaGone),
        (410, MediaGone),
        (500, TransferBroken),
        (204, TransferError),
        (451, TransferError),
    ],
)
def test_a_status_says_what_it_is(
    line: Line, far: Far, status: int, kind: type[CatalogSyncError]
) -> None:
    far.then(says(status, b"" if status == 204 else b"sorry"))
    error = failed(line, far)
    assert type(error) is kind
    assert error.kind == f"http_{status}"
    assert str(status) in str(error)
    assert error.answer is not None
    assert error.answer.status == status
    assert not line.part.exists()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("17", 17.0),
        # Five minutes after the clock's time
        ("Thu, 01 Jan 1970 00:21:40 GMT", 300.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("soon", None),
        (None, None),
    ],
)
def test_a_busy_server_says_when_to_come_back(
    line: Line, far: Far, status: int, asked: str | None, seconds: float | None
) -> None:
    far.then(says(status, Retry_After=asked))
    error = failed(line, far)
    assert isinstance(error, TransferBroken)
    assert error.retry_after == seconds


def test_a_wrong_digest_tells_that_the_part_is_no_good(line: Line, far: Far) -> None:
    far.then(says(200, SOUND))
    for algorithm in ("md5", "sha1", "sha256"):
        right = hashlib.new(algorithm, SOUND).hexdigest()
        assert line.get(far, digest=f"{algorithm}:{right}").size == SIZE
        with pytest.raises(BadPart) as caught:
            line.get(far, digest=f"{algorithm}:{right[::-1]}")
        assert (caught.value.kind, caught.value.host_fault) == ("wrong_digest", False)


@pytest.mark.parametrize("noise", [b"", b"\r\n\r\n", b"ICY 200 OK\r\n\r\n", b"\x16\x03\x01\x02"])
def test_what_is_no_http_is_a_broken_connection(line: Line, far: Far, noise: bytes) -> None:
    far.then(lambda _, connection: connection.sendall(noise))
    assert isinstance(failed(line, far), TransferBroken)


@pytest.mark.parametrize("end", [b"", b"Content-Type: audio/mp", b"X: y\r\n"])
def test_headers_that_break_off_are_a_broken_connection(line: Line, far: Far, end: bytes) -> None:
    far.then(lambda _, connection: connection.sendall(b"HTTP/1.1 200 OK\r\n" + end))
    error = failed(line, far)
    assert isinstance(error, TransferBroken)
    assert error.kind == "short_body"


def test_an_empty_answer_is_no_audio(line: Line, far: Far) -> None:
    far.then(says(200))
    error = failed(line, far)
    assert isinstance(error, NotAudio)
    assert error.answer is not None


def test_nobody_there_is_said_in_words(line: Line) -> None:
    with far_end() as gone:
        pass
    error = failed(line, gone)
    assert error.kind == "no_connection"
    assert "nothing answers" in str(error)


def test_a_stop_in_the_middle_comes_at_once_and_keeps_the_part(line: Line, far: Far) -> None:
    def stalls(_: Asked, connection: socket.socket) -> None:
        connection.sendall(head(200, Content_Length=SIZE) + SOUND[:5_000])
        assert line.wait_for(5_000)
        line.cancel.set()
        until_closed(connection)

    far.then(stalls)
    with pytest.raises(Interrupted):
        line.get(far)
    assert line.part.read_bytes() == SOUND[:5_000]


def test_a_stop_after_the_last_byte_finds_nothing_to_shut(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops is the window's thread as often as not: nothing may be raised there."""

    def release(response: urllib3.HTTPResponse) -> None:
        real(response)
        line.cancel.set()

    real = urllib3.HTTPResponse.release_conn
    monkeypatch.setattr(urllib3.HTTPResponse, "release_conn", release)
    far.then(says(200, SOUND))
    with pytest.raises(Interrupted):
        line.get(far)
    assert line.part.read_bytes() == SOUND


def test_a_stop_before_the_answer_comes_at_once(line: Line, far: Far) -> None:
    def silent(_: Asked, connection: socket.socket) -> None:
        line.cancel.set()
        until_closed(connection)

    far.then(silent)
    with pytest.raises(Interrupted):
        line.get(far)
    assert not line.part.exists()


def test_a_part_that_cannot_be_written_is_no_fault_of_the_server(line: Line, far: Far) -> None:
    line.part = line.part.parent / "none" / line.part.name
    far.then(says(200, SOUND))
    with pytest.raises(PathRefused, match="cannot write"):
        line.get(far)


def test_over_ipv6(line: Line) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with far_end("::1") as far:
        far.then(says(200, SOUND))
        assert line.get(far).size == SIZE
        assert far.asked[0].headers["host"] == far.host


def test_a_private_address_is_only_asked_where_it_is_meant(line: Line, far: Far) -> None:
    far.then(says(200, SOUND))
    with pytest.raises(TransferError) as caught:
        line.fetch(MediaRequest(far.url("/x.mp3?token=secret")))
    assert caught.value.kind == "address_refused"
    assert "secret" not in str(caught.value)
    assert far.asked == []
    assert line.fetch(MediaRequest(far.url(), allow_private=True)).size == SIZE


def test_threads_end_with_the_line(line: Line, far: Far) -> None:
    far.then(says(200, SOUND))
    line.get(far)
    assert "watchdog" in {thread.name for thread in threading.enumerate()}
    line.close()
    assert "watchdog" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("algorithm", ["shake_128", "md4711", ""])
def test_a_digest_that_cannot_be_checked_vouches_for_nothing(
    line: Line, far: Far, algorithm: str, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("cannot be checked")
    far.then(says(200, SOUND, Content_Length=None))
    fetched = line.get(far, digest=f"{algorithm}:00ff")
    assert (fetched.size, fetched.vouched) == (SIZE, False)
