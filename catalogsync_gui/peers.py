# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that look at whom they reached before they say anything.

A name from a catalogue may resolve to the router, to this machine or to a cloud's metadata
service, and may resolve to something else at the next look. Only the connected peer is certain.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from catalogsync_gui.core.addresses import peer_refusal

_current = threading.local()


class PeerRefusedError(Exception):
    """The peer's address is not allowed; str() tells why."""


@contextmanager
def closable(attach: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """Hands ``attach`` a callable that shuts down the connection this thread uses in the body.

    The reader then wakes with an error or an early end.
    """
    _current.attach = attach
    try:
        yield
    finally:
        _current.attach = None


def _announce(connection: HTTPConnection) -> None:
    attach: Callable[[Callable[[], None]], None] | None = getattr(_current, "attach", None)
    if attach is None:
        return

    def shut() -> None:
        # After the headers of an answer with "Connection: close" the connection has let go of
        # its socket, while the body is still read from it.
        sock = connection.sock or getattr(connection, "last_socket", None)
        if sock is not None:
            try:
                # Not SSLSocket's own, which takes TLS off as well: what the kernel still holds
                # would reach the reader as it is, encrypted.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return

    attach(shut)


def _check(sock: socket.socket, *, private: bool) -> None:
    try:
        # Fails where the peer has hung up already; nobody else holds the socket yet.
        refusal = peer_refusal(sock.getpeername()[0], private_allowed=private)
        if refusal:
            raise PeerRefusedError(refusal)
    except BaseException:
        sock.close()
        raise


class _HTTP(HTTPConnection):
    private = False
    last_socket: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _check(sock, private=self.private)
        return sock

    def connect(self) -> None:
        super().connect()
        self.last_socket = self.sock
        # Whoever wanted to shut the connection down while there was none yet, does so now.
        _announce(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _announce(self)
        super().request(*args, **kwargs)


class _HTTPS(HTTPSConnection):
    private = False
    last_socket: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _check(sock, private=self.private)
        return sock

    def connect(self) -> None:
        super().connect()
        self.last_socket = self.sock
        # Whoever wanted to shut the connection down while there was none yet, does so now.
        _announce(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _announce(self)
        super().request(*args, **kwargs)


class _PrivateHTTP(_HTTP):
    private = True


class _PrivateHTTPS(_HTTPS):
    private = True


def pool_classes(*, private: bool) -> dict[str, type]:
    """What a ``urllib3.PoolManager`` makes its pools of (``pool_classes_by_scheme``).

    :param private: whether private addresses may be connected to. For a proxy they may: it is
        the person's own, and it is the proxy that decides whom to connect to.
    """
    http, https = (_PrivateHTTP, _PrivateHTTPS) if private else (_HTTP, _HTTPS)
    return {
        "http": type("CheckedPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("CheckedSecurePool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }


def close_pools(manager: PoolManager) -> None:
    """Closes all of a manager's idle connections now.

    ``clear`` only lets go of the pools; their connections then end whenever Python's garbage
    collection comes to them.
    """
    for key in manager.pools.keys():  # noqa: SIM118 - it is no dict
        pool = manager.pools.get(key)
        if pool is not None:
            pool.close()
    manager.clear()
