# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done about former versions of playlists.

Like ``engine.commands``, on a desk's thread.
"""

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.exporting import (
    PlaylistVersion,
    RestoredPlaylist,
    VersionDifference,
)
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.pipeline.playlist_versions import restore_version, take_back
from catalogsync_gui.playlists.formats import PlaylistFormat


def versions(desk: Desk, playlist: int | None = None) -> list[PlaylistVersion]:
    """The versions that are kept in the library that is set, of one playlist or of all.

    :raises UnknownThing: there is no such playlist.
    """
    if playlist is not None and desk.store.exports.state(playlist) is None:
        raise UnknownThing(
            f'there is no playlist {playlist}; "catalogsync-gui playlists" lists them'
        )
    return desk.store.playlist_versions.versions(playlist)


def restore(desk: Desk, version: int, name: str = "") -> RestoredPlaylist:
    """Writes a version as a file of its own, which belongs to the person from then on.

    :param name: what to call the file, without its ending; empty for title and day.
    :raises UnknownThing: there is no such version.
    :raises CannotRun: the library is offline, or none of the tracks is there any more.
    """
    library = current_library(desk)
    playlist_format = PlaylistFormat(desk.settings.playlist_format)
    return restore_version(desk.store, library, desk.clock, version, name, playlist_format)


def take_back_restored(desk: Desk, restored: RestoredPlaylist) -> bool:
    """Removes the file that :func:`restore` wrote, if it is as it was written; whether it did.

    :raises CannotRun: the library is offline.
    """
    return take_back(current_library(desk), restored)


def difference(desk: Desk, version: int, most: int = 500) -> VersionDifference:
    """What a version has that its playlist has not today, and the other way round.

    :param most: so many tracks of each side are told by name.
    :raises UnknownThing: there is no such version.
    """
    found = desk.store.playlist_versions.difference(version, most)
    if found is None:
        raise UnknownThing(f'there is no version {version}; "catalogsync-gui versions" lists them')
    return found
