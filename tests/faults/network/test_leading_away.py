# SPDX-License-Identifier: GPL-3.0-or-later
"""Where catalogues and redirects may not lead, in every way to write it."""

import socket

import pytest

from catalogsync_gui.core.addresses import BadRedirect, redirect_target
from catalogsync_gui.core.errors import TransferError
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.core.peer_rules import host_refusal, peer_refusal
from tests.unit.media.far import SOUND, Far, says
from tests.unit.media.fetching import Line

NEVER = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "::169.254.169.254",
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "ff02::1",
    "168.63.129.16",
    "100.100.100.200",
    "fd00:ec2::254",
]
PRIVATE = [
    "127.0.0.1",
    "::1",
    "10.1.2.3",
    "fc00::1",
    "100.64.0.1",
    "::ffff:192.168.0.1",
    "64:ff9b::c0a8:1",
    "2002:0a00:0001::1",
]


@pytest.mark.parametrize("number", NEVER)
def test_some_are_never_used_whatever_is_allowed(number: str) -> None:
    assert "never used" in peer_refusal(number, private_allowed=True)


@pytest.mark.parametrize("number", PRIVATE)
def test_private_ones_are_used_where_they_are_allowed(number: str) -> None:
    assert "allow_private=yes" in peer_refusal(number, private_allowed=False)
    assert not peer_refusal(number, private_allowed=True)


@pytest.mark.parametrize("number", ["9.9.9.9", "2620:fe::9", "64:ff9b::909:909", "2002:909:909::1"])
def test_the_world_may_be_asked(number: str) -> None:
    assert not peer_refusal(number, private_allowed=False)


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0177.0.0.1"),
        *("127.0.0.1.", "localhost", "x.localhost", "[::1]", "[::ffff:7f00:1]"),
    ],
)
def test_however_a_number_is_written_it_is_the_same(host: str) -> None:
    assert "private" in host_refusal(f"http://{host}:81/x", private_allowed=False)
    assert not host_refusal(f"http://{host}:81/x", private_allowed=True)


@pytest.mark.parametrize(
    "host", ["nas.example", "1.2.3.4.5", "999.1.1.1", "0x7g.1", "09.1", "1..1"]
)
def test_a_name_tells_nothing(host: str) -> None:
    assert not host_refusal(f"http://{host}/x", private_allowed=False)


@pytest.mark.parametrize("form", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_nobody_is_connected_to_who_may_not_be(line: Line, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://{form}:{listening.getsockname()[1]}/x.mp3"
        with pytest.raises(TransferError, match="allow_private=yes") as caught:
            line.fetch(MediaRequest(address))
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert caught.value.kind == "address_refused"


@pytest.mark.parametrize("place", ["http://h/\x00", "ht\ttp://h/", "http://h/a\x1fb", "\x7f"])
def test_control_characters_lead_nowhere(place: str) -> None:
    with pytest.raises(BadRedirect):
        redirect_target("http://h/x", place)


def test_a_path_in_utf_8_is_found(line: Line, far: Far) -> None:
    far.then(says(302, Location="/ü.mp3".encode().decode("latin-1")), says(200, SOUND))
    line.get(far)
    assert far.asked[1].target == "/%C3%BC.mp3"


def test_a_login_in_a_redirect_goes_nowhere(line: Line, far: Far) -> None:
    far.then(says(302, Location=far.url("/y.mp3").replace("://", "://u:p@")), says(200, SOUND))
    line.get(far)
    assert "authorization" not in far.asked[1].headers


def test_netrc_and_proxies_of_the_environment_do_not_count(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = line.part.with_name("netrc")
    netrc.write_text("default login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    far.then(says(200, SOUND))
    line.get(far)
    assert "authorization" not in far.asked[0].headers
