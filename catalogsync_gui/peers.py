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
from urllib3.exceptions import (
    ConnectTimeoutError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)

from catalogsync_gui.core.peer_rules import peer_refusal
from catalogsync_gui.dialing import dial, places_of

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


def _attach() -> Callable[[Callable[[], None]], None] | None:
    attach: Callable[[Callable[[], None]], None] | None = getattr(_current, "attach", None)
    return attach


def _announce(connection: HTTPConnection) -> None:
    attach = _attach()
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
    _twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = self._dialled()
        _check(sock, private=self.private)
        attach = _attach()
        if attach is not None:
            # A handshake or a proxy's answer may trickle too, and TLS takes the socket's number
            # away from ``sock``: a second number for the same connection shuts it down as well.
            self._twin = twin = sock.dup()
            attach(lambda: twin.shutdown(socket.SHUT_RDWR))
        return sock

    def _dialled(self) -> socket.socket:
        attach = _attach()
        stop = threading.Event()
        if attach is not None:
            attach(stop.set)
        try:
            self._dns_host.encode("idna")
        except UnicodeError:
            raise LocationParseError(f"{self.host!r}, label empty or too long") from None
        try:
            places = places_of(self._dns_host.strip("[]"), self.port or self.default_port)
            refusals = [
                peer_refusal(str(place[1][0]), private_allowed=self.private) for place in places
            ]
            allowed = [place for place, no in zip(places, refusals, strict=True) if not no]
            if not allowed:
                # Not even a connection: whether a port is open is nobody's business either.
                raise PeerRefusedError(refusals[0])
            return dial(
                allowed,
                seconds=self.timeout if isinstance(self.timeout, int | float) else None,
                options=self.socket_options or (),
                stopped=stop.is_set,
            )
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not answer in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"no connection: {error}") from error

    def connect(self) -> None:
        try:
            super().connect()
            self.last_socket = self.sock
            # Whoever wanted to shut the connection down while there was none yet, does so now.
            _announce(self)
        finally:
            if self._twin is not None:
                self._twin.close()
                self._twin = None

    def request(self, *args: Any, **kwargs: Any) -> None:
        _announce(self)
        super().request(*args, **kwargs)


class _HTTPS(_HTTP, HTTPSConnection):
    pass


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
