# SPDX-License-Identifier: GPL-3.0-or-later
"""From tracks of the library to what a playlist file says of them."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from catalogsync_gui.core.exporting import ExportEntry
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry


def document(
    title: str, entries: Iterable[ExportEntry], address: Callable[[str], str]
) -> PlaylistDoc:
    """A playlist of these tracks.

    :param address: how a track is named in the file, from its path relative to the library.
    """
    return PlaylistDoc(
        title=title,
        entries=tuple(
            PlaylistEntry(
                locations=(Location.path(address(entry.path)),),
                title=entry.info.title or PurePosixPath(entry.path).stem,
                artist=entry.info.artist or entry.info.album_artist or None,
                album=entry.info.album or None,
                duration=entry.info.duration,
            )
            for entry in entries
        ),
    )


def from_playlists(path: str) -> str:
    """How a track is named in a file of the folder of playlists."""
    return f"../{path}"
