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
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.core.retry import asked_wait
from catalogsync_gui.dialing import NoNetworkError
from catalogsync_gui.peers import PeerRefusedError
from catalogsync_gui.tls_words import tls_words


def status_error(status: int, retry_after: str, address: str, now: float) -> SourceError:
    """The error an answer other than 200 and 304 stands for.

    :param retry_after: the header of that name, empty when there is none.
    """
    where = shown(address)
    if status in (401, 403):
        return SourceRefused(
            f"the server refuses {where} ({status}); check the user name and the password"
        )
    if status == 407:
        return SourceError(
            f"the proxy asks for a login before it passes {where} on (407); write user, "
            "colon, password and @ before the host in the setting proxy",
            kind="proxy",
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
    found = _found(error, PeerRefusedError)
    return None if found is None else str(found)


def _found(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    for _ in range(10):
        if error is None or isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def translated(error: Exception, address: str, *, slow: float | None) -> SourceError:
    """A foreign exception as one of the tree.

    :param slow: the seconds that ran out, if they did.
    """
    where = shown(address)
    if slow is not None:
        return SourceUnreachable(f"{where} took longer than {slow:.0f} s", kind="slow")
    busy = system_busy(error, f"no connection to {where} can be opened")
    if busy is not None:
        return SourceUnreachable(str(busy), kind=busy.kind)
    if isinstance(error, requests.exceptions.SSLError):
        return SourceUnreachable(
            f"no trusted connection to {where}: {tls_words(error)}", kind="tls"
        )
    if isinstance(error, requests.exceptions.ProxyError):
        login = "it asks for a login (407)" if "407" in str(error) else "it refuses or is not there"
        return SourceUnreachable(
            f"the proxy does not pass {where} on: {login}. Check the setting proxy", kind="proxy"
        )
    if _found(error, NoNetworkError):
        return SourceUnreachable(
            f"{where} cannot be asked: this machine has no network connection", kind="no_network"
        )
    if isinstance(error, requests.exceptions.InvalidURL | ValueError):
        return AddressRefused(f"{where} is not an address that can be asked")
    if isinstance(error, requests.Timeout):
        return SourceUnreachable(f"{where} did not answer in time", kind="timeout")
    return SourceUnreachable(
        f"{where} cannot be reached; check the address and the network connection"
    )
