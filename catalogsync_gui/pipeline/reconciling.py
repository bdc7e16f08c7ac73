# SPDX-License-Identifier: GPL-3.0-or-later
"""A restored database and the library: what the copy does not know of, and what is gone since."""

import itertools
import logging
import os
import re

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.media.publish import is_file_of
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.presence import Presence
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_BATCH = 500
_PART = re.compile(r"\.catalog-sync-\d+\.part")


def reconcile(store: Store, library: Library, clock: Clock, stop: StopToken) -> None:
    """Compares the two once after a restore; nothing to do at other times. Source thread.

    Files that have been renamed since are followed. Done items whose file is gone are missing,
    unless the ledger tells of another file of theirs. Parts that no item knows are litter. What was
    finished since the copy was made is recognised when its item's turn comes, see
    :meth:`Placement.recall`.

    :raises VolumeError: the library is offline or cannot be read; it is done with the next job.
    :raises Interrupted: ``stop`` was set; likewise.
    """
    if not store.recalled.unreconciled():
        return
    library.check()
    presence = Presence(clock)
    missing = 0
    files = store.library.files()
    while batch := list(itertools.islice(files, _BATCH)):
        stop.check()
        gone = presence.gone(library, (row.path for row in batch))
        gone -= _moved(store, library, [row for row in batch if row.path in gone], stop)
        store.library.mark_missing(gone)
        missing += len(gone)
    there = [
        item for item, path in store.recalled.missing() if os.path.lexists(library.root / path)
    ]
    library.check()
    store.items.retry(there, clock.now())
    parts = _parts(library, {path for _, path in store.library.parts()}, stop)
    store.shelves.drop_litter(parts)
    store.recalled.reconciled(clock.now())
    log.info(
        "the restored database was compared with the library: %d files gone, %d parts of nobody",
        missing,
        len(parts),
    )


def _moved(store: Store, library: Library, gone: list[FileRow], stop: StopToken) -> set[str]:
    """Which of these are there under the name that the ledger tells; the record follows them."""
    found = set()
    for row in gone:
        stop.check()
        moved = store.recalled.moved_to(row.path)
        if moved is None or store.library.at(moved) is not None:
            continue
        with disk(f"cannot read {moved}"):
            if not is_file_of(library.absolute(moved), row.size, row.sha256):
                continue
        store.recalled.follow(row.path, moved)
        found.add(row.path)
    return found


def _parts(library: Library, known: set[str], stop: StopToken) -> list[str]:
    found = []
    with disk(f"cannot read {library.root}"):
        for folder, _, names in os.walk(library.root):
            stop.check()
            for name in names:
                if _PART.fullmatch(name):
                    path = os.path.relpath(os.path.join(folder, name), library.root)  # noqa: PTH118
                    if path.replace(os.sep, "/") not in known:
                        found.append(path.replace(os.sep, "/"))
    return found
