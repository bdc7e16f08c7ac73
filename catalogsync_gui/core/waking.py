# SPDX-License-Identifier: GPL-3.0-or-later
"""Wake-on-LAN: which network card is meant, and the packet that its computer wakes up for."""

import re
from dataclasses import dataclass

_MAC = re.compile(r"[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_EVERYBODY = "255.255.255.255"
_DISCARD = 9
"""The port that programs for this use; whatever it is, the network card only looks at the bytes."""


@dataclass(frozen=True, slots=True)
class WakeTarget:
    """A computer that sleeps.

    :ivar mac: the six bytes of its network card.
    :ivar host: where the packet is sent: everybody in the local network, or the broadcast address
        (``192.168.2.255``) of another one. :ivar port: UDP.
    """

    mac: bytes
    host: str = _EVERYBODY
    port: int = _DISCARD

    @classmethod
    def parse(cls, text: str) -> "WakeTarget | None":
        """``aa:bb:cc:dd:ee:ff``, with ``@host`` or ``@host:port`` behind it; None for nothing.

        :raises ValueError: it is not of that form.
        """
        words = text.strip()
        if not words:
            return None
        mac, at, place = words.partition("@")
        host, colon, port = place.partition(":")
        if _MAC.fullmatch(mac) is None or (at and _HOST.fullmatch(host) is None):
            raise ValueError(f"{text!r} is no address of a network card")
        if colon and not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 1 << 16):
            raise ValueError(f"{port!r} is no port")
        return cls(
            bytes.fromhex(re.sub("[:-]", "", mac)),
            host or _EVERYBODY,
            int(port) if colon else _DISCARD,
        )

    @property
    def packet(self) -> bytes:
        """What wakes it: six bytes of ones, then its address 16 times ("Magic Packet", AMD)."""
        return b"\xff" * 6 + self.mac * 16
