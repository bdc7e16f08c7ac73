# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failed request for a document means, in words for a person."""

import requests

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import (
    AddressRefused,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.retry import asked_wait
from catalogsync_gui.peers import PeerRefusedError


def status_error(status: int, retry_after: str, address: str, now: float) -> SourceError:
    """The error an answer other than 200 and 304 stands for.

    :param retry_after: the header of that name, empty when there is none.
    """
    where = shown(address)
    if status in (401, 403):
        return SourceRefused(
            f"the server refuses {where} ({status}); check the user name and the password"
        )
    if status in (404, 410):
        return SourceGone(
            f"{where} is not there ({status}); check the address", kind=_GONE.get(status)
        )
    if status == 429 or status >= 500:
        return SourceUnreachable(
            f"the server cannot serve {where} now ({status}); it is asked again at the next sync",
            retry_after=asked_wait(retry_after, now),
        )
    return SourceError(f"the server answers {where} with status {status}", kind=f"http_{status}")


_GONE = {410: "gone_for_good"}


def refusal_in(error: BaseException | None) -> str | None:
    """The refusal of a peer somewhere in the chain of an exception."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, PeerRefusedError):
            return str(error)
        error = error.__cause__ or error.__context__
        seen += 1
    return None


def translated(error: Exception, address: str, *, slow: float | None) -> SourceError:
    """A foreign exception as one of the tree.

    :param slow: the seconds that ran out, if they did.
    """
    where = shown(address)
    if slow is not None:
        return SourceUnreachable(f"{where} took longer than {slow:.0f} s", kind="slow")
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
