# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching catalogue documents: bounded in size and time, redirects by hand, peers checked."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from catalogsync_gui.core.addresses import (
    USER_AGENT,
    host_of,
    origin_of,
    peer_refusal,
    shown,
    split,
    without_userinfo,
)
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.peers import PeerRefusedError, closable, pool_classes

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
DOCUMENT_SECONDS = 120.0
DOCUMENT_BYTES = 50_000_000
_REDIRECTS = 10
_CHUNK = 1 << 14
"""Small, because all that a compressed chunk expands to is in memory at once."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was fetched.

    :ivar address: where it was found in the end; its relative addresses start from there.
    :ivar validators: the headers a conditional request for it may carry next time.
    :ivar unchanged: the server answered 304; ``data`` is empty.
    """

    address: str
    data: bytes
    content_type: str
    validators: Mapping[str, str]
    unchanged: bool = False


class _Checked(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext | None, *, private: bool) -> None:
        self._options: dict[str, Any] = {} if context is None else {"ssl_context": context}
        self._private = private
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **(self._options | kwargs))
        self.poolmanager.pool_classes_by_scheme = pool_classes(private=self._private)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **(self._options | kwargs))
        manager.pool_classes_by_scheme = pool_classes(private=True)
        return manager


class DocumentClient:
    """One source's client. Used by one thread at a time.

    :param home: the address the person typed: its host may be private, and only its origin is
        sent credentials.
    :param credentials: request headers that carry them, made anew for every request.
    """

    def __init__(
        self,
        home: str,
        *,
        proxy: str = "",
        ca_file: str = "",
        allow_private: bool = False,
        credentials: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._home = home
        self._allow_private = allow_private
        self._credentials = credentials
        context = _trusting(ca_file) if ca_file else None
        self._public = _session(proxy, context, private=False)
        self._private = _session(proxy, context, private=True)

    def close(self) -> None:
        """Closes the connections."""
        self._public.close()
        self._private.close()

    def get(
        self,
        address: str,
        cancel: StopToken,
        validators: Mapping[str, str] | None = None,
        *,
        own_host: str | None = None,
    ) -> Document:
        """Fetches a document.

        :param validators: what an earlier :class:`Document` of that address had.
        :param own_host: the host that may be private, if it is not that of ``home``.
        :raises SourceError: it cannot be had; the message says why and what to do.
        :raises Interrupted: ``cancel`` was set.
        """
        limit = _Limit()
        unsubscribe = cancel.subscribe(limit.shut)
        timer = threading.Timer(DOCUMENT_SECONDS, limit.run_out)
        timer.daemon = True
        timer.start()
        try:
            with closable(limit.attach):
                home = host_of(self._home) if own_host is None else own_host
                return self._get(address, home, validators or {}, limit)
        except PeerRefusedError as error:
            raise AddressRefused(f"{shown(address)} leads to {error}") from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            cancel.check()
            refusal = _refusal(error)
            if refusal is not None:
                raise AddressRefused(f"{shown(address)} leads to {refusal}") from None
            raise _translated(error, address, slow=limit.ran_out) from None
        finally:
            timer.cancel()
            unsubscribe()

    def _get(
        self, address: str, own_host: str, validators: Mapping[str, str], limit: "_Limit"
    ) -> Document:
        for _hop in range(_REDIRECTS + 1):
            private = self._allow_private or (bool(own_host) and host_of(address) == own_host)
            check_address(address, private=private)
            with self._ask(address, validators, private=private) as response:
                if response.is_redirect:
                    address = _target(address, response.headers.get("Location", ""))
                    continue
                if response.status_code == 304 and validators:
                    return Document(address, b"", "", validators, unchanged=True)
                if response.status_code != 200:
                    raise _status_error(response, address)
                return Document(
                    address,
                    _body(response, address, limit),
                    response.headers.get("Content-Type", ""),
                    _validators(response.headers),
                )
        raise AddressRefused(f"{shown(address)} redirects more than {_REDIRECTS} times")

    def _ask(
        self, address: str, validators: Mapping[str, str], *, private: bool
    ) -> requests.Response:
        headers = {"User-Agent": USER_AGENT, **validators}
        if origin_of(address) == origin_of(self._home):
            headers |= self._credentials()
        return (self._private if private else self._public).get(
            address,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )


class _Limit:
    """Shuts the connection down when the time is over or somebody stops the refresh."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut: Callable[[], None] | None = None
        self._over = False
        self.ran_out = False

    def attach(self, shut: Callable[[], None]) -> None:
        with self._lock:
            self._shut = shut
            over = self._over
        if over:
            shut()

    def shut(self) -> None:
        with self._lock:
            self._over = True
            shut = self._shut
        if shut is not None:
            shut()

    def run_out(self) -> None:
        self.ran_out = True
        self.shut()

    @property
    def over(self) -> bool:
        with self._lock:
            return self._over


def _trusting(ca_file: str) -> ssl.SSLContext:
    """Trust in the source's own CA besides the usual ones: a redirect may lead elsewhere."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ValueError):
        raise SourceError(
            f"the CA file {ca_file} holds no certificates that can be read; "
            "the source's option ca_file must name a file in PEM format",
            kind="ca_file",
        ) from None
    return context


def _session(proxy: str, context: ssl.SSLContext | None, *, private: bool) -> requests.Session:
    session = requests.Session()
    # No .netrc, no proxies from the environment: both are settings here.
    session.trust_env = False
    # A cookie would go to every port of its host; no catalogue needs one.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    if proxy:
        session.proxies = {"http": proxy, "https": proxy}
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Checked(context, private=private))
    return session


def check_address(address: str, *, private: bool) -> None:
    """Refuses what is no web address, and numeric hosts that may not be talked to.

    The peer is looked at again once connected. Through a proxy that is the proxy, so there
    the numbers in the address are all there is to see.

    :param private: whether private hosts are allowed here.
    :raises AddressRefused: and why.
    """
    parts = split(address)
    if parts is None:
        raise AddressRefused(f"{shown(address)} is not an http or https address")
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return
    refusal = peer_refusal(host, private_allowed=private)
    if refusal:
        raise AddressRefused(f"{shown(address)} leads to {refusal}")


def _body(response: requests.Response, address: str, limit: _Limit) -> bytes:
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > DOCUMENT_BYTES:
            raise PlaylistUnreadable(
                f"{shown(address)} is larger than {DOCUMENT_BYTES // 1_000_000} MB, "
                "which is more than a playlist can be",
                kind="too_large",
            )
    if limit.over:
        # A connection that was shut down can look like the end of a body without a length.
        raise requests.ConnectionError("shut down")
    return bytes(data)


def _validators(headers: Mapping[str, str]) -> dict[str, str]:
    found = {}
    if headers.get("ETag"):
        found["If-None-Match"] = headers["ETag"]
    if headers.get("Last-Modified"):
        found["If-Modified-Since"] = headers["Last-Modified"]
    return found


def _target(address: str, location: str) -> str:
    # Header bytes are read as Latin-1; whoever does not encode a path writes it in UTF-8.
    text = location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = without_userinfo(urljoin(address, text))
    except ValueError:
        target = ""
    parts = split(target)
    if not location or parts is None:
        raise AddressRefused(f"{shown(address)} redirects to something that is no web address")
    if address.lower().startswith("https:") and parts.scheme.lower() == "http":
        raise AddressRefused(
            f"{shown(address)} redirects from https to unprotected http, which is refused"
        )
    return target


def _status_error(response: requests.Response, address: str) -> SourceError:
    status, where = response.status_code, shown(address)
    if status in (401, 403):
        return SourceRefused(
            f"the server refuses {where} ({status}); check the user name and the password"
        )
    if status in (404, 410):
        return SourceGone(f"{where} is not there ({status}); check the address")
    if status == 429 or status >= 500:
        return SourceUnreachable(
            f"the server cannot serve {where} now ({status}); it is asked again at the next sync",
            retry_after=_seconds(response.headers.get("Retry-After", "")),
        )
    return SourceError(f"the server answers {where} with status {status}", kind=f"http_{status}")


def _seconds(value: str) -> float | None:
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _refusal(error: BaseException | None) -> str | None:
    """The refusal of a peer somewhere in the chain of an exception."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, PeerRefusedError):
            return str(error)
        error = error.__cause__ or error.__context__
        seen += 1
    return None


def _translated(error: Exception, address: str, *, slow: bool) -> SourceError:
    where = shown(address)
    if slow:
        return SourceUnreachable(f"{where} took longer than {DOCUMENT_SECONDS:.0f} s", kind="slow")
    if isinstance(error, requests.exceptions.SSLError):
        return SourceUnreachable(
            f"no trusted connection to {where}. If the certificate is your own, name its CA file "
            "with the option ca_file; if it is said to be expired, check this machine's clock.",
            kind="tls",
        )
    if isinstance(error, requests.exceptions.InvalidURL | ValueError):
        return AddressRefused(f"{where} is not an address that can be asked")
    if isinstance(error, requests.Timeout):
        return SourceUnreachable(f"{where} did not answer in time", kind="timeout")
    return SourceUnreachable(
        f"{where} cannot be reached; check the address and the network connection"
    )
