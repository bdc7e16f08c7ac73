# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying a local file into its part file."""

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import MediaGone, NotAudio, TransferBroken, TransferError
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.part_file import Fetched, PartLog, open_part, verify_digest
from catalogsync_gui.media.sniff import HEAD_BYTES, Refused, sniff
from catalogsync_gui.media.volume import disk

_READ = 1 << 20


def copy_local(request: MediaRequest, part: Path, log: PartLog, cancel: StopToken) -> Fetched:
    """A local file, always copied from its beginning: reading it again costs little.

    :raises TransferError: it cannot be read, or is no audio.
    :raises VolumeError, PathRefused: the part could not be written.
    :raises Interrupted: ``cancel`` was set.
    """
    source = Path(request.address)
    with _regular(source) as origin:
        size = os.fstat(origin.fileno()).st_size
        verdict = sniff(origin.read(HEAD_BYTES), hint=source.suffix, whole=size <= HEAD_BYTES)
        if isinstance(verdict, Refused):
            raise NotAudio(f"{source} is not audio: {verdict.reason}")
        origin.seek(0)
        log.begin(validator="", total=size, offset=0)
        copied = 0
        digest = hashlib.sha256()
        with disk(f"cannot write {part.name}"), open_part(part, 0) as file:
            while True:
                cancel.check()
                try:
                    data = origin.read(_READ)
                except OSError as error:
                    raise TransferBroken(
                        f"{source} cannot be read: {error.strerror}", kind="local"
                    ) from None
                if not data:
                    break
                file.write(data)
                digest.update(data)
                copied += len(data)
                log.advance(len(data))
    verify_digest(part, request, log)
    return Fetched(copied, copied, vouched=True, sha256=digest.hexdigest())


def _regular(source: Path) -> BinaryIO:
    """Opens a local file for reading. A pipe or a device might never let go of its reader.

    :raises TransferError: it cannot be read, or is no regular file.
    """
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody to write to it (open(2)).
        descriptor = os.open(source, os.O_RDONLY | _NONBLOCK | _BINARY)
    except FileNotFoundError:
        raise MediaGone(f"{source} is not there", kind="gone") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TransferError(f"{source} cannot be read: {reason}", kind="local") from None
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise TransferError(f"{source} is no regular file", kind="local")
    return file


_BINARY = getattr(os, "O_BINARY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
