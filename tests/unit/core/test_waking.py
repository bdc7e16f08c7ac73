# SPDX-License-Identifier: GPL-3.0-or-later
"""Which network card a text means, and the packet for it."""

import pytest

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.settings import Settings, with_text
from catalogsync_gui.core.waking import WakeTarget

MAC = bytes.fromhex("0211227f00ff")


@pytest.mark.parametrize("text", ["02:11:22:7f:00:ff", "02-11-22-7F-00-FF", " 0211227f00ff "])
def test_addresses_as_people_write_them(text: str) -> None:
    assert WakeTarget.parse(text) == WakeTarget(MAC, "255.255.255.255", 9)


def test_another_network_and_another_port() -> None:
    assert WakeTarget.parse("02:11:22:7f:00:ff@192.168.2.255") == WakeTarget(MAC, "192.168.2.255")
    assert WakeTarget.parse("02:11:22:7f:00:ff@nas.lan:7") == WakeTarget(MAC, "nas.lan", 7)


def test_nothing_wakes_nothing() -> None:
    assert WakeTarget.parse("  ") is None


@pytest.mark.parametrize(
    "text",
    [
        "nas",
        "02:11:22:7f:00",
        "02:11:22:7f:00:ff:01",
        "02:11:22:7f:00:gg",
        "02:11:22:7f:00:ff@",
        "02:11:22:7f:00:ff@a b",
        "02:11:22:7f:00:ff@nas:0",
        "02:11:22:7f:00:ff@nas:65536",
        "02:11:22:7f:00:ff@nas:x",
    ],
)
def test_what_is_no_address_is_said_so(text: str) -> None:
    with pytest.raises(SettingError, match="wake takes the address of the network card"):
        with_text(Settings(), "wake", text)


def test_the_packet_is_what_network_cards_look_for() -> None:
    packet = WakeTarget(MAC).packet
    assert len(packet) == 102
    assert packet[:6] == b"\xff" * 6
    assert packet[6:] == MAC * 16
