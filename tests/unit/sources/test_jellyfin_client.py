# SPDX-License-Identifier: GPL-3.0-or-later
"""The header that tells a Jellyfin server who asks, and whether there is such a server."""

from collections.abc import Iterator

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.sources.http import DocumentClient
from catalogsync_gui.sources.jellyfin_client import authorization, probe
from tests.unit.sources.fake_jellyfin import FakeJellyfin, item_id, jellyfin


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        yield server


@pytest.fixture
def client(fake: FakeJellyfin) -> Iterator[DocumentClient]:
    client = DocumentClient(fake.base)
    yield client
    client.close()


def test_a_server_is_known(fake: FakeJellyfin, client: DocumentClient) -> None:
    assert probe(client, fake.base, StopToken())
    assert fake.asked[0].auth == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"Id": "x", "Version": "4.8", "ServerName": "Emby"}',
        b'{"Id": 1}',
    ],
)
def test_something_else(body: bytes, fake: FakeJellyfin, client: DocumentClient) -> None:
    fake.bodies["/System/Info/Public"] = body
    assert not probe(client, fake.base, StopToken())


def test_nothing_is_there(fake: FakeJellyfin, client: DocumentClient) -> None:
    assert not probe(client, f"{fake.base}/other", StopToken())


def test_probing_can_be_stopped(fake: FakeJellyfin, client: DocumentClient) -> None:
    cancel = StopToken()
    cancel.set()
    with pytest.raises(Interrupted):
        probe(client, fake.base, cancel)


def test_the_header_holds_any_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: 'Büro "PC", 2')
    header = authorization(item_id("device"), 'a"b, c=ü')
    assert header.isascii()
    assert 'Device="B%C3%BCro%20%22PC%22%2C%202"' in header
    assert header.endswith('Token="a%22b%2C%20c%3D%C3%BC"')
    monkeypatch.setattr("platform.node", str)
    assert 'Device="computer"' in authorization("d")
