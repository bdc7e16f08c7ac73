# SPDX-License-Identifier: GPL-3.0-or-later
"""Over TLS: whom to trust, and what a stop leaves behind."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import Interrupted, TransferBroken, TransferError
from catalogsync_gui.core.models import MediaRequest
from tests.unit.media.far import FRAME, SOUND, Asked, Far, far_end, head, says, until_closed
from tests.unit.media.fetching import Line

PEM = str(Path(__file__).with_name("loopback.pem"))
LONG = FRAME * 500  # more than one read takes, and no more than the kernel holds


@pytest.fixture
def secure() -> Iterator[Far]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    with far_end(tls=context) as server:
        yield server


def request(far: Far, ca_file: str = PEM) -> MediaRequest:
    return MediaRequest(far.url(), own_host=far.host, ca_file=ca_file)


def test_the_source_s_own_authority_is_trusted(line: Line, secure: Far) -> None:
    secure.then(says(200, SOUND))
    assert line.fetch(request(secure)).size == len(SOUND)
    assert secure.url().startswith("https://")


def test_an_unknown_authority_is_not_trusted(line: Line, secure: Far) -> None:
    secure.then(says(200, SOUND))
    with pytest.raises(TransferBroken, match="no trusted connection") as caught:
        line.fetch(request(secure, ca_file=""))
    assert caught.value.kind == "tls"
    assert secure.asked == []


def test_a_file_without_certificates_is_named(line: Line, secure: Far, tmp_path: Path) -> None:
    empty = tmp_path / "ca.pem"
    for content in (None, b"", b"\xff\xfe"):
        if content is not None:
            empty.write_bytes(content)
        with pytest.raises(TransferError, match=r"ca\.pem holds no certificates") as caught:
            line.fetch(request(secure, ca_file=str(empty)))
        assert caught.value.kind == "ca_file"


def test_no_way_leads_down_from_https(line: Line, secure: Far, far: Far) -> None:
    secure.then(says(302, Location=far.url()))
    with pytest.raises(TransferError, match="unprotected http"):
        line.fetch(request(secure))
    assert far.asked == []


def test_a_stop_in_the_middle_leaves_nothing_in_the_part_but_the_track(
    line: Line, secure: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop must not take TLS off: the rest of the stream would be read as it is, encrypted."""

    def all_of_it(_: Asked, connection: socket.socket) -> None:
        # Where the kernel holds less, there is nobody any more who makes room.
        connection.settimeout(2)
        connection.sendall(head(200, Content_Length=len(LONG), ETag='"v"') + LONG)
        until_closed(connection)

    def advance(_: Line, count: int) -> None:
        line.cancel.set()

    monkeypatch.setattr(Line, "advance", advance)
    secure.then(all_of_it)
    with pytest.raises(Interrupted):
        line.fetch(request(secure))
    part = line.part.read_bytes()
    assert part
    assert LONG.startswith(part)
