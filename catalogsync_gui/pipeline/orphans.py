# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of playlists that are no more. Export thread."""

from collections.abc import Iterable

from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.playlist_covers import clear_covers
from catalogsync_gui.pipeline.playlist_files import remove_ours
from catalogsync_gui.pipeline.recovery import remove_parts
from catalogsync_gui.pipeline.variant_export import clear_variants
from catalogsync_gui.store.store import Store


def clear_orphans(store: Store, library: Library, variants: Iterable[ExportVariant]) -> None:
    """Removes them, and what half downloads have left, if they are as we wrote them.

    :param variants: those there are; the files of others go.
    :raises VolumeError, PathRefused: the library is not there, or refuses.
    """
    variants = tuple(variants)
    library.check()
    store.shelves.use(library.identity)
    for part in store.shelves.litter():
        with disk(f"cannot remove {part}"):
            remove_parts(library.root, [part])
        store.shelves.swept(part)
    for row, record in store.exports.orphans():
        with disk(f"cannot remove {record.path}"):
            remove_ours(library.absolute(record.path), record)
        store.exports.forget(row)
    clear_variants(store, library, variants)
    clear_covers(store, library, (variant.name for variant in variants))
