# SPDX-License-Identifier: GPL-3.0-or-later
"""What a broken transfer means, in words for a person."""

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import (
    Interrupted,
    NetworkAway,
    SystemBusy,
    TransferBroken,
    TransferError,
)
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.dialing import NoNetworkError
from catalogsync_gui.tls_words import tls_words


class BadPart(TransferBroken):
    """What lies in the part file is no beginning of what the server has: start over."""


def translated(
    error: HTTPError, address: str, reason: str
) -> TransferError | Interrupted | SystemBusy:
    """A foreign exception as one of the tree.

    :param reason: why the watchdog shut the socket down, if it did.
    """
    where = shown(address)
    if reason:
        return TransferBroken(f"{where}: {reason}", kind="slow")
    busy = system_busy(error, f"no connection to {where} can be opened")
    if busy is not None:
        return busy
    cause: object = getattr(error, "reason", error)
    if isinstance(error, IncompleteRead) or isinstance(error.__cause__, IncompleteRead):
        return TransferBroken(f"the connection broke in the middle of {where}", kind="short_body")
    if isinstance(error, LocationParseError):
        return TransferError(f"{where} is not an address that can be asked", kind="bad_address")
    if isinstance(error, SSLError) or isinstance(cause, SSLError):
        return TransferBroken(f"no trusted connection to {where}: {tls_words(error)}", kind="tls")
    return _unconnected(error, where)


def _unconnected(error: HTTPError, where: str) -> TransferBroken:
    if isinstance(error.__cause__, NoNetworkError):
        return NetworkAway(f"{where} cannot be asked: this machine has no network connection")
    words, kind = f"the connection for {where} broke", "connection"
    if isinstance(error, ProxyError):
        words, kind = f"the proxy does not pass {where} on: {proxy_words(error)}", "proxy"
    elif isinstance(error, NameResolutionError):
        words, kind = f"the name of the server in {where} is not known", "dns"
    elif isinstance(error, NewConnectionError | ConnectTimeoutError):
        words = f"nothing answers at {where}; is the server running and the network up?"
        kind = "no_connection"
    elif isinstance(error, ReadTimeoutError):
        words, kind = f"the server stopped sending {where}", "timeout"
    return TransferBroken(words, kind=kind)


def proxy_words(error: BaseException) -> str:
    """Why a proxy does not do its work, and what helps."""
    if "407" in str(error):
        return (
            "it asks for a login (407). Write user, colon, password and @ before the host in the "
            "setting proxy"
        )
    return "it refuses or does not answer. Check the setting proxy"
