# SPDX-License-Identifier: GPL-3.0-or-later
"""What a broken transfer means, in words for a person."""

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import Interrupted, TransferBroken, TransferError


class BadPart(TransferBroken):
    """What lies in the part file is no beginning of what the server has: start over."""


def translated(error: HTTPError, address: str, reason: str) -> TransferError | Interrupted:
    """A foreign exception as one of the tree.

    :param reason: why the watchdog shut the socket down, if it did.
    """
    where = shown(address)
    if reason:
        return TransferBroken(f"{where}: {reason}", kind="slow")
    cause: object = getattr(error, "reason", error)
    if isinstance(error, IncompleteRead) or isinstance(error.__cause__, IncompleteRead):
        return TransferBroken(f"the connection broke in the middle of {where}", kind="short_body")
    if isinstance(error, LocationParseError):
        return TransferError(f"{where} is not an address that can be asked", kind="bad_address")
    if isinstance(error, SSLError) or isinstance(cause, SSLError):
        return TransferBroken(
            f"no trusted connection to {where}: {cause}. If the certificate is said to have "
            "expired or to be not yet valid, check this machine's clock.",
            kind="tls",
        )
    if isinstance(error, NameResolutionError):
        return TransferBroken(f"the name of the server in {where} is not known", kind="dns")
    if isinstance(error, NewConnectionError | ConnectTimeoutError):
        return TransferBroken(
            f"nothing answers at {where}; is the server running and the network up?",
            kind="no_connection",
        )
    if isinstance(error, ReadTimeoutError):
        return TransferBroken(f"the server stopped sending {where}", kind="timeout")
    return TransferBroken(f"the connection for {where} broke", kind="connection")
