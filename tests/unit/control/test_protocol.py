# SPDX-License-Identifier: GPL-3.0-or-later
"""What is spoken over the control socket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.control.protocol import (
    Message,
    ProtocolError,
    Request,
    decode_message,
    decode_request,
    encode_message,
    encode_request,
)

_texts = st.text(st.characters(exclude_categories=()), max_size=30)


@given(
    st.builds(
        Request,
        st.lists(_texts, max_size=5).map(tuple),
        _texts,
        st.none() | _texts,
        st.booleans(),
    )
)
def test_a_request_survives_the_way(request_: Request) -> None:
    line = encode_request(request_)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_request(line.rstrip(b"\n")) == request_


@given(st.sampled_from(["out", "err", "warn"]), _texts)
def test_a_message_survives_the_way(kind: str, text: str) -> None:
    line = encode_message(kind, text)
    assert line.count(b"\n") == 1
    assert decode_message(line) == Message(kind, text)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"hello",
        b"[1]",
        b"\xff\xfe",
        b"{}",
        b'{"v": 99, "argv": []}',
        b'{"v": 1, "argv": "sync"}',
        b'{"v": 1, "argv": [1]}',
        b'{"v": 1, "cwd": 7}',
        b'{"v": 1, "secret": 7}',
        b"[" * 100_000,
    ],
)
def test_garbage_is_no_request(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_request(line)


@pytest.mark.parametrize("line", [b"", b"{}", b'{"out": 1}', b'{"exit": "0"}', b"null"])
def test_garbage_is_no_message(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_message(line)


def test_the_other_sides_version_is_named() -> None:
    with pytest.raises(ProtocolError, match="another version"):
        decode_request(b'{"v": 2, "argv": []}')
