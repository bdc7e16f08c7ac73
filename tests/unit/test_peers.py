# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a connection reached is looked at before anything is said, and nothing is left open."""

import socket

import pytest

from catalogsync_gui.peers import PeerRefusedError, _check


def test_a_socket_whose_peer_hung_up_already_is_closed() -> None:
    sock = socket.socket()
    with pytest.raises(OSError, match="not connected"):
        _check(sock, private=True)
    assert sock.fileno() == -1


def test_a_refused_peer_s_socket_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        sock = socket.create_connection(server.getsockname())
        with pytest.raises(PeerRefusedError):
            _check(sock, private=False)
        assert sock.fileno() == -1
