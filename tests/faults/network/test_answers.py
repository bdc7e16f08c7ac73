# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that lie, in ways that are not tested beside the fetcher."""

import socket

import pytest

from catalogsync_gui.core.errors import TransferBroken, TransferError
from catalogsync_gui.media.fetch_errors import BadPart
from tests.unit.media.far import SOUND, Answer, Asked, Far, head, says
from tests.unit.media.fetching import Line

SIZE, HAVE = len(SOUND), 6_000
DATE, LATER = "Mon, 02 Mar 2026 10:00:00 GMT", "Tue, 03 Mar 2026 10:00:00 GMT"
RANGE = f"bytes {HAVE}-{SIZE - 1}/{SIZE}"


def raw(data: bytes) -> Answer:
    return lambda _, connection: connection.sendall(data)


def part(**headers: object) -> Answer:
    return says(206, SOUND[HAVE:], **headers)


@pytest.mark.parametrize(
    ("validator", "headers"),
    [
        ('"v1"', {"ETag": 'W/"v1"', "Content_Range": RANGE}),
        ('"v1"', {"ETag": '"V1"', "Content_Range": RANGE}),
        (DATE, {"Last_Modified": LATER, "Content_Range": RANGE}),
        (
            '"v1"',
            {
                "ETag": '"v1"',
                "Content_Range": RANGE,
                "Content_Type": "multipart/byteranges; boundary=x",
            },
        ),
    ],
)
def test_a_part_under_another_validator_or_in_pieces_is_not_taken(
    line: Line, far: Far, validator: str, headers: dict[str, str]
) -> None:
    line.part.write_bytes(SOUND[:HAVE])
    far.then(part(**headers))
    with pytest.raises(BadPart):
        line.get(far, validator=validator, total=SIZE)
    assert line.part.read_bytes() == SOUND[:HAVE]


def test_a_date_is_compared_with_a_date(line: Line, far: Far) -> None:
    line.part.write_bytes(SOUND[:HAVE])
    far.then(part(Last_Modified=DATE, ETag='"new"', Content_Range=RANGE))
    assert line.get(far, validator=DATE, total=SIZE).size == SIZE


def test_416_with_another_total_starts_over(line: Line, far: Far) -> None:
    line.part.write_bytes(b"x" * SIZE)
    far.then(
        says(416, Content_Range=f"bytes */{SIZE + 5}", ETag='"v1"'), says(200, SOUND, ETag='"v2"')
    )
    line.get(far, validator='"v1"', total=SIZE)
    assert line.part.read_bytes() == SOUND


def test_416_for_another_size_than_the_catalogue_s_starts_over(line: Line, far: Far) -> None:
    line.part.write_bytes(SOUND[:-1])
    far.then(says(416, ETag='"v1"'), says(200, SOUND))
    line.get(far, validator='"v1"', total=SIZE - 1, size=SIZE)
    assert line.part.read_bytes() == SOUND


def test_the_same_length_twice_is_that_length(line: Line, far: Far) -> None:
    lines = f"HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\nContent-Length: {SIZE}\r\n\r\n"
    far.then(raw(lines.encode() + SOUND))
    assert line.get(far).vouched


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9999\r\n\r\n" + SOUND,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5_000 + b"\r\n" + SOUND,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n" + SOUND,
        b"HTTP/1.1 99999 OK\r\n\r\n" + SOUND,
        b"HTTP/1.1 abc OK\r\n\r\n" + SOUND,
        b"ICY 200 OK\r\n\r\n" + SOUND,
        SOUND,
    ],
    ids=["two lengths", "headers", "long header", "status", "no status", "icy", "0.9"],
)
def test_an_answer_that_is_none_is_a_broken_connection(line: Line, far: Far, answer: bytes) -> None:
    far.then(raw(answer))
    with pytest.raises(TransferBroken):
        line.get(far)
    assert not line.part.exists()


@pytest.mark.parametrize("status", [103, 204, 205, 226, 300, 304, 305, 418, 451])
def test_a_status_that_brings_no_track_is_named(line: Line, far: Far, status: int) -> None:
    far.then(says(status, Content_Length=0))
    with pytest.raises(TransferError, match=str(status)):
        line.get(far)
    assert not line.part.exists()


def test_a_few_continues_do_no_harm(line: Line, far: Far) -> None:
    def answer(_: Asked, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 20)
        connection.sendall(head(200, Content_Length=SIZE) + SOUND)

    far.then(answer)
    assert line.get(far).size == SIZE
