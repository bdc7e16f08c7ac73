# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching catalogue documents: bounded in size and time, redirects by hand, peers checked."""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from catalogsync_gui.core.addresses import (
    USER_AGENT,
    BadRedirect,
    host_of,
    origin_of,
    redirect_target,
    shown,
    split,
)
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    PlaylistUnreadable,
    SourceError,
)
from catalogsync_gui.core.peer_rules import host_refusal
from catalogsync_gui.peers import PeerRefusedError, closable, close_pools, pool_classes
from catalogsync_gui.sources.http_errors import refusal_in, status_error, translated
from catalogsync_gui.sources.http_limit import Limit

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
    :ivar status: of HTTP; other than 200 and 304 only where the caller takes any.
    :ivar settled: where redirects that are meant to last (301, 308) led before the first one that
        is not; the address that was asked for where there was none.
    :ivar retry_after: the header of that name as it came, empty when there is none.
    """

    address: str
    data: bytes
    content_type: str
    validators: Mapping[str, str]
    unchanged: bool = False
    status: int = 200
    settled: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """How a document is asked for, where a plain GET is not enough.

    :ivar params: parameters with credentials. With ``post`` a form, else added to the query.
    :ivar post: ask by POST.
    :ivar data: the body of a POST, in place of ``params``; its type is ``content_type``.
    :ivar headers: more request headers.
    :ivar most: bytes the document may have; DOCUMENT_BYTES without.
    :ivar bind: it is bound to its origin without parameters too: the client's credentials count.
    :ivar enough: tells from the content type and what has come of the body that the rest need not
        be read; the document ends there. Called after each piece.
    :ivar any_status: an error status is answered by a document as well, and judged by the caller.

    What carries credentials is bound to the origin that is asked: a redirect to another is refused.
    """

    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    post: bool = False
    data: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    most: int | None = None
    enough: Callable[[str, bytearray], bool] = field(default=lambda _type, _data: False)
    bind: bool = False
    any_status: bool = False

    @property
    def bound(self) -> bool:
        """Whether it must not be sent anywhere else."""
        return bool(self.bind or self.params or self.post or self.data)


_PLAIN = Ask()
_LASTING = (301, 308)


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

    def close(self) -> None:
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            close_pools(manager)


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
        ask: Ask = _PLAIN,
    ) -> Document:
        """Fetches a document.

        :param validators: what an earlier :class:`Document` of that address had.
        :param own_host: the host that may be private, if it is not that of ``home``.
        :raises SourceError: it cannot be had; the message says why and what to do.
        :raises Interrupted: ``cancel`` was set.
        """
        limit = Limit()
        unsubscribe = cancel.subscribe(limit.shut)
        timer = threading.Timer(DOCUMENT_SECONDS, limit.run_out)
        timer.daemon = True
        timer.start()
        try:
            with closable(limit.attach):
                home = host_of(self._home) if own_host is None else own_host
                return self._get(address, home, validators or {}, limit, ask)
        except PeerRefusedError as error:
            raise AddressRefused(f"{shown(address)} leads to {error}") from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            cancel.check()
            refusal = refusal_in(error)
            if refusal is not None:
                raise AddressRefused(f"{shown(address)} leads to {refusal}") from None
            slow = DOCUMENT_SECONDS if limit.ran_out else None
            raise translated(error, address, slow=slow) from None
        finally:
            timer.cancel()
            unsubscribe()

    def _get(
        self,
        address: str,
        own_host: str,
        validators: Mapping[str, str],
        limit: Limit,
        ask: Ask,
    ) -> Document:
        settled, lasting = address, True
        for _hop in range(_REDIRECTS + 1):
            private = self._allow_private or (bool(own_host) and host_of(address) == own_host)
            check_address(address, private=private)
            with self._ask(address, validators, ask, private=private) as response:
                status = response.status_code
                if response.is_redirect:
                    address = _target(address, response.headers.get("Location", ""), ask)
                    lasting = lasting and status in _LASTING
                    settled = address if lasting else settled
                    continue
                if status == 304 and validators:
                    return Document(
                        address, b"", "", validators, unchanged=True, status=304, settled=settled
                    )
                retry_after = response.headers.get("Retry-After", "")
                if status != 200 and not ask.any_status:
                    raise status_error(status, retry_after, address, time.time())
                return Document(
                    address,
                    _body(response, address, limit, ask),
                    response.headers.get("Content-Type", ""),
                    _validators(response.headers),
                    status=status,
                    settled=settled,
                    retry_after=retry_after,
                )
        raise AddressRefused(f"{shown(address)} redirects more than {_REDIRECTS} times")

    def _ask(
        self, address: str, validators: Mapping[str, str], ask: Ask, *, private: bool
    ) -> requests.Response:
        headers = {"User-Agent": USER_AGENT, **validators, **ask.headers}
        if origin_of(address) == origin_of(self._home):
            headers |= self._credentials()
        form: Mapping[str, str] | bytes | None = None
        if ask.data:
            headers["Content-Type"] = ask.content_type
            form = ask.data
        elif ask.post:
            form = ask.params
        return (self._private if private else self._public).request(
            "POST" if ask.post or ask.data else "GET",
            address,
            params=None if ask.post or ask.data else ask.params,
            data=form,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )


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
    if split(address) is None:
        raise AddressRefused(f"{shown(address)} is not an http or https address")
    refusal = host_refusal(address, private_allowed=private)
    if refusal:
        raise AddressRefused(f"{shown(address)} leads to {refusal}")


def _body(response: requests.Response, address: str, limit: Limit, ask: Ask) -> bytes:
    data = bytearray()
    most = ask.most or DOCUMENT_BYTES
    content_type = response.headers.get("Content-Type", "")
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > most:
            raise PlaylistUnreadable(
                f"{shown(address)} is larger than {most / 1_000_000:g} MB, "
                "which is more than such a document can be",
                kind="too_large",
            )
        if ask.enough(content_type, data):
            return bytes(data)
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


def _target(address: str, location: str, ask: Ask) -> str:
    try:
        target = redirect_target(address, location)
    except BadRedirect as error:
        raise AddressRefused(f"{shown(address)} {error}") from None
    if ask.bound and origin_of(target) != origin_of(address):
        raise AddressRefused(
            f"{shown(address)} redirects to {shown(target)}, and no password is sent to another "
            "server than the one it was given for; use that address for the source instead"
        )
    return target
