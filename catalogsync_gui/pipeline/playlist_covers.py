# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture beside a playlist file: a copy of the cover of its first album.

``Mix.jpg`` beside ``Mix.m3u`` is the playlist's picture in Navidrome. It is never worth a failure:
what goes wrong is logged, and tried again at the next export.
"""

import hashlib
import logging
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.errors import CatalogSyncError, DatabaseUnusable
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.media.publish import hash_file, same_name, write_atomically
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.export_folders import is_away
from catalogsync_gui.pipeline.playlist_files import is_as_written, remove_ours, stat_if_same
from catalogsync_gui.store.playlist_covers import PlaylistCover
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


def put_cover(
    store: Store,
    library: Library,
    playlist: int,
    record: ExportRecord | None,
    *,
    variant: str = "",
    outside: bool = False,
) -> None:
    """Brings the picture beside a playlist file up to date, and removes a former one of ours.

    A picture of that name that somebody else put there stays as it is.

    :param record: the playlist file; None where there is none, or no picture is wanted.
    :param variant: of what export variant it is; empty for the usual file.
    """
    try:
        with disk("cannot write the picture of a playlist"):
            _put(store, library, playlist, record, variant, outside)
    except DatabaseUnusable:
        raise
    except CatalogSyncError as error:
        log.info("picture of playlist %d: %s", playlist, error)


def clear_covers(store: Store, library: Library, variants: Iterable[str]) -> None:
    """Removes the pictures of playlists and variants that are no more, if they are ours.

    :raises CatalogSyncError: one cannot be removed; it stays on record for the next time.
    """
    for cover in store.playlist_covers.orphans(variants):
        if cover.library in ("", library.identity):
            with disk(f"cannot remove {cover.path}"):
                _remove(store, library, cover)


def _put(
    store: Store,
    library: Library,
    playlist: int,
    record: ExportRecord | None,
    variant: str,
    outside: bool,
) -> None:
    place = "" if outside else library.identity
    source = store.playlist_covers.of_playlist(playlist) if record else None
    wanted = ""
    if record is not None and source is not None:
        wanted = str(PurePosixPath(record.path).with_suffix(PurePosixPath(source[0]).suffix))
    former: PlaylistCover | None = None
    for cover in store.playlist_covers.files(playlist, variant):
        if (cover.library, cover.path) == (place, wanted):
            former = cover
        elif cover.library in ("", library.identity):
            _remove(store, library, cover)
    if source is None:
        return
    target = Path(wanted) if outside else library.absolute(wanted)
    if former is not None:
        if former.sha256 == source[1] and stat_if_same(target, former) is not None:
            return
        # The one that is wanted is ours as well: a process may have died before it was on record.
        ours = is_as_written(target, former) or _holds(target, source[1])
        if os.path.lexists(target) and not ours:
            store.playlist_covers.forget(former.id)  # Somebody put another one there.
            return
    elif same_name(target.parent, target.name) is not None:
        return
    data = library.absolute(source[0]).read_bytes()
    temporary = target.with_name(f".catalog-sync-cover-{playlist}.part")
    new = PlaylistCover(0, place, wanted, hashlib.sha256(data).hexdigest(), len(data), 0)
    if former is None:
        # On record before it is there, so that whatever dies in between, it is known as ours.
        store.playlist_covers.written(playlist, variant, new, durable=True)
    status = write_atomically(target, temporary, data)
    store.playlist_covers.written(playlist, variant, replace(new, mtime_ns=status.st_mtime_ns))


def _holds(file: Path, sha256: str) -> bool:
    return file.is_file() and not file.is_symlink() and hash_file(file)[0] == sha256


def _remove(store: Store, library: Library, cover: PlaylistCover) -> None:
    if not cover.library and is_away(store, str(Path(cover.path).parent)):
        return  # It stays on record, and is removed when its folder is there again.
    file = library.absolute(cover.path) if cover.library else Path(cover.path)
    remove_ours(file, cover)
    store.playlist_covers.forget(cover.id)
