# SPDX-License-Identifier: GPL-3.0-or-later
"""From tracks of the library to what a playlist file says of them."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from catalogsync_gui.core.exporting import ExportEntry
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry


def document(
    title: str,
    entries: Iterable[ExportEntry],
    address: Callable[[str], str],
    pictures: Mapping[str, str] = MappingProxyType({}),
) -> PlaylistDoc:
    """A playlist of these tracks.

    :param address: how a file is named in the playlist, from its path relative to the library.
    :param pictures: path of a track -> path of its picture.
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
                image=_picture(pictures.get(entry.path), address),
            )
            for entry in entries
        ),
    )


def _picture(path: str | None, address: Callable[[str], str]) -> Location | None:
    return None if path is None else Location.path(address(path))


def from_playlists(path: str) -> str:
    """How a track is named in a file of the folder of playlists."""
    return f"../{path}"
