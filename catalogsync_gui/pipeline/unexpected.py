# SPDX-License-Identifier: GPL-3.0-or-later
"""What an exception that nobody foresaw means for an item."""

import logging

from catalogsync_gui.core.errors import CatalogSyncError, TransferBroken
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.core.models import ClaimedItem

log = logging.getLogger(__name__)


def unexpected(item: ClaimedItem, problem: BaseException) -> CatalogSyncError:
    """The error of the attempt; the log has the traceback. Worker threads."""
    log.error("item %s: unexpected error", item.id, exc_info=problem)
    busy = system_busy(problem, item.info.title or f"item {item.id}")
    if busy is not None:
        return busy
    if isinstance(problem, MemoryError):
        # Not of the system alone: this file may need more than there is, every time.
        return TransferBroken(
            "this computer, or its limit for this program, has no memory left; it is tried again",
            kind="no_memory",
            host_fault=False,
        )
    return TransferBroken(
        f"unexpected {type(problem).__name__}; the log has the details",
        kind="internal",
        host_fault=False,
    )
