# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections for media bytes: urllib3 pools whose every peer is checked.

requests stands on the same pools; for thousands of small files its per-request work costs more
than the transfer (measured: 2.3 times the time at 5,000 x 20 KB).
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from catalogsync_gui.core.addresses import peer_refusal
from catalogsync_gui.media.watchdog import Watch

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0

_current = threading.local()


class PeerRefusedError(Exception):
    """The peer's address is not allowed; str() tells why."""


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Requests of this thread within the body are shut down through ``watch``."""
    _current.watch = watch
    try:
        yield
    finally:
        _current.watch = None


def _attach(connection: HTTPConnection) -> None:
    watch: Watch | None = getattr(_current, "watch", None)
    if watch is None:
        return

    def shut() -> None:
        sock = connection.sock
        if sock is not None:
            # The reader in the other thread wakes with an error or an early end.
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    watch.attach(shut)


def _check(sock: socket.socket, *, private: bool) -> None:
    refusal = peer_refusal(sock.getpeername()[0], private_allowed=private)
    if refusal:
        sock.close()
        raise PeerRefusedError(refusal)


class _PublicHTTP(HTTPConnection):
    private = False

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _check(sock, private=self.private)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        _attach(self)
        super().request(*args, **kwargs)


class _PublicHTTPS(HTTPSConnection):
    private = False

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _check(sock, private=self.private)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        _attach(self)
        super().request(*args, **kwargs)


class _PrivateHTTP(_PublicHTTP):
    private = True


class _PrivateHTTPS(_PublicHTTPS):
    private = True


def _pools(http: type[HTTPConnection], https: type[HTTPSConnection]) -> dict[str, type]:
    plain = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": http})
    secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": https})
    return {"http": plain, "https": secure}


def tls_context() -> ssl.SSLContext:
    """The TLS settings all connections share; certificates are always verified."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Transport:
    """One worker's connections. Not to be shared between threads.

    Two sets of pools, so that a connection which was opened under the wider rule is never used
    for an address under the narrower one.
    """

    def __init__(self, context: ssl.SSLContext, proxy: str = "") -> None:
        options: dict[str, Any] = {
            "ssl_context": context,
            "num_pools": 8,
            "maxsize": 1,
            "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        }
        self._public: urllib3.PoolManager
        self._private: urllib3.PoolManager
        if proxy:
            # Through a proxy the peer is the proxy, which the person named; it decides.
            self._public = self._private = urllib3.ProxyManager(proxy, **options)
            return
        self._public = urllib3.PoolManager(**options)
        self._private = urllib3.PoolManager(**options)
        self._public.pool_classes_by_scheme = _pools(_PublicHTTP, _PublicHTTPS)
        self._private.pool_classes_by_scheme = _pools(_PrivateHTTP, _PrivateHTTPS)

    def get(
        self, address: str, headers: Mapping[str, str], *, private: bool
    ) -> urllib3.BaseHTTPResponse:
        """Sends a GET; the body is not read, redirects are not followed.

        :raises urllib3.exceptions.HTTPError: no answer.
        :raises PeerRefusedError: the peer's address is not allowed.
        """
        pools = self._private if private else self._public
        return pools.request(
            "GET",
            address,
            headers=dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def close(self) -> None:
        """Closes all connections."""
        self._public.clear()
        self._private.clear()
