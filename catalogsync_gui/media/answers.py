# SPDX-License-Identifier: GPL-3.0-or-later
"""What an HTTP answer to a request for media means. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogsync_gui.core import addresses
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import (
    MediaGone,
    TransferBroken,
    TransferError,
    TransferRefused,
)
from catalogsync_gui.core.retry import asked_wait

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})
# RFC 9110 section 14.4
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$", re.ASCII)

_UNSATISFIED = re.compile(r"bytes \*/(\d{1,18})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """A Content-Range. ``total`` is None where the server wrote ``*``."""

    first: int
    last: int
    total: int | None


def content_range(headers: Mapping[str, str]) -> Range | None:
    """The answer's Content-Range, None when missing or malformed."""
    match = _CONTENT_RANGE.match(headers.get("Content-Range", "").strip())
    if match is None:
        return None
    first, last, total = match.groups()
    return Range(int(first), int(last), None if total == "*" else int(total))


def strong_validator(headers: Mapping[str, str]) -> str:
    """What If-Range may carry (RFC 9110 section 13.1.5): a strong ETag, else Last-Modified."""
    etag = headers.get("ETag", "").strip()
    if etag:
        return "" if etag.startswith("W/") else etag
    return headers.get("Last-Modified", "").strip()


def same_whole(headers: Mapping[str, str], validator: str) -> bool:
    """Whether an answer is about the whole that a validator was noted for.

    Like is compared with like. An answer that tells neither is one: If-Range was asked for, and
    RFC 9110 section 15.3.7 lets a server leave out what the client has.
    """
    if validator.startswith('"'):
        return headers.get("ETag", "").strip() in ("", validator)
    return headers.get("Last-Modified", "").strip() in ("", validator)


def length_of(headers: Mapping[str, str]) -> int | None:
    """The Content-Length; None where there is none, or what there is is no number.

    The same number may come several times (RFC 9112 section 6.3).
    """
    numbers = {number.strip() for number in headers.get("Content-Length", "").split(",")}
    number = numbers.pop()
    if numbers or not number.isascii() or not number.isdigit():
        return None
    # A prefix of a number that is absurd is absurd too, and int() takes any of it.
    return int(number[:40])


def unsatisfied_total(headers: Mapping[str, str]) -> int | None:
    """The size of the whole in the Content-Range of a 416 (``bytes */N``), None without."""
    match = _UNSATISFIED.match(headers.get("Content-Range", "").strip())
    return int(match[1]) if match else None


def redirect_target(address: str, headers: Mapping[str, str]) -> str:
    """Where a redirect leads.

    :raises TransferError: nowhere, to another scheme than http(s), or from https down to http.
    """
    try:
        return addresses.redirect_target(address, headers.get("Location", ""))
    except addresses.BadRedirect as error:
        raise TransferError(f"{shown(address)} {error}", kind="bad_redirect") from None


def status_error(
    status: int, address: str, headers: Mapping[str, str], now: float
) -> TransferError:
    """The error an answer other than 200, 206, 416 and a redirect stands for."""
    where = shown(address)
    if status in (401, 403):
        return TransferRefused(
            f"the server refuses {where} ({status}); check the source's user name and password",
            kind=f"http_{status}",
        )
    if status in (404, 410):
        return MediaGone(
            f"{where} is not there any more ({status}); it comes back when the catalogue names "
            "another address",
            kind=f"http_{status}",
        )
    if status == 407:
        return TransferError(
            f"the proxy asks for a login before it passes {where} on (407); write user, "
            "colon, password and @ before the host in the setting proxy",
            kind="proxy",
        )
    if status in _BUSY:
        return TransferBroken(
            f"the server cannot serve {where} now ({status})",
            kind=f"http_{status}",
            retry_after=asked_wait(headers.get("Retry-After", ""), now),
        )
    return TransferError(f"the server answers {where} with status {status}", kind=f"http_{status}")
