# SPDX-License-Identifier: GPL-3.0-or-later
"""A former version of a playlist, written as a file of its own.

That file belongs to the person: it is never written again, and never removed.
"""

import contextlib
import hashlib
from datetime import UTC, datetime
from pathlib import PurePosixPath

from catalogsync_gui.core.errors import CannotRun, UnknownThing
from catalogsync_gui.core.exporting import RestoredPlaylist
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, playlist_file_stem, with_number
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.media.publish import (
    is_file_of,
    make_folder,
    move_without_replacing,
    same_name,
    sync_file,
)
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.playlist_documents import document, from_playlists
from catalogsync_gui.pipeline.presence import Presence
from catalogsync_gui.pipeline.renaming import settle
from catalogsync_gui.pipeline.turn import turn
from catalogsync_gui.playlists.formats import PlaylistFormat
from catalogsync_gui.playlists.rendering import render
from catalogsync_gui.store.store import Store

_FOLDER = PurePosixPath(PLAYLIST_FOLDER)


def restore_version(
    store: Store,
    library: Library,
    clock: Clock,
    version: int,
    name: str,
    format: PlaylistFormat,
) -> RestoredPlaylist:
    """Writes the tracks of a version that are there into a new file among the playlists.

    :param name: what to call the file, without its ending; empty for the playlist's title and the
        day of the version. A name that is taken gets a number.
    :raises UnknownThing: there is no such version in this library.
    :raises CannotRun: none of its tracks is there any more.
    :raises CatalogSyncError: the library cannot be read or written.
    """
    library.check()
    with turn:
        settle(store, library)
        found = store.playlist_versions.version(version)
        if found is None:
            raise UnknownThing(
                f'there is no version {version}; "catalogsync-gui versions" lists them'
            )
        kept, known = found
        presence = Presence(clock)
        presence.begin(version)
        gone = presence.gone(library, (entry.path for entry in known))
        entries = [entry for entry in known if entry.path not in gone]
        if not entries:
            raise CannotRun(
                f"none of the {kept.entries} tracks of this version of {kept.title!r} is there any "
                "more; the trash may have them",
                kind="nothing_to_restore",
            )
        day = datetime.fromtimestamp(kept.kept_at, UTC).astimezone()
        title = name or f"{kept.title} ({day:%Y-%m-%d})"
        data = render(document(title, entries, from_playlists), format)
        path = _write_new(store, library, f"{playlist_file_stem(title)}{format.suffix}", data)
    digest = hashlib.sha256(data).hexdigest()
    missing = kept.entries - len(entries)
    return RestoredPlaylist(str(path), len(entries), missing, len(data), digest)


def take_back(library: Library, restored: RestoredPlaylist) -> bool:
    """Removes a file that :func:`restore_version` wrote; whether it did.

    One that was changed since, or that is gone, is left to the person.

    :raises CatalogSyncError: the library cannot be read or written.
    """
    library.check_marker()
    with disk(f"cannot remove {restored.path}"):
        file = library.absolute(restored.path)
        if not is_file_of(file, restored.size, restored.sha256):
            return False
        file.unlink()
    return True


def _write_new(store: Store, library: Library, name: str, data: bytes) -> PurePosixPath:
    path, number = _FOLDER / name, 1
    with disk(f"cannot write {path}"):
        make_folder(library.root, _FOLDER)
        part = library.absolute(str(_FOLDER / ".catalog-sync-restored.part"))
        try:
            part.write_bytes(data)
            sync_file(part)
            while True:
                # The name of a playlist whose file is written next counts as taken.
                free = store.exports.path_free(str(path), 0)
                if free and same_name(part.parent, path.name) is None:
                    with contextlib.suppress(FileExistsError):
                        move_without_replacing(part, library.absolute(str(path)))
                        return path
                number += 1
                path = with_number(_FOLDER / name, number)
        finally:
            part.unlink(missing_ok=True)
