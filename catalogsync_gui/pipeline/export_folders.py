# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders outside the library that export variants are written to.

A volume that is not mounted leaves its mount point behind, an empty folder of the local disk. A
mark in the folder tells the two apart, as the marker does for the library: it is made when the
variant is set, and without it nothing is written there and nothing counts as removed.

All functions block on the disk and the database.
"""

import uuid
from pathlib import Path

from catalogsync_gui.core.errors import PathRefused
from catalogsync_gui.media.publish import write_atomically
from catalogsync_gui.media.volume import disk
from catalogsync_gui.store.store import Store

MARK = ".catalog-sync-exports"
"""Hidden, and no name that a player takes for a playlist."""


def mark_folder(store: Store, folder: str) -> None:
    """Takes a folder as it is now for the one that is meant.

    :raises CatalogSyncError: it cannot be written to.
    """
    with disk(f"cannot write into the folder {folder}"):
        identity = _mark_in(folder)
        if not identity:
            identity = str(uuid.uuid4())
            mark = Path(folder) / MARK
            write_atomically(mark, mark.with_name(f"{MARK}.part"), identity.encode())
    store.variant_exports.put_mark(str(Path(folder)), identity)


def folder_at_hand(store: Store, folder: str) -> Path:
    """The folder, if it is the one that was marked; one that never was is marked now.

    :raises PathRefused: it is not there, or is another one.
    :raises CatalogSyncError: it cannot be read or written.
    """
    known = store.variant_exports.mark(str(Path(folder)))
    with disk(f"cannot read the folder {folder}"):
        there = Path(folder).is_dir()
        found = _mark_in(folder) if there and known else ""
    if not there:
        # Never made: it may belong to a volume that is not mounted.
        raise PathRefused(
            f"the folder {folder} is not there; mount it, or give the variant another one",
            kind="export_folder",
        )
    if not known:
        mark_folder(store, folder)
    elif found != known:
        raise PathRefused(
            f"the folder {folder} is there, but the mark {MARK} that was made in it is not; mount "
            "its volume, or set the variant again if this is the folder you mean",
            kind="export_folder",
        )
    return Path(folder)


def is_away(store: Store, folder: str) -> bool:
    """Whether a marked folder is not the one at hand: what was written there may still be there."""
    known = store.variant_exports.mark(str(Path(folder)))
    if not known:
        return False
    with disk(f"cannot read the folder {folder}"):
        return _mark_in(folder) != known


def _mark_in(folder: str) -> str:
    try:
        return (Path(folder) / MARK).read_text("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
