# SPDX-License-Identifier: GPL-3.0-or-later
"""Unsubscribing. Like ``engine.commands``, on a desk's thread."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalogsync_gui.core.errors import (
    CannotRun,
    CatalogSyncError,
)
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.inspecting import sha256_of
from catalogsync_gui.pipeline.recovery import remove_parts
from catalogsync_gui.store.library import FileRow


@dataclass(frozen=True, slots=True)
class RemoveReport:
    """What an unsubscription did.

    :ivar files: track files deleted, :ivar kept: those left because they were changed since.
    :ivar playlists: playlist files deleted.
    """

    name: str
    files: int = 0
    kept: int = 0
    playlists: int = 0


def remove_source(desk: Desk, source: int, *, delete_files: bool = False) -> RemoveReport:
    """Unsubscribes. Its playlist files go; the tracks stay unless told.

    Only files that this program wrote, that no other source holds and that are still as they were
    written are ever deleted. The database comes first: a file that a crash leaves behind is known
    to nobody and harms nobody, a record of a deleted file would be a lie.

    :raises UnknownThing: there is no such source.
    :raises CannotRun: files are to be deleted and the library is offline.
    """
    name = desk.store.catalogue.source(source).name
    library = _library_if_there(desk, must=delete_files)
    parts = desk.store.library.parts_of(source)
    files = desk.store.library.only_of(source) if delete_files else []
    sidecars = desk.store.sidecars.only_of(source) if delete_files else []
    if not delete_files:
        desk.store.library.leave_to_the_person(source)
    desk.store.catalogue.remove_source(source)
    desk.secrets.forget(source)
    if library is None:
        desk.store.shelves.drop_litter(parts)
        return RemoveReport(name)
    playlists = _remove_orphans(desk, library)
    with contextlib.suppress(OSError):
        remove_parts(library.root, parts)
    for row in sidecars:
        _delete(library, row, desk.store.sidecars.forget)
    deleted = sum(_delete(library, row, desk.store.library.forget) for row in files)
    return RemoveReport(name, deleted, len(files) - deleted, playlists)


def _library_if_there(desk: Desk, *, must: bool) -> Library | None:
    try:
        library = current_library(desk)
        library.check()
    except CannotRun:
        if must:
            raise
        return None
    return library


def _remove_orphans(desk: Desk, library: Library) -> int:
    removed = 0
    for row, record in desk.store.exports.orphans():
        # What cannot be removed now stays on record, and the next export tries again.
        with contextlib.suppress(OSError, CatalogSyncError):
            removed += _unlink_if(library.absolute(record.path), record.size, record.sha256)
            desk.store.exports.forget(row)
    return removed


def _delete(library: Library, row: FileRow, forget: Callable[[int], None]) -> bool:
    with contextlib.suppress(OSError, CatalogSyncError):
        path = library.absolute(row.path)
        if _unlink_if(path, row.size, row.sha256):
            forget(row.id)
            _remove_empty_folders(path.parent, library.root)
            return True
    return False


def _remove_empty_folders(folder: Path, root: Path) -> None:
    with contextlib.suppress(OSError):
        while folder != root and root in folder.parents:
            folder.rmdir()
            folder = folder.parent


def _unlink_if(path: Path, size: int, sha256: str) -> bool:
    """Deletes a file that is as it was written; whether it did."""
    try:
        if path.stat().st_size != size or sha256_of(path) != sha256:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True
