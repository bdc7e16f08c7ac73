# SPDX-License-Identifier: GPL-3.0-or-later
"""Reaching a host that has several addresses, some of which may not answer.

A name with an IPv6 address that swallows everything must not cost ten seconds a connection: the
next address is tried after a quarter of a second, the other family first, and whichever answers
first is taken (RFC 8305, "Happy Eyeballs").
"""

import contextlib
import errno
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

NEXT_AFTER = 0.25
"""Seconds until the next address is tried beside those that have not answered (RFC 8305, 8)."""

_PENDING = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)})
_NOWHERE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EHOSTUNREACH})

# Documentation addresses (RFC 5737, RFC 3849): a route to them is the way to everywhere.
_EVERYWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))

Place = tuple[socket.AddressFamily, tuple[str | int | bytes, ...]]


class NoNetworkError(OSError):
    """This machine has no way to anywhere: no fault of the host that was asked."""


class Stopped(OSError):
    """Whoever waited does not wait any more."""


def no_route() -> bool:
    """Whether this machine has no route to the world, by what its kernel says.

    Connecting a datagram socket sends nothing (connect(2)).
    """
    for family, address in _EVERYWHERE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((address, 9))
            return False
    return True


def places_of(host: str, port: int) -> list[Place]:
    """The addresses of a host, families in turn, in the resolver's order within each.

    :raises socket.gaierror: there are none.
    :raises NoNetworkError: nobody can be asked.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if no_route():
            raise NoNetworkError(errno.ENETUNREACH, "no network") from error
        raise
    places: list[Place] = [(family, tuple(address)) for family, _, _, _, address in found]
    first = [place for place in places if place[0] == places[0][0]]
    other = [place for place in places if place[0] != places[0][0]]
    return [place for pair in zip_longest(first, other) for place in pair if place is not None]


def dial(
    places: Sequence[Place],
    *,
    seconds: float | None,
    options: Sequence[tuple[int, int, int | bytes]] = (),
    stopped: Callable[[], bool] = lambda: False,
) -> socket.socket:
    """Connects to the first of the addresses that answers. Blocks.

    :param seconds: each address has so many.
    :param stopped: asked four times a second.
    :raises TimeoutError: none answered in time.
    :raises NoNetworkError: this machine is not connected to anything.
    :raises OSError: none can be reached; the first one's reason.
    """
    waiting = list(places)
    errors: list[OSError] = []
    tried: dict[socket.socket, float] = {}
    with selectors.DefaultSelector() as selector, _closing(tried):
        next_at = time.monotonic()
        while waiting or tried:
            now = time.monotonic()
            if stopped():
                raise Stopped(errno.ECANCELED, "stopped")
            if waiting and (now >= next_at or not tried):
                try:
                    sock = _begun(*waiting.pop(0), options)
                except OSError as error:
                    errors.append(error)
                    continue
                tried[sock] = now + (seconds if seconds is not None else float("inf"))
                selector.register(sock, selectors.EVENT_WRITE)
                next_at = now + NEXT_AFTER
            for key, _ in selector.select(NEXT_AFTER):
                sock = key.fileobj  # type: ignore[assignment]
                selector.unregister(sock)
                del tried[sock]
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    sock.settimeout(seconds)
                    return sock
                sock.close()
                errors.append(OSError(code, errno.errorcode.get(code, str(code))))
                next_at = 0.0
            for sock in [sock for sock, until in tried.items() if until <= time.monotonic()]:
                selector.unregister(sock)
                del tried[sock]
                sock.close()
                errors.append(TimeoutError(errno.ETIMEDOUT, "no answer in time"))
    if errors and all(error.errno in _NOWHERE for error in errors) and no_route():
        raise NoNetworkError(errno.ENETUNREACH, "no network") from errors[0]
    # That this machine has no IPv6 tells less than what the other addresses say.
    raise next((e for e in errors if e.errno not in _NOWHERE), None) or (
        errors[0] if errors else OSError(errno.EADDRNOTAVAIL, "no address")
    )


def _begun(
    family: socket.AddressFamily,
    address: tuple[str | int | bytes, ...],
    options: Sequence[tuple[int, int, int | bytes]],
) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        for option in options:
            sock.setsockopt(*option)
        sock.setblocking(False)
        code = sock.connect_ex(address)
        if code not in _PENDING:
            raise OSError(code, errno.errorcode.get(code, str(code)))
    except BaseException:
        sock.close()
        raise
    return sock


@contextlib.contextmanager
def _closing(tried: dict[socket.socket, float]) -> Iterator[None]:
    try:
        yield
    finally:
        for sock in tried:
            sock.close()
