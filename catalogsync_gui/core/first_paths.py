# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the first files of a new source would lie, before anything is there. Pure."""

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, NamingTemplate, playlist_file_stem, render
from catalogsync_gui.core.settings import Settings

_SUFFIX = ".mp3"
"""What stands for the ending, which only the file itself tells."""


def track_path(settings: Settings, info: TrackInfo, playlist: str, source: str) -> str:
    """A track's path relative to the library, with an ending that stands for all of them."""
    template = NamingTemplate.parse(settings.naming)
    path = render(
        template,
        info,
        suffix=_SUFFIX,
        fallback_title=info.title or "",
        playlist=playlist,
        source=source,
    )
    return path.as_posix()


def playlist_path(settings: Settings, title: str) -> str:
    """A playlist file's path relative to the library, as long as no other has that name."""
    return f"{PLAYLIST_FOLDER}/{playlist_file_stem(title)}.{settings.playlist_format}"
