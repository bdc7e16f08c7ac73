# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a playlist in a chosen format."""

from __future__ import annotations

from catalogsync_gui.playlists import jspf, m3u, pls, xspf
from catalogsync_gui.playlists.doc import PlaylistDoc
from catalogsync_gui.playlists.formats import PlaylistFormat


def render(
    doc: PlaylistDoc,
    playlist_format: PlaylistFormat,
    *,
    details: bool = False,
    encoding: str = "utf-8",
) -> bytes:
    """Write the playlist; M3U and M3U8 are the same bytes, UTF-8 unless told otherwise.

    Paths stand as the caller gives them: for an export they are relative to the folder of
    the playlist file and use `/`, like `../Artist/Album/01 Title.mp3`. XSPF and JSPF get
    them percent-encoded.

    `details` and `encoding` are for M3U alone: see `m3u.render`.
    """
    match playlist_format:
        case PlaylistFormat.M3U | PlaylistFormat.M3U8:
            return m3u.render(doc, details=details, encoding=encoding)
        case PlaylistFormat.PLS:
            return pls.render(doc)
        case PlaylistFormat.XSPF:
            return xspf.render(doc)
        case PlaylistFormat.JSPF:
            return jspf.render(doc)
