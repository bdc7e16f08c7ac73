# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses: which host they load, how they may be shown, where they lead on. Pure."""

import ipaddress
import re
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

USER_AGENT = "CatalogSync (desktop application; syncs subscribed playlists to a home library)"
"""How every request names itself."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST_SHOWN = 200
_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_HOME_DOMAINS = frozenset({"localhost", "local", "lan", "internal", "home.arpa"})
"""Names that no public server has: RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa),
ICANN's reservation of "internal" (2024), and what routers call their network."""


@lru_cache(512)
def split(address: str) -> SplitResult | None:
    """The parts of an http(s) address, or None when it is not one."""
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return parts


def host_of(address: str) -> str:
    """``host`` or ``host:port`` in lower case: the unit of limits and back-off. Empty if local."""
    parts = split(address)
    if parts is None:
        return ""
    host = (parts.hostname or "").lower()
    if ":" in host:
        # Without them port 81 of ::1 and port 80 of ::1:81 would be one (RFC 3986, section 3.2.2).
        host = f"[{host}]"
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port: what credentials are bound to (RFC 6454)."""
    parts = split(address)
    if parts is None:
        return None
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT_PORTS[scheme]


def without_userinfo(address: str) -> str:
    """The address without ``user:password@``, as it may be stored."""
    parts = split(address)
    if parts is None or "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class BadRedirect(ValueError):
    """Where a redirect leads is no place to go; str() tells why, to follow the address."""


def redirect_target(address: str, location: str) -> str:
    """Where the header Location of an answer leads, without ``user:password@``.

    :param location: the header as it was read, byte for byte as Latin-1.
    :raises BadRedirect: nowhere, to another scheme than http(s), or from https down to http.
    """
    # Whoever does not encode a path writes it in UTF-8.
    text = location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        # urljoin leaves some control characters out and others in; none belongs there.
        target = "" if _CONTROL.search(text) else without_userinfo(urljoin(address, text))
        parts = split(target)
    except ValueError:
        parts = None
    if parts is None or not text:
        raise BadRedirect("redirects to something that is no http(s) address")
    if address.lower().startswith("https:") and parts.scheme.lower() == "http":
        raise BadRedirect("redirects from https to unprotected http, which is refused")
    return target


def shown(address: str) -> str:
    """The address as an error or a log may name it: no userinfo, no query, no fragment.

    Queries carry tokens (Subsonic's ``p=``, signed addresses), so none of them is ever shown.
    """
    parts = split(address)
    if parts is None:
        return address[:_LONGEST_SHOWN]
    netloc = parts.netloc.rpartition("@")[2]
    text = urlunsplit((parts.scheme, netloc, parts.path, "", ""))
    return text[:_LONGEST_SHOWN]


def password_exposed(address: str) -> bool:
    """Whether a secret sent to an address can be read by strangers on its way.

    That is so with plain http outside the home: not with private, loopback and link-local
    numbers, nor with names that mean a host nearby (bare ones, and the domains for homes). What a
    name leads to is not looked up.
    """
    parts = split(address)
    if parts is None or parts.scheme.lower() != "http":
        return False
    host = (parts.hostname or "").rstrip(".")
    try:
        number = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        labels = host.split(".")
        if labels[-1].isdecimal() or labels[-1].startswith("0x"):
            # Another way to write a number (WHATWG URL, "ends in a number"): it may be any host.
            return True
        return len(labels) > 1 and _HOME_DOMAINS.isdisjoint({labels[-1], ".".join(labels[-2:])})
    return (getattr(number, "ipv4_mapped", None) or number).is_global


def stem_of(address: str) -> str:
    """The last part of an address or a path without its suffix: a title of last resort."""
    parts = split(address)
    path = unquote(parts.path) if parts else address
    return PurePosixPath(path.replace("\\", "/")).stem or "Untitled"
