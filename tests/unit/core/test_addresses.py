# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts and origins: what limits and credentials are bound to."""

import pytest

from catalogsync_gui.core.addresses import host_of, origin_of, shown
from catalogsync_gui.core.peer_rules import peer_refusal


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://NAS.lan/x", "nas.lan"),
        ("http://nas.lan:80/x", "nas.lan"),
        ("https://nas.lan:80/x", "nas.lan:80"),
        ("https://me:pw@nas.lan:443/x", "nas.lan"),
        ("http://[::1]/x", "[::1]"),
        ("http://[FD00::1]:81/x", "[fd00::1]:81"),
        ("http://[fd00::1:81]/x", "[fd00::1:81]"),
        ("/music/x.mp3", ""),
        ("file:///x.mp3", ""),
        ("http://nas.lan:99999/x", ""),
    ],
)
def test_a_host_is_named_with_a_port_that_is_not_its_scheme_s(address: str, host: str) -> None:
    assert host_of(address) == host


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("http://a/x") == origin_of("HTTP://A:80/y")
    assert origin_of("http://a/x") != origin_of("https://a/x")
    assert origin_of("http://[::1]:81/") == ("http", "::1", 81)
    assert origin_of("file:///x") is None


def test_neither_user_nor_query_is_shown() -> None:
    assert shown("http://me:pw@nas.lan:81/a/x.mp3?t=pw#pw") == "http://nas.lan:81/a/x.mp3"
    assert len(shown("http://nas.lan/" + "x" * 999)) == 200


@pytest.mark.parametrize("peer", ["169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "x"])
def test_some_peers_are_never_used(peer: str) -> None:
    assert peer_refusal(peer, private_allowed=True)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:10.0.0.1", "192.168.1.2", "fd00::1"])
def test_private_peers_are_used_where_they_are_meant(peer: str) -> None:
    assert "private" in peer_refusal(peer, private_allowed=False)
    assert not peer_refusal(peer, private_allowed=True)


def test_the_rest_of_the_world_may_be_asked() -> None:
    assert not peer_refusal("9.9.9.9", private_allowed=False)
    assert not peer_refusal("2620:fe::9", private_allowed=False)
