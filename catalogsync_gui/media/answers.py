# SPDX-License-Identifier: GPL-3.0-or-later
"""What an HTTP answer to a request for media means. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from catalogsync_gui.core.addresses import shown, split
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


def redirect_target(address: str, headers: Mapping[str, str]) -> str:
    """Where a redirect leads.

    :raises TransferError: nowhere, to another scheme than http(s), or from https down to http.
    """
    try:
        target = urljoin(address, headers.get("Location", "").strip())
        parts = split(target)
    except ValueError:
        parts = None
    if parts is None or not headers.get("Location"):
        raise TransferError(
            f"{shown(address)} redirects to something that is no http(s) address",
            kind="bad_redirect",
        )
    if address.lower().startswith("https:") and parts.scheme.lower() == "http":
        raise TransferError(
            f"{shown(address)} redirects from https to unprotected http, which is refused",
            kind="bad_redirect",
        )
    return target


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
    if status in _BUSY:
        return TransferBroken(
            f"the server cannot serve {where} now ({status})",
            kind=f"http_{status}",
            retry_after=asked_wait(headers.get("Retry-After", ""), now),
        )
    return TransferError(f"the server answers {where} with status {status}", kind=f"http_{status}")
