# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections for media bytes: urllib3 pools whose every peer is checked.

requests stands on the same pools; for thousands of small files its per-request work costs more
than the transfer (measured: 2.3 times the time at 5,000 x 20 KB).
"""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import certifi
import urllib3

from catalogsync_gui.core.addresses import without_userinfo
from catalogsync_gui.core.errors import TransferError
from catalogsync_gui.core.peer_rules import host_refusal
from catalogsync_gui.peers import PeerRefusedError, close_pools, pool_classes

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


def tls_context() -> ssl.SSLContext:
    """The TLS settings all connections share; certificates are always verified."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _trusting(ca_file: str) -> ssl.SSLContext:
    context = tls_context()
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ValueError):
        raise TransferError(
            f"the CA file {ca_file} holds no certificates that can be read; "
            "the source's option ca_file must name a file in PEM format",
            kind="ca_file",
        ) from None
    return context


def _proxy_login(proxy: str) -> dict[str, str]:
    """The header for the login that a proxy's address holds; urllib3 does not add it by itself."""
    parts = urlsplit(proxy)
    if parts.username is None:
        return {}
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return dict(urllib3.util.make_headers(proxy_basic_auth=login))


class Transport:
    """One worker's connections. Not to be shared between threads.

    Pools of their own for every rule and every CA, so that a connection which was opened under
    a wider rule is never used for an address under a narrower one.
    """

    def __init__(self, context: ssl.SSLContext, proxy: str = "") -> None:
        self._context = context
        self._proxy = proxy
        self._pools: dict[tuple[bool, str], urllib3.PoolManager] = {}

    def ask(
        self,
        address: str,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, str],
        post: bool,
        ca_file: str,
        private: bool,
    ) -> urllib3.BaseHTTPResponse:
        """Sends a request; the body is not read, redirects are not followed.

        :param params: with ``post`` sent as a form, else added to the query.
        :raises urllib3.exceptions.HTTPError: no answer.
        :raises PeerRefusedError: the peer's address is not allowed.
        :raises TransferError: the CA file cannot be read.
        """
        if self._proxy:
            # The proxy is the peer; what it is asked for is judged by its numbers at least.
            refusal = host_refusal(address, private_allowed=private)
            if refusal:
                raise PeerRefusedError(refusal)
        fields, body = dict(headers), None
        if post:
            fields["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(params)
        elif params:
            parts = urlsplit(address)
            query = "&".join(filter(None, (parts.query, urlencode(params))))
            address = urlunsplit(parts._replace(query=query))
        return self._manager(private, ca_file).request(
            "POST" if post else "GET",
            address,
            body=body,
            headers=fields,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def _manager(self, private: bool, ca_file: str) -> urllib3.PoolManager:
        # Through a proxy the peer is the proxy, which the person named; it decides.
        private = private or bool(self._proxy)
        known = self._pools.get((private, ca_file))
        if known is not None:
            return known
        options: dict[str, Any] = {
            "ssl_context": _trusting(ca_file) if ca_file else self._context,
            "num_pools": 8,
            "maxsize": 1,
            "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        }
        made = (
            urllib3.ProxyManager(
                without_userinfo(self._proxy), proxy_headers=_proxy_login(self._proxy), **options
            )
            if self._proxy
            else urllib3.PoolManager(**options)
        )
        made.pool_classes_by_scheme = pool_classes(private=private)
        self._pools[private, ca_file] = made
        return made

    def close(self) -> None:
        """Closes all connections."""
        for manager in self._pools.values():
            close_pools(manager)
