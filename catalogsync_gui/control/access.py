# SPDX-License-Identifier: GPL-3.0-or-later
"""Becoming the one instance of a profile, or asking the one there is."""

import time
from pathlib import Path

from catalogsync_gui.control.client import Line, ask
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.core.errors import CannotRun

_PATIENCE = 5.0
"""Seconds. An instance that starts or ends holds the lock for a moment without answering."""

_TRY_MS = 100


def hold_or_ask(
    lock_file: Path,
    socket_name: str,
    request: Request,
    out: Line,
    err: Line,
    warn: Line,
    *,
    patience: float = _PATIENCE,
) -> InstanceLock | int:
    """Takes the profile's lock, or has its holder carry out the request.

    :returns: the lock, now held; or the exit status of the request that was carried out.
    :raises CannotRun: the lock is held by somebody who does not answer.
    """
    lock = InstanceLock(lock_file)
    until = time.monotonic() + patience
    wait_ms = 0
    while True:
        if lock.acquire(wait_ms):
            return lock
        refusal = lock.refusal()
        if refusal is not None:
            raise refusal
        status = ask(socket_name, request, out, err, warn)
        if status is not None:
            return status
        wait_ms = _TRY_MS
        if time.monotonic() >= until:
            raise CannotRun(
                f"{lock.owner()} is working on this profile and does not answer; "
                "wait until it has ended, or end it"
            )


def ask_only(
    lock_file: Path,
    socket_name: str,
    request: Request,
    out: Line,
    err: Line,
    warn: Line,
    *,
    patience: float = _PATIENCE,
) -> int | None:
    """Has the running instance carry out the request; None when none runs.

    :raises CannotRun: as :func:`hold_or_ask`.
    """
    held = hold_or_ask(lock_file, socket_name, request, out, err, warn, patience=patience)
    if isinstance(held, InstanceLock):
        held.release()
        return None
    return held
