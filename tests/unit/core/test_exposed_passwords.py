# SPDX-License-Identifier: GPL-3.0-or-later
"""Which addresses let strangers read a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.addresses import password_exposed


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "EXAMPLE.org.",
        "local.example.org",
        "lan.example",
        "home.notlocal",
        "8.8.8.8",
        "[2606:4700::1111]",
        "[::ffff:8.8.8.8]",
        "134744072",
        "8.8.2056",
        "8.8.8.0x8",
    ],
)
def test_a_host_on_the_open_network(host: str) -> None:
    assert password_exposed(f"http://{host}:8080/x?y")
    assert password_exposed(f"HTTP://{host}/")
    assert not password_exposed(f"https://{host}/")


@pytest.mark.parametrize(
    "host",
    [
        "nas",
        "NAS.local",
        "nas.local.",
        "music.nas.lan",
        "nas.home.arpa",
        "nas.internal",
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.7",
        "172.31.0.1",
        "100.64.0.1",  # shared address space, where overlay networks live
        "169.254.1.1",
        "[::1]",
        "[fd00::1]",
        "[fe80::1%25eth0]",
        "[::ffff:192.168.0.7]",
    ],
)
def test_a_host_nearby(host: str) -> None:
    assert not password_exposed(f"http://{host}/x")
    assert not password_exposed(f"http://{host}:4040/x")


@given(st.text(max_size=40))
def test_every_text_has_an_answer(text: str) -> None:
    assert password_exposed(text) in {True, False}
    assert password_exposed(f"http://{text}") in {True, False}
