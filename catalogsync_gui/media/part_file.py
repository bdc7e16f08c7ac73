# SPDX-License-Identifier: GPL-3.0-or-later
"""A part file: what is noted of it, how it is opened, and whether it is what was promised."""

import hashlib
import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.media.publish import hash_file
from catalogsync_gui.media.volume import disk

log = logging.getLogger(__name__)


class PartLog(Protocol):
    """What the caller notes while the bytes come in."""

    def begin(self, *, validator: str, total: int | None, offset: int) -> None:
        """Called before the first byte is written: the part is now a part of this whole."""

    def advance(self, count: int) -> None:
        """``count`` more bytes are in the part file."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete part file.

    :ivar transferred: bytes that came over the line in this attempt.
    :ivar vouched: a length or a digest proved it complete; otherwise the duration has to.
    :ivar sha256: of the content as it came, in hex; empty where only a part of it came now.
    """

    size: int
    transferred: int
    vouched: bool
    sha256: str = ""


def open_part(part: Path, offset: int) -> BinaryIO:
    """Opens a part for writing from ``offset`` on; what lies behind it is cut off.

    What begins anew is another file: a worker that lost its claim, and wakes up while it writes,
    writes into what nobody reads any more.

    :raises OSError: it cannot be opened; callers wrap it in ``disk``.
    """
    # Unbuffered: the chunks are large, and what write() returned from is what a resume finds.
    flags = os.O_WRONLY | os.O_CREAT | _BINARY
    if offset:
        descriptor = os.open(part, flags, 0o644)
    else:
        try:
            descriptor = os.open(part, flags | os.O_EXCL, 0o644)
        except FileExistsError:
            part.unlink()
            descriptor = os.open(part, flags | os.O_EXCL, 0o644)
    file = os.fdopen(descriptor, "wb", buffering=0)
    file.truncate(offset)
    file.seek(offset)
    return file


def promised(request: MediaRequest) -> MediaRequest:
    """The request without a digest that cannot be checked, which vouches for nothing.

    So it is with an algorithm that is not known here, or whose digest has no length of its own.
    """
    algorithm, _, wanted = request.digest.partition(":")
    if not wanted:
        return request
    try:
        checkable = hashlib.new(algorithm).digest_size > 0
    except ValueError:
        checkable = False
    if checkable:
        return request
    log.warning(
        "%s: the catalogue promises a digest by %.20r, which cannot be checked and is disregarded",
        shown(request.address),
        algorithm,
    )
    return replace(request, digest="")


def verify_digest(part: Path, request: MediaRequest, log: PartLog) -> None:
    """Compares the part file with the catalogue's digest, where there is one.

    :param log: hears of nothing new again and again, as a sign of life.
    :raises BadPart: it is another file.
    """
    algorithm, _, wanted = request.digest.partition(":")
    if not wanted:
        return
    with disk(f"cannot read {part.name}"):
        digest, _ = hash_file(part, algorithm, alive=lambda: log.advance(0))
    if digest != wanted.lower():
        raise BadPart(
            f"{shown(request.address)} has another {algorithm} than the catalogue promises",
            kind="wrong_digest",
            host_fault=False,
        )


_BINARY = getattr(os, "O_BINARY", 0)
