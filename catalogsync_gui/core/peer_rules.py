# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a catalogue or a redirect may lead to. Pure."""

import ipaddress
import re

from catalogsync_gui.core.addresses import split

_Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_METADATA = frozenset(
    ipaddress.ip_address(number)
    for number in (
        "168.63.129.16",  # Azure's WireServer
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud, its first generation
        "fd00:ec2::254",  # AWS over IPv6
        "fd20:ce::254",  # Google Cloud over IPv6
    )
)
"""Metadata services of clouds that are not link-local, as 169.254.169.254 is."""

_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48"))
"""IPv4 behind NAT64: the last 32 bits are the address (RFC 6052, RFC 8215)."""

_COMPATIBLE = ipaddress.ip_network("::/96")
"""IPv4 in IPv6, the old way (RFC 4291, section 2.5.5.1). ``::`` and ``::1`` are none."""

_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


def peer_refusal(address: str, *, private_allowed: bool) -> str:
    """Why a peer (a numeric address) may not be talked to; empty when it may.

    Link-local addresses carry the metadata services of clouds (169.254.169.254) and are never
    allowed; neither are those services elsewhere, and multicast and unspecified addresses. Private
    means every address that is not globally reachable (IANA special-purpose registries, by
    ``ipaddress``). An IPv4 address within an IPv6 one counts as that IPv4 address.
    """
    try:
        peer = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r}, which is no numeric address"
    for number in (peer, *_within(peer)):
        if number.is_link_local or number.is_multicast or number.is_unspecified:
            return f"{number}, a link-local, multicast or unspecified address; those are never used"
        if number in _METADATA:
            return f"{number}, where a cloud's metadata service is; that is never used"
    end = (_within(peer) or (peer,))[-1]
    if not end.is_global and not private_allowed:
        return (
            f"{end}, a private address, which a catalogue or a redirect may not point to; "
            "set the source's option allow_private=yes if it is meant"
        )
    return ""


def host_refusal(address: str, *, private_allowed: bool) -> str:
    """Why the host an address names may not be asked, as far as the name alone tells.

    Through a proxy that is all there is to see. ``localhost`` and every way of writing a number
    that resolvers take count: 127.1, 2130706433, 0x7f.1, 0177.0.0.1 (inet_aton(3)).

    :param address: an http(s) address.
    """
    parts = split(address)
    host = (parts.hostname or "").rstrip(".") if parts else ""
    number = _numeric(host)
    if number is None and (host == "localhost" or host.endswith(".localhost")):
        number = ipaddress.IPv4Address("127.0.0.1")  # RFC 6761, section 6.3
    return "" if number is None else peer_refusal(str(number), private_allowed=private_allowed)


def _within(peer: _Number) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that packets to an IPv6 address end at."""
    if isinstance(peer, ipaddress.IPv4Address):
        return ()
    if peer.ipv4_mapped is not None:
        return (peer.ipv4_mapped,)
    if peer.sixtofour is not None:
        return (peer.sixtofour,)
    if peer.teredo is not None:
        return (peer.teredo[1],)
    low = ipaddress.IPv4Address(int(peer) & 0xFFFFFFFF)
    if any(peer in net for net in _TRANSLATED) or (peer in _COMPATIBLE and int(peer) > 0xFFFF):
        return (low,)
    return ()


def _numeric(host: str) -> _Number | None:
    """The number a host is, in any of the ways to write one; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    words = host.split(".")
    if len(words) > 4 or not all(_NUMBER.fullmatch(word) for word in words):
        return None
    try:
        values = [_value(word) for word in words]
    except ValueError:
        return None
    *single, last = values
    if any(value > 255 for value in single) or last >= 256 ** (5 - len(values)):
        return None
    whole = last
    for place, value in enumerate(single):
        whole |= value << (24 - 8 * place)
    return ipaddress.IPv4Address(whole)


def _value(word: str) -> int:
    if word[:2].lower() == "0x":
        return int(word[2:] or "0", 16)
    return int(word[:40], 8 if word.startswith("0") else 10)
