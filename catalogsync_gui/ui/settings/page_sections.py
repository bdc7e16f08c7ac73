# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections that consist of a page of their own: playlist files, and servers."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.dialogs.playlist_page import PlaylistPage
from catalogsync_gui.ui.dialogs.servers_page import ServersPage
from catalogsync_gui.ui.settings.section import Section


class PlaylistSection(Section):
    """Playlist files and their variants."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "playlist", parent)
        self.title = self.tr("Playlists and exports")
        self.page = page = PlaylistPage(now)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.whole(page)
        self.grid.setRowStretch(0, 1)
        self.known(self.tr("Playlist files"), "m3u m3u8", "playlist_format", page.format)
        self.known(page.covers.text(), "", "playlist_covers", page.covers)
        self.known(page.credits.text(), "", "credits_file", page.credits)
        self.known(
            self.tr("Export variants"),
            self.tr("Other formats, folders and paths for other players and servers"),
            "exports",
            page.view,
        )

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "playlist_format": self.page.format.currentData(),
            "playlist_covers": self.page.covers.isChecked(),
            "credits_file": self.page.credits.isChecked(),
            "exports": self.page.variants,
        }


class ServerSection(Section):
    """Servers and players that are told; changes there count at once."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__("", "server", parent)
        self.title = self.tr("Servers")
        self.page = page = ServersPage(engine)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.whole(page)
        self.grid.setRowStretch(0, 1)
        self.known(
            self.tr("Servers and players that are told of the library"),
            "Jellyfin Subsonic Navidrome Plex MPD",
            "servers",
            page.view,
        )
