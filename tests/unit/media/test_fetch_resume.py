# SPDX-License-Identifier: GPL-3.0-or-later
"""A part is only gone on with when the server says that it is the same whole."""

import hashlib
import socket

import pytest

from catalogsync_gui.core.errors import TransferBroken
from catalogsync_gui.media.fetch_errors import BadPart
from tests.unit.media.far import SOUND, Answer, Asked, Far, head, reset, says
from tests.unit.media.fetching import Line

SIZE = len(SOUND)
HAVE = 6_000
ETAG = '"v1"'
OTHER = SOUND[:-3] + b"new"
SHA = hashlib.sha256(SOUND).hexdigest()


def rest(content_range: str = f"bytes {HAVE}-{SIZE - 1}/{SIZE}", **headers: object) -> Answer:
    return says(206, SOUND[HAVE:], Content_Range=content_range, **({"ETag": ETAG} | headers))


@pytest.fixture(autouse=True)
def _part(line: Line) -> None:
    line.part.write_bytes(SOUND[:HAVE])


def test_what_is_missing_is_asked_for_under_the_validator(line: Line, far: Far) -> None:
    far.then(rest())
    fetched = line.get(far, validator=ETAG, total=SIZE)
    assert far.asked[0].headers["range"] == f"bytes={HAVE}-"
    assert far.asked[0].headers["if-range"] == ETAG
    assert line.part.read_bytes() == SOUND
    assert (fetched.size, fetched.transferred, fetched.vouched) == (SIZE, SIZE - HAVE, True)
    assert fetched.sha256 == "", "only a part of it came now"
    assert line.begun == [(ETAG, SIZE, HAVE)]
    assert line.advanced == SIZE - HAVE


def test_a_last_modified_resumes_too(line: Line, far: Far) -> None:
    date = "Mon, 02 Mar 2026 10:00:00 GMT"
    far.then(rest(ETag="", Last_Modified=date))
    assert line.get(far, validator=date, total=SIZE).size == SIZE
    assert far.asked[0].headers["if-range"] == date
    assert line.begun == [(date, SIZE, HAVE)]


@pytest.mark.parametrize(("validator", "total"), [("", None), ("", SIZE), (ETAG, HAVE - 1)])
def test_a_part_that_is_no_beginning_is_fetched_anew(
    line: Line, far: Far, validator: str, total: int | None
) -> None:
    far.then(says(200, SOUND, ETag='"v2"'))
    fetched = line.get(far, validator=validator, total=total)
    assert "range" not in far.asked[0].headers
    assert "if-range" not in far.asked[0].headers
    assert line.part.read_bytes() == SOUND
    assert (fetched.transferred, fetched.sha256) == (SIZE, SHA)
    assert line.begun == [('"v2"', SIZE, 0)]


@pytest.mark.parametrize(
    "content_range",
    [
        f"bytes {HAVE + 1}-{SIZE - 1}/{SIZE}",
        f"bytes 0-{SIZE - 1}/{SIZE}",
        f"bytes {HAVE}-{SIZE - 1}/{SIZE + 1}",
        f"bytes {HAVE}-{SIZE - 2}/{SIZE}",
        f"bytes {HAVE}-{SIZE}/{SIZE}",
        f"bytes {HAVE}-{SIZE - 1}",
        f"items {HAVE}-{SIZE - 1}/{SIZE}",
        f"bytes {HAVE}-{SIZE - 1}/{SIZE}, bytes 0-1/{SIZE}",
        "bytes -1-1/1",
        "",
    ],
)
def test_another_part_than_the_one_asked_for_is_not_taken(
    line: Line, far: Far, content_range: str
) -> None:
    far.then(rest(content_range))
    with pytest.raises(BadPart) as caught:
        line.get(far, validator=ETAG, total=SIZE)
    assert caught.value.kind == "bad_range"
    assert not caught.value.host_fault
    assert line.part.read_bytes() == SOUND[:HAVE]
    assert line.begun == []


def test_a_part_of_another_whole_is_not_taken(line: Line, far: Far) -> None:
    far.then(rest(ETag='"v2"'))
    with pytest.raises(BadPart):
        line.get(far, validator=ETAG, total=SIZE)
    assert line.part.read_bytes() == SOUND[:HAVE]


def test_a_part_that_nobody_asked_for_is_not_taken(line: Line, far: Far) -> None:
    far.then(rest())
    with pytest.raises(BadPart):
        line.get(far)
    assert line.part.read_bytes() == SOUND[:HAVE]


def test_an_unknown_total_is_the_one_that_was_noted(line: Line, far: Far) -> None:
    far.then(rest(f"bytes {HAVE}-{SIZE - 1}/*"))
    assert line.get(far, validator=ETAG, total=SIZE).vouched
    assert line.begun == [(ETAG, SIZE, HAVE)]


def test_the_whole_in_answer_to_a_range_replaces_the_part(line: Line, far: Far) -> None:
    line.part.write_bytes(b"x" * (SIZE + 50))
    far.then(says(200, OTHER, ETag='"v2"'))
    fetched = line.get(far, validator=ETAG, total=SIZE + 100)
    assert line.part.read_bytes() == OTHER
    assert fetched.sha256 == hashlib.sha256(OTHER).hexdigest()
    assert line.begun == [('"v2"', SIZE, 0)]


def test_416_with_the_same_validator_says_that_the_part_is_whole(line: Line, far: Far) -> None:
    line.part.write_bytes(SOUND)
    far.then(says(416, Content_Range=f"bytes */{SIZE}", ETag=ETAG))
    fetched = line.get(far, validator=ETAG, total=SIZE)
    assert (fetched.size, fetched.transferred, fetched.vouched) == (SIZE, 0, True)
    assert len(far.asked) == 1


def test_416_with_a_digest_of_the_catalogue_is_decided_by_the_digest(line: Line, far: Far) -> None:
    line.part.write_bytes(SOUND)
    far.then(says(416))
    assert line.get(far, validator=ETAG, total=SIZE, digest=f"sha256:{SHA}").size == SIZE
    line.part.write_bytes(OTHER)
    with pytest.raises(BadPart) as caught:
        line.get(far, validator=ETAG, total=SIZE, digest=f"sha256:{SHA}")
    assert caught.value.kind == "wrong_digest"


@pytest.mark.parametrize(("have", "etag"), [(SIZE, '"v2"'), (SIZE, "W/" + ETAG), (HAVE, ETAG)])
def test_any_other_416_starts_over(line: Line, far: Far, have: int, etag: str) -> None:
    line.part.write_bytes(OTHER[:have])
    far.then(says(416, b"no such range", ETag=etag), says(200, SOUND, ETag='"v3"'))
    line.get(far, validator=ETAG, total=SIZE)
    assert ["range" in asked.headers for asked in far.asked] == [True, False]
    assert line.part.read_bytes() == SOUND
    assert line.begun == [('"v3"', SIZE, 0)]


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"ETag": "W/" + ETAG}, ""),
        ({"ETag": "W/" + ETAG, "Last_Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}, ""),
        ({"Last_Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}, "Mon, 02 Mar 2026 10:00:00 GMT"),
        ({"ETag": ETAG, "Last_Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}, ETAG),
        ({}, ""),
    ],
)
def test_only_a_strong_validator_is_kept(
    line: Line, far: Far, headers: dict[str, str], kept: str
) -> None:
    far.then(says(200, SOUND, **headers))
    line.get(far)
    assert line.begun == [(kept, SIZE, 0)]


def test_a_reset_in_the_middle_keeps_what_came_and_goes_on_from_there(line: Line, far: Far) -> None:
    line.part.unlink()

    def breaks(_: Asked, connection: socket.socket) -> None:
        connection.sendall(head(200, Content_Length=SIZE, ETag=ETAG) + SOUND[:HAVE])
        assert line.wait_for(HAVE)
        reset(connection)

    far.then(breaks, rest())
    with pytest.raises(TransferBroken) as caught:
        line.get(far)
    assert caught.value.retryable
    assert caught.value.host_fault
    assert line.part.read_bytes() == SOUND[:HAVE]
    validator, total, _ = line.begun[0]
    assert line.get(far, validator=validator, total=total).transferred == SIZE - HAVE
    assert line.part.read_bytes() == SOUND
