# SPDX-License-Identifier: GPL-3.0-or-later
"""What a start does about the process before: claims, and part files without an item."""

import logging
from pathlib import Path

from catalogsync_gui.core.ports import Clock
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


def recover(store: Store, clock: Clock) -> int:
    """Puts back what a process that is gone had claimed; the number of items.

    To be called before any job, under the profile's lock. Touches the database only: the library
    may be offline, and nothing of it has to be looked at before work can begin.
    """
    count = store.workers.recover(clock.now())
    if count:
        log.info("%d items of an interrupted run were put back", count)
    return count


def remove_parts(root: Path, parts: list[str]) -> None:
    """Removes part files of items that are no more. Missing ones are fine."""
    for part in parts:
        path = root / part
        if path.name.startswith(".catalog-sync-") and path.name.endswith(".part"):
            path.unlink(missing_ok=True)
